use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The JSON is no widget.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WidgetError {
    /// It is no JSON, or no object with a `type`.
    #[error("not a widget: expected an object with a \"type\"")]
    NotAWidget(#[source] serde_json::Error),
}

/// What a widget item shows, as JSON.
///
/// Whatever was written is kept byte for byte, but for line breaks between values (an event is one line), so that props and components which this version does not know pass
/// through a store and back. [`Card`](super::Card), [`ListView`](super::ListView) and [`Basic`](super::Basic) make one.
#[derive(Clone)]
pub struct WidgetRoot {
    json: Box<RawValue>,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    r#type: std::borrow::Cow<'a, str>,
}

impl WidgetRoot {
    /// Reads the JSON of a widget: any object with a `type`.
    ///
    /// # Errors
    /// [`WidgetError`] if it is something else.
    pub fn from_json(json: &str) -> Result<Self, WidgetError> {
        serde_json::from_str(json).map_err(WidgetError::NotAWidget)
    }

    /// Returns the JSON as it was written.
    pub fn json(&self) -> &str {
        self.json.get()
    }

    /// Returns the component at the root, such as `Card`.
    pub fn kind(&self) -> String {
        // It was read before.
        let kind = serde_json::from_str::<Kind<'_>>(self.json());
        kind.map(|kind| kind.r#type.into_owned())
            .unwrap_or_default()
    }

    /// Takes JSON that is known to be valid.
    fn checked<E: serde::de::Error>(json: Box<RawValue>) -> Result<Self, E> {
        // A struct would also be read from a list.
        if !json.get().starts_with('{') {
            return Err(E::custom("expected an object"));
        }
        serde_json::from_str::<Kind<'_>>(json.get()).map_err(E::custom)?;
        // An event is one line of a stream, and a line break outside of text says nothing.
        let json = if json.get().contains(['\n', '\r']) {
            RawValue::from_string(without_breaks(json.get())).map_err(E::custom)?
        } else {
            json
        };
        Ok(Self { json })
    }

    pub(super) fn of(component: &impl Serialize) -> Self {
        // Components are made of JSON.
        let json = serde_json::value::to_raw_value(component);
        Self {
            json: json.unwrap_or_else(|_| RawValue::NULL.to_owned()),
        }
    }
}

impl PartialEq for WidgetRoot {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl fmt::Debug for WidgetRoot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.json())
    }
}

impl Serialize for WidgetRoot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WidgetRoot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        Self::checked(json)
    }
}

/// Drops line breaks, and the blanks around them. In valid JSON, text has none: there they are escaped.
fn without_breaks(json: &str) -> String {
    json.split(['\n', '\r']).map(str::trim_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widget::{Card, CardSize, Spacing, Text, Theme};

    #[test]
    fn a_widget_is_an_object_with_a_type() {
        for json in [r#"["Card"]"#, "{}", r#"{"type":1}"#, "null"] {
            assert!(WidgetRoot::from_json(json).is_err(), "{json}");
        }
        let later = r#"{ "type":"Later", "size":1.0,"name":"\u00e9" }"#;
        assert_eq!(WidgetRoot::from_json(later).unwrap().json(), later);
    }

    #[test]
    fn a_widget_is_one_line() {
        let pretty = "{\r\n  \"type\": \"Card\",\n  \"note\": \"a\\n b\"\n}";
        let widget = WidgetRoot::from_json(pretty).unwrap();
        assert_eq!(widget.json(), r#"{"type": "Card","note": "a\n b"}"#);
    }

    #[test]
    fn props_stand_in_the_order_of_their_declaration() {
        let card = Card::new().theme(Theme::Dark).size(CardSize::Lg).id("c");
        let widget = WidgetRoot::from(card.size(CardSize::Md).child(Text::new("x").id("t")));
        insta::assert_snapshot!(widget.json(), @r#"{"type":"Card","id":"c","size":"md","theme":"dark","children":[{"type":"Text","id":"t","value":"x"}]}"#);
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let padding = Spacing {
            top: Some(f64::NAN.into()),
            left: Some(1.into()),
            ..Spacing::default()
        };
        let text = Text::new("x").width(f64::INFINITY);
        let widget = WidgetRoot::from(Card::new().padding(padding).child(text));
        insta::assert_snapshot!(widget.json(), @r#"{"type":"Card","padding":{"left":1},"children":[{"type":"Text","value":"x"}]}"#);
    }
}

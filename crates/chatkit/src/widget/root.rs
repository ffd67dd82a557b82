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
/// Whatever was written is kept byte for byte, so that props and components which this version does not know pass
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
        serde_json::from_str::<Kind<'_>>(json.get()).map_err(serde::de::Error::custom)?;
        Ok(Self { json })
    }
}

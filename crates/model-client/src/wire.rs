//! Lenient, borrowing readers for the JSON of streams.
//!
//! Servers send null, numbers or objects where others send text; one odd field must not cost the answer.
//! Text is borrowed from the event wherever it has no escapes.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer,
    value::SeqAccessDeserializer,
};
use serde_json::Value;

/// A text, or nothing if it is anything else.
#[derive(Debug, Default)]
pub(crate) struct Text<'a>(pub(crate) Option<Cow<'a, str>>);

impl<'a> Text<'a> {
    /// Returns the text if there is any.
    pub(crate) fn filled(self) -> Option<Cow<'a, str>> {
        self.0.filter(|text| !text.is_empty())
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

/// A text, or the texts of a list of parts joined.
#[derive(Debug, Default)]
pub(crate) struct Content<'a> {
    pub(crate) text: Text<'a>,
    /// The texts of the parts that hold thoughts (Mistral).
    pub(crate) thoughts: String,
}

/// A text, or the JSON text of an object or list.
#[derive(Debug, Default)]
pub(crate) struct JsonText<'a>(pub(crate) Text<'a>);

/// A whole number from 0, or nothing if it is anything else.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) Option<u64>);

impl Count {
    pub(crate) fn or_zero(self) -> u64 {
        self.0.unwrap_or(0)
    }
}

/// What becomes of values that are no plain text.
enum Structured<'s> {
    Ignored,
    /// Thoughts among the parts go there.
    PartsJoined(&'s mut String),
    AsJson,
}

struct TextVisitor<'s>(Structured<'s>);

/// Returns the text of a part, if it is one of text.
fn text_of_part(part: &Value) -> &str {
    let text = part.get("text").or(Some(part)).and_then(Value::as_str);
    text.unwrap_or_default()
}

impl<'de> Visitor<'de> for TextVisitor<'_> {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text))))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        match self.0 {
            Structured::Ignored => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }
            Structured::PartsJoined(thoughts) => {
                let mut joined = String::new();
                while let Some(part) = seq.next_element::<Value>()? {
                    joined.push_str(text_of_part(&part));
                    let thinking = part.get("thinking").and_then(Value::as_array);
                    thoughts.extend(thinking.into_iter().flatten().map(text_of_part));
                }
                Ok(Text(Some(Cow::Owned(joined))))
            }
            Structured::AsJson => {
                let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
                self.visit_string(value.to_string())
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if matches!(self.0, Structured::AsJson) {
            let value = Value::deserialize(MapAccessDeserializer::new(map))?;
            return self.visit_string(value.to_string());
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text(None))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor(Structured::Ignored))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut thoughts = String::new();
        let visitor = TextVisitor(Structured::PartsJoined(&mut thoughts));
        let text = deserializer.deserialize_any(visitor)?;
        Ok(Self { text, thoughts })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = TextVisitor(Structured::AsJson);
        deserializer.deserialize_any(visitor).map(Self)
    }
}

struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Count, E> {
        Ok(Count(Some(number)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Count, E> {
        Ok(Count(number.try_into().ok()))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Count, E> {
        Ok(Count(None))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Count, E> {
        Ok(Count(None))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Count, E> {
        Ok(Count(text.parse().ok()))
    }

    fn visit_unit<E: Error>(self) -> Result<Count, E> {
        Ok(Count(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Count(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Count, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Count(None))
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        let text: Text<'_> = serde_json::from_str(r#""plain""#).unwrap();
        assert!(matches!(text.0, Some(Cow::Borrowed("plain"))));
        let text: Text<'_> = serde_json::from_str(r#""a\nb""#).unwrap();
        assert_eq!(text.as_str(), "a\nb");
    }

    #[test]
    fn nothing_odd_is_an_error() {
        for odd in [
            "null",
            "true",
            "-1",
            "1.5",
            "[1,{\"a\":[]}]",
            "{\"a\":{\"b\":1}}",
        ] {
            assert!(serde_json::from_str::<Text<'_>>(odd).unwrap().0.is_none());
            assert!(serde_json::from_str::<Count>(odd).unwrap().0.is_none());
        }
        assert_eq!(
            serde_json::from_str::<Count>("\"7\"").unwrap(),
            Count(Some(7))
        );
    }

    #[test]
    fn structures_become_text_where_wanted() {
        let parts = r#"[{"type":"text","text":"a"},"b",{"type":"thinking"},
            {"type":"thinking","thinking":[{"type":"text","text":"h"},{"type":"text","text":"m"}]}]"#;
        let content: Content<'_> = serde_json::from_str(parts).unwrap();
        assert_eq!((content.text.as_str(), &*content.thoughts), ("ab", "hm"));
        let object = r#"{"a":[1,"x"]}"#;
        assert_eq!(
            serde_json::from_str::<JsonText<'_>>(object)
                .unwrap()
                .0
                .as_str(),
            object
        );
    }
}

//! JSON objects that keep what they do not understand, byte for byte.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON object whose values are kept as they were written: order, spacing and the spelling of numbers included.
///
/// A name that stands twice counts once, with its last value, as JSON parsers do it.
#[derive(Debug, Clone, Default)]
pub struct RawObject {
    fields: Vec<(String, Box<RawValue>)>,
}

impl RawObject {
    /// Returns the empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the text of one JSON object.
    ///
    /// # Errors
    /// If `text` is not a JSON object.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// Returns the value of a field as it was written.
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        let field = self.fields.iter().find(|(key, _)| key == name);
        field.map(|(_, value)| &**value)
    }

    /// Reads the value of a field; a missing one and `null` are `None`.
    ///
    /// # Errors
    /// If the value is not a `T`.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> serde_json::Result<Option<T>> {
        self.get(name)
            .map_or(Ok(None), |raw| serde_json::from_str(raw.get()))
    }

    /// Sets a field, in its old place if it has one.
    ///
    /// # Errors
    /// If `value` cannot be written as JSON.
    pub fn set(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
        self.insert(name.to_owned(), serde_json::value::to_raw_value(value)?);
        Ok(())
    }

    /// Removes a field and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Box<RawValue>> {
        let at = self.fields.iter().position(|(key, _)| key == name)?;
        Some(self.fields.remove(at).1)
    }

    /// Returns the fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), &**value))
    }

    /// Returns whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(crate) fn insert(&mut self, name: String, value: Box<RawValue>) {
        match self.fields.iter_mut().find(|(key, _)| *key == name) {
            Some(field) => field.1 = value,
            None => self.fields.push((name, value)),
        }
    }
}

impl PartialEq for RawObject {
    fn eq(&self, other: &Self) -> bool {
        let texts = |object: &Self| -> Vec<(String, String)> {
            let field =
                |(name, value): (&str, &RawValue)| (name.to_owned(), value.get().to_owned());
            object.iter().map(field).collect()
        };
        texts(self) == texts(other)
    }
}

impl Serialize for RawObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for RawObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = RawObject;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawObject, A::Error> {
        let mut object = RawObject::new();
        while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
            object.insert(name, value);
        }
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_as_it_was_written() {
        let text = r#"{"b":1.0,"a":[ 1, 2 ],"n":1e2,"s":"\u00e9"}"#;
        let mut object = RawObject::parse(text).unwrap();
        object.set("a", "new").unwrap();
        object.set("z", &1).unwrap();
        let written = serde_json::to_string(&object).unwrap();
        assert_eq!(written, r#"{"b":1.0,"a":"new","n":1e2,"s":"\u00e9","z":1}"#);
    }

    #[test]
    fn a_name_that_stands_twice_counts_once() {
        let object = RawObject::parse(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&object).unwrap(), r#"{"a":3,"b":2}"#);
        assert_eq!(object.read::<i64>("a").unwrap(), Some(3));
        assert_eq!(object.read::<i64>("missing").unwrap(), None);
    }
}

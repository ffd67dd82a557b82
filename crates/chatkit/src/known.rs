use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A value of one of several kinds: one that this version knows, or another, kept byte for byte.
#[derive(Debug, Clone)]
pub enum Known<T> {
    /// A kind that is known.
    Typed(T),
    /// Another, or one with fields that are not what the protocol says.
    Raw(Box<RawValue>),
}

impl<T> Known<T> {
    /// Returns the value if its kind is known.
    pub fn typed(&self) -> Option<&T> {
        match self {
            Self::Typed(value) => Some(value),
            Self::Raw(_) => None,
        }
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self::Typed(value)
    }
}

impl<T: PartialEq> PartialEq for Known<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Typed(one), Self::Typed(other)) => one == other,
            (Self::Raw(one), Self::Raw(other)) => one.get() == other.get(),
            _ => false,
        }
    }
}

impl<T: Serialize> Serialize for Known<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Typed(value) => value.serialize(serializer),
            Self::Raw(raw) => raw.serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Err(D::Error::custom("expected an object"));
        }
        Ok(serde_json::from_str(raw.get()).map_or(Self::Raw(raw), Self::Typed))
    }
}

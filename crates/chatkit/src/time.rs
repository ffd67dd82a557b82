//! Times on the wire: RFC 3339 in UTC (`Z`), with as many digits as there are.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment as it is written. A time without a zone is read as UTC: the first implementation writes such times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Utc(pub(crate) Timestamp);

impl Serialize for Utc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Utc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        parse(&text)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("not a time"))
    }
}

pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    let moment = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(moment.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_a_zone_are_read() {
        let read = |text: &str| parse(text).map(|time| time.to_string());
        assert_eq!(
            read("2025-01-02T03:04:05Z").as_deref(),
            Some("2025-01-02T03:04:05Z")
        );
        assert_eq!(
            read("2025-01-02T03:04:05+02:00").as_deref(),
            Some("2025-01-02T01:04:05Z")
        );
        assert_eq!(
            read("2025-01-02T03:04:05.5").as_deref(),
            Some("2025-01-02T03:04:05.5Z")
        );
        assert_eq!(read("yesterday"), None);
    }
}

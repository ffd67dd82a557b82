use std::fmt;

use jiff::Timestamp;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::id::ThreadId;
use crate::item::ClientItem;
use crate::json::RawObject;
use crate::page::Page;
use crate::time;

/// A conversation, without its items.
///
/// Fields that this version does not know are kept through a store and back, and are not sent to clients.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// What it is called; none until it has been named.
    pub title: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// Whether people may write in it. The server shows it and does not enforce it.
    pub status: ThreadStatus,
    /// From where images in assistant messages may come; no restriction if absent.
    pub allowed_image_domains: Option<Vec<String>>,
    /// The server's own notes. Clients always get `{}`.
    pub metadata: Map<String, Value>,
    /// Fields unknown to this version.
    pub other: RawObject,
}

/// Whether people may write in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum ThreadStatus {
    /// They may.
    #[default]
    Active,
    /// Not for now.
    Locked {
        /// Why, for people.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
    },
    /// Not any more.
    Closed {
        /// Why, for people.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
    },
}

impl Thread {
    /// Returns a new thread: active, and without a title.
    pub fn new(id: ThreadId, created_at: Timestamp) -> Self {
        Self {
            id,
            title: None,
            created_at,
            status: ThreadStatus::Active,
            allowed_image_domains: None,
            metadata: Map::new(),
            other: RawObject::new(),
        }
    }
}

/// As it is stored: with metadata and unknown fields.
impl Serialize for Thread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.known_fields(&mut map)?;
        map.serialize_entry("metadata", &self.metadata)?;
        for (name, value) in self.other.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Thread {
    fn known_fields<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(title) = &self.title {
            map.serialize_entry("title", title)?;
        }
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("created_at", &time::Utc(self.created_at))?;
        map.serialize_entry("status", &self.status)?;
        if let Some(domains) = &self.allowed_image_domains {
            map.serialize_entry("allowed_image_domains", domains)?;
        }
        Ok(())
    }
}

/// A thread as clients see it, with a page of its items.
#[derive(Debug)]
pub(crate) struct ClientThread<'a> {
    pub(crate) thread: &'a Thread,
    pub(crate) items: Page<ClientItem<'a>>,
}

impl<'a> ClientThread<'a> {
    pub(crate) fn without_items(thread: &'a Thread) -> Self {
        Self {
            thread,
            items: Page::empty(),
        }
    }
}

impl Serialize for ClientThread<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.thread.known_fields(&mut map)?;
        map.serialize_entry("metadata", &Map::new())?;
        map.serialize_entry("items", &self.items)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Thread {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Thread;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a thread")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Thread, A::Error> {
        use serde::de::Error as _;
        let mut id = None;
        let mut created_at = None;
        let mut thread = Thread::new(ThreadId::new(""), Timestamp::UNIX_EPOCH);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "id" => id = Some(map.next_value()?),
                "created_at" => created_at = Some(map.next_value::<time::Utc>()?.0),
                "title" => thread.title = map.next_value()?,
                "status" => thread.status = map.next_value::<Option<_>>()?.unwrap_or_default(),
                "allowed_image_domains" => thread.allowed_image_domains = map.next_value()?,
                "metadata" => thread.metadata = map.next_value::<Option<_>>()?.unwrap_or_default(),
                // Items are rows of their own.
                "items" => drop(map.next_value::<serde::de::IgnoredAny>()?),
                _ => thread.other.insert(name, map.next_value()?),
            }
        }
        thread.id = id.ok_or_else(|| A::Error::missing_field("id"))?;
        thread.created_at = created_at.ok_or_else(|| A::Error::missing_field("created_at"))?;
        Ok(thread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_thread_keeps_what_is_not_known_and_shows_none_of_it() {
        let text = r#"{"title":"Trip","id":"thr_1","created_at":"2026-11-21T07:09:52.796644Z","status":{"type":"locked","reason":"paid"},"metadata":{"n":1},"later":1.0}"#;
        let thread: Thread = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&thread).unwrap(), text);
        let shown = serde_json::to_string(&ClientThread::without_items(&thread)).unwrap();
        insta::assert_snapshot!(shown, @r#"{"title":"Trip","id":"thr_1","created_at":"2026-11-21T07:09:52.796644Z","status":{"type":"locked","reason":"paid"},"metadata":{},"items":{"data":[],"has_more":false}}"#);
    }

    #[test]
    fn a_thread_of_the_first_implementation_is_read() {
        let text = r#"{"id":"thr_1","created_at":"2026-11-21T07:09:52.796644","status":{"type":"active"},"metadata":{},"items":{"data":[],"has_more":false}}"#;
        let thread: Thread = serde_json::from_str(text).unwrap();
        assert_eq!(thread.created_at.to_string(), "2026-11-21T07:09:52.796644Z");
        assert!(thread.other.is_empty());
    }
}

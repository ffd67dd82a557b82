use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::folding::fold;
use crate::query::{Cursor, SortKey, SortOrder, TaskSort};
use crate::task::{Priority, Task, TaskId};

/// The shape of what is inside; a cursor of another version is refused.
const VERSION: u8 = 1;

/// Longest accepted text: a title of 200 four-byte characters fits with room to spare.
const MAX_TEXT_BYTES: usize = 8_192;

/// The text is not a cursor that [`Cursor::encode`] made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid cursor")]
pub struct InvalidCursor;

impl SortKey {
    /// Returns what a list sorted by `sort` compares of `task`.
    pub fn of(task: &Task, sort: TaskSort) -> Self {
        match sort {
            TaskSort::CreatedAt => Self::Time(task.created_at),
            TaskSort::DueAt => Self::Due(task.due.map(|due| due.at)),
            TaskSort::Priority => Self::Priority(task.priority),
            TaskSort::Title => Self::Title(fold(&task.title)),
            TaskSort::UpdatedAt => Self::Time(task.updated_at),
        }
    }

    /// Returns whether the key is of the kind that `sort` compares.
    pub fn fits(&self, sort: TaskSort) -> bool {
        matches!(
            (self, sort),
            (Self::Time(_), TaskSort::CreatedAt | TaskSort::UpdatedAt)
                | (Self::Due(_), TaskSort::DueAt)
                | (Self::Priority(_), TaskSort::Priority)
                | (Self::Title(_), TaskSort::Title)
        )
    }
}

impl Cursor {
    /// Returns the cursor that ends a page at `task`.
    pub fn at(task: &Task, sort: TaskSort, order: SortOrder) -> Self {
        Self {
            sort,
            order,
            key: SortKey::of(task, sort),
            id: task.id,
        }
    }

    /// Returns the cursor as opaque text that is safe in a URL.
    pub fn encode(&self) -> String {
        let wire = Wire {
            v: VERSION,
            o: self.order.into(),
            k: WireKey::new(self.sort, &self.key),
            i: self.id,
        };
        // Numbers, strings and plain enums always have a JSON form.
        let json = serde_json::to_vec(&wire).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(json)
    }

    /// Reads back what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// [`InvalidCursor`] for every other text.
    pub fn decode(text: &str) -> Result<Self, InvalidCursor> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(InvalidCursor);
        }
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidCursor)?;
        let wire: Wire = serde_json::from_slice(&json).map_err(|_| InvalidCursor)?;
        if wire.v != VERSION {
            return Err(InvalidCursor);
        }
        let (sort, key) = wire.k.open();
        Ok(Self {
            sort,
            order: wire.o.into(),
            key,
            id: wire.i,
        })
    }
}

/// Short names, because the text goes into URLs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    v: u8,
    o: WireOrder,
    k: WireKey,
    i: TaskId,
}

#[derive(Serialize, Deserialize)]
enum WireOrder {
    #[serde(rename = "a")]
    Ascending,
    #[serde(rename = "d")]
    Descending,
}

/// The sort and its key in one, so that they cannot disagree.
#[derive(Serialize, Deserialize)]
enum WireKey {
    #[serde(rename = "c")]
    Created(Timestamp),
    #[serde(rename = "u")]
    Updated(Timestamp),
    #[serde(rename = "d")]
    Due(Option<Timestamp>),
    #[serde(rename = "p")]
    Priority(Priority),
    #[serde(rename = "t")]
    Title(String),
}

impl WireKey {
    fn new(sort: TaskSort, key: &SortKey) -> Self {
        match key {
            SortKey::Time(time) if sort == TaskSort::UpdatedAt => Self::Updated(*time),
            SortKey::Time(time) => Self::Created(*time),
            SortKey::Due(due) => Self::Due(*due),
            SortKey::Priority(priority) => Self::Priority(*priority),
            SortKey::Title(title) => Self::Title(title.clone()),
        }
    }

    fn open(self) -> (TaskSort, SortKey) {
        match self {
            Self::Created(time) => (TaskSort::CreatedAt, SortKey::Time(time)),
            Self::Updated(time) => (TaskSort::UpdatedAt, SortKey::Time(time)),
            Self::Due(due) => (TaskSort::DueAt, SortKey::Due(due)),
            Self::Priority(priority) => (TaskSort::Priority, SortKey::Priority(priority)),
            Self::Title(title) => (TaskSort::Title, SortKey::Title(title)),
        }
    }
}

impl From<SortOrder> for WireOrder {
    fn from(order: SortOrder) -> Self {
        match order {
            SortOrder::Ascending => Self::Ascending,
            SortOrder::Descending => Self::Descending,
        }
    }
}

impl From<WireOrder> for SortOrder {
    fn from(order: WireOrder) -> Self {
        match order {
            WireOrder::Ascending => Self::Ascending,
            WireOrder::Descending => Self::Descending,
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn times() -> impl Strategy<Value = Timestamp> {
        (-9_000_000_000_i64..200_000_000_000, 0..1_000_000_000)
            .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
    }

    fn keys() -> impl Strategy<Value = (TaskSort, SortKey)> {
        let priorities = prop_oneof![
            Just(Priority::None),
            Just(Priority::Low),
            Just(Priority::Medium),
            Just(Priority::High),
        ];
        prop_oneof![
            times().prop_map(|time| (TaskSort::CreatedAt, SortKey::Time(time))),
            times().prop_map(|time| (TaskSort::UpdatedAt, SortKey::Time(time))),
            option::of(times()).prop_map(|due| (TaskSort::DueAt, SortKey::Due(due))),
            priorities.prop_map(|priority| (TaskSort::Priority, SortKey::Priority(priority))),
            "\\PC{0,200}".prop_map(|title| (TaskSort::Title, SortKey::Title(title))),
        ]
    }

    fn cursors() -> impl Strategy<Value = Cursor> {
        let orders = prop_oneof![Just(SortOrder::Ascending), Just(SortOrder::Descending)];
        (keys(), orders, any::<i64>()).prop_map(|((sort, key), order, id)| Cursor {
            sort,
            order,
            key,
            id: TaskId::new(id),
        })
    }

    proptest! {
        #[test]
        fn decoding_gives_back_what_was_encoded(cursor in cursors()) {
            let text = cursor.encode();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
            prop_assert!(cursor.key.fits(cursor.sort));
            prop_assert_eq!(Cursor::decode(&text), Ok(cursor));
        }

        #[test]
        fn any_text_is_decoded_or_refused(text in any::<String>(), json in any::<Vec<u8>>()) {
            let _ = Cursor::decode(&text);
            let _ = Cursor::decode(&URL_SAFE_NO_PAD.encode(json));
        }
    }

    #[test]
    fn the_shape_inside_is_known() {
        let cursor = Cursor {
            sort: TaskSort::DueAt,
            order: SortOrder::Descending,
            key: SortKey::Due(Some("2026-11-21T09:00:00.000001Z".parse().unwrap())),
            id: TaskId::new(7),
        };
        let json = URL_SAFE_NO_PAD.decode(cursor.encode()).unwrap();
        assert_snapshot!(
            String::from_utf8(json).unwrap(),
            @r#"{"v":1,"o":"d","k":{"d":"2026-11-21T09:00:00.000001Z"},"i":7}"#
        );
    }

    #[test]
    fn what_was_tampered_with_is_refused() {
        let refused = |json: &str| {
            let text = URL_SAFE_NO_PAD.encode(json);
            assert_eq!(Cursor::decode(&text), Err(InvalidCursor), "{json}");
        };
        refused("");
        refused("{}");
        refused("[1]");
        refused(r#"{"v":2,"o":"a","k":{"d":null},"i":7}"#);
        refused(r#"{"v":1,"o":"x","k":{"d":null},"i":7}"#);
        refused(r#"{"v":1,"o":"a","k":{"p":"urgent"},"i":7}"#);
        refused(r#"{"v":1,"o":"a","k":{"c":null},"i":7}"#);
        refused(r#"{"v":1,"o":"a","k":{"d":null},"i":"7"}"#);
        refused(r#"{"v":1,"o":"a","k":{"d":null},"i":7,"user":"ada"}"#);
        refused(r#"{"v":1,"o":"a","k":{"d":null},"i":99999999999999999999}"#);
        refused(&"[".repeat(5_000));
        assert_eq!(Cursor::decode(&"A".repeat(100_000)), Err(InvalidCursor));
        assert_eq!(Cursor::decode("not base64!"), Err(InvalidCursor));
    }
}

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A conversation's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(i64);

impl ConversationId {
    /// Wraps a number that a store or a client gave.
    pub fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the bare number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for ConversationId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A conversation's title: trimmed, one line, 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(pub(crate) String);

impl Title {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes back a title that was valid when it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

/// Messages between one user and the assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its number.
    pub id: ConversationId,
    /// Made from the first message unless the user gave one; `None` for one without messages.
    pub title: Option<Title>,
    /// Whether the user put it away.
    pub archived: bool,
    /// How many messages it has.
    pub message_count: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// When a message came or its title or archive mark changed.
    pub updated_at: Timestamp,
    /// When it was deleted; such a conversation has no messages left and is seen by live streams alone.
    pub deleted_at: Option<Timestamp>,
}

/// What to change of a conversation; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConversationPatch {
    /// The new title.
    pub title: Option<Title>,
    /// The new archive mark.
    pub archived: Option<bool>,
}

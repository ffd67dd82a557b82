use jiff::Timestamp;

use crate::conversation::{Conversation, ConversationId, Title};
use crate::message::Message;

/// A client's name for one request, so that sending it twice does it once.
///
/// 1 to 255 visible ASCII characters; unique per user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(pub(crate) String);

impl IdempotencyKey {
    /// Returns the key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The user's side of a turn, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginTurn {
    /// Where to say it; `None` begins a conversation.
    pub conversation: Option<ConversationId>,
    /// What the user said: 1 to 10,000 characters.
    pub content: String,
    /// The title, if this begins a conversation (or if it has none yet).
    pub title: Title,
    /// The client's name for this request.
    pub key: Option<IdempotencyKey>,
    /// Most messages before this one to return as history.
    pub history: u32,
    /// Now.
    pub at: Timestamp,
}

/// A turn whose user message is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnBegun {
    /// Where it was said.
    pub conversation: Conversation,
    /// The user's message, as stored.
    pub message: Message,
    /// The messages before it, oldest first.
    pub history: Vec<Message>,
    /// Whether the person may have been asked for their word here before: without that, nothing waits for it or stands by
    /// it. A store that does not know says so of each conversation that was there already.
    pub was_asked: bool,
    /// Set when the idempotency key was used before: nothing was stored now, and `message` is the one from then.
    pub prior: Option<PriorTurn>,
}

/// What became of the turn that used the same idempotency key before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorTurn {
    /// The assistant's message of that turn, if one was stored.
    pub reply: Option<Message>,
    /// When that turn was last tried again, if it was: see [`ConversationStore::retry`](crate::ConversationStore::retry).
    pub retried_at: Option<Timestamp>,
    /// Whether that request asked for the same: same conversation (if one was named) and same content.
    pub same_request: bool,
}

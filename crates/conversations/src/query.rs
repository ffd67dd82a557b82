use jiff::Timestamp;

use crate::conversation::{Conversation, ConversationId};
use crate::message::{Message, MessageId};

/// Which conversations; all conditions hold at once. Deleted ones never match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// By archive mark; `None` for both.
    pub archived: Option<bool>,
    /// The title or a message contains this text (compared [`fold`](crate::fold)ed).
    pub text: Option<String>,
}

/// Which part of a list; `C` is the kind of cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<C> {
    /// Where the page before ended.
    pub after: Option<C>,
    /// Most rows, 1 to 100.
    pub limit: u32,
}

/// The last row of a page of conversations, which are sorted by `updated_at`, then id, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConversationCursor {
    /// The row's time.
    pub updated_at: Timestamp,
    /// The row's id.
    pub id: ConversationId,
}

/// A part of the list of conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationPage {
    /// The rows, newest first.
    pub conversations: Vec<Conversation>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<ConversationCursor>,
}

/// The last row of a page of messages, which are sorted by id, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageCursor {
    /// The row's id.
    pub id: MessageId,
}

/// A part of a conversation's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePage {
    /// The rows, oldest first.
    pub messages: Vec<Message>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<MessageCursor>,
}

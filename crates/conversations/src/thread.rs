//! Conversations as client protocols see them: threads of items.
//!
//! A protocol such as ChatKit shows more than messages: widgets, workflows, notes. What it made of them is kept here
//! as it came, under the protocol's own keys, and is opaque to this crate.

mod service;
mod store;

use jiff::Timestamp;

use crate::conversation::{Conversation, ConversationId, Title};
use crate::message::{AssistantMessage, Message, MessageId};
use crate::turn::TurnBegun;

pub use service::{NewThreadTurn, ThreadService};
pub use store::{AttachmentStore, ThreadStore};

/// How a thread is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThreadRef {
    /// By the key that its client protocol gave it.
    Key(String),
    /// By its conversation's number.
    Number(ConversationId),
}

/// How an item of a thread is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemRef {
    /// By the key that its client protocol gave it.
    Key(String),
    /// By the number of its message, for one that was said elsewhere.
    Number(MessageId),
}

/// A conversation with what a client protocol keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The conversation.
    pub conversation: Conversation,
    /// The protocol's name for it; `None` for one that began elsewhere.
    pub key: Option<String>,
    /// What the protocol keeps beside title and times.
    pub document: Option<String>,
}

/// A thread to be written, new or over the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadDraft {
    /// Its title; `None` takes an old one away.
    pub title: Option<Title>,
    /// What the protocol keeps beside title and times.
    pub document: Option<String>,
    /// When it began, if it is new.
    pub created_at: Timestamp,
}

/// An item to be written, new or over the old one with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The protocol's name for it, unique within its thread.
    pub key: String,
    /// The item as the protocol wrote it.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An item of a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its place: later items have greater ones. For a message it is the message's number.
    pub position: MessageId,
    /// The protocol's name for it; `None` for a message that was said elsewhere.
    pub key: Option<String>,
    /// What it is.
    pub body: ItemBody,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemBody {
    /// What the protocol wrote.
    Document(String),
    /// A message that was said elsewhere.
    Message(Box<Message>),
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRequest<C> {
    /// The last row of the page before.
    pub after: Option<C>,
    /// Which way the list runs.
    pub newest_first: bool,
    /// Most rows.
    pub limit: u32,
}

/// Where in the threads something is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThreadPlace {
    /// In a new thread, with this key.
    New(String),
    /// In one that is there.
    In(ThreadRef),
}

/// How a user's message stands in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadMessage {
    /// Where.
    pub place: ThreadPlace,
    /// The item that the message is.
    pub item: NewItem,
}

/// What became of a user's message.
#[derive(Debug, Clone, PartialEq)]
pub enum ThreadTurn {
    /// It is stored, and began a turn of this thread.
    Begun(Thread, Box<TurnBegun>),
    /// The same request came before, and stored this message.
    Before(Message),
}

/// The reply of a turn whose thread shows it by items of their own, not by its text.
#[derive(Debug, Clone)]
pub struct ThreadReply<'a> {
    /// Where it stands, if it is stored already.
    pub id: Option<MessageId>,
    /// What it holds.
    pub reply: &'a AssistantMessage,
    /// The item that shows its last text: the reply is stored as this item if it is new, else the item follows.
    pub item: Option<&'a NewItem>,
}

/// What a person thinks of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rating {
    /// Thumbs up.
    Positive,
    /// Thumbs down.
    Negative,
}

/// An attachment's own notes, as the client protocol wrote them; the bytes are elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentRecord {
    /// The protocol's name for it.
    pub key: String,
    /// The conversation it was sent in; `None` until then.
    pub conversation: Option<ConversationId>,
    /// What the protocol keeps of it.
    pub document: String,
    /// When it was announced.
    pub created_at: Timestamp,
}

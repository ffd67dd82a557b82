use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::{
    AttachmentRecord, Item, ItemRef, ListRequest, NewItem, Rating, Thread, ThreadDraft,
    ThreadMessage, ThreadRef, ThreadReply, ThreadTurn,
};
use crate::conversation::ConversationId;
use crate::message::MessageId;
use crate::store::{StoreError, WriteError};
use crate::turn::{BeginTurn, TurnBegun};

/// Keeps threads: the same conversations and messages as [`ConversationStore`](crate::ConversationStore), with
/// what client protocols add to them. Every call is about one user, and none reads without one.
///
/// A call that has begun to write finishes even if its future is dropped. Every write raises the user's revision by
/// one, and gives it to the conversation it changed.
#[async_trait]
pub trait ThreadStore: Send + Sync {
    /// Returns a thread, if it exists and is not deleted.
    async fn thread(&self, user: &UserId, thread: &ThreadRef)
    -> Result<Option<Thread>, StoreError>;

    /// Writes a thread: over the one that is named, or a new one under a key that is not known.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`] for a number that is not there, [`WriteError::Store`].
    async fn save_thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        draft: &ThreadDraft,
        at: Timestamp,
    ) -> Result<Thread, WriteError>;

    /// Returns some of the threads that are not archived, by their conversations' numbers, which is the order in
    /// which they began.
    async fn threads(
        &self,
        user: &UserId,
        page: &ListRequest<ConversationId>,
    ) -> Result<Vec<Thread>, StoreError>;

    /// Stores what the user said as [`ConversationStore::begin_turn`](crate::ConversationStore::begin_turn) does, and
    /// as an item. Where it is said is `message.place`, whatever `turn.conversation` is. `None` if there is no such
    /// thread.
    ///
    /// # Errors
    /// [`WriteError::Store`].
    async fn begin_thread_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
        message: &ThreadMessage,
    ) -> Result<Option<ThreadTurn>, WriteError>;

    /// Returns the turn that a user's message began, with the history before it and the reply to it, if there is one;
    /// `None` if there is no such message.
    async fn turn(
        &self,
        user: &UserId,
        conversation: ConversationId,
        message: MessageId,
        history: u32,
    ) -> Result<Option<TurnBegun>, StoreError>;

    /// Stores the reply of a turn, and a new item along with it, as [`ThreadReply::item`] says. A reply without one is
    /// no item of the thread.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::NoMessage`], [`WriteError::Store`].
    async fn store_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &ThreadReply<'_>,
        at: Timestamp,
    ) -> Result<MessageId, WriteError>;

    /// Returns some of a thread's items; `None` if there is no such thread.
    async fn items(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        page: &ListRequest<MessageId>,
    ) -> Result<Option<Vec<Item>>, StoreError>;

    /// Returns an item.
    async fn item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<Option<Item>, StoreError>;

    /// Writes an item: over the old one with its key, or at the end.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn save_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &NewItem,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Writes what a protocol made of a message that was said elsewhere; the message stays as it is.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::NoMessage`], [`WriteError::Store`].
    async fn save_message_item(
        &self,
        user: &UserId,
        (conversation, message): (ConversationId, MessageId),
        document: &str,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Deletes an item, with its message if it is one. One that is not there is no error.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn delete_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Deletes all items and messages after a place.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn delete_items_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        position: MessageId,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Keeps what a person thinks of items, over what they thought before. Items that are not there are passed over.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn rate(
        &self,
        user: &UserId,
        conversation: ConversationId,
        items: &[ItemRef],
        rating: Rating,
        at: Timestamp,
    ) -> Result<(), WriteError>;
}

/// Keeps what is known of attachments; their bytes are elsewhere. Every call is about one user.
#[async_trait]
pub trait AttachmentStore: Send + Sync {
    /// Returns an attachment's record.
    async fn attachment(
        &self,
        user: &UserId,
        key: &str,
    ) -> Result<Option<AttachmentRecord>, StoreError>;

    /// Writes a record, new or over the old one.
    ///
    /// # Errors
    /// [`WriteError::Store`].
    async fn save_attachment(
        &self,
        user: &UserId,
        record: &AttachmentRecord,
    ) -> Result<(), WriteError>;

    /// Deletes a record. One that is not there is no error.
    ///
    /// # Errors
    /// [`WriteError::Store`].
    async fn delete_attachment(&self, user: &UserId, key: &str) -> Result<(), WriteError>;

    /// Returns the keys of at most `limit` attachments of the user.
    async fn attachments_of(&self, user: &UserId, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Returns at most `limit` attachments, of all users, that nothing needs any more: those announced before `before`
    /// and never sent, and those whose conversation is deleted.
    async fn unneeded_attachments(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(UserId, String)>, StoreError>;
}

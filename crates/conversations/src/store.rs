use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::{Revision, UserId};

use crate::conversation::{Conversation, ConversationId, ConversationPatch};
use crate::message::{AssistantMessage, Message, MessageId};
use crate::query::{
    ConversationCursor, ConversationFilter, ConversationPage, MessageCursor, MessagePage,
    PageRequest,
};
use crate::turn::{BeginTurn, TurnBegun};

/// The store could not do its work; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("could not {action}")]
pub struct StoreError {
    /// What was being done, as a fragment: "read the conversation".
    pub action: &'static str,
    /// Whether the same call may succeed later (pool exhausted, connection lost).
    pub transient: bool,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A write did not happen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The user has no such conversation.
    #[error("there is no conversation {0}")]
    NoConversation(ConversationId),
    /// The conversation has no such message.
    #[error("there is no message {0}")]
    NoMessage(MessageId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps conversations. Every call is about one user, and none reads without one.
///
/// A call that has begun to write finishes even if its future is dropped.
/// Every write raises the user's revision by one, and gives it to the conversation it changed.
#[async_trait]
pub trait ConversationStore: Send + Sync {
    /// Stores the user's message (beginning a conversation if none is named) and returns it with the history
    /// before it, in one transaction.
    ///
    /// With a key that was used before it stores nothing and says so in [`TurnBegun::prior`].
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn begin_turn(&self, user: &UserId, turn: &BeginTurn) -> Result<TurnBegun, WriteError>;

    /// Returns the turn that used the same key before, as [`begin_turn`](Self::begin_turn) would. It stores nothing.
    async fn prior_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
    ) -> Result<Option<TurnBegun>, StoreError>;

    /// Claims a turn that is to be tried again: of several that saw it in the same state, one gets it.
    ///
    /// Marks `message` (the user's) as tried again at `at`, and a reply to it as in progress, if it was last tried at
    /// `last`; returns whether it was. It is no change that anybody sees.
    async fn retry(
        &self,
        user: &UserId,
        message: MessageId,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Adds the assistant's message to the conversation, and marks the conversation as updated at `at`.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`] (deleted meanwhile, for instance), [`WriteError::Store`].
    async fn add_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<Message, WriteError>;

    /// Writes `reply` over the assistant's message `id`, and marks the conversation as updated at `at`.
    ///
    /// # Errors
    /// [`WriteError::NoMessage`], [`WriteError::Store`].
    async fn update_reply(
        &self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Returns the conversation, if it exists and is not deleted.
    async fn get(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError>;

    /// Returns one page of the conversations that match.
    async fn list(
        &self,
        user: &UserId,
        filter: &ConversationFilter,
        page: &PageRequest<ConversationCursor>,
    ) -> Result<ConversationPage, StoreError>;

    /// Changes title or archive mark.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn update(
        &self,
        user: &UserId,
        id: ConversationId,
        patch: &ConversationPatch,
        at: Timestamp,
    ) -> Result<Conversation, WriteError>;

    /// Deletes the conversation: its messages and title are gone, a mark stays for live streams.
    ///
    /// # Errors
    /// [`WriteError::NoConversation`], [`WriteError::Store`].
    async fn delete(
        &self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
    ) -> Result<(), WriteError>;

    /// Returns one page of a conversation's messages, or `None` if there is no such conversation.
    async fn messages(
        &self,
        user: &UserId,
        id: ConversationId,
        page: &PageRequest<MessageCursor>,
    ) -> Result<Option<MessagePage>, StoreError>;

    /// Returns the conversations (deleted ones included) whose last change came after `since`, with the
    /// revision of that change, in order of revision, at most `limit`.
    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Conversation)>, StoreError>;
}

use std::fmt;
use std::sync::Arc;

use taskpilot_context::{Clock, UserId};

use super::{
    Item, ItemRef, ListRequest, NewItem, Rating, Thread, ThreadDraft, ThreadMessage, ThreadRef,
    ThreadReply, ThreadStore, ThreadTurn,
};
use crate::conversation::ConversationId;
use crate::error::{ConversationError, FieldError};
use crate::message::{AssistantMessage, MessageId};
use crate::reply;
use crate::request;
use crate::title;
use crate::turn::{BeginTurn, TurnBegun};

/// What the user says in a thread, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewThreadTurn {
    /// Its text: at most 10,000 characters, no control characters but tabs and line ends.
    pub content: String,
    /// Whether something else comes with it, such as a file, so that there may be no text.
    pub may_be_empty: bool,
    /// The client's name for this request; see [`IdempotencyKey`](crate::IdempotencyKey).
    pub idempotency_key: Option<String>,
    /// Most messages before this one to return as history.
    pub history: u32,
    /// How it stands in the thread.
    pub message: ThreadMessage,
}

/// The rules of threads, over a store. Cloning it is cheap.
#[derive(Clone)]
pub struct ThreadService {
    store: Arc<dyn ThreadStore>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for ThreadService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ThreadService")
    }
}

impl ThreadService {
    /// Returns a service over `store`.
    pub fn new(store: Arc<dyn ThreadStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Returns a thread, if it exists.
    ///
    /// # Errors
    /// [`ConversationError::Store`].
    pub async fn thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
    ) -> Result<Option<Thread>, ConversationError> {
        Ok(self.store.thread(user, thread).await?)
    }

    /// Writes a thread, new or over the old one.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn save_thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        draft: &ThreadDraft,
    ) -> Result<Thread, ConversationError> {
        let saved = self
            .store
            .save_thread(user, thread, draft, self.clock.now());
        Ok(saved.await?)
    }

    /// Returns some of the threads that are not archived, in the order in which they began.
    ///
    /// # Errors
    /// [`ConversationError::Store`].
    pub async fn threads(
        &self,
        user: &UserId,
        page: &ListRequest<ConversationId>,
    ) -> Result<Vec<Thread>, ConversationError> {
        Ok(self.store.threads(user, page).await?)
    }

    /// Stores what the user said, unless its key was used before. `None` if there is no such thread.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`], [`Store`](ConversationError::Store).
    pub async fn begin_turn(
        &self,
        user: &UserId,
        turn: NewThreadTurn,
    ) -> Result<Option<ThreadTurn>, ConversationError> {
        let mut broken: Vec<FieldError> = Vec::new();
        let checked = if turn.may_be_empty {
            request::check_text(&turn.content)
        } else {
            request::check_content(&turn.content)
        };
        broken.extend(checked.err());
        let key = turn.idempotency_key.as_deref().map(request::parse_key);
        let key = key.transpose().unwrap_or_else(|error| {
            broken.push(error);
            None
        });
        if !broken.is_empty() {
            return Err(ConversationError::Invalid(broken));
        }
        let turn_to_begin = BeginTurn {
            conversation: None,
            title: title::from_message(&turn.content),
            content: turn.content,
            key,
            history: turn.history,
            at: turn.message.item.created_at,
        };
        let begun = self
            .store
            .begin_thread_turn(user, &turn_to_begin, &turn.message);
        Ok(begun.await?)
    }

    /// Returns the turn that a user's message began, with the history before it.
    ///
    /// # Errors
    /// [`ConversationError::NoMessage`], [`Store`](ConversationError::Store).
    pub async fn turn(
        &self,
        user: &UserId,
        (conversation, message): (ConversationId, MessageId),
        history: u32,
    ) -> Result<TurnBegun, ConversationError> {
        let turn = self
            .store
            .turn(user, conversation, message, history)
            .await?;
        turn.ok_or(ConversationError::NoMessage(message))
    }

    /// Stores the reply of a turn that is shown by items of its own (over an old one, if `id` names it), and an item
    /// along with it.
    ///
    /// NUL characters in it, which `PostgreSQL` cannot keep, become U+FFFD.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`NoMessage`](ConversationError::NoMessage),
    /// [`Store`](ConversationError::Store).
    pub async fn store_reply(
        &self,
        user: &UserId,
        (conversation, id): (ConversationId, Option<MessageId>),
        reply: &AssistantMessage,
        item: Option<&NewItem>,
    ) -> Result<MessageId, ConversationError> {
        let reply = reply::storable(reply);
        let reply = ThreadReply {
            id,
            reply: &reply,
            item,
        };
        let now = self.clock.now();
        let stored = self.store.store_reply(user, conversation, &reply, now);
        Ok(stored.await?)
    }

    /// Returns some of a thread's items; `None` if there is no such thread.
    ///
    /// # Errors
    /// [`ConversationError::Store`].
    pub async fn items(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        page: &ListRequest<MessageId>,
    ) -> Result<Option<Vec<Item>>, ConversationError> {
        Ok(self.store.items(user, thread, page).await?)
    }

    /// Returns an item, if it exists.
    ///
    /// # Errors
    /// [`ConversationError::Store`].
    pub async fn item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<Option<Item>, ConversationError> {
        Ok(self.store.item(user, conversation, item).await?)
    }

    /// Writes an item: over the old one that is named so, or at the end. A message that was said elsewhere keeps
    /// its text, and is shown as this item.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`NoMessage`](ConversationError::NoMessage),
    /// [`Store`](ConversationError::Store).
    pub async fn save_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: (&ItemRef, NewItem),
    ) -> Result<(), ConversationError> {
        let now = self.clock.now();
        match item {
            (ItemRef::Key(_), item) => {
                self.store.save_item(user, conversation, &item, now).await?;
            }
            (ItemRef::Number(message), item) => {
                let place = (conversation, *message);
                let saved = self
                    .store
                    .save_message_item(user, place, &item.document, now);
                saved.await?;
            }
        }
        Ok(())
    }

    /// Deletes an item, with its message if it is one. One that is not there is no error.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn delete_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<(), ConversationError> {
        let now = self.clock.now();
        Ok(self
            .store
            .delete_item(user, conversation, item, now)
            .await?)
    }

    /// Deletes all items and messages after a place.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn delete_items_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        position: MessageId,
    ) -> Result<(), ConversationError> {
        let now = self.clock.now();
        let deleted = self
            .store
            .delete_items_after(user, conversation, position, now);
        Ok(deleted.await?)
    }

    /// Keeps what a person thinks of items, over what they thought before.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn rate(
        &self,
        user: &UserId,
        conversation: ConversationId,
        items: &[ItemRef],
        rating: Rating,
    ) -> Result<(), ConversationError> {
        let now = self.clock.now();
        Ok(self
            .store
            .rate(user, conversation, items, rating, now)
            .await?)
    }
}

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use taskpilot_context::{Clock, Revision, UserId};

use crate::conversation::{Conversation, ConversationId, ConversationPatch};
use crate::error::{ConversationError, FieldError};
use crate::message::{AssistantMessage, Message, MessageBody, MessageId, MessageStatus};
use crate::query::{
    ConversationCursor, ConversationFilter, ConversationPage, MessageCursor, MessagePage,
    PageRequest,
};
use crate::reply;
use crate::request;
use crate::search::fold;
use crate::store::ConversationStore;
use crate::title;
use crate::turn::{BeginTurn, PriorTurn, TurnBegun};

/// How long a turn may run before it counts as dead, unless the owner says otherwise.
const TURN_LIMIT: Duration = Duration::from_mins(5);

/// What the user says, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTurn {
    /// Where to say it; `None` begins a conversation.
    pub conversation: Option<ConversationId>,
    /// What the user says: 1 to 10,000 characters that are not all whitespace, no control characters
    /// but tabs and line ends. Kept as typed.
    pub content: String,
    /// The client's name for this request; see [`IdempotencyKey`](crate::IdempotencyKey).
    pub idempotency_key: Option<String>,
    /// Most messages before this one to return as history.
    pub history: u32,
}

/// What to do about a turn that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnStart {
    /// Answer it.
    ///
    /// If [`TurnBegun::prior`] is set, an earlier request with the same key did not come to its end; its
    /// reply, if there is one, is to be continued or overwritten rather than added to.
    Begun(TurnBegun),
    /// It was answered before: the same request with the same key. Nothing was stored now.
    Replay {
        /// Where it was said.
        conversation: Conversation,
        /// What the user said.
        message: Message,
        /// What the assistant answered, whole.
        reply: Message,
    },
}

/// What to change of a conversation, as it came; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConversationEdit {
    /// The new title: one line of 1 to 200 characters.
    pub title: Option<String>,
    /// The new archive mark.
    pub archived: Option<bool>,
}

/// The rules of conversations, over a store. Cloning it is cheap.
#[derive(Clone)]
pub struct ConversationService {
    store: Arc<dyn ConversationStore>,
    clock: Arc<dyn Clock>,
    turn_limit: Duration,
}

impl fmt::Debug for ConversationService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ConversationService")
            .field("turn_limit", &self.turn_limit)
            .finish_non_exhaustive()
    }
}

impl ConversationService {
    /// Returns a service over `store`.
    pub fn new(store: Arc<dyn ConversationStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            turn_limit: TURN_LIMIT,
        }
    }

    /// Sets how old a turn without a whole reply may be before it counts as dead and its key may be
    /// used to try again (default: 5 minutes).
    #[must_use]
    pub fn with_turn_limit(mut self, limit: Duration) -> Self {
        self.turn_limit = limit;
        self
    }

    /// Stores what the user said, beginning a conversation if none is named, and returns what is needed
    /// to answer it.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`], [`NotFound`](ConversationError::NotFound),
    /// [`KeyReused`](ConversationError::KeyReused), [`StillRunning`](ConversationError::StillRunning),
    /// [`Store`](ConversationError::Store).
    pub async fn begin_turn(
        &self,
        user: &UserId,
        turn: NewTurn,
    ) -> Result<TurnStart, ConversationError> {
        let now = self.clock.now();
        let begun = self.store.begin_turn(user, &checked(turn, now)?).await?;
        if let Some(replay) = replay(&begun)? {
            return Ok(replay);
        }
        match begun.prior {
            None => Ok(TurnStart::Begun(begun)),
            Some(ref prior) if self.may_be_running(&begun.message, prior, now) => {
                Err(ConversationError::StillRunning)
            }
            Some(PriorTurn { retried_at, .. }) => {
                let message = begun.message.id;
                if !self.store.retry(user, message, retried_at, now).await? {
                    return Err(ConversationError::StillRunning);
                }
                tracing::debug!(message.id = %message, "turn is tried again");
                Ok(TurnStart::Begun(begun))
            }
        }
    }

    /// Returns what was answered to the same request before, if it was: for a caller who may answer nothing new. It
    /// stores nothing.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`], [`KeyReused`](ConversationError::KeyReused),
    /// [`Store`](ConversationError::Store).
    pub async fn answered(
        &self,
        user: &UserId,
        turn: NewTurn,
    ) -> Result<Option<TurnStart>, ConversationError> {
        let turn = checked(turn, self.clock.now())?;
        if turn.key.is_none() {
            return Ok(None);
        }
        match self.store.prior_turn(user, &turn).await? {
            Some(prior) => replay(&prior),
            None => Ok(None),
        }
    }

    /// Adds the assistant's message to the conversation.
    ///
    /// NUL characters in it, which `PostgreSQL` cannot keep, become U+FFFD.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`] (deleted meanwhile, for instance),
    /// [`Store`](ConversationError::Store).
    pub async fn add_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
    ) -> Result<Message, ConversationError> {
        let reply = reply::storable(reply);
        let now = self.clock.now();
        let stored = self.store.add_reply(user, conversation, &reply, now);
        Ok(stored.await?)
    }

    /// Writes `reply` over the assistant's message `id`, as [`add_reply`](Self::add_reply) would store it.
    ///
    /// # Errors
    /// [`ConversationError::NoMessage`] (deleted meanwhile, or not the assistant's),
    /// [`Store`](ConversationError::Store).
    pub async fn update_reply(
        &self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
    ) -> Result<(), ConversationError> {
        let reply = reply::storable(reply);
        let now = self.clock.now();
        Ok(self.store.update_reply(user, id, &reply, now).await?)
    }

    /// Returns the conversation.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn get(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Conversation, ConversationError> {
        let found = self.store.get(user, id).await?;
        found.ok_or(ConversationError::NotFound(id))
    }

    /// Returns one page of the conversations that match, the latest changed first.
    ///
    /// A search text of nothing but whitespace searches for nothing in particular.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`] for a limit outside 1 to 100 or a search text of more than 200
    /// characters, [`Store`](ConversationError::Store).
    pub async fn list(
        &self,
        user: &UserId,
        filter: &ConversationFilter,
        page: &PageRequest<ConversationCursor>,
    ) -> Result<ConversationPage, ConversationError> {
        let mut checks = Checks::default();
        checks.run(request::check_limit(page.limit));
        if let Some(text) = &filter.text {
            checks.run(request::check_search(text));
        }
        checks.passed()?;
        let filter = ConversationFilter {
            archived: filter.archived,
            text: filter.text.clone().filter(|text| !fold(text).is_empty()),
        };
        Ok(self.store.list(user, &filter, page).await?)
    }

    /// Changes title or archive mark; an edit that names neither changes nothing.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`], [`NotFound`](ConversationError::NotFound),
    /// [`Store`](ConversationError::Store).
    pub async fn update(
        &self,
        user: &UserId,
        id: ConversationId,
        edit: ConversationEdit,
    ) -> Result<Conversation, ConversationError> {
        let mut checks = Checks::default();
        let title = edit
            .title
            .and_then(|text| checks.run(request::parse_title(&text)));
        checks.passed()?;
        let patch = ConversationPatch {
            title,
            archived: edit.archived,
        };
        if patch == ConversationPatch::default() {
            return self.get(user, id).await;
        }
        let updated = self.store.update(user, id, &patch, self.clock.now());
        Ok(updated.await?)
    }

    /// Deletes the conversation with its messages; this cannot be undone.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn delete(&self, user: &UserId, id: ConversationId) -> Result<(), ConversationError> {
        Ok(self.store.delete(user, id, self.clock.now()).await?)
    }

    /// Returns one page of a conversation's messages, oldest first.
    ///
    /// # Errors
    /// [`ConversationError::Invalid`] for a limit outside 1 to 100,
    /// [`NotFound`](ConversationError::NotFound), [`Store`](ConversationError::Store).
    pub async fn messages(
        &self,
        user: &UserId,
        id: ConversationId,
        page: &PageRequest<MessageCursor>,
    ) -> Result<MessagePage, ConversationError> {
        let mut checks = Checks::default();
        checks.run(request::check_limit(page.limit));
        checks.passed()?;
        let found = self.store.messages(user, id, page).await?;
        found.ok_or(ConversationError::NotFound(id))
    }

    /// Returns the conversations (deleted ones included) whose last change came after `since`, with the
    /// revision of that change, in order of revision, at most `limit`.
    ///
    /// # Errors
    /// [`ConversationError::Store`].
    pub async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Conversation)>, ConversationError> {
        Ok(self.store.changed_since(user, since, limit).await?)
    }

    /// Whether a server may still be at work on the turn, judged by its age: a server that died says nothing.
    fn may_be_running(&self, message: &Message, prior: &PriorTurn, now: Timestamp) -> bool {
        let begun = match &prior.reply {
            None => message.created_at,
            Some(reply) if status(reply) == Some(MessageStatus::InProgress) => {
                reply.created_at.max(message.created_at)
            }
            Some(_) => return false,
        };
        let begun = prior.retried_at.map_or(begun, |again| again.max(begun));
        let limit = SignedDuration::try_from(self.turn_limit).unwrap_or(SignedDuration::MAX);
        now.duration_since(begun) < limit
    }
}

/// Returns the whole answer that the same request had before, if it had one.
fn replay(begun: &TurnBegun) -> Result<Option<TurnStart>, ConversationError> {
    let Some(prior) = &begun.prior else {
        return Ok(None);
    };
    if !prior.same_request {
        return Err(ConversationError::KeyReused);
    }
    let whole = |reply: &&Message| status(reply) == Some(MessageStatus::Completed);
    let Some(reply) = prior.reply.as_ref().filter(whole) else {
        return Ok(None);
    };
    tracing::debug!(message.id = %begun.message.id, "turn was answered before");
    Ok(Some(TurnStart::Replay {
        conversation: begun.conversation.clone(),
        message: begun.message.clone(),
        reply: reply.clone(),
    }))
}

fn checked(turn: NewTurn, at: Timestamp) -> Result<BeginTurn, ConversationError> {
    let mut checks = Checks::default();
    checks.run(request::check_content(&turn.content));
    let key = turn
        .idempotency_key
        .and_then(|text| checks.run(request::parse_key(&text)));
    checks.passed()?;
    Ok(BeginTurn {
        conversation: turn.conversation,
        title: title::from_message(&turn.content),
        content: turn.content,
        key,
        history: turn.history,
        at,
    })
}

fn status(message: &Message) -> Option<MessageStatus> {
    match &message.body {
        MessageBody::User { .. } => None,
        MessageBody::Assistant(reply) => Some(reply.status),
    }
}

/// Collects broken rules, so that the caller learns of all of them at once.
#[derive(Default)]
struct Checks(Vec<FieldError>);

impl Checks {
    fn run<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    fn passed(self) -> Result<(), ConversationError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ConversationError::Invalid(self.0))
        }
    }
}

#[cfg(test)]
mod tests;

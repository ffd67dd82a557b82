use std::convert::Infallible;

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::{
    AssistantMessage, BeginTurn, Conversation, ConversationCursor, ConversationFilter,
    ConversationId, ConversationPage, ConversationPatch, ConversationStore, Message, MessageCursor,
    MessageId, MessagePage, PageRequest, StoreError, TurnBegun, WriteError,
};

use crate::database::Database;
use crate::failure::{Failure, StorageError};

mod edit;
mod find;
mod list;
pub(crate) mod reply;
mod row;
mod server;
mod statement;
pub(crate) mod turn;

pub(crate) use row::{ConversationRow, MessageRow};

/// Conversations in a database.
pub(crate) struct DatabaseConversationStore(pub(crate) Database);

#[async_trait]
impl ConversationStore for DatabaseConversationStore {
    async fn begin_turn(&self, user: &UserId, turn: &BeginTurn) -> Result<TurnBegun, WriteError> {
        let (user, turn) = (user.clone(), turn.clone());
        let begun = self
            .0
            .write_alone(async move |conn| turn::begin(conn, &user, &turn).await)
            .await;
        self::begun(begun)
    }

    async fn prior_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
    ) -> Result<Option<TurnBegun>, StoreError> {
        let (user, turn) = (user.clone(), turn.clone());
        self.0
            .read(async move |conn| Ok(turn::prior(conn, &user, &turn).await?))
            .await
            .map_err(unread("read a turn"))
    }

    async fn retry(
        &self,
        user: &UserId,
        message: MessageId,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let user = user.clone();
        self.0
            .write(async move |conn| Ok(turn::retry(conn, &user, message, (last, at)).await?))
            .await
            .map_err(unread("try a turn again"))
    }

    async fn add_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<Message, WriteError> {
        let (user, reply) = (user.clone(), reply.clone());
        self.0
            .write_alone(async move |conn| reply::add(conn, &user, conversation, &reply, at).await)
            .await
            .map_err(unwritten("store a reply"))
    }

    async fn update_reply(
        &self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let (user, reply) = (user.clone(), reply.clone());
        self.0
            .write_alone(async move |conn| reply::update(conn, &user, id, &reply, at).await)
            .await
            .map_err(unwritten("store a reply"))
    }

    async fn get(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| find::live(conn, &user, id).await)
            .await
            .map_err(unread("read a conversation"))
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &ConversationFilter,
        page: &PageRequest<ConversationCursor>,
    ) -> Result<ConversationPage, StoreError> {
        let (user, filter, page) = (user.clone(), filter.clone(), page.clone());
        self.0
            .read(async move |conn| list::page(conn, &user, &filter, &page).await)
            .await
            .map_err(unread("list conversations"))
    }

    async fn update(
        &self,
        user: &UserId,
        id: ConversationId,
        patch: &ConversationPatch,
        at: Timestamp,
    ) -> Result<Conversation, WriteError> {
        let (user, patch) = (user.clone(), patch.clone());
        self.0
            .write(async move |conn| edit::update(conn, &user, id, &patch, at).await)
            .await
            .map_err(unwritten("change a conversation"))
    }

    async fn delete(
        &self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let user = user.clone();
        self.0
            .write(async move |conn| edit::delete(conn, &user, id, at).await)
            .await
            .map_err(unwritten("delete a conversation"))
    }

    async fn messages(
        &self,
        user: &UserId,
        id: ConversationId,
        page: &PageRequest<MessageCursor>,
    ) -> Result<Option<MessagePage>, StoreError> {
        let (user, page) = (user.clone(), page.clone());
        self.0
            .read(async move |conn| find::messages(conn, &user, id, &page).await)
            .await
            .map_err(unread("read messages"))
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Conversation)>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| find::changed_since(conn, &user, since, limit).await)
            .await
            .map_err(unread("read the changes of conversations"))
    }
}

/// Returns what came of beginning a turn.
fn begun(attempt: Result<TurnBegun, Failure<turn::Refusal>>) -> Result<TurnBegun, WriteError> {
    match attempt {
        Ok(begun) => Ok(begun),
        Err(Failure::Refused(turn::Refusal::Prior(begun))) => Ok(*begun),
        Err(Failure::Refused(turn::Refusal::NoConversation(id))) => {
            Err(WriteError::NoConversation(id))
        }
        Err(Failure::Storage(error)) => Err(store_error("begin a turn", error).into()),
    }
}

pub(crate) fn unread(action: &'static str) -> impl Fn(Failure<Infallible>) -> StoreError {
    move |Failure::Storage(error)| store_error(action, error)
}

pub(crate) fn unwritten(action: &'static str) -> impl Fn(Failure<WriteError>) -> WriteError {
    move |failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Storage(error) => store_error(action, error).into(),
    }
}

pub(crate) fn store_error(action: &'static str, error: StorageError) -> StoreError {
    StoreError {
        action,
        transient: error.is_transient(),
        source: Box::new(error),
    }
}

use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::thread::{NewItem, ThreadMessage, ThreadPlace};
use taskpilot_conversations::{
    BeginTurn, Conversation, ConversationId, IdempotencyKey, Message, MessageBody, MessageId,
    PriorTurn, TurnBegun, fold,
};

use super::row::{ConversationRow, MessageRow, in_domain};
use super::server;
use crate::approvals;
use crate::column::{Role, Status, Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::{Failure, StorageError};
use crate::prepared::PreparedDsl;
use crate::schema::{columns, conversations, messages};
use crate::users;

// Names of queries that stay prepared.
struct AppendTurn;

diesel::define_sql_function! {
    /// Returns the first of the two that is not null.
    fn coalesce(kept: diesel::sql_types::Nullable<diesel::sql_types::Text>, other: diesel::sql_types::Text) -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}

/// Why nothing was stored.
pub(crate) enum Refusal {
    NoConversation(ConversationId),
    /// The key was used before.
    Prior(Box<TurnBegun>),
}

pub(crate) type Attempt<T> = Result<T, Failure<Refusal>>;

/// Stores the user's side of a turn, in a transaction of its own.
pub(super) async fn begin(conn: &mut Conn, user: &UserId, turn: &BeginTurn) -> Attempt<TurnBegun> {
    if let Conn::Postgres(server) = conn
        && let Some(begun) = server::begin(server, user, turn).await?
    {
        let mut turn_begun = begun.turn;
        if begun.missed_some {
            turn_begun.history = history(conn, user, &turn_begun.message, turn.history).await?;
        }
        return Ok(turn_begun);
    }
    conn.transaction(async |conn| store(conn, user, turn, None).await)
        .await
}

/// Stores the user's side of a turn; whoever calls rolls back if it is refused.
///
/// The lock on the user's counters is taken first, so of two requests with one key the second sees the first.
pub(crate) async fn store(
    conn: &mut Conn,
    user: &UserId,
    turn: &BeginTurn,
    thread: Option<&ThreadMessage>,
) -> Attempt<TurnBegun> {
    let revision = users::advance(conn, user.as_str()).await?;
    if let Some(begun) = prior(conn, user, turn).await? {
        return Err(Failure::Refused(Refusal::Prior(Box::new(begun))));
    }
    let thread_key = thread.and_then(|thread| match &thread.place {
        ThreadPlace::New(key) => Some(key.as_str()),
        ThreadPlace::In(_) => None,
    });
    let conversation = match turn.conversation {
        Some(id) => append_to(conn, (user, revision), turn, id).await?,
        None => open(conn, (user, revision), turn, thread_key).await?,
    };
    let item = thread.map(|thread| &thread.item);
    let message = insert(conn, user, turn, (conversation.id, item)).await?;
    let (history, was_asked) = match turn.conversation {
        Some(id) => (
            history(conn, user, &message, turn.history).await?,
            approvals::any(conn, user, id).await?,
        ),
        None => (Vec::new(), false),
    };
    Ok(TurnBegun {
        conversation,
        message,
        history,
        was_asked,
        prior: None,
    })
}

async fn open(
    conn: &mut Conn,
    (user, revision): (&UserId, i64),
    turn: &BeginTurn,
    thread_key: Option<&str>,
) -> Attempt<Conversation> {
    let at = Time::from(turn.at);
    let title = storable(turn.title.as_str());
    let row: ConversationRow = diesel::insert_into(conversations::table)
        .values((
            conversations::user_id.eq(user.as_str()),
            conversations::revision.eq(revision),
            conversations::title.eq(title.as_ref()),
            conversations::title_folded.eq(fold(&title)),
            conversations::archived.eq(false),
            conversations::message_count.eq(1),
            conversations::created_at.eq(at),
            conversations::updated_at.eq(at),
            conversations::thread_key.eq(thread_key),
        ))
        .returning(columns::<ConversationRow>())
        .get_result(conn)
        .await?;
    Ok(row.into())
}

async fn append_to(
    conn: &mut Conn,
    (user, revision): (&UserId, i64),
    turn: &BeginTurn,
    id: ConversationId,
) -> Attempt<Conversation> {
    let title = storable(turn.title.as_str());
    let row: Option<ConversationRow> = diesel::update(conversations::table.find(id.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .set((
            conversations::revision.eq(revision),
            conversations::title.eq(coalesce(conversations::title, title.as_ref())),
            conversations::title_folded.eq(coalesce(conversations::title_folded, fold(&title))),
            conversations::message_count.eq(conversations::message_count + 1),
            conversations::updated_at.eq(Time::from(turn.at)),
        ))
        .returning(columns::<ConversationRow>())
        .prepared::<AppendTurn>()
        .get_result(conn)
        .await
        .optional()?;
    row.map(Conversation::from)
        .ok_or(Failure::Refused(Refusal::NoConversation(id)))
}

async fn insert(
    conn: &mut Conn,
    user: &UserId,
    turn: &BeginTurn,
    (conversation, item): (ConversationId, Option<&NewItem>),
) -> Attempt<Message> {
    let content = storable(&turn.content);
    let id: i64 = diesel::insert_into(messages::table)
        .values((
            messages::user_id.eq(user.as_str()),
            messages::conversation_id.eq(conversation.get()),
            messages::role.eq(Role::User),
            messages::content.eq(content.as_ref()),
            messages::content_folded.eq(fold(&content)),
            messages::created_at.eq(Time::from(turn.at)),
            messages::idempotency_key.eq(turn.key.as_ref().map(IdempotencyKey::as_str)),
            messages::is_item.eq(true),
            messages::item_key.eq(item.map(|item| item.key.as_str())),
            messages::item.eq(item.map(|item| item.document.as_str())),
        ))
        .returning(messages::id)
        .get_result(conn)
        .await?;
    Ok(user_message(MessageId::new(id), conversation, turn))
}

/// Returns the message that is stored of the turn.
pub(super) fn user_message(
    id: MessageId,
    conversation: ConversationId,
    turn: &BeginTurn,
) -> Message {
    Message {
        id,
        conversation_id: conversation,
        body: MessageBody::User {
            content: storable(&turn.content).into_owned(),
        },
        created_at: Time::from(turn.at).into(),
    }
}

/// Returns the last `most` messages of the conversation before `end`, oldest first.
pub(crate) async fn history(
    conn: &mut Conn,
    user: &UserId,
    end: &Message,
    most: u32,
) -> Result<Vec<Message>, StorageError> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut rows: Vec<MessageRow> = messages::table
        .filter(messages::conversation_id.eq(end.conversation_id.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::id.lt(end.id.get()))
        .filter(messages::role.ne(Role::Item))
        .order(messages::id.desc())
        .select(columns::<MessageRow>())
        .at_most(most)
        .load(conn)
        .await?;
    rows.reverse();
    in_domain(rows)
}

/// Returns the turn that used the same key before.
pub(super) async fn prior(
    conn: &mut Conn,
    user: &UserId,
    turn: &BeginTurn,
) -> Result<Option<TurnBegun>, StorageError> {
    let Some(key) = &turn.key else {
        return Ok(None);
    };
    let found: Option<(ConversationRow, MessageRow, Option<Time>)> = messages::table
        .inner_join(conversations::table)
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::idempotency_key.eq(key.as_str()))
        .select((
            columns::<ConversationRow>(),
            columns::<MessageRow>(),
            messages::retried_at,
        ))
        .get_result(conn)
        .await
        .optional()?;
    let Some((conversation, message, retried_at)) = found else {
        return Ok(None);
    };
    let conversation = Conversation::from(conversation);
    let same_request = turn.conversation.is_none_or(|id| id == conversation.id)
        && message.content == storable(&turn.content);
    let message = Message::try_from(message)?;
    let reply = reply(conn, user, &message).await?;
    let history = history(conn, user, &message, turn.history).await?;
    Ok(Some(TurnBegun {
        conversation,
        message,
        history,
        was_asked: true,
        prior: Some(PriorTurn {
            reply,
            retried_at: retried_at.map(Into::into),
            same_request,
        }),
    }))
}

/// Claims a turn that is to be tried again at `at`, if it was `last` tried then.
pub(super) async fn retry(
    conn: &mut Conn,
    user: &UserId,
    message: MessageId,
    (last, at): (Option<Timestamp>, Timestamp),
) -> Result<bool, StorageError> {
    let is_first = last.is_none().into_sql::<diesel::sql_types::Bool>();
    let was_last = messages::retried_at
        .eq(last.map(Time::from))
        .or(messages::retried_at.is_null().and(is_first));
    let claimed = diesel::update(messages::table.find(message.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(was_last)
        .set(messages::retried_at.eq(Time::from(at)))
        .execute(conn)
        .await?;
    if claimed == 0 {
        return Ok(false);
    }
    diesel::update(messages::table)
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::reply_to.eq(message.get()))
        .set(messages::status.eq(Status::InProgress))
        .execute(conn)
        .await?;
    Ok(true)
}

/// Returns the first reply to a user's message.
pub(crate) async fn reply(
    conn: &mut Conn,
    user: &UserId,
    message: &Message,
) -> Result<Option<Message>, StorageError> {
    let reply: Option<MessageRow> = messages::table
        .filter(messages::conversation_id.eq(message.conversation_id.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::id.gt(message.id.get()))
        .filter(messages::reply_to.eq(message.id.get()))
        .order(messages::id)
        .select(columns::<MessageRow>())
        .get_result(conn)
        .await
        .optional()?;
    reply.map(Message::try_from).transpose()
}

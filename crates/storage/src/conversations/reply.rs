use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::thread::NewItem;
use taskpilot_conversations::{AssistantMessage, ConversationId, Message, MessageId, WriteError};

use super::row::ReplyRow;
use super::server;
use crate::column::{Role, Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::Failure;
use crate::prepared::PreparedDsl;
use crate::schema::{conversations, messages};
use crate::users;

// Names of queries that stay prepared.
struct CountReply;
struct OverwriteReply;
struct TouchConversation;

/// Adds the assistant's message, in a transaction of its own.
pub(super) async fn add(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<Message, Failure<WriteError>> {
    if let Conn::Postgres(server) = conn {
        return server::add_reply(server, user, conversation, reply, at).await;
    }
    let place = (conversation, ShownBy::Itself);
    conn.transaction(async |conn| insert(conn, user, place, reply, at).await)
        .await
}

/// Writes `reply` over the assistant's message, in a transaction of its own.
pub(super) async fn update(
    conn: &mut Conn,
    user: &UserId,
    id: MessageId,
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<(), Failure<WriteError>> {
    if let Conn::Postgres(server) = conn {
        return server::update_reply(server, user, id, reply, at).await;
    }
    conn.transaction(async |conn| overwrite(conn, user, id, reply, at).await)
        .await
}

/// How a thread shows the assistant's message.
#[derive(Clone, Copy)]
pub(crate) enum ShownBy<'a> {
    /// As it is.
    Itself,
    /// By items that have rows of their own.
    Others,
    /// As this item.
    Item(&'a NewItem),
}

/// Adds the assistant's message.
pub(crate) async fn insert(
    conn: &mut Conn,
    user: &UserId,
    (conversation, shown_by): (ConversationId, ShownBy<'_>),
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<Message, Failure<WriteError>> {
    let at = Time::from(at);
    let revision = users::advance(conn, user.as_str()).await?;
    let updated = diesel::update(conversations::table.find(conversation.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .set((
            conversations::revision.eq(revision),
            conversations::message_count.eq(conversations::message_count + 1),
            conversations::updated_at.eq(at),
        ))
        .prepared::<CountReply>()
        .execute(conn)
        .await?;
    if updated == 0 {
        return Err(Failure::Refused(WriteError::NoConversation(conversation)));
    }
    let row = ReplyRow::of(reply)?;
    let item = match shown_by {
        ShownBy::Item(item) => Some(item),
        ShownBy::Itself | ShownBy::Others => None,
    };
    let id: i64 = diesel::insert_into(messages::table)
        .values((
            messages::user_id.eq(user.as_str()),
            messages::conversation_id.eq(conversation.get()),
            messages::role.eq(Role::Assistant),
            messages::created_at.eq(at),
            messages::is_item.eq(!matches!(shown_by, ShownBy::Others)),
            messages::item_key.eq(item.map(|item| item.key.as_str())),
            messages::item.eq(item.map(|item| storable(&item.document))),
            &row,
        ))
        .returning(messages::id)
        .get_result(conn)
        .await?;
    Ok(row.into_message(id, conversation, at)?)
}

/// Writes `reply` over the assistant's message `id`.
pub(crate) async fn overwrite(
    conn: &mut Conn,
    user: &UserId,
    id: MessageId,
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<(), Failure<WriteError>> {
    let revision = users::advance(conn, user.as_str()).await?;
    let conversation: Option<i64> = diesel::update(messages::table.find(id.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::role.eq(Role::Assistant))
        .set(&ReplyRow::of(reply)?)
        .returning(messages::conversation_id)
        .prepared::<OverwriteReply>()
        .get_result(conn)
        .await
        .optional()?;
    let Some(conversation) = conversation else {
        return Err(Failure::Refused(WriteError::NoMessage(id)));
    };
    diesel::update(conversations::table.find(conversation))
        .filter(conversations::user_id.eq(user.as_str()))
        .set((
            conversations::revision.eq(revision),
            conversations::updated_at.eq(Time::from(at)),
        ))
        .prepared::<TouchConversation>()
        .execute(conn)
        .await?;
    Ok(())
}

use diesel::prelude::*;
use taskpilot_context::UserId;
use taskpilot_conversations::thread::{Item, ItemBody, ItemRef, ListRequest, NewItem};
use taskpilot_conversations::{
    Conversation, ConversationId, Message, MessageId, PriorTurn, TurnBegun, WriteError,
};

use crate::column::{Role, Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::conversations::{ConversationRow, MessageRow, turn as turns};
use crate::failure::{Failure, StorageError};
use crate::prepared::PreparedDsl;
use crate::schema::{columns, conversations, messages};

// Names of queries that stay prepared.
struct OverwriteItem;
struct OverwriteMessageItem;

type ItemRow = (MessageRow, Option<String>, Option<String>);

fn item((row, key, document): ItemRow) -> Result<Item, StorageError> {
    let position = MessageId::new(row.id);
    let body = match document {
        Some(document) => ItemBody::Document(document),
        None => ItemBody::Message(Box::new(row.try_into()?)),
    };
    Ok(Item {
        position,
        key,
        body,
    })
}

pub(super) async fn list(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    page: &ListRequest<MessageId>,
) -> Result<Vec<Item>, StorageError> {
    let shown = messages::table
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::is_item.eq(true))
        .limit(i64::from(page.limit))
        .select((columns::<MessageRow>(), messages::item_key, messages::item));
    let rows: Vec<ItemRow> = if page.newest_first {
        let before = page.after.map_or(i64::MAX, MessageId::get);
        let part = shown.filter(messages::id.lt(before));
        part.order(messages::id.desc()).load(conn).await?
    } else {
        let after = page.after.map_or(0, MessageId::get);
        let part = shown.filter(messages::id.gt(after));
        part.order(messages::id).load(conn).await?
    };
    rows.into_iter().map(item).collect()
}

pub(super) async fn find(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    item_ref: &ItemRef,
) -> Result<Option<Item>, StorageError> {
    let shown = messages::table
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::is_item.eq(true))
        .select((columns::<MessageRow>(), messages::item_key, messages::item));
    let row: Option<ItemRow> = match item_ref {
        ItemRef::Key(key) => {
            let named = shown.filter(messages::item_key.eq(key));
            named.get_result(conn).await.optional()?
        }
        ItemRef::Number(number) => {
            let numbered = shown
                .filter(messages::id.eq(number.get()))
                .filter(messages::item_key.is_null());
            numbered.get_result(conn).await.optional()?
        }
    };
    row.map(item).transpose()
}

/// Writes an item over the old one with its key, or at the end of the conversation.
pub(super) async fn put(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    item: &NewItem,
) -> QueryResult<()> {
    let overwritten = diesel::update(messages::table)
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::item_key.eq(&item.key))
        .set(messages::item.eq(storable(&item.document).as_ref()))
        .prepared::<OverwriteItem>()
        .execute(conn)
        .await?;
    if overwritten > 0 {
        return Ok(());
    }
    append(conn, user, conversation, item).await
}

/// Writes an item that is not there yet at the end of the conversation.
pub(super) async fn append(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    item: &NewItem,
) -> QueryResult<()> {
    diesel::insert_into(messages::table)
        .values((
            messages::user_id.eq(user.as_str()),
            messages::conversation_id.eq(conversation.get()),
            messages::role.eq(Role::Item),
            messages::content.eq(""),
            messages::content_folded.eq(""),
            messages::created_at.eq(Time::from(item.created_at)),
            messages::is_item.eq(true),
            messages::item_key.eq(&item.key),
            messages::item.eq(storable(&item.document).as_ref()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes what a protocol made of a message that was said elsewhere.
pub(super) async fn put_over_message(
    conn: &mut Conn,
    user: &UserId,
    (conversation, message): (ConversationId, MessageId),
    document: &str,
) -> Result<(), Failure<WriteError>> {
    let overwritten = diesel::update(messages::table.find(message.get()))
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::is_item.eq(true))
        .set(messages::item.eq(storable(document).as_ref()))
        .prepared::<OverwriteMessageItem>()
        .execute(conn)
        .await?;
    if overwritten == 0 {
        return Err(Failure::Refused(WriteError::NoMessage(message)));
    }
    Ok(())
}

pub(super) async fn delete(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    item: &ItemRef,
) -> QueryResult<()> {
    let of_conversation = diesel::delete(messages::table)
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::is_item.eq(true));
    match item {
        ItemRef::Key(key) => {
            let named = of_conversation.filter(messages::item_key.eq(key));
            named.execute(conn).await?;
        }
        ItemRef::Number(number) => {
            let numbered = of_conversation
                .filter(messages::id.eq(number.get()))
                .filter(messages::item_key.is_null());
            numbered.execute(conn).await?;
        }
    }
    Ok(())
}

pub(super) async fn delete_after(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    position: MessageId,
) -> QueryResult<()> {
    diesel::delete(messages::table)
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::id.gt(position.get()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns the turn that a user's message began.
pub(super) async fn turn(
    conn: &mut Conn,
    user: &UserId,
    (conversation, message): (ConversationId, MessageId),
    history: u32,
) -> Result<Option<TurnBegun>, StorageError> {
    let found: Option<(ConversationRow, MessageRow)> = messages::table
        .inner_join(conversations::table)
        .filter(messages::id.eq(message.get()))
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::role.eq(Role::User))
        .select((columns::<ConversationRow>(), columns::<MessageRow>()))
        .get_result(conn)
        .await
        .optional()?;
    let Some((conversation, message)) = found else {
        return Ok(None);
    };
    let message = Message::try_from(message)?;
    let history = turns::history(conn, user, &message, history).await?;
    let reply = turns::reply(conn, user, &message).await?;
    Ok(Some(TurnBegun {
        conversation: Conversation::from(conversation),
        message,
        history,
        was_asked: true,
        prior: reply.map(|reply| PriorTurn {
            reply: Some(reply),
            retried_at: None,
            same_request: true,
        }),
    }))
}

use std::convert::Infallible;

use diesel::prelude::*;
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::{
    Conversation, ConversationId, MessageCursor, MessagePage, PageRequest,
};

use super::row::{ConversationRow, MessageRow, in_domain};
use crate::column::Role;
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::Failure;
use crate::schema::{columns, conversations, messages};

type Found<T> = Result<T, Failure<Infallible>>;

pub(super) async fn live(
    conn: &mut Conn,
    user: &UserId,
    id: ConversationId,
) -> Found<Option<Conversation>> {
    let row: Option<ConversationRow> = conversations::table
        .find(id.get())
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .select(columns::<ConversationRow>())
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(Conversation::from))
}

pub(super) async fn messages(
    conn: &mut Conn,
    user: &UserId,
    id: ConversationId,
    page: &PageRequest<MessageCursor>,
) -> Found<Option<MessagePage>> {
    if live(conn, user, id).await?.is_none() {
        return Ok(None);
    }
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let after = page.after.map_or(0, |cursor| cursor.id.get());
    let mut rows: Vec<MessageRow> = messages::table
        .filter(messages::conversation_id.eq(id.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::id.gt(after))
        .filter(messages::role.ne(Role::Item))
        .order(messages::id)
        // One row more tells whether there is a next page.
        .limit(i64::from(page.limit) + 1)
        .select(columns::<MessageRow>())
        .load(conn)
        .await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let messages = in_domain(rows)?;
    let last = messages.last().filter(|_| more);
    let next = last.map(|message| MessageCursor { id: message.id });
    Ok(Some(MessagePage { messages, next }))
}

pub(super) async fn changed_since(
    conn: &mut Conn,
    user: &UserId,
    since: Revision,
    limit: u32,
) -> Found<Vec<(Revision, Conversation)>> {
    let rows: Vec<(i64, ConversationRow)> = conversations::table
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::revision.gt(since.get()))
        .order(conversations::revision)
        .limit(i64::from(limit))
        .select((conversations::revision, columns::<ConversationRow>()))
        .load(conn)
        .await?;
    let changed = |(revision, row): (i64, ConversationRow)| (Revision::new(revision), row.into());
    Ok(rows.into_iter().map(changed).collect())
}

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::{Conversation, ConversationId, ConversationPatch, WriteError, fold};

use super::row::ConversationRow;
use crate::column::{Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::Failure;
use crate::prepared::PreparedDsl;
use crate::schema::{columns, conversations, messages};
use crate::users;

// Names of queries that stay prepared.
struct EditConversation;
struct DeleteConversation;

diesel::define_sql_function! {
    /// Returns the new text, or the old one if there is no new one.
    #[sql_name = "coalesce"]
    fn text_or(new: Nullable<Text>, old: Nullable<Text>) -> Nullable<Text>;
}

diesel::define_sql_function! {
    /// Returns the new flag, or the old one if there is no new one.
    #[sql_name = "coalesce"]
    fn flag_or(new: Nullable<Bool>, old: Bool) -> Bool;
}

pub(super) async fn update(
    conn: &mut Conn,
    user: &UserId,
    id: ConversationId,
    patch: &ConversationPatch,
    at: Timestamp,
) -> Result<Conversation, Failure<WriteError>> {
    let revision = users::advance(conn, user.as_str()).await?;
    let title = patch
        .title
        .as_ref()
        .map(|title| storable(title.as_str()).into_owned());
    let title_folded = title.as_deref().map(fold);
    // What the patch leaves alone is written as it was, so that the statement's text is always the same.
    let changes = (
        conversations::title.eq(text_or(title, conversations::title)),
        conversations::title_folded.eq(text_or(title_folded, conversations::title_folded)),
        conversations::archived.eq(flag_or(patch.archived, conversations::archived)),
        conversations::revision.eq(revision),
        conversations::updated_at.eq(Time::from(at)),
    );
    let row: Option<ConversationRow> = diesel::update(conversations::table.find(id.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .set(changes)
        .returning(columns::<ConversationRow>())
        .prepared::<EditConversation>()
        .get_result(conn)
        .await
        .optional()?;
    row.map(Conversation::from)
        .ok_or(Failure::Refused(WriteError::NoConversation(id)))
}

/// Removes messages and title, and leaves the row as a mark for live streams.
pub(super) async fn delete(
    conn: &mut Conn,
    user: &UserId,
    id: ConversationId,
    at: Timestamp,
) -> Result<(), Failure<WriteError>> {
    let at = Time::from(at);
    let revision = users::advance(conn, user.as_str()).await?;
    let marked = diesel::update(conversations::table.find(id.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .set((
            conversations::title.eq(None::<String>),
            conversations::title_folded.eq(None::<String>),
            conversations::thread.eq(None::<String>),
            conversations::message_count.eq(0),
            conversations::revision.eq(revision),
            conversations::updated_at.eq(at),
            conversations::deleted_at.eq(Some(at)),
        ))
        .prepared::<DeleteConversation>()
        .execute(conn)
        .await?;
    if marked == 0 {
        return Err(Failure::Refused(WriteError::NoConversation(id)));
    }
    diesel::delete(messages::table)
        .filter(messages::conversation_id.eq(id.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .execute(conn)
        .await?;
    Ok(())
}

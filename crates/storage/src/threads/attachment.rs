use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::ConversationId;
use taskpilot_conversations::thread::AttachmentRecord;

use crate::column::{Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::prepared::PreparedDsl;
use crate::schema::{attachments, conversations};
use crate::users;

// Name of a query that stays prepared.
struct PutAttachment;

pub(super) async fn find(
    conn: &mut Conn,
    user: &UserId,
    key: &str,
) -> QueryResult<Option<AttachmentRecord>> {
    let row: Option<(Option<i64>, String, Time)> = attachments::table
        .find((user.as_str(), key))
        .select((
            attachments::conversation_id,
            attachments::attachment,
            attachments::created_at,
        ))
        .get_result(conn)
        .await
        .optional()?;
    Ok(
        row.map(|(conversation, document, created_at)| AttachmentRecord {
            key: key.to_owned(),
            conversation: conversation.map(ConversationId::new),
            document,
            created_at: created_at.into(),
        }),
    )
}

pub(super) async fn put(
    conn: &mut Conn,
    user: &UserId,
    record: &AttachmentRecord,
) -> QueryResult<()> {
    // The user may have nothing else yet.
    users::advance(conn, user.as_str()).await?;
    let conversation = record.conversation.map(ConversationId::get);
    let document = storable(&record.document);
    diesel::insert_into(attachments::table)
        .values((
            attachments::user_id.eq(user.as_str()),
            attachments::attachment_key.eq(&record.key),
            attachments::conversation_id.eq(conversation),
            attachments::attachment.eq(document.as_ref()),
            attachments::created_at.eq(Time::from(record.created_at)),
        ))
        .on_conflict((attachments::user_id, attachments::attachment_key))
        .do_update()
        .set((
            attachments::conversation_id.eq(conversation),
            attachments::attachment.eq(document.as_ref()),
        ))
        .prepared::<PutAttachment>()
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut Conn, user: &UserId, key: &str) -> QueryResult<()> {
    diesel::delete(attachments::table.find((user.as_str(), key)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns keys of the user's attachments.
pub(super) async fn of(conn: &mut Conn, user: &UserId, limit: u32) -> QueryResult<Vec<String>> {
    attachments::table
        .filter(attachments::user_id.eq(user.as_str()))
        .order(attachments::attachment_key)
        .limit(i64::from(limit))
        .select(attachments::attachment_key)
        .load(conn)
        .await
}

/// Returns attachments, of all users, that were never sent, or whose conversation is deleted.
pub(super) async fn unneeded(
    conn: &mut Conn,
    before: Timestamp,
    limit: u32,
) -> QueryResult<Vec<(UserId, String)>> {
    let mut found: Vec<(String, String)> = attachments::table
        .filter(attachments::conversation_id.is_null())
        .filter(attachments::created_at.lt(Time::from(before)))
        .order(attachments::created_at)
        .limit(i64::from(limit))
        .select((attachments::user_id, attachments::attachment_key))
        .load(conn)
        .await?;
    let left = i64::from(limit).saturating_sub(i64::try_from(found.len()).unwrap_or(i64::MAX));
    // A conversation that is gone was deleted before its mark was purged.
    let deleted: Vec<(String, String)> = attachments::table
        .left_join(
            conversations::table.on(attachments::conversation_id.eq(conversations::id.nullable())),
        )
        .filter(attachments::conversation_id.is_not_null())
        .filter(
            conversations::id
                .is_null()
                .or(conversations::deleted_at.is_not_null()),
        )
        .limit(left)
        .select((attachments::user_id, attachments::attachment_key))
        .load(conn)
        .await?;
    found.extend(deleted);
    let owner = |(user, key): (String, String)| Some((UserId::parse(&user).ok()?, key));
    Ok(found.into_iter().filter_map(owner).collect())
}

use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::ConversationId;
use taskpilot_conversations::thread::{ItemRef, Rating};

use super::item;
use crate::column::{Thumb, Time};
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::StorageError;
use crate::prepared::PreparedDsl;
use crate::schema::item_ratings;

// Name of a query that stays prepared.
struct Rate;

/// Writes what a person thinks of an item, if it is there.
pub(super) async fn put(
    conn: &mut Conn,
    user: &UserId,
    (conversation, item_ref): (ConversationId, &ItemRef),
    rating: Rating,
    at: Timestamp,
) -> Result<(), StorageError> {
    let Some(item) = item::find(conn, user, conversation, item_ref).await? else {
        return Ok(());
    };
    let (thumb, at) = (Thumb::from(rating), Time::from(at));
    diesel::insert_into(item_ratings::table)
        .values((
            item_ratings::message_id.eq(item.position.get()),
            item_ratings::user_id.eq(user.as_str()),
            item_ratings::rating.eq(thumb),
            item_ratings::at.eq(at),
        ))
        .on_conflict(item_ratings::message_id)
        .do_update()
        .set((item_ratings::rating.eq(thumb), item_ratings::at.eq(at)))
        .prepared::<Rate>()
        .execute(conn)
        .await?;
    Ok(())
}

use std::convert::Infallible;

use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_tasks::{UndoEntry, UndoRecord, UndoToken};

use crate::column::{JsonText, Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::{Failure, StorageError};
use crate::prepared::PreparedDsl;
use crate::schema::task_undo;

// Names of queries that stay prepared.
struct UseUndo;

/// Keeps what is needed to undo a change set.
pub(super) async fn keep(
    conn: &mut Conn,
    user: &str,
    (token, at): (&UndoToken, Timestamp),
    entries: &[UndoEntry],
) -> Result<(), StorageError> {
    diesel::insert_into(task_undo::table)
        .values((
            task_undo::user_id.eq(user),
            task_undo::token.eq(storable(token.as_str()).as_ref()),
            task_undo::entries.eq(JsonText::of(&entries)?),
            task_undo::spent.eq(false),
            task_undo::at.eq(Time::from(at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Uses the token up; returns whether it was there to be used.
pub(super) async fn spend(conn: &mut Conn, user: &str, token: &UndoToken) -> QueryResult<bool> {
    let token = storable(token.as_str());
    let spent = diesel::update(task_undo::table.find((user, token.as_ref())))
        .filter(task_undo::spent.eq(false))
        .set(task_undo::spent.eq(true))
        .prepared::<UseUndo>()
        .execute(conn)
        .await?;
    Ok(spent == 1)
}

pub(super) async fn find(
    conn: &mut Conn,
    user: &UserId,
    token: &UndoToken,
) -> Result<Option<UndoRecord>, Failure<Infallible>> {
    let token = storable(token.as_str());
    let found: Option<(JsonText, bool, Time)> = task_undo::table
        .find((user.as_str(), token.as_ref()))
        .select((task_undo::entries, task_undo::spent, task_undo::at))
        .get_result(conn)
        .await
        .optional()?;
    let Some((entries, spent, at)) = found else {
        return Ok(None);
    };
    Ok(Some(UndoRecord {
        entries: entries.read("an undo record")?,
        spent,
        at: at.into(),
    }))
}

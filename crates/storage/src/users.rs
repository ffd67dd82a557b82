use diesel::prelude::*;

use crate::conn::{Conn, RunQueryDsl};
use crate::prepared::PreparedDsl;
use crate::schema::users;

// Names of queries that stay prepared.
struct Advance;
struct AdvanceTasks;

/// A user's counters right after a write has raised them.
pub(crate) struct Counters {
    pub(crate) revision: i64,
    pub(crate) last_task_id: i64,
    pub(crate) live_tasks: i64,
}

/// Raises the user's revision by one and returns it.
///
/// Comes first in every write: the lock on the row puts the writes of one user in order, so a revision is
/// never seen before all smaller ones.
pub(crate) async fn advance(conn: &mut Conn, user: &str) -> QueryResult<i64> {
    diesel::insert_into(users::table)
        .values((
            users::user_id.eq(user),
            users::revision.eq(1),
            users::last_task_id.eq(0),
            users::live_tasks.eq(0),
        ))
        .on_conflict(users::user_id)
        .do_update()
        .set(users::revision.eq(users::revision + 1))
        .returning(users::revision)
        .prepared::<Advance>()
        .get_result(conn)
        .await
}

/// Like [`advance`], and takes `created` new task numbers and counts `live` more tasks (or fewer).
pub(crate) async fn advance_tasks(
    conn: &mut Conn,
    user: &str,
    created: i64,
    live: i64,
) -> QueryResult<Counters> {
    let (revision, last_task_id, live_tasks) = diesel::insert_into(users::table)
        .values((
            users::user_id.eq(user),
            users::revision.eq(1),
            users::last_task_id.eq(created),
            users::live_tasks.eq(live),
        ))
        .on_conflict(users::user_id)
        .do_update()
        .set((
            users::revision.eq(users::revision + 1),
            users::last_task_id.eq(users::last_task_id + created),
            users::live_tasks.eq(users::live_tasks + live),
        ))
        .returning((users::revision, users::last_task_id, users::live_tasks))
        .prepared::<AdvanceTasks>()
        .get_result(conn)
        .await?;
    Ok(Counters {
        revision,
        last_task_id,
        live_tasks,
    })
}

/// Returns the user's revision: zero for one without data.
pub(crate) async fn revision(conn: &mut Conn, user: &str) -> QueryResult<i64> {
    let revision = users::table
        .find(user)
        .select(users::revision)
        .get_result(conn)
        .await
        .optional()?;
    Ok(revision.unwrap_or(0))
}

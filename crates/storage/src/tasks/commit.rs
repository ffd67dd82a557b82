use diesel::prelude::*;
use taskpilot_context::{Revision, UserId};
use taskpilot_tasks::{
    Change, ChangeSet, CommitError, Committed, Task, TaskId, UndoEntry, Version,
};

use super::row::NewTaskRow;
use super::undo;
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::Failure;
use crate::prepared::PreparedDsl;
use crate::schema::tasks;
use crate::users;

// Names of queries that stay prepared.
struct CommitTask;

type Attempt<T> = Result<T, Failure<CommitError>>;

/// Does all of the set; whoever calls rolls back if it is refused.
pub(super) async fn commit(conn: &mut Conn, user: &UserId, set: &ChangeSet) -> Attempt<Committed> {
    let user = user.as_str();
    let (created, live) = growth(set);
    let counters = users::advance_tasks(conn, user, created, live).await?;
    if let Some(token) = &set.spends
        && !undo::spend(conn, user, token).await?
    {
        return Err(Failure::Refused(CommitError::UndoSpent));
    }

    let mut stored = Vec::with_capacity(set.changes.len());
    let mut entries = Vec::with_capacity(set.changes.len());
    let mut next_id = counters.last_task_id - created + 1;
    for change in &set.changes {
        let (before, task) = match change {
            Change::Create(draft) => {
                let task = draft
                    .as_ref()
                    .clone()
                    .into_task(TaskId::new(next_id), set.at);
                next_id += 1;
                (
                    None,
                    insert(conn, NewTaskRow::of(user, counters.revision, &task)).await?,
                )
            }
            Change::Replace { before, after } => {
                let row = NewTaskRow::of(user, counters.revision, after);
                let task = replace(conn, (user, before.id, before.version), row).await?;
                (Some(before.as_ref().clone()), task)
            }
        };
        entries.push(UndoEntry {
            id: task.id,
            before,
            after_version: task.version,
        });
        stored.push(task);
    }
    if live > 0 && counters.live_tasks > set.max_tasks {
        let before = counters.live_tasks - live;
        return Err(Failure::Refused(CommitError::TooManyTasks(before)));
    }
    undo::keep(conn, user, (&set.undo, set.at), &entries).await?;
    Ok(Committed {
        tasks: stored,
        revision: Revision::new(counters.revision),
    })
}

/// Returns how many tasks the set creates, and how many more are not deleted after it.
fn growth(set: &ChangeSet) -> (i64, i64) {
    let one_if_live = |task: &Task| i64::from(task.deleted_at.is_none());
    set.changes
        .iter()
        .fold((0, 0), |(created, live), change| match change {
            Change::Create(_) => (created + 1, live + 1),
            Change::Replace { before, after } => {
                (created, live + one_if_live(after) - one_if_live(before))
            }
        })
}

async fn insert(conn: &mut Conn, new: NewTaskRow<'_>) -> Attempt<Task> {
    diesel::insert_into(tasks::table)
        .values(&new)
        .execute(conn)
        .await?;
    Ok(new.row.try_into()?)
}

/// Writes `new` over the task if that is still at the version it was read at.
async fn replace(
    conn: &mut Conn,
    (user, id, version): (&str, TaskId, Version),
    new: NewTaskRow<'_>,
) -> Attempt<Task> {
    let written = diesel::update(tasks::table.find((user, id.get())))
        .filter(tasks::version.eq(version.get()))
        .set(&new)
        .prepared::<CommitTask>()
        .execute(conn)
        .await?;
    if written == 0 {
        return Err(Failure::Refused(CommitError::VersionConflict(id)));
    }
    Ok(new.row.try_into()?)
}

use std::convert::Infallible;

use diesel::prelude::*;
use taskpilot_context::{Revision, UserId};
use taskpilot_tasks::{Task, TaskId, TitleEntry};

use super::row::TaskRow;
use crate::column::Time;
use crate::conn::{Conn, RunQueryDsl};
use crate::failure::{Failure, StorageError};
use crate::schema::{columns, tasks};

type Found<T> = Result<T, Failure<Infallible>>;

pub(super) async fn live(conn: &mut Conn, user: &UserId, id: TaskId) -> Found<Option<Task>> {
    let row: Option<TaskRow> = tasks::table
        .find((user.as_str(), id.get()))
        .filter(tasks::deleted_at.is_null())
        .select(columns::<TaskRow>())
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(Task::try_from).transpose()?)
}

pub(super) async fn by_ids(conn: &mut Conn, user: &UserId, ids: Vec<i64>) -> Found<Vec<Task>> {
    let rows: Vec<TaskRow> = tasks::table
        .filter(tasks::user_id.eq(user.as_str()))
        .filter(tasks::id.eq_any(ids))
        .order(tasks::id)
        .select(columns::<TaskRow>())
        .load(conn)
        .await?;
    Ok(in_domain(rows)?)
}

pub(super) async fn titles(conn: &mut Conn, user: &UserId, limit: u32) -> Found<Vec<TitleEntry>> {
    let rows: Vec<(i64, String, Option<Time>)> = tasks::table
        .filter(tasks::user_id.eq(user.as_str()))
        .filter(tasks::deleted_at.is_null())
        .order((tasks::created_at.desc(), tasks::id.desc()))
        .limit(i64::from(limit))
        .select((tasks::id, tasks::title, tasks::completed_at))
        .load(conn)
        .await?;
    let entry = |(id, title, completed_at): (i64, String, Option<Time>)| TitleEntry {
        id: TaskId::new(id),
        title,
        completed: completed_at.is_some(),
    };
    Ok(rows.into_iter().map(entry).collect())
}

pub(super) async fn changed_since(
    conn: &mut Conn,
    user: &UserId,
    since: Revision,
    limit: u32,
) -> Found<Vec<(Revision, Task)>> {
    let rows: Vec<(i64, TaskRow)> = tasks::table
        .filter(tasks::user_id.eq(user.as_str()))
        .filter(tasks::revision.gt(since.get()))
        .order((tasks::revision, tasks::id))
        .limit(i64::from(limit))
        .select((tasks::revision, columns::<TaskRow>()))
        .load(conn)
        .await?;
    rows.into_iter()
        .map(|(revision, row)| Ok((Revision::new(revision), row.try_into()?)))
        .collect()
}

pub(super) fn in_domain(rows: Vec<TaskRow>) -> Result<Vec<Task>, StorageError> {
    rows.into_iter().map(Task::try_from).collect()
}

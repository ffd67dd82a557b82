use std::collections::BTreeMap;
use std::convert::Infallible;

use diesel::prelude::*;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use taskpilot_conversations::ApprovalVerdict;

use crate::column::Time;
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::Failure;
use crate::schema::{approvals, chatkit_sessions, conversations, task_undo, tasks, usage_days};

/// Most rows that one transaction of a purge removes, so that it never keeps other writes waiting for long.
const BATCH: i64 = 500;

/// How many rows a purge removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Undo records.
    pub undo_records: usize,
    /// Deleted tasks.
    pub tasks: usize,
    /// Marks of deleted conversations.
    pub conversations: usize,
    /// Sessions that are over.
    pub sessions: usize,
    /// Approvals that were decided or not answered in time.
    pub approvals: usize,
    /// Days of which it was kept what somebody spent.
    pub usage_days: usize,
}

/// A purge stopped early; what it had removed stays removed.
#[derive(Debug, thiserror::Error)]
#[error("could not purge what was deleted long ago")]
pub struct PurgeError(#[source] Box<dyn std::error::Error + Send + Sync>);

type Batch = Result<usize, Failure<Infallible>>;

impl Database {
    /// Removes undo records, deleted tasks, marks of deleted conversations and what was spent on days that are older
    /// than `before`, and sessions and approvals that were over then, of all users, in small batches.
    ///
    /// What a person said "always" to stays as long as its conversation.
    /// A live stream that resumes from before that time misses the deletions; nothing else is lost.
    ///
    /// # Errors
    /// [`PurgeError`], with the reason as its source.
    pub async fn purge(&self, before: Timestamp) -> Result<Purged, PurgeError> {
        let end = Time::from(before);
        let refused = |Failure::Storage(error): Failure<Infallible>| PurgeError(error.into());
        let first_day = TimeZone::UTC.to_datetime(before).date().to_string();
        let mut purged = Purged::default();
        loop {
            let undo = self.write(async move |conn| purge_undo(conn, end).await);
            let undo = undo.await.map_err(refused)?;
            let tasks = self.write(async move |conn| purge_tasks(conn, end).await);
            let tasks = tasks.await.map_err(refused)?;
            let conversations = self.write(async move |conn| purge_conversations(conn, end).await);
            let conversations = conversations.await.map_err(refused)?;
            let sessions = self.write(async move |conn| purge_sessions(conn, end).await);
            let sessions = sessions.await.map_err(refused)?;
            let approvals = self.write(async move |conn| purge_approvals(conn, end).await);
            let approvals = approvals.await.map_err(refused)?;
            let day = first_day.clone();
            let usage = self.write(async move |conn| purge_usage(conn, &day).await);
            let usage_days = usage.await.map_err(refused)?;
            if undo + tasks + conversations + sessions + approvals + usage_days == 0 {
                return Ok(purged);
            }
            purged.undo_records += undo;
            purged.tasks += tasks;
            purged.conversations += conversations;
            purged.sessions += sessions;
            purged.approvals += approvals;
            purged.usage_days += usage_days;
        }
    }
}

async fn purge_undo(conn: &mut Conn, end: Time) -> Batch {
    let old: Vec<(String, String)> = task_undo::table
        .filter(task_undo::at.lt(end))
        .order(task_undo::at)
        .limit(BATCH)
        .select((task_undo::user_id, task_undo::token))
        .load(conn)
        .await?;
    let mut removed = 0;
    for (user, tokens) in by_user(old) {
        removed += diesel::delete(task_undo::table)
            .filter(task_undo::user_id.eq(user))
            .filter(task_undo::token.eq_any(tokens))
            .execute(conn)
            .await?;
    }
    Ok(removed)
}

async fn purge_tasks(conn: &mut Conn, end: Time) -> Batch {
    let old: Vec<(String, i64)> = tasks::table
        .filter(tasks::deleted_at.lt(end))
        .order(tasks::deleted_at)
        .limit(BATCH)
        .select((tasks::user_id, tasks::id))
        .load(conn)
        .await?;
    let mut removed = 0;
    for (user, ids) in by_user(old) {
        removed += diesel::delete(tasks::table)
            .filter(tasks::user_id.eq(user))
            .filter(tasks::id.eq_any(ids))
            // An undo may have brought it back since.
            .filter(tasks::deleted_at.lt(end))
            .execute(conn)
            .await?;
    }
    Ok(removed)
}

async fn purge_conversations(conn: &mut Conn, end: Time) -> Batch {
    let old: Vec<i64> = conversations::table
        .filter(conversations::deleted_at.lt(end))
        .order(conversations::deleted_at)
        .limit(BATCH)
        .select(conversations::id)
        .load(conn)
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let marks = diesel::delete(conversations::table).filter(conversations::id.eq_any(old));
    Ok(marks.execute(conn).await?)
}

async fn purge_sessions(conn: &mut Conn, end: Time) -> Batch {
    let old: Vec<String> = chatkit_sessions::table
        .filter(chatkit_sessions::expires_at.lt(end))
        .order(chatkit_sessions::expires_at)
        .limit(BATCH)
        .select(chatkit_sessions::session_id)
        .load(conn)
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let sessions =
        diesel::delete(chatkit_sessions::table).filter(chatkit_sessions::session_id.eq_any(old));
    Ok(sessions.execute(conn).await?)
}

/// An approval is decided before it expires, or never.
async fn purge_approvals(conn: &mut Conn, end: Time) -> Batch {
    let standing = ApprovalVerdict::Always.as_str();
    let old: Vec<String> = approvals::table
        .filter(approvals::expires_at.lt(end))
        .filter(
            approvals::verdict
                .is_null()
                .or(approvals::verdict.ne(standing)),
        )
        .order(approvals::expires_at)
        .limit(BATCH)
        .select(approvals::approval_id)
        .load(conn)
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let over = diesel::delete(approvals::table).filter(approvals::approval_id.eq_any(old));
    Ok(over.execute(conn).await?)
}

async fn purge_usage(conn: &mut Conn, first_day: &str) -> Batch {
    let old: Vec<(String, String)> = usage_days::table
        .filter(usage_days::day.lt(first_day))
        .order(usage_days::day)
        .limit(BATCH)
        .select((usage_days::user_id, usage_days::day))
        .load(conn)
        .await?;
    let mut removed = 0;
    for (user, days) in by_user(old) {
        removed += diesel::delete(usage_days::table)
            .filter(usage_days::user_id.eq(user))
            .filter(usage_days::day.eq_any(days))
            .execute(conn)
            .await?;
    }
    Ok(removed)
}

fn by_user<T>(rows: Vec<(String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut users: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (user, row) in rows {
        users.entry(user).or_default().push(row);
    }
    users
}

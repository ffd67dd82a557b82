use async_trait::async_trait;
use taskpilot_context::{Revision, UserId};

use crate::change::{ChangeSet, Committed, UndoRecord, UndoToken};
use crate::query::{Page, PageRequest, TaskFilter};
use crate::task::{Task, TaskId};

/// The store could not do its work; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("could not {action}")]
pub struct StoreError {
    /// What was being done, as a fragment: "read task 3".
    pub action: &'static str,
    /// Whether the same call may succeed later (pool exhausted, connection lost).
    pub transient: bool,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A change set was not committed; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// The task is not at the version it was read at (or is gone).
    #[error("task {0} changed in the meantime")]
    VersionConflict(TaskId),
    /// The undo token was spent by somebody else first.
    #[error("the undo token was already used")]
    UndoSpent,
    /// The user has as many tasks as allowed.
    #[error("there are already {0} tasks")]
    TooManyTasks(i64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A task's title, for search by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleEntry {
    /// The task.
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// Whether it is done.
    pub completed: bool,
}

/// Keeps tasks. Every call is about one user, and none reads without one.
///
/// A call that has begun to write finishes even if its future is dropped.
#[async_trait]
pub trait TaskStore: Send + Sync {
    /// Returns the task, if it exists and is not deleted.
    async fn get(&self, user: &UserId, id: TaskId) -> Result<Option<Task>, StoreError>;

    /// Returns the tasks with these ids, deleted ones included, in order of id; unknown ids are left out.
    async fn get_many(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, StoreError>;

    /// Returns one page of the tasks that match.
    async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, StoreError>;

    /// Returns how many tasks match.
    async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, StoreError>;

    /// Returns the titles of all tasks that are not deleted, newest first, at most `limit`.
    async fn titles(&self, user: &UserId, limit: u32) -> Result<Vec<TitleEntry>, StoreError>;

    /// Commits all changes of the set in one transaction, keeps its undo record,
    /// spends `set.spends`, and raises the user's revision by one.
    ///
    /// # Errors
    /// See [`CommitError`].
    async fn commit(&self, user: &UserId, set: &ChangeSet) -> Result<Committed, CommitError>;

    /// Returns what is needed to undo the change set that `token` names.
    async fn undo_record(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Option<UndoRecord>, StoreError>;

    /// Returns the tasks (deleted ones included) whose last change came after `since`, with the revision of
    /// that change, in order of revision, at most `limit`.
    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, StoreError>;

    /// Returns the user's present revision; it counts changes of conversations too.
    async fn revision(&self, user: &UserId) -> Result<Revision, StoreError>;
}

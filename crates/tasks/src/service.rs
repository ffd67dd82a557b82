use std::fmt;
use std::sync::Arc;

use jiff::tz::TimeZone;
use taskpilot_context::{Clock, Revision, UserId};

use crate::change::UndoToken;
use crate::check;
use crate::error::TaskError;
use crate::input::{Completion, NewTask, TaskPatch};
use crate::limits::Limits;
use crate::query::{Page, PageRequest, StatusFilter, TaskFilter};
use crate::store::TaskStore;
use crate::task::{Task, TaskId, Version};

mod edit;
mod find;
mod read;
mod undo;

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

/// The rules of the to-do list over any [`TaskStore`].
///
/// A clone is cheap and works on the same store.
/// Every change returns an [`UndoToken`]; a call that finds nothing to change returns none and writes nothing.
/// With an expected [`Version`] a change is refused when the task is at another one;
/// without, a change that somebody else made meanwhile is read and built upon.
#[derive(Clone)]
pub struct TaskService {
    store: Arc<dyn TaskStore>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    zone: TimeZone,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The tasks as they are now, in the order asked for; deleted ones carry `deleted_at`.
    pub tasks: Vec<Task>,
    /// The task that follows a completed repeating one.
    pub next: Option<Task>,
    /// Undoes all of it; `None` when nothing had to be changed.
    pub undo: Option<UndoToken>,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The tasks that are again as they were.
    pub restored: Vec<Task>,
    /// The tasks that are gone again, because the undone change had created or restored them.
    pub removed: Vec<TaskId>,
    /// Undoes the undo.
    pub undo: Option<UndoToken>,
}

/// What a search by name found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The one task with that very title, case and spacing aside.
    Exact(Task),
    /// The one task whose title contains the name, or all its words that say anything.
    Partial(Task),
    /// Several fit equally well; ask which is meant. At most 20, open ones first, then the newest.
    Candidates(Vec<Task>),
    /// None fits, but these are spelled alike: best first, at most 5.
    Close(Vec<Task>),
    /// Nothing fits.
    None,
}

impl TaskService {
    /// Returns a service with the default [`Limits`].
    pub fn new(store: Arc<dyn TaskStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            limits: Limits::default(),
            zone: TimeZone::UTC,
        }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets the zone in which [`update`](Self::update) and [`replace`](Self::replace) reckon when they
    /// complete a repeating task; UTC if it is never set.
    #[must_use]
    pub fn with_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// Creates a task.
    ///
    /// # Errors
    /// [`TaskError::Invalid`] with every rule the input breaks, [`TaskError::TooManyTasks`],
    /// or [`TaskError::Store`].
    pub async fn create(&self, user: &UserId, input: NewTask) -> Result<Changed, TaskError> {
        self.create_task(user, input).await
    }

    /// Returns the task.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], or [`TaskError::Store`].
    pub async fn get(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        self.read_task(user, id).await
    }

    /// Returns those of the tasks that exist, in the order asked for.
    ///
    /// # Errors
    /// [`TaskError::Store`].
    pub async fn get_many(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, TaskError> {
        self.read_tasks(user, ids).await
    }

    /// Returns one page of the tasks that match.
    ///
    /// # Errors
    /// [`TaskError::Invalid`] for a `limit` outside 1 to 100, [`TaskError::InvalidCursor`] for a cursor
    /// of another sort or order, or [`TaskError::Store`].
    pub async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, TaskError> {
        self.read_page(user, filter, page).await
    }

    /// Returns how many tasks match.
    ///
    /// # Errors
    /// [`TaskError::Store`].
    pub async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, TaskError> {
        Ok(self.store.count(user, filter).await?)
    }

    /// Looks for the task that `name` means: the exact title, else a title that contains it, else the
    /// titles spelled like it. Words such as "the" and "task" are ignored where they are in the way.
    ///
    /// # Errors
    /// [`TaskError::Invalid`] for a blank `name`, or [`TaskError::Store`].
    pub async fn find(
        &self,
        user: &UserId,
        name: &str,
        status: StatusFilter,
    ) -> Result<Found, TaskError> {
        self.find_by_name(user, name, status).await
    }

    /// Changes the fields that the patch names.
    ///
    /// # Errors
    /// [`TaskError::Invalid`] with every rule the patch breaks, [`TaskError::NotFound`],
    /// [`TaskError::Conflict`], [`TaskError::TooManyTasks`] when completing a repeating task leaves no room
    /// for the next one, or [`TaskError::Store`].
    pub async fn update(
        &self,
        user: &UserId,
        id: TaskId,
        patch: TaskPatch,
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        self.apply(user, id, patch, &self.zone, expected).await
    }

    /// Sets every field; what the input leaves out is emptied.
    ///
    /// # Errors
    /// Those of [`update`](Self::update).
    pub async fn replace(
        &self,
        user: &UserId,
        id: TaskId,
        input: NewTask,
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        let patch = check::whole(input);
        self.apply(user, id, patch, &self.zone, expected).await
    }

    /// Marks the task done or open; a task that is so already stays as it is.
    ///
    /// Completing a repeating task creates the task of its next date, reckoned in `zone`, in the same change.
    /// The repetition moves on to that task, so that opening and completing the old one again does not start
    /// a second series; undoing brings back exactly what was.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], [`TaskError::Conflict`], [`TaskError::TooManyTasks`] when there is no room
    /// for the next task, or [`TaskError::Store`].
    pub async fn set_completed(
        &self,
        user: &UserId,
        id: TaskId,
        completion: Completion,
        zone: &TimeZone,
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        let patch = TaskPatch {
            completed: Some(completion == Completion::Done),
            ..TaskPatch::default()
        };
        self.apply(user, id, patch, zone, expected).await
    }

    /// Deletes the tasks, all or none; one undo brings all of them back.
    ///
    /// With `expected`, every one of them must be at that version.
    ///
    /// # Errors
    /// [`TaskError::NotFound`] for the first unknown id, [`TaskError::Conflict`], [`TaskError::Invalid`] when
    /// no id is given or more than there can be tasks, or [`TaskError::Store`].
    pub async fn delete(
        &self,
        user: &UserId,
        ids: &[TaskId],
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        self.delete_tasks(user, ids, expected).await
    }

    /// Undoes the change that gave the token. The undo can itself be undone.
    ///
    /// # Errors
    /// [`TaskError::UnknownUndo`], [`TaskError::UndoSpent`] the second time, [`TaskError::UndoOutdated`] when
    /// a task of the change was changed since, [`TaskError::TooManyTasks`] when there is no room for what was
    /// deleted, or [`TaskError::Store`].
    pub async fn undo(&self, user: &UserId, token: &UndoToken) -> Result<Undone, TaskError> {
        self.undo_change(user, token).await
    }

    /// Returns the tasks (deleted ones included) that changed after `since`, with the revision of their last
    /// change, in its order, at most `limit`.
    ///
    /// A revision is never cut in two: whoever goes on from the last one returned misses nothing. When one
    /// revision alone has more than `limit` tasks, all of them are returned.
    ///
    /// # Errors
    /// [`TaskError::Store`].
    pub async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, TaskError> {
        self.whole_revisions(user, since, limit.max(1)).await
    }

    /// Returns the user's present revision.
    ///
    /// # Errors
    /// [`TaskError::Store`].
    pub async fn revision(&self, user: &UserId) -> Result<Revision, TaskError> {
        Ok(self.store.revision(user).await?)
    }
}

impl fmt::Debug for TaskService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TaskService")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

use std::sync::Arc;

use jiff::tz::TimeZone;
use taskpilot_context::{Clock, Revision, UserId};

use crate::change::UndoToken;
use crate::error::TaskError;
use crate::input::{Completion, NewTask, TaskPatch};
use crate::limits::Limits;
use crate::query::{Page, PageRequest, StatusFilter, TaskFilter};
use crate::store::TaskStore;
use crate::task::{Task, TaskId, Version};

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
    /// The one task whose title contains the name.
    Partial(Task),
    /// Several fit equally well; ask which is meant. At most 20, open ones first, then the newest.
    Candidates(Vec<Task>),
    /// None fits, but these are spelled alike: best first, at most 5.
    Close(Vec<Task>),
    /// Nothing fits.
    None,
}

impl TaskService {
    pub fn new(store: Arc<dyn TaskStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            limits: Limits::default(),
            zone: TimeZone::UTC,
        }
    }
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }
    #[must_use]
    pub fn with_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }
    pub async fn create(&self, _user: &UserId, _input: NewTask) -> Result<Changed, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn get(&self, _user: &UserId, _id: TaskId) -> Result<Task, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn list(
        &self,
        _user: &UserId,
        _filter: &TaskFilter,
        _page: &PageRequest,
    ) -> Result<Page, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn count(&self, _user: &UserId, _filter: &TaskFilter) -> Result<i64, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn find(
        &self,
        _user: &UserId,
        _name: &str,
        _status: StatusFilter,
    ) -> Result<Found, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn update(
        &self,
        _user: &UserId,
        _id: TaskId,
        _patch: TaskPatch,
        _expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn replace(
        &self,
        _user: &UserId,
        _id: TaskId,
        _input: NewTask,
        _expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn set_completed(
        &self,
        _user: &UserId,
        _id: TaskId,
        _completion: Completion,
        _zone: &TimeZone,
        _expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn delete(
        &self,
        _user: &UserId,
        _ids: &[TaskId],
        _expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn undo(&self, _user: &UserId, _token: &UndoToken) -> Result<Undone, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn changed_since(
        &self,
        _user: &UserId,
        _since: Revision,
        _limit: u32,
    ) -> Result<Vec<(Revision, Task)>, TaskError> {
        Err(TaskError::UnknownUndo)
    }
    pub async fn revision(&self, _user: &UserId) -> Result<Revision, TaskError> {
        Err(TaskError::UnknownUndo)
    }
}

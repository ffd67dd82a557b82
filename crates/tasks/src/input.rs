use crate::task::{Due, Priority, Recurrence};

/// A task as a person or a program asks for it, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTask {
    /// 1 to 200 characters on one line, after trimming.
    pub title: String,
    /// At most 5,000 characters; an empty one counts as none.
    pub description: Option<String>,
    /// Whether it is done already.
    pub completed: bool,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due.
    pub due: Option<Due>,
    /// The list it goes on, 1 to 100 characters.
    pub list: Option<String>,
    /// At most 20 of 1 to 50 characters; lowercased, repeats dropped.
    pub tags: Vec<String>,
    /// How it repeats; needs a due date.
    pub recurrence: Option<Recurrence>,
}

/// What to change about a task: `None` leaves a field alone, `Some(None)` empties it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskPatch {
    /// See [`NewTask::title`].
    pub title: Option<String>,
    /// See [`NewTask::description`].
    pub description: Option<Option<String>>,
    /// See [`NewTask::completed`].
    pub completed: Option<bool>,
    /// See [`NewTask::priority`].
    pub priority: Option<Priority>,
    /// See [`NewTask::due`].
    pub due: Option<Option<Due>>,
    /// See [`NewTask::list`].
    pub list: Option<Option<String>>,
    /// Replaces all tags; see [`NewTask::tags`].
    pub tags: Option<Vec<String>>,
    /// See [`NewTask::recurrence`].
    pub recurrence: Option<Option<Recurrence>>,
}

/// The state a task is to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Completion {
    /// Done.
    Done,
    /// Still to do.
    Open,
}

impl Completion {
    /// Returns the state that the wire's `completed` flag means.
    pub fn from_flag(completed: bool) -> Self {
        if completed { Self::Done } else { Self::Open }
    }
}

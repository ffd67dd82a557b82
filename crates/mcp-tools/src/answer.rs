use jiff::Zoned;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use taskpilot_tasks::{Changed, Task, when};

use crate::view::TaskView;

/// What a tool that acts on a task did.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ChangeAnswer {
    task_id: i64,
    status: ChangeStatus,
    title: String,
    /// The task as it is now; for a deleted one, as it was.
    task: TaskView,
    /// Its due date in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_text: Option<String>,
    /// Its repeat in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrence_text: Option<String>,
    /// The task that follows a completed repeating one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Map<String, Value>>")]
    next: Option<TaskView>,
    /// When that is due, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due_text: Option<String>,
    /// Takes the change back.
    #[serde(skip_serializing_if = "Option::is_none")]
    undo_token: Option<String>,
}

/// What became of the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChangeStatus {
    Created,
    Completed,
    Reopened,
    Deleted,
    Updated,
    Unchanged,
}

impl ChangeAnswer {
    pub(crate) fn new(status: ChangeStatus, task: &Task, changed: &Changed, now: &Zoned) -> Self {
        let unchanged = changed.undo.is_none();
        Self {
            task_id: task.id.get(),
            status: if unchanged {
                ChangeStatus::Unchanged
            } else {
                status
            },
            title: task.title.clone(),
            task: TaskView::from(task),
            due_text: due_text(task, now),
            recurrence_text: task.recurrence.as_ref().map(when::describe_recurrence),
            next: changed.next.as_ref().map(TaskView::from),
            next_due_text: changed.next.as_ref().and_then(|next| due_text(next, now)),
            undo_token: changed.undo.as_ref().map(|token| token.as_str().to_owned()),
        }
    }
}

/// A part of the list of tasks.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ListAnswer {
    /// Each with `due_text` if it is due; a long description is cut, with `description_cut`.
    #[schemars(with = "Vec<TaskView>")]
    pub(crate) tasks: Vec<Value>,
    /// How many match in all.
    pub(crate) total: i64,
    /// How many match and are to do, whatever `status` was asked for.
    pub(crate) pending: i64,
    /// How many match and are done, whatever `status` was asked for.
    pub(crate) completed: i64,
    pub(crate) has_more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// What a search by name found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FindAnswer {
    #[serde(rename = "match")]
    pub(crate) matched: Match,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) task: Option<TaskView>,
    /// Its due date in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_text: Option<String>,
    /// The tasks that may be meant, if there is not one.
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) message: String,
}

/// How well a name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Match {
    Exact,
    Partial,
    Several,
    Close,
    None,
}

/// A task that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Candidate {
    /// Its number.
    pub task_id: i64,
    /// Its title.
    pub title: String,
    /// Whether it is done.
    pub completed: bool,
    /// Its due date in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_text: Option<String>,
    /// The list it is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

impl Candidate {
    pub(crate) fn all(tasks: &[Task], now: &Zoned) -> Vec<Self> {
        tasks.iter().map(|task| Self::new(task, now)).collect()
    }

    fn new(task: &Task, now: &Zoned) -> Self {
        Self {
            task_id: task.id.get(),
            title: task.title.clone(),
            completed: task.is_completed(),
            due_text: due_text(task, now),
            list: task.list.as_ref().map(|list| list.as_str().to_owned()),
        }
    }
}

/// Says in the caller's words when the task is due.
pub(crate) fn due_text(task: &Task, now: &Zoned) -> Option<String> {
    task.due.map(|due| when::describe(&due, now))
}

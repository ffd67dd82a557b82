use serde::Serialize;
use serde_json::{Value, json};
use taskpilot_tasks::{FieldError, Task, TaskError};

use crate::answer::Candidate;

/// Why a tool did nothing, in words for the model and the person: no internals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct ToolFault {
    /// What kind of fault; stable.
    pub code: FaultCode,
    /// What went wrong, as a sentence.
    pub message: String,
    /// What to do about it, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The tasks that may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// The arguments that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFault>,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultCode {
    /// There is no such task.
    NotFound,
    /// Several tasks have the name that was given.
    Ambiguous,
    /// Arguments were refused.
    Invalid,
    /// The task was changed by somebody else at the same moment.
    Conflict,
    /// There are as many tasks as allowed.
    Limit,
    /// The arguments name another user.
    Forbidden,
    /// There is no such tool.
    UnknownTool,
    /// The tasks cannot be reached at this moment.
    Unavailable,
    /// Something is broken.
    Internal,
}

/// An argument that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// Which.
    pub field: String,
    /// The rule it breaks, as a fragment: "must not be empty".
    pub message: String,
}

impl FieldFault {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl From<FieldError> for FieldFault {
    fn from(error: FieldError) -> Self {
        Self::new(error.field, error.message)
    }
}

impl ToolFault {
    /// Returns the fault as JSON: `{"code", "message", "hint"?, "candidates"?, "fields"?}`.
    pub fn to_value(&self) -> Value {
        // Strings and plain structs always have a JSON form.
        serde_json::to_value(self).unwrap_or_else(|_| json!({"code": "internal"}))
    }

    pub(crate) fn new(code: FaultCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            candidates: Vec::new(),
            fields: Vec::new(),
        }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    pub(crate) fn candidates(self, candidates: Vec<Candidate>) -> Self {
        Self { candidates, ..self }
    }

    /// Several rules were broken, or one.
    pub(crate) fn invalid(fields: Vec<FieldFault>) -> Self {
        let rules: Vec<String> = fields
            .iter()
            .map(|fault| format!("{}: {}", fault.field, fault.message))
            .collect();
        let message = format!("Invalid arguments: {}.", rules.join("; "));
        Self {
            fields,
            ..Self::new(FaultCode::Invalid, message)
                .hint("Correct the arguments and call the tool again.")
        }
    }

    pub(crate) fn unknown_tool(name: &str) -> Self {
        let name: String = name.chars().take(64).collect();
        Self::new(
            FaultCode::UnknownTool,
            format!("There is no tool called '{name}'."),
        )
    }

    pub(crate) fn no_task(id: impl std::fmt::Display) -> Self {
        Self::new(FaultCode::NotFound, format!("There is no task {id}."))
            .hint("Use list_tasks or find_task to see which tasks there are.")
    }

    /// No task has the name; those in `close` are spelled alike.
    pub(crate) fn no_task_called(name: &str, close: &[Task], candidates: Vec<Candidate>) -> Self {
        let message = no_task_called(name, close);
        Self::new(FaultCode::NotFound, message)
            .candidates(candidates)
            .hint("Use list_tasks or find_task to see which tasks there are.")
    }
}

pub(crate) fn no_task_called(name: &str, close: &[Task]) -> String {
    let titles: Vec<String> = close
        .iter()
        .take(3)
        .map(|task| format!("'{}'", task.title))
        .collect();
    match titles.split_last() {
        None => format!("No task called '{name}'."),
        Some((only, [])) => format!("No task called '{name}'. Did you mean {only}?"),
        Some((last, before)) => {
            let before = before.join(", ");
            format!("No task called '{name}'. Did you mean {before} or {last}?")
        }
    }
}

impl From<TaskError> for ToolFault {
    fn from(error: TaskError) -> Self {
        match error {
            TaskError::NotFound(id) => Self::no_task(id),
            TaskError::Invalid(fields) => {
                Self::invalid(fields.into_iter().map(FieldFault::from).collect())
            }
            TaskError::Conflict { id, .. } => Self::new(
                FaultCode::Conflict,
                format!("Task {id} was changed by somebody else at the same moment."),
            )
            .hint("Look at the task again, then repeat the call if it is still wanted."),
            TaskError::TooManyTasks(limit) => Self::new(
                FaultCode::Limit,
                format!("There are already {limit} tasks, and no more are allowed."),
            )
            .hint("Delete tasks that are no longer needed."),
            TaskError::InvalidCursor => Self::invalid(vec![FieldFault::new(
                "cursor",
                "must be a next_cursor of this list, with the same sort and order",
            )]),
            TaskError::Store(error) if error.transient => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(error, "tasks unavailable");
                Self::new(
                    FaultCode::Unavailable,
                    "The tasks cannot be reached at the moment.",
                )
                .hint("Nothing was changed. Try again in a moment.")
            }
            error => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::error!(error, "task tool failed");
                Self::new(
                    FaultCode::Internal,
                    "Something went wrong, and nothing was changed.",
                )
            }
        }
    }
}

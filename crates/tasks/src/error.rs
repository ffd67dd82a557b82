use std::fmt;

use crate::cursor::InvalidCursor;
use crate::store::StoreError;
use crate::task::{TaskId, Version};

/// A request to the [`TaskService`](crate::TaskService) was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// There is no such task, or it is somebody else's, or it was deleted.
    #[error("there is no task {0}")]
    NotFound(TaskId),
    /// The request breaks these rules; all of them are listed.
    #[error("invalid {}", FieldErrors(.0))]
    Invalid(Vec<FieldError>),
    /// The task is not at the version the caller expected.
    #[error("task {id} changed in the meantime and is at version {current}")]
    Conflict {
        /// Which task.
        id: TaskId,
        /// The version it is at.
        current: Version,
    },
    /// The user has as many tasks as allowed: this many.
    #[error("there are already {0} tasks")]
    TooManyTasks(i64),
    /// No change of this user has the undo token.
    #[error("unknown undo token")]
    UnknownUndo,
    /// The undo token was used before.
    #[error("the undo token was already used")]
    UndoSpent,
    /// The task changed after the change that was to be undone.
    #[error("task {0} changed since, so the earlier change cannot be undone")]
    UndoOutdated(TaskId),
    /// The cursor is not one of ours, or belongs to a list sorted otherwise.
    #[error("invalid cursor")]
    InvalidCursor,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TaskError {
    /// Returns the refusal of one field.
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<InvalidCursor> for TaskError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, as it is named on the wire.
    pub field: &'static str,
    /// The rule it breaks, as a fragment: "must not be empty".
    pub message: String,
}

impl FieldError {
    /// Says that `field` breaks the rule in `message`.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.field, self.message)
    }
}

struct FieldErrors<'a>(&'a [FieldError]);

impl fmt::Display for FieldErrors<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            error.fmt(formatter)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_rule_is_named() {
        let error = TaskError::Invalid(vec![
            FieldError::new("title", "must not be empty"),
            FieldError::new("tags", "must be at most 20"),
        ]);
        assert_eq!(
            error.to_string(),
            "invalid title: must not be empty; tags: must be at most 20"
        );
    }
}

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use taskpilot_context::Revision;

use crate::task::{Task, TaskDraft, TaskId, Version};

/// Names one committed [`ChangeSet`], so that it can be undone; 128 random bits, good for its user alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UndoToken(pub(crate) String);

impl UndoToken {
    /// Wraps a token that a client sent or a store kept; it is looked up, never trusted.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the token's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One step of a [`ChangeSet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds a task; the store numbers it.
    Create(Box<TaskDraft>),
    /// Writes `after` over `before`, if the stored version is still `before.version`.
    ///
    /// Completing, deleting, restoring and editing are all replacements.
    /// `after` has the same id and the next version.
    Replace {
        /// The task as it was read.
        before: Box<Task>,
        /// The task as it shall be.
        after: Box<Task>,
    },
}

/// Changes that are committed together or not at all, and undone together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// What changes, in order.
    pub changes: Vec<Change>,
    /// The token under which the store keeps what is needed to undo this set.
    pub undo: UndoToken,
    /// The token this set spends, when it is itself an undo.
    pub spends: Option<UndoToken>,
    /// When it happened.
    pub at: Timestamp,
    /// Most tasks (deleted ones aside) the user may have after the commit.
    pub max_tasks: i64,
}

/// What a commit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The tasks as stored, one for each change, in order.
    pub tasks: Vec<Task>,
    /// The user's revision after the commit.
    pub revision: Revision,
}

/// What the store keeps of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoEntry {
    /// Which task.
    pub id: TaskId,
    /// The task before the change; `None` if the change created it.
    pub before: Option<Task>,
    /// The task's version after the change: undoing needs it unchanged since.
    pub after_version: Version,
}

/// What is needed to undo a [`ChangeSet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoRecord {
    /// One entry for each change, in order.
    pub entries: Vec<UndoEntry>,
    /// Whether the token was used.
    pub spent: bool,
    /// When the change set was committed.
    pub at: Timestamp,
}

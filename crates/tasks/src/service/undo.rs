use std::collections::HashMap;
use std::fmt::Write;

use jiff::Timestamp;
use taskpilot_context::UserId;

use super::edit::{next_version, refused, replacement};
use super::{TaskService, Undone};
use crate::change::{Change, ChangeSet, UndoEntry, UndoToken};
use crate::error::TaskError;
use crate::store::{CommitError, StoreError};
use crate::task::{Task, TaskId};

impl TaskService {
    pub(super) async fn undo_change(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Undone, TaskError> {
        let record = self.store.undo_record(user, token).await?;
        let record = record.ok_or(TaskError::UnknownUndo)?;
        if record.spent {
            return Err(TaskError::UndoSpent);
        }
        let now = self.clock.now();
        let ids: Vec<TaskId> = record.entries.iter().map(|entry| entry.id).collect();
        let current = self.store.get_many(user, &ids).await?;
        let changes = reversed(record.entries, current, now)?;

        let set = ChangeSet {
            spends: Some(token.clone()),
            ..self.set(changes, now)?
        };
        match self.store.commit(user, &set).await {
            Ok(committed) => {
                let (removed, restored): (Vec<Task>, Vec<Task>) = committed
                    .tasks
                    .into_iter()
                    .partition(|task| task.deleted_at.is_some());
                Ok(Undone {
                    restored,
                    removed: removed.into_iter().map(|task| task.id).collect(),
                    undo: Some(set.undo),
                })
            }
            Err(CommitError::VersionConflict(id)) => Err(TaskError::UndoOutdated(id)),
            Err(error) => Err(refused(error)),
        }
    }
}

impl UndoToken {
    /// Returns a token that nobody can guess: 128 random bits.
    pub(crate) fn generate() -> Result<Self, TaskError> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).map_err(|source| StoreError {
            action: "make an undo token",
            transient: true,
            source: Box::new(source),
        })?;
        let mut text = String::from("undo_");
        for byte in bits {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }
}

/// The changes that put every task back to what it was.
fn reversed(
    entries: Vec<UndoEntry>,
    current: Vec<Task>,
    now: Timestamp,
) -> Result<Vec<Change>, TaskError> {
    let mut current: HashMap<TaskId, Task> =
        current.into_iter().map(|task| (task.id, task)).collect();
    entries
        .into_iter()
        .map(|entry| match current.remove(&entry.id) {
            Some(task) if task.version == entry.after_version => {
                Ok(replacement(task.clone(), former(entry.before, &task, now)))
            }
            _ => Err(TaskError::UndoOutdated(entry.id)),
        })
        .collect()
}

/// The task as it was before; one that was not there before becomes a deleted one.
fn former(before: Option<Task>, task: &Task, now: Timestamp) -> Task {
    let next = next_version(task, now);
    match before {
        Some(before) => Task {
            version: next.version,
            updated_at: next.updated_at,
            ..before
        },
        None => Task {
            deleted_at: Some(now),
            ..next
        },
    }
}

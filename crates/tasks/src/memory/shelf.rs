use std::collections::{BTreeMap, HashMap};

use taskpilot_context::Revision;

use crate::change::{Change, ChangeSet, Committed, UndoEntry, UndoRecord, UndoToken};
use crate::store::CommitError;
use crate::task::{Task, TaskId, Version};

/// What one user has.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    tasks: BTreeMap<TaskId, Kept>,
    last_id: i64,
    revision: i64,
    undo: HashMap<UndoToken, UndoRecord>,
}

#[derive(Debug)]
struct Kept {
    task: Task,
    changed_at: Revision,
}

impl Shelf {
    /// Returns the tasks that are not deleted, in order of id.
    pub(super) fn live(&self) -> impl Iterator<Item = &Task> {
        self.tasks
            .values()
            .map(|kept| &kept.task)
            .filter(|task| task.deleted_at.is_none())
    }

    /// Returns the task, if it is not deleted.
    pub(super) fn get(&self, id: TaskId) -> Option<&Task> {
        let task = &self.tasks.get(&id)?.task;
        task.deleted_at.is_none().then_some(task)
    }

    pub(super) fn by_ids(&self, ids: &[TaskId]) -> Vec<Task> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids.iter()
            .filter_map(|id| self.tasks.get(id))
            .map(|kept| kept.task.clone())
            .collect()
    }

    pub(super) fn undo_record(&self, token: &UndoToken) -> Option<UndoRecord> {
        self.undo.get(token).cloned()
    }

    pub(super) fn changed_since(&self, since: Revision, limit: usize) -> Vec<(Revision, Task)> {
        let mut changed: Vec<_> = self
            .tasks
            .values()
            .filter(|kept| kept.changed_at > since)
            .collect();
        changed.sort_by_key(|kept| (kept.changed_at, kept.task.id));
        changed
            .into_iter()
            .take(limit)
            .map(|kept| (kept.changed_at, kept.task.clone()))
            .collect()
    }

    pub(super) fn revision(&self) -> Revision {
        Revision::new(self.revision)
    }

    /// Checks everything first, then writes: a refused set leaves no trace.
    pub(super) fn commit(&mut self, set: &ChangeSet) -> Result<Committed, CommitError> {
        self.check_spending(set)?;
        let (tasks, entries) = self.rehearse(set)?;
        self.check_room(&tasks, set.max_tasks)?;

        self.revision += 1;
        let revision = self.revision();
        for task in &tasks {
            self.last_id = self.last_id.max(task.id.get());
            let kept = Kept {
                task: task.clone(),
                changed_at: revision,
            };
            self.tasks.insert(task.id, kept);
        }
        if let Some(record) = set
            .spends
            .as_ref()
            .and_then(|token| self.undo.get_mut(token))
        {
            record.spent = true;
        }
        let record = UndoRecord {
            entries,
            spent: false,
            at: set.at,
        };
        self.undo.insert(set.undo.clone(), record);
        Ok(Committed { tasks, revision })
    }

    fn check_spending(&self, set: &ChangeSet) -> Result<(), CommitError> {
        let Some(token) = &set.spends else {
            return Ok(());
        };
        match self.undo.get(token) {
            Some(record) if !record.spent => Ok(()),
            _ => Err(CommitError::UndoSpent),
        }
    }

    /// Returns the tasks as they would be stored and what would be kept to undo them.
    fn rehearse(&self, set: &ChangeSet) -> Result<(Vec<Task>, Vec<UndoEntry>), CommitError> {
        let mut last_id = self.last_id;
        let mut tasks: Vec<Task> = Vec::with_capacity(set.changes.len());
        let mut entries = Vec::with_capacity(set.changes.len());
        for change in &set.changes {
            let (before, after) = match change {
                Change::Create(draft) => {
                    last_id += 1;
                    let task = draft
                        .as_ref()
                        .clone()
                        .into_task(TaskId::new(last_id), set.at);
                    (None, task)
                }
                Change::Replace { before, after } => {
                    // A task may be written twice in one set.
                    let version = tasks
                        .iter()
                        .rev()
                        .find(|task| task.id == before.id)
                        .map(|task| task.version)
                        .or_else(|| self.version(before.id));
                    if version != Some(before.version) {
                        return Err(CommitError::VersionConflict(before.id));
                    }
                    (Some(before.as_ref().clone()), after.as_ref().clone())
                }
            };
            entries.push(UndoEntry {
                id: after.id,
                before,
                after_version: after.version,
            });
            tasks.push(after);
        }
        Ok((tasks, entries))
    }

    fn version(&self, id: TaskId) -> Option<Version> {
        self.tasks.get(&id).map(|kept| kept.task.version)
    }

    /// Only a set that adds tasks can be one too many.
    fn check_room(&self, written: &[Task], max_tasks: i64) -> Result<(), CommitError> {
        let last_writes: BTreeMap<TaskId, &Task> =
            written.iter().map(|task| (task.id, task)).collect();
        let after = count(
            last_writes
                .values()
                .filter(|task| task.deleted_at.is_none()),
        );
        let before = count(last_writes.keys().filter_map(|id| self.get(*id)));
        let added = after - before;
        if added <= 0 {
            return Ok(());
        }
        let present = count(self.live());
        if present + added > max_tasks {
            return Err(CommitError::TooManyTasks(present));
        }
        Ok(())
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}

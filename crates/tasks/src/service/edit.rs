use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use taskpilot_context::UserId;

use super::{Changed, TaskService};
use crate::change::{Change, ChangeSet, UndoToken};
use crate::check;
use crate::error::TaskError;
use crate::input::{NewTask, TaskPatch};
use crate::recurrence;
use crate::store::CommitError;
use crate::task::{Task, TaskDraft, TaskId, Version};

/// How often a change is tried when others keep changing the same task.
const ATTEMPTS: u32 = 5;

impl TaskService {
    pub(super) async fn create_task(
        &self,
        user: &UserId,
        input: NewTask,
    ) -> Result<Changed, TaskError> {
        let now = self.clock.now();
        let draft = check::draft(input, now)?;
        let set = self.set(vec![Change::Create(Box::new(draft))], now)?;
        let committed = self.store.commit(user, &set).await.map_err(refused)?;
        Ok(Changed {
            tasks: committed.tasks,
            next: None,
            undo: Some(set.undo),
        })
    }

    /// Applies the patch, and takes a repeating task that it completes to its next date in `zone`.
    pub(super) async fn apply(
        &self,
        user: &UserId,
        id: TaskId,
        patch: TaskPatch,
        zone: &TimeZone,
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        for _ in 0..ATTEMPTS {
            let now = self.clock.now();
            let before = self.read_task(user, id).await?;
            guard(&before, expected)?;
            let after = check::patched(&before, patch.clone(), now)?;
            if after == before {
                return Ok(unchanged(vec![before]));
            }
            let set = self.set(rewrite(before, &after, now, zone), now)?;
            match self.store.commit(user, &set).await {
                Ok(committed) => {
                    let mut tasks = committed.tasks;
                    let next = tasks.drain(1.min(tasks.len())..).next();
                    let undo = Some(set.undo);
                    return Ok(Changed { tasks, next, undo });
                }
                Err(CommitError::VersionConflict(id)) => log_conflict(id),
                Err(error) => return Err(refused(error)),
            }
        }
        let current = self.read_task(user, id).await?.version;
        Err(TaskError::Conflict { id, current })
    }

    pub(super) async fn delete_tasks(
        &self,
        user: &UserId,
        ids: &[TaskId],
        expected: Option<Version>,
    ) -> Result<Changed, TaskError> {
        let ids = self.distinct(ids)?;
        let mut contended = TaskId::new(0);
        for _ in 0..ATTEMPTS {
            let now = self.clock.now();
            let tasks = self.read_live(user, &ids).await?;
            for task in &tasks {
                guard(task, expected)?;
            }
            let deletions = tasks.into_iter().map(|before| {
                let after = Task {
                    deleted_at: Some(now),
                    ..next_version(&before, now)
                };
                replacement(before, after)
            });
            let set = self.set(deletions.collect(), now)?;
            match self.store.commit(user, &set).await {
                Ok(committed) => {
                    return Ok(Changed {
                        tasks: committed.tasks,
                        next: None,
                        undo: Some(set.undo),
                    });
                }
                Err(CommitError::VersionConflict(id)) => {
                    log_conflict(id);
                    contended = id;
                }
                Err(error) => return Err(refused(error)),
            }
        }
        let current = self.read_task(user, contended).await?.version;
        Err(TaskError::Conflict {
            id: contended,
            current,
        })
    }

    /// Returns the set of these changes, under a new undo token.
    pub(super) fn set(&self, changes: Vec<Change>, at: Timestamp) -> Result<ChangeSet, TaskError> {
        Ok(ChangeSet {
            changes,
            undo: UndoToken::generate()?,
            spends: None,
            at,
            max_tasks: self.limits.max_tasks,
        })
    }

    /// Returns the ids without repeats, in the order given.
    fn distinct(&self, ids: &[TaskId]) -> Result<Vec<TaskId>, TaskError> {
        let mut seen = HashSet::new();
        let distinct: Vec<TaskId> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        if distinct.is_empty() {
            return Err(TaskError::invalid("ids", "must name at least one task"));
        }
        if i64::try_from(distinct.len()).unwrap_or(i64::MAX) > self.limits.max_tasks {
            let message = format!("must be at most {}", self.limits.max_tasks);
            return Err(TaskError::invalid("ids", message));
        }
        Ok(distinct)
    }

    /// Reads the tasks in the order asked for; one that is missing or deleted is an error.
    async fn read_live(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, TaskError> {
        let found = self.store.get_many(user, ids).await?;
        let mut found: HashMap<TaskId, Task> = found
            .into_iter()
            .filter(|task| task.deleted_at.is_none())
            .map(|task| (task.id, task))
            .collect();
        ids.iter()
            .map(|id| found.remove(id).ok_or(TaskError::NotFound(*id)))
            .collect()
    }
}

/// Returns the task one version on, changed `now`.
pub(super) fn next_version(task: &Task, now: Timestamp) -> Task {
    Task {
        version: task.version.next(),
        updated_at: now,
        ..task.clone()
    }
}

pub(super) fn replacement(before: Task, after: Task) -> Change {
    Change::Replace {
        before: Box::new(before),
        after: Box::new(after),
    }
}

/// Says why a commit that nobody raced was refused.
pub(super) fn refused(error: CommitError) -> TaskError {
    match error {
        CommitError::VersionConflict(id) => TaskError::NotFound(id),
        CommitError::UndoSpent => TaskError::UndoSpent,
        CommitError::TooManyTasks(count) => TaskError::TooManyTasks(count),
        CommitError::Store(error) => TaskError::Store(error),
    }
}

/// The changes that turn `before` into `after`: when that completes a repeating task, the next one too.
fn rewrite(before: Task, after: &Task, now: Timestamp, zone: &TimeZone) -> Vec<Change> {
    let mut after = next_version(after, now);
    let completes = !before.is_completed() && after.is_completed();
    let next = completes.then(|| following(&after, now, zone)).flatten();
    if next.is_some() {
        after.recurrence = None;
    }
    let next = next.map(|draft| Change::Create(Box::new(draft)));
    std::iter::once(replacement(before, after))
        .chain(next)
        .collect()
}

fn following(task: &Task, now: Timestamp, zone: &TimeZone) -> Option<TaskDraft> {
    let following = recurrence::following(task.recurrence.as_ref()?, task.due?, now, zone)?;
    Some(TaskDraft {
        title: task.title.clone(),
        description: task.description.clone(),
        completed_at: None,
        priority: task.priority,
        due: Some(following.due),
        list: task.list.clone(),
        tags: task.tags.clone(),
        recurrence: Some(following.recurrence),
    })
}

fn guard(task: &Task, expected: Option<Version>) -> Result<(), TaskError> {
    match expected {
        Some(version) if version != task.version => Err(TaskError::Conflict {
            id: task.id,
            current: task.version,
        }),
        _ => Ok(()),
    }
}

fn unchanged(tasks: Vec<Task>) -> Changed {
    Changed {
        tasks,
        next: None,
        undo: None,
    }
}

fn log_conflict(id: TaskId) {
    tracing::debug!(
        task.id = id.get(),
        "task changed meanwhile; reading it again"
    );
}

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use taskpilot_context::{Revision, UserId};

use crate::change::{ChangeSet, Committed, UndoRecord, UndoToken};
use crate::query::{Page, PageRequest, TaskFilter};
use crate::store::{CommitError, StoreError, TaskStore, TitleEntry};
use crate::task::{Task, TaskId};

mod select;
mod shelf;

use shelf::Shelf;

/// Keeps tasks in memory: for tests, and for services whose tasks may go when they stop.
///
/// It never forgets a deleted task or an undo record, and its revision counts changes of tasks alone.
#[derive(Debug, Default)]
pub struct MemoryTaskStore {
    shelves: Mutex<HashMap<UserId, Shelf>>,
}

impl MemoryTaskStore {
    /// Returns a store without any task.
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Shelf>> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what `user` has; a user never heard of has an empty shelf.
    fn read<T>(&self, user: &UserId, look: impl FnOnce(&Shelf) -> T) -> T {
        match self.lock().get(user) {
            Some(theirs) => look(theirs),
            None => look(&Shelf::default()),
        }
    }
}

#[async_trait]
impl TaskStore for MemoryTaskStore {
    async fn get(&self, user: &UserId, id: TaskId) -> Result<Option<Task>, StoreError> {
        Ok(self.read(user, |shelf| shelf.get(id).cloned()))
    }

    async fn get_many(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        Ok(self.read(user, |shelf| shelf.by_ids(ids)))
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, StoreError> {
        Ok(self.read(user, |shelf| select::page(shelf.live(), filter, page)))
    }

    async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, StoreError> {
        let matching = self.read(user, |shelf| {
            shelf
                .live()
                .filter(|task| select::matches(task, filter))
                .count()
        });
        Ok(i64::try_from(matching).unwrap_or(i64::MAX))
    }

    async fn titles(&self, user: &UserId, limit: u32) -> Result<Vec<TitleEntry>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.read(user, |shelf| {
            let mut newest: Vec<&Task> = shelf.live().collect();
            newest.sort_by_key(|task| std::cmp::Reverse((task.created_at, task.id)));
            newest.into_iter().take(limit).map(entry).collect()
        }))
    }

    async fn commit(&self, user: &UserId, set: &ChangeSet) -> Result<Committed, CommitError> {
        self.lock().entry(user.clone()).or_default().commit(set)
    }

    async fn undo_record(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Option<UndoRecord>, StoreError> {
        Ok(self.read(user, |shelf| shelf.undo_record(token)))
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.read(user, |shelf| shelf.changed_since(since, limit)))
    }

    async fn revision(&self, user: &UserId) -> Result<Revision, StoreError> {
        Ok(self.read(user, Shelf::revision))
    }
}

fn entry(task: &Task) -> TitleEntry {
    TitleEntry {
        id: task.id,
        title: task.title.clone(),
        completed: task.is_completed(),
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};
    use std::sync::Arc;

    use super::*;

    fn memory() -> Ready<(Arc<dyn TaskStore>, ())> {
        ready((Arc::new(MemoryTaskStore::new()), ()))
    }

    crate::task_store_tests!(memory);
}

use taskpilot_context::{Revision, UserId};

use super::TaskService;
use crate::error::TaskError;
use crate::limits::Limits;
use crate::query::{Page, PageRequest, TaskFilter};
use crate::task::{Task, TaskId};

impl TaskService {
    pub(super) async fn read_task(&self, user: &UserId, id: TaskId) -> Result<Task, TaskError> {
        let task = self.store.get(user, id).await?;
        task.ok_or(TaskError::NotFound(id))
    }

    pub(super) async fn read_tasks(
        &self,
        user: &UserId,
        ids: &[TaskId],
    ) -> Result<Vec<Task>, TaskError> {
        let mut found = self.store.get_many(user, ids).await?;
        found.retain(|task| task.deleted_at.is_none());
        let place = |task: &Task| ids.iter().position(|id| *id == task.id);
        found.sort_by_key(place);
        Ok(found)
    }

    pub(super) async fn read_page(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, TaskError> {
        if !(1..=Limits::PAGE_ROWS).contains(&page.limit) {
            let message = format!("must be from 1 to {}", Limits::PAGE_ROWS);
            return Err(TaskError::invalid("limit", message));
        }
        let fits = page.after.as_ref().is_none_or(|cursor| {
            cursor.sort == page.sort && cursor.order == page.order && cursor.key.fits(page.sort)
        });
        if !fits {
            return Err(TaskError::InvalidCursor);
        }
        Ok(self.store.list(user, filter, page).await?)
    }

    pub(super) async fn whole_revisions(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, TaskError> {
        let mut limit = limit;
        loop {
            let mut rows = self.store.changed_since(user, since, limit).await?;
            if rows.len() < usize::try_from(limit).unwrap_or(usize::MAX) {
                return Ok(rows);
            }
            // The store stopped at the limit, perhaps in the middle of the last revision.
            let last = rows.last().map(|(revision, _)| *revision);
            rows.retain(|(revision, _)| Some(*revision) != last);
            if !rows.is_empty() || limit == u32::MAX {
                return Ok(rows);
            }
            limit = limit.saturating_mul(4);
        }
    }
}

use std::collections::HashMap;

use taskpilot_context::UserId;

use super::{Found, TaskService};
use crate::closeness::{self, Matches};
use crate::error::TaskError;
use crate::folding::fold;
use crate::limits::Limits;
use crate::query::StatusFilter;
use crate::task::{Task, TaskId};

/// Most tasks proposed when a name fits several.
const MAX_CANDIDATES: usize = 20;

impl TaskService {
    pub(super) async fn find_by_name(
        &self,
        user: &UserId,
        name: &str,
        status: StatusFilter,
    ) -> Result<Found, TaskError> {
        if fold(name).is_empty() {
            return Err(TaskError::invalid("name", "must not be empty"));
        }
        if name.chars().count() > Limits::TITLE_CHARS {
            // No title is that long.
            return Ok(Found::None);
        }
        let limit = u32::try_from(self.limits.max_tasks).unwrap_or(u32::MAX);
        let mut titles = self.store.titles(user, limit).await?;
        titles.retain(|entry| match status {
            StatusFilter::All => true,
            StatusFilter::Pending => !entry.completed,
            StatusFilter::Completed => entry.completed,
        });

        match closeness::search(name, &titles) {
            Matches::Exact(ids) => self.one_or_several(user, ids, Found::Exact).await,
            Matches::Partial(ids) => self.one_or_several(user, ids, Found::Partial).await,
            Matches::Close(ids) => {
                let close = self.read_in_order(user, ids).await?;
                Ok(if close.is_empty() {
                    Found::None
                } else {
                    Found::Close(close)
                })
            }
            Matches::None => Ok(Found::None),
        }
    }

    async fn one_or_several(
        &self,
        user: &UserId,
        mut ids: Vec<TaskId>,
        one: fn(Task) -> Found,
    ) -> Result<Found, TaskError> {
        let several = ids.len() > 1;
        ids.truncate(MAX_CANDIDATES);
        let mut tasks = self.read_in_order(user, ids).await?;
        if several && !tasks.is_empty() {
            return Ok(Found::Candidates(tasks));
        }
        Ok(tasks.pop().map_or(Found::None, one))
    }

    /// Reads the tasks in the order of the ids; one that was deleted meanwhile is left out.
    async fn read_in_order(&self, user: &UserId, ids: Vec<TaskId>) -> Result<Vec<Task>, TaskError> {
        let tasks = self.store.get_many(user, &ids).await?;
        let mut tasks: HashMap<TaskId, Task> = tasks
            .into_iter()
            .filter(|task| task.deleted_at.is_none())
            .map(|task| (task.id, task))
            .collect();
        Ok(ids.iter().filter_map(|id| tasks.remove(id)).collect())
    }
}

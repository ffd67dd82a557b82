use serde_json::Value;
use taskpilot_tasks::{Completion, StatusFilter, Task};

use super::add::nothing_came_back;
use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::CompleteTask;
use crate::fault::ToolFault;

impl Call<'_> {
    pub(super) async fn complete(&self, asked: CompleteTask) -> Result<Value, ToolFault> {
        let completion = wanted(&asked);
        let status = match completion {
            Completion::Done => ChangeStatus::Completed,
            Completion::Open => ChangeStatus::Reopened,
        };
        let task = self.completed(&asked).await?;
        let (user, zone) = (&self.caller.user, &self.caller.zone);
        let tasks = &self.tools.tasks;
        let changed = tasks
            .set_completed(user, task.id, completion, zone, None)
            .await?;
        let task = changed.tasks.first().ok_or_else(nothing_came_back)?;
        answer(&ChangeAnswer::new(status, task, &changed, &self.now))
    }

    /// Returns the task that is meant.
    pub(super) async fn completed(&self, asked: &CompleteTask) -> Result<Task, ToolFault> {
        let preferred = match wanted(asked) {
            Completion::Done => StatusFilter::Pending,
            Completion::Open => StatusFilter::Completed,
        };
        let title = ("title", asked.title.as_deref());
        self.target(asked.task_id, title, preferred).await
    }
}

fn wanted(asked: &CompleteTask) -> Completion {
    Completion::from_flag(asked.completed.unwrap_or(true))
}

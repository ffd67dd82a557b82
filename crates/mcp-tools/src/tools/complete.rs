use serde_json::Value;
use taskpilot_tasks::{Completion, StatusFilter};

use super::add::nothing_came_back;
use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::CompleteTask;
use crate::fault::ToolFault;

impl Call<'_> {
    pub(super) async fn complete(&self, asked: CompleteTask) -> Result<Value, ToolFault> {
        let completion = Completion::from_flag(asked.completed.unwrap_or(true));
        let (status, preferred) = match completion {
            Completion::Done => (ChangeStatus::Completed, StatusFilter::Pending),
            Completion::Open => (ChangeStatus::Reopened, StatusFilter::Completed),
        };
        let title = ("title", asked.title.as_deref());
        let task = self.target(asked.task_id, title, preferred).await?;
        let (user, zone) = (&self.caller.user, &self.caller.zone);
        let tasks = &self.tools.tasks;
        let changed = tasks
            .set_completed(user, task.id, completion, zone, None)
            .await?;
        let task = changed.tasks.first().ok_or_else(nothing_came_back)?;
        answer(&ChangeAnswer::new(status, task, &changed, &self.now))
    }
}

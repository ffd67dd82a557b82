use serde_json::Value;
use taskpilot_tasks::{StatusFilter, Task};

use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::DeleteTask;
use crate::fault::ToolFault;

impl Call<'_> {
    pub(super) async fn delete(&self, asked: DeleteTask) -> Result<Value, ToolFault> {
        let task = self.deleted(&asked).await?;
        let user = &self.caller.user;
        let changed = self.tools.tasks.delete(user, &[task.id], None).await?;
        answer(&ChangeAnswer::new(
            ChangeStatus::Deleted,
            &task,
            &changed,
            &self.now,
        ))
    }

    /// Returns the task that is meant.
    pub(super) async fn deleted(&self, asked: &DeleteTask) -> Result<Task, ToolFault> {
        let title = ("title", asked.title.as_deref());
        self.target(asked.task_id, title, StatusFilter::All).await
    }
}

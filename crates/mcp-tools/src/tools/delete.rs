use serde_json::Value;
use taskpilot_tasks::StatusFilter;

use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::DeleteTask;
use crate::fault::ToolFault;

impl Call<'_> {
    pub(super) async fn delete(&self, asked: DeleteTask) -> Result<Value, ToolFault> {
        let title = ("title", asked.title.as_deref());
        let task = self.target(asked.task_id, title, StatusFilter::All).await?;
        let user = &self.caller.user;
        let changed = self.tools.tasks.delete(user, &[task.id], None).await?;
        answer(&ChangeAnswer::new(
            ChangeStatus::Deleted,
            &task,
            &changed,
            &self.now,
        ))
    }
}

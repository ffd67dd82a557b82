use serde_json::Value;
use taskpilot_tasks::{NewTask, Priority};

use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::AddTask;
use crate::fault::{FaultCode, ToolFault};

impl Call<'_> {
    pub(super) async fn add(&self, asked: AddTask) -> Result<Value, ToolFault> {
        let dates = self.dates(asked.due.as_deref(), asked.recurrence.as_deref())?;
        let input = NewTask {
            title: asked.title,
            description: asked.description,
            completed: false,
            priority: asked.priority.map_or(Priority::None, Priority::from),
            due: dates.due.or(dates.first),
            list: asked.list,
            tags: asked.tags.unwrap_or_default(),
            recurrence: dates.recurrence,
        };
        let user = &self.caller.user;
        let changed = self.tools.tasks.create(user, input).await?;
        let task = changed.tasks.first().ok_or_else(nothing_came_back)?;
        answer(&ChangeAnswer::new(
            ChangeStatus::Created,
            task,
            &changed,
            &self.now,
        ))
    }
}

/// A service that changes a task answers with it; this would be its bug.
pub(super) fn nothing_came_back() -> ToolFault {
    tracing::error!("the task service changed a task and returned none");
    ToolFault::new(FaultCode::Internal, "The task was not returned.")
}

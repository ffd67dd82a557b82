use std::collections::HashMap;
use std::sync::Arc;

use taskpilot_agent_runner::{RunEvent, RunEventKind};
use taskpilot_chatkit::{ItemId, StatusIndicator, StreamError, Task, WorkflowKind};

use super::converter::RunConverter;
use crate::stage::Stage;

/// Inner runs, shown as steps: one for each, however deep.
#[derive(Default)]
pub(super) struct Nested(HashMap<Arc<str>, Step>);

/// The step that stands for an inner run.
struct Step {
    workflow: ItemId,
    place: usize,
    title: String,
}

impl Nested {
    /// Shows that an inner run begins, which tools it calls, and what it comes to.
    pub(super) async fn take<Cx: Send + Sync + 'static>(
        &mut self,
        stage: &Stage<Cx>,
        converter: &dyn RunConverter,
        mut event: RunEvent,
    ) -> Result<(), StreamError> {
        while let RunEventKind::Nested { event: inner, .. } = event.kind {
            event = *inner;
        }
        let (status, content) = match &event.kind {
            RunEventKind::RunStarted => (StatusIndicator::Loading, None),
            RunEventKind::ToolCallReady { name, .. } => {
                (StatusIndicator::Loading, Some(format!("`{name}` …")))
            }
            RunEventKind::Completed(outcome) => (StatusIndicator::Complete, some(&outcome.text)),
            RunEventKind::Cancelled(outcome) => (StatusIndicator::None, some(&outcome.text)),
            RunEventKind::Failed(failure) => (StatusIndicator::None, some(&failure.partial.text)),
            _ => return Ok(()),
        };
        let known = self.0.get(&event.run_id);
        let title = known.map_or_else(|| converter.nested_title(&event), |step| step.title.clone());
        let task = Task::Custom {
            status_indicator: status,
            title: Some(title.clone()),
            icon: None,
            content,
        };
        let open = stage.workflow();
        if let Some(step) = known
            && open.as_ref().is_some_and(|(id, _)| *id == step.workflow)
        {
            stage.update_task(step.place, task).await;
            return Ok(());
        }
        // Steps are not thoughts.
        if !open.is_some_and(|(_, kind)| kind == WorkflowKind::Custom) {
            stage.start_workflow(WorkflowKind::Custom).await?;
        }
        let place = stage.add_task(task).await?;
        if let Some((workflow, _)) = stage.workflow() {
            let step = Step {
                workflow,
                place,
                title,
            };
            self.0.insert(event.run_id, step);
        }
        Ok(())
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

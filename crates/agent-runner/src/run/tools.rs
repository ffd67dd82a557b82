//! What the model does.

use taskpilot_model_client::ToolChoice;

use super::{Phase, Run};
use crate::batch::{Batch, BatchEvent, Setting};
use crate::event::{RunError, RunEventKind};
use crate::transcript::WrittenCall;

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(super) fn begin_batch(&mut self, calls: Vec<WrittenCall>) {
        if self.options.request.tool_choice != ToolChoice::None {
            // A model that must call never ends.
            self.options.request.tool_choice = ToolChoice::Auto;
        }
        self.phase = Phase::Tools(self.batch(calls));
    }

    pub(super) fn batch(&self, calls: Vec<WrittenCall>) -> Batch<Cx> {
        let setting = Setting {
            agent: &self.agent,
            offered: &self.offered,
            app: &self.app,
            options: &self.options,
            run_id: &self.run_id,
            meter: &self.meter,
        };
        Batch::new(calls, &setting)
    }

    /// Tells what happened to a call; a trip ends the run.
    pub(super) fn tell(&mut self, event: BatchEvent) -> Option<RunEventKind> {
        Some(match event {
            BatchEvent::Ended {
                call_id,
                name,
                result,
            } => RunEventKind::ToolFinished {
                call_id,
                name,
                result,
            },
            BatchEvent::Progress {
                call_id,
                name,
                value,
            } => RunEventKind::ToolProgress {
                call_id,
                name,
                value,
            },
            BatchEvent::Nested { call_id, event } => RunEventKind::Nested { call_id, event },
            BatchEvent::Tripped(tripped) => {
                self.trip(tripped);
                return None;
            }
        })
    }

    pub(super) fn end_batch(&mut self) {
        let Phase::Tools(batch) = std::mem::replace(&mut self.phase, Phase::Ask) else {
            return;
        };
        self.bad_turns = if batch.has_runnable() {
            0
        } else {
            self.bad_turns.saturating_add(1)
        };
        self.transcript.push_outputs(batch.into_outputs());
        if self.bad_turns > self.options.max_bad_calls {
            self.fail(RunError::TooManyBadCalls(self.bad_turns));
        }
    }
}

//! How a run ends.

use taskpilot_model_client::{ModelError, Usage};

use super::{Phase, Run};
use crate::batch::Batch;
use crate::event::{RunError, RunEventKind, RunFailure, RunOutcome};
use crate::guardrail::{GuardrailStage, Tripped};

/// Why a run is cut.
pub(super) enum Ending {
    Cancelled,
    Failed(RunError),
}

impl<Cx: Send + Sync + 'static> Run<Cx> {
    /// Cuts the model call, begins no further tool, and waits for those that have begun.
    pub(super) fn cancel(&mut self) {
        self.cut(Ending::Cancelled);
    }

    /// Stops the run, and says what is not to be seen any longer.
    pub(super) fn trip(&mut self, tripped: Tripped) {
        let Tripped {
            stage,
            guardrail,
            trip,
        } = tripped;
        if let Phase::Drain(..) | Phase::Done = self.phase {
            // It is over already; one reason is enough.
            return;
        }
        if stage != GuardrailStage::Tool {
            self.transcript.unsay();
        }
        let message = trip.message.clone();
        self.events.push_back(RunEventKind::GuardrailTripped {
            stage,
            guardrail: guardrail.clone(),
            trip,
        });
        self.cut(Ending::Failed(RunError::Guardrail { guardrail, message }));
    }

    fn cut(&mut self, ending: Ending) {
        self.watch.clear();
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Tools(batch) => self.drain(batch, ending),
            Phase::Barrier(calls) => {
                let batch = self.batch(calls);
                self.transcript.push_outputs(batch.into_outputs());
                self.close(ending);
            }
            Phase::Answer(answer) => {
                drop(answer);
                self.usage.requests = self.usage.requests.saturating_add(self.attempts);
                self.transcript.keep_unfinished();
                self.close(ending);
            }
            _ => self.close(ending),
        }
    }

    fn drain(&mut self, batch: Batch<Cx>, ending: Ending) {
        let deadline = tokio::time::sleep(self.options.drain_timeout);
        self.phase = Phase::Drain(batch, Box::pin(deadline), ending);
    }

    pub(super) fn end_drain(&mut self) {
        let Phase::Drain(batch, _, ending) = std::mem::replace(&mut self.phase, Phase::Done) else {
            return;
        };
        self.transcript.push_outputs(batch.into_outputs());
        self.close(ending);
    }

    fn close(&mut self, ending: Ending) {
        match ending {
            Ending::Failed(error) => self.fail(error),
            Ending::Cancelled => {
                let text = self.transcript.said();
                let outcome = self.outcome(text);
                self.end(RunEventKind::Cancelled(Box::new(outcome)));
            }
        }
    }

    pub(super) fn complete(&mut self, text: String, is_cut: bool) {
        let mut outcome = self.outcome(text);
        outcome.is_cut = is_cut;
        self.end(RunEventKind::Completed(Box::new(outcome)));
    }

    pub(super) fn model_failed(&mut self, error: ModelError) {
        self.usage.requests = self
            .usage
            .requests
            .saturating_add(u64::from(error.attempts));
        self.transcript.keep_unfinished();
        self.fail(RunError::Model(error));
    }

    pub(super) fn fail(&mut self, error: RunError) {
        let text = self.transcript.said();
        let partial = self.outcome(text);
        self.end(RunEventKind::Failed(Box::new(RunFailure {
            error,
            partial,
        })));
    }

    fn outcome(&mut self, text: String) -> RunOutcome {
        RunOutcome {
            text,
            new_items: self.transcript.take_new(),
            usage: self.total(),
            turns: self.turn,
            is_cut: false,
        }
    }

    /// Returns what was spent until now, by tools too.
    fn total(&self) -> Usage {
        let mut total = self.usage;
        total += self.meter.read();
        total
    }

    fn end(&mut self, kind: RunEventKind) {
        self.watch.clear();
        self.phase = Phase::Done;
        self.events.push_back(kind);
    }
}

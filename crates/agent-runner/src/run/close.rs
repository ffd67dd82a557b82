//! How a run ends.

use serde_json::Value;
use taskpilot_model_client::{InputItem, ModelError, Usage};
use tracing::Span;

use super::{Phase, Run, then};
use crate::batch::Batch;
use crate::budget::UsageEntry;
use crate::event::{RunError, RunEventKind, RunFailure, RunOutcome};
use crate::guardrail::{GuardrailStage, Tripped};
use crate::recovery::Fallback;
use crate::telemetry;

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

    /// Stops the run in the same way, as a failure.
    pub(super) fn stop(&mut self, error: RunError) {
        self.cut(Ending::Failed(error));
    }

    /// Stops the run, and says what is not to be seen any longer.
    pub(super) fn trip(&mut self, tripped: Tripped) {
        if self.is_over() {
            // One reason is enough.
            return;
        }
        let Tripped {
            stage,
            guardrail,
            trip,
        } = tripped;
        if stage != GuardrailStage::Tool {
            self.transcript.unsay();
        }
        self.is_rejected = stage == GuardrailStage::Input;
        let message = trip.message.clone();
        self.events.push_back(RunEventKind::GuardrailTripped {
            stage,
            guardrail: guardrail.clone(),
            trip,
        });
        self.stop(RunError::Guardrail { guardrail, message });
    }

    fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Drain(..) | Phase::Close(_) | Phase::Done)
    }

    fn cut(&mut self, ending: Ending) {
        if self.is_over() {
            return;
        }
        self.watch.clear();
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Tools(batch) | Phase::Held(batch) => return self.drain(batch, ending),
            Phase::Resume(calls) => {
                self.resume_batch(calls);
                return self.cut(ending);
            }
            Phase::Barrier(calls) => {
                let batch = self.batch(calls);
                self.transcript.push_outputs(batch.into_outputs());
            }
            Phase::Answer(answer) => {
                drop(answer);
                let usage = attempts(self.attempts);
                self.count(usage, Some("cancelled"));
            }
            _ => {}
        }
        self.transcript.keep_unfinished();
        self.close(ending);
    }

    fn drain(&mut self, batch: Batch<Cx>, ending: Ending) {
        let deadline = tokio::time::sleep(self.options.drain_timeout);
        self.phase = Phase::Drain(batch, Box::pin(deadline), ending);
    }

    pub(super) fn end_drain(&mut self) {
        let Phase::Drain(mut batch, _, ending) = std::mem::replace(&mut self.phase, Phase::Done)
        else {
            return;
        };
        self.count_tools(&mut batch);
        self.transcript.push_outputs(batch.into_outputs());
        self.close(ending);
    }

    fn close(&mut self, ending: Ending) {
        match ending {
            Ending::Failed(error) => self.fail(error),
            Ending::Cancelled => {
                let text = self.transcript.said();
                let outcome = self.outcome(text);
                self.finish(RunEventKind::Cancelled(Box::new(outcome)));
            }
        }
    }

    pub(super) fn complete(&mut self, text: String, output: Option<Value>, is_cut: bool) {
        let mut outcome = self.outcome(text);
        outcome.is_cut = is_cut;
        outcome.output = output;
        self.finish(RunEventKind::Completed(Box::new(outcome)));
    }

    pub(super) fn model_failed(&mut self, error: ModelError) {
        let usage = attempts(u64::from(error.attempts));
        self.count(usage, Some(error.kind.code()));
        self.transcript.keep_unfinished();
        self.fail(RunError::Model(error));
    }

    /// Puts a model call into the ledger.
    pub(super) fn count(&mut self, usage: Usage, failed: Option<&str>) {
        self.attempts = 0;
        let switches = std::mem::take(&mut self.switches);
        let span = std::mem::replace(&mut self.call_span, Span::none());
        telemetry::end_call(&span, (&usage, switches), failed);
        self.spent.entries.push(UsageEntry {
            agent: self.name.to_string(),
            turn: self.turn,
            usage,
            switches,
            failed: failed.map(str::to_owned),
        });
    }

    /// Ends as a failure, once the guardrails beside the run have passed: what was said stays to be seen.
    pub(super) fn fail(&mut self, error: RunError) {
        if self.watch.is_empty() {
            return self.fail_now(error);
        }
        let watch = std::mem::take(&mut self.watch);
        self.wait_for(async move {
            match watch.first_trip().await {
                Some(tripped) => then(|run: &mut Self| run.trip(tripped)),
                None => then(|run: &mut Self| run.fail_now(error)),
            }
        });
    }

    fn fail_now(&mut self, error: RunError) {
        let text = self.transcript.said();
        let failure = RunFailure {
            partial: self.outcome(text),
            error,
        };
        let handler = self.options.on_error.clone();
        let handler = handler.filter(|_| may_be_answered(&failure.error));
        match handler.and_then(|handler| handler.handle(&failure)) {
            Some(fallback) => self.answer_instead(failure.partial, fallback),
            None => self.finish(RunEventKind::Failed(Box::new(failure))),
        }
    }

    /// Ends with an answer of the application's.
    fn answer_instead(&mut self, mut outcome: RunOutcome, fallback: Fallback) {
        let Fallback { text, in_history } = fallback;
        self.events.push_back(RunEventKind::TextDelta(text.clone()));
        if in_history {
            self.transcript.say_also(&text);
            outcome.new_items.extend(self.transcript.take_new());
        }
        let form = self.agent.output.as_ref();
        outcome.output = form.and_then(|form| form.read(&text).ok());
        outcome.text = text;
        self.finish(RunEventKind::Completed(Box::new(outcome)));
    }

    pub(super) fn outcome(&mut self, text: String) -> RunOutcome {
        RunOutcome {
            text,
            new_items: self.transcript.take_new(),
            usage: self.spent.total(),
            turns: self.turn,
            is_cut: false,
            output: None,
            ledger: self.spent.entries.clone(),
        }
    }

    /// Notes how long the run took until now.
    pub(super) fn stop_clock(&mut self) {
        let took = self.began.take().map(|began| began.elapsed().as_millis());
        let took = u64::try_from(took.unwrap_or_default()).unwrap_or(u64::MAX);
        self.spent.millis = self.spent.millis.saturating_add(took);
    }

    /// Keeps the conversation and tells hooks, then shows the end.
    fn finish(&mut self, kind: RunEventKind) {
        let session = self.options.session.take().filter(|_| !self.is_rejected);
        let hooks = self.agent.hooks.clone();
        if session.is_none() && hooks.is_empty() {
            return self.show_end(kind);
        }
        self.watch.clear();
        self.deadline = None;
        let scene = self.scene();
        let own = self.own_items();
        self.phase = Phase::Close(Box::pin(async move {
            let mut kind = kind;
            if let Some(session) = session {
                let items = own.into_iter().chain(added(&kind)).collect();
                if let Err(error) = session.append(items).await {
                    kind = lost(kind, RunError::Session(error));
                }
            }
            for hook in hooks {
                if let Some(outcome) = outcome_of(&kind) {
                    hook.on_end(&scene, outcome).await;
                }
            }
            then(|run: &mut Self| run.show_end(kind))
        }));
    }

    /// Returns the input that the run came with.
    fn own_items(&self) -> Vec<InputItem> {
        let input = self.transcript.items();
        let kept = input.len().saturating_sub(self.own_input);
        input.get(kept..).unwrap_or_default().to_vec()
    }

    pub(super) fn show_end(&mut self, kind: RunEventKind) {
        self.watch.clear();
        self.deadline = None;
        self.phase = Phase::Done;
        let own = std::mem::replace(&mut self.agent_span, Span::none());
        telemetry::end_run(&own, &kind, &self.spent.since(self.agent_entries));
        let span = std::mem::replace(&mut self.span, Span::none());
        telemetry::end_run(&span, &kind, &self.spent.total());
        self.events.push_back(kind);
    }
}

/// A call that came to nothing cost its attempts; tokens are not known.
fn attempts(requests: u64) -> Usage {
    Usage {
        requests,
        ..Usage::default()
    }
}

/// Returns whether an application may answer in place of this failure.
fn may_be_answered(error: &RunError) -> bool {
    matches!(
        error,
        RunError::MaxTurns(_)
            | RunError::Refused(_)
            | RunError::InvalidOutput(_)
            | RunError::Empty
            | RunError::TooManyBadCalls(_)
            | RunError::Budget(_)
    )
}

fn outcome_of(kind: &RunEventKind) -> Option<&RunOutcome> {
    match kind {
        RunEventKind::Completed(outcome) | RunEventKind::Cancelled(outcome) => Some(outcome),
        RunEventKind::Failed(failure) => Some(&failure.partial),
        _ => None,
    }
}

fn added(kind: &RunEventKind) -> Vec<InputItem> {
    outcome_of(kind)
        .map(|outcome| outcome.new_items.clone())
        .unwrap_or_default()
}

/// What was not kept is not done, however it ended.
fn lost(kind: RunEventKind, error: RunError) -> RunEventKind {
    let partial = match kind {
        RunEventKind::Completed(outcome) | RunEventKind::Cancelled(outcome) => *outcome,
        // It has failed already, and that comes first.
        other => return other,
    };
    RunEventKind::Failed(Box::new(RunFailure { error, partial }))
}

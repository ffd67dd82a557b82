//! What the model does.

use std::sync::Arc;

use taskpilot_model_client::ToolChoice;

use super::open::{forget_own_request, holds_text};
use super::{Phase, Run, then};
use crate::batch::{Batch, BatchEvent, Setting};
use crate::budget::UsageEntry;
use crate::event::{RunError, RunEventKind};
use crate::handoff::{Handoff, Trail};
use crate::state::PendingCall;
use crate::telemetry;
use crate::transcript::WrittenCall;

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(super) fn begin_batch(&mut self, mut calls: Vec<WrittenCall>) {
        if self.options.request.tool_choice != ToolChoice::None {
            // A model that must call never ends.
            self.options.request.tool_choice = ToolChoice::Auto;
        }
        for call in &mut calls {
            self.charge(call);
        }
        self.phase = Phase::Tools(self.batch(calls));
    }

    /// Counts a call, or answers it with why it is not run.
    fn charge(&mut self, call: &mut WrittenCall) {
        let Ok(arguments) = &call.arguments else {
            return;
        };
        let budget = &self.options.budget;
        if let Err(error) = self.spent.admit(budget, &call.name, arguments) {
            call.arguments = Err(error);
        }
    }

    pub(super) fn resume_batch(&mut self, calls: Vec<PendingCall>) {
        self.phase = Phase::Tools(Batch::resume(calls, &self.setting()));
    }

    pub(super) fn batch(&self, calls: Vec<WrittenCall>) -> Batch<Cx> {
        Batch::new(calls, &self.setting())
    }

    fn setting(&self) -> Setting<'_, Cx> {
        Setting {
            agent: &self.agent,
            offered: &self.offered,
            app: &self.app,
            options: &self.options,
            standing: &self.standing,
            trail: Trail {
                steps: &self.handoffs,
                most: self.options.max_handoffs,
                most_returns: self.options.max_handoff_returns,
            },
            run_id: &self.id,
        }
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
            BatchEvent::Waits(request) => RunEventKind::ApprovalRequested(request),
            BatchEvent::Tripped(tripped) => {
                self.trip(tripped);
                return None;
            }
            BatchEvent::Stopped(reason) => {
                self.stop(RunError::Stopped(reason));
                return None;
            }
        })
    }

    pub(super) fn end_batch(&mut self) {
        let Phase::Tools(mut batch) = std::mem::replace(&mut self.phase, Phase::Ask) else {
            return;
        };
        self.count_tools(&mut batch);
        if batch.is_held() {
            self.phase = Phase::Held(batch);
            return;
        }
        self.bad_turns = if batch.has_runnable() {
            0
        } else {
            self.bad_turns.saturating_add(1)
        };
        let made = batch.handoff().map(str::to_owned);
        self.transcript.push_outputs(batch.into_outputs());
        if self.bad_turns > self.options.max_bad_calls {
            self.fail(RunError::TooManyBadCalls(self.bad_turns));
        } else if let Some(name) = made {
            self.leave(&name);
        }
    }

    /// Puts what tools spent into the ledger.
    pub(super) fn count_tools(&mut self, batch: &mut Batch<Cx>) {
        let turn = self.turn;
        let entries = batch.take_spent().map(|(agent, usage)| UsageEntry {
            agent,
            turn,
            usage,
            switches: 0,
            failed: None,
        });
        self.spent.entries.extend(entries);
    }

    /// Hands over by the way `name`, once hooks know.
    fn leave(&mut self, name: &str) {
        let way = self.agent.handoffs.iter().find(|way| way.name() == name);
        let Some(way) = way.cloned() else { return };
        if self.agent.hooks.is_empty() {
            return self.hand_over(&way);
        }
        let (hooks, scene) = (self.agent.hooks.clone(), self.scene());
        let to = way.target().map(|agent| Arc::clone(&agent.name));
        self.wait_for(async move {
            for hook in hooks {
                hook.on_handoff(&scene, to.as_deref().unwrap_or_default())
                    .await;
            }
            then(move |run: &mut Self| run.hand_over(&way))
        });
    }

    /// Ends the span of the agent that has acted, if it is not the run's, and begins that of the one that acts now.
    fn open_agent_span(&mut self) {
        let spent = self.spent.since(self.agent_entries);
        telemetry::end_agent(&self.agent_span, &spent);
        self.agent_entries = self.spent.entries.len();
        let run = self.span.clone();
        self.agent_span = run.in_scope(|| telemetry::run_span(&self.name, &self.id));
    }

    fn hand_over(&mut self, way: &Handoff<Cx>) {
        self.phase = Phase::Ask;
        // It was there when the handoff was made; if it went since, this agent stays.
        let Some(target) = way.target() else { return };
        let from = std::mem::replace(&mut self.name, Arc::from(&*target.name));
        self.handoffs
            .push((from.to_string(), target.name.to_string()));
        self.open_agent_span();
        forget_own_request(&mut self.options);
        if let Some(base) = way.history().of(&self.transcript.seen()) {
            self.transcript.show_instead(base);
        }
        self.offered = target.offer(target.tool_specs());
        self.holds_text = holds_text(&target);
        self.repairs = 0;
        self.events.push_back(RunEventKind::HandedOff {
            from,
            to: Arc::clone(&target.name),
        });
        self.agent = target;
    }
}

//! From what the model wrote to what can be run.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::stream::FuturesUnordered;
use taskpilot_model_client::ToolSpec;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::call::{Call, CallEnd, Word};
use super::queue::Queue;
use super::slot::{Hold, Slot};
use super::{Batch, SIGNALS, wording};
use crate::agent::Agent;
use crate::approval::{ApprovalPolicy, Ruling, StandingDecision, fingerprint};
use crate::handoff::{Handoff, Trail};
use crate::options::RunOptions;
use crate::state::{CallState, PendingCall, RunState};
use crate::tool::{Tool, ToolContext, ToolError};
use crate::tool_context::{Line, Signal};
use crate::transcript::WrittenCall;

/// What a batch needs of its run.
pub(crate) struct Setting<'a, Cx> {
    pub(crate) agent: &'a Agent<Cx>,
    /// The tools the model was told of.
    pub(crate) offered: &'a [ToolSpec],
    pub(crate) app: &'a Arc<Cx>,
    pub(crate) options: &'a RunOptions,
    pub(crate) standing: &'a [StandingDecision],
    pub(crate) trail: Trail<'a>,
    pub(crate) run_id: &'a Arc<str>,
}

/// What calls of one batch share.
struct Shared<'a, Cx> {
    setting: &'a Setting<'a, Cx>,
    cancel: CancellationToken,
    signals: mpsc::Sender<(usize, Signal)>,
    now: Option<u64>,
}

/// A tool, and whether it is one of the agent's or a way to another.
struct Found<Cx> {
    tool: Arc<dyn Tool<Cx>>,
    is_handoff: bool,
}

impl<Cx: Send + Sync + 'static> Batch<Cx> {
    /// Takes the calls of one answer. Nothing begins yet.
    pub(crate) fn new(calls: Vec<WrittenCall>, setting: &Setting<'_, Cx>) -> Self {
        let (mut batch, shared) = Self::empty(setting);
        for call in calls {
            batch.admit(call, &shared);
        }
        batch.has_runnable = !batch.queue.is_empty();
        batch
    }

    /// Goes on with the calls of a run that waited.
    pub(crate) fn resume(calls: Vec<PendingCall>, setting: &Setting<'_, Cx>) -> Self {
        let (mut batch, shared) = Self::empty(setting);
        for call in calls {
            batch.readmit(call, &shared);
        }
        batch.has_runnable = true;
        batch
    }

    fn empty<'a>(setting: &'a Setting<'a, Cx>) -> (Self, Shared<'a, Cx>) {
        let options = setting.options;
        let cancel = options.cancel.child_token();
        let (sender, signals) = mpsc::channel(SIGNALS);
        let batch = Self {
            agent: Arc::clone(&setting.agent.name),
            slots: Vec::new(),
            queue: Queue::new(options.max_parallel_tools),
            running: FuturesUnordered::new(),
            ended: VecDeque::new(),
            signals,
            has_runnable: false,
            max_output_bytes: options.max_tool_output_bytes,
            traces_content: options.trace_content,
            _abandoned: cancel.clone().drop_guard(),
        };
        let shared = Shared {
            setting,
            cancel,
            signals: sender,
            now: options.clock.as_ref().map(crate::UnixClock::now),
        };
        (batch, shared)
    }

    fn admit(&mut self, call: WrittenCall, shared: &Shared<'_, Cx>) {
        let WrittenCall {
            call_id,
            name,
            arguments,
            ..
        } = call;
        let number = self.slots.len();
        let read = arguments.as_ref().ok().cloned();
        let mut slot = Slot::new(call_id, name, read.unwrap_or_default());
        let found = arguments.and_then(|_| self.find(&slot.name, shared.setting));
        match found {
            Ok(found) => {
                slot.is_handoff = found.is_handoff;
                let word = shared.standing_word(&slot.name);
                let call = shared.call(number, &slot, found, word, None);
                self.queue.push(call);
            }
            Err(error) => self
                .ended
                .push_back((number, CallEnd::Answered(Err(error)))),
        }
        self.slots.push(slot);
    }

    fn readmit(&mut self, call: PendingCall, shared: &Shared<'_, Cx>) {
        let number = self.slots.len();
        let is_untouched = fingerprint(&call.name, &call.arguments) == call.fingerprint;
        let mut slot = Slot::new(call.call_id, call.name, call.arguments);
        let (word, suspended) = match call.state {
            CallState::Ended {
                output,
                shown,
                is_ok,
            } => {
                slot.is_ok = is_ok;
                slot.shown = shown;
                slot.output = Some(output);
                slot.is_handoff = shared.way(&slot.name).is_some();
                self.slots.push(slot);
                return;
            }
            // What was inside of it was approved when it began.
            CallState::Suspended { run } => (Word::Approved, Some(run)),
            CallState::Waiting { decision } => {
                let counting = decision.filter(|it| is_untouched && it.counts_at(shared.now));
                let word = match counting {
                    Some(decision) => Word::from(decision.verdict),
                    None => shared.standing_word(&slot.name),
                };
                (word, None)
            }
        };
        if word == Word::None {
            slot.hold = Some(Hold::Approval);
            self.slots.push(slot);
            return;
        }
        match self.find(&slot.name, shared.setting) {
            Ok(found) => {
                slot.is_handoff = found.is_handoff;
                let mut call = shared.call(number, &slot, found, word, suspended);
                call.is_resumed = true;
                self.queue.push(call);
            }
            Err(error) => self
                .ended
                .push_back((number, CallEnd::Answered(Err(error)))),
        }
        self.slots.push(slot);
    }

    /// Returns the tool of a name, or why there is none to run.
    fn find(&self, name: &str, setting: &Setting<'_, Cx>) -> Result<Found<Cx>, ToolError> {
        if !setting.offered.iter().any(|spec| spec.name == name) {
            return Err(wording::unknown(name, setting.offered));
        }
        let agent = setting.agent;
        if let Some(tool) = agent.tools.iter().find(|tool| tool.spec().name == name) {
            return Ok(Found {
                tool: Arc::clone(tool),
                is_handoff: false,
            });
        }
        let way = agent.handoffs.iter().find(|way| way.name() == name);
        let Some((way, target)) = way.and_then(|way| Some((way, way.target()?))) else {
            return Err(wording::unknown(name, setting.offered));
        };
        if self.slots.iter().any(|slot| slot.is_handoff) {
            return Err(wording::second_handoff());
        }
        if let Some(objection) = setting.trail.objection(&agent.name, &target.name) {
            return Err(objection);
        }
        Ok(Found {
            tool: Arc::new(way.clone()),
            is_handoff: true,
        })
    }
}

impl<Cx: Send + Sync + 'static> Shared<'_, Cx> {
    fn call(
        &self,
        number: usize,
        slot: &Slot,
        found: Found<Cx>,
        word: Word,
        suspended: Option<Box<RunState>>,
    ) -> Call<Cx> {
        let Found { tool, is_handoff } = found;
        let Setting { agent, options, .. } = *self.setting;
        let line = Line {
            run_id: Arc::clone(self.setting.run_id),
            slot: number,
            signals: self.signals.clone(),
            meter: slot.meter.clone(),
            retries: options.request.retry_budget.clone(),
            suspended: suspended.map(|run| Arc::new(*run)),
            standing: self.setting.standing.into(),
        };
        let annotations = tool.annotations();
        Call {
            slot: number,
            concurrency: tool.concurrency(&slot.arguments),
            timeout: tool.timeout().unwrap_or(options.tool_timeout),
            max_attachment_bytes: options.max_tool_attachment_bytes,
            context: ToolContext {
                app: Arc::clone(self.setting.app),
                call_id: slot.call_id.clone(),
                cancel: self.cancel.clone(),
                attached: slot.attached.clone(),
                line: Some(line),
            },
            arguments: slot.arguments.clone(),
            guardrails: if is_handoff {
                Vec::new()
            } else {
                agent.tool_guardrails.clone()
            },
            hooks: if is_handoff {
                Vec::new()
            } else {
                agent.hooks.clone()
            },
            needs_approval: !is_handoff
                && match options.approvals {
                    ApprovalPolicy::AsToolsSay => false,
                    ApprovalPolicy::Destructive => annotations.destructive,
                    ApprovalPolicy::Writes => !annotations.read_only,
                },
            word,
            is_resumed: false,
            ticket: slot.ticket.clone(),
            tool,
        }
    }

    fn standing_word(&self, tool: &str) -> Word {
        let mut standing = self.setting.standing.iter().rev();
        let found = standing.find(|it| it.tool == tool && it.counts_at(self.now));
        found.map_or(Word::None, |it| Word::from(it.verdict.clone()))
    }

    fn way(&self, name: &str) -> Option<&Handoff<Cx>> {
        let mut ways = self.setting.agent.handoffs.iter();
        ways.find(|way| way.name() == name)
    }
}

impl From<Ruling> for Word {
    fn from(ruling: Ruling) -> Self {
        match ruling {
            Ruling::Approve => Self::Approved,
            Ruling::Reject(message) => Self::Rejected(message),
        }
    }
}

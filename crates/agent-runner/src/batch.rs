//! The tool calls of one turn: which run when, and what they come to.

mod call;
mod wording;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use taskpilot_model_client::ToolSpec;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::Instrument;

use self::call::{Call, CallEnd, Ticket};
use crate::agent::Agent;
use crate::answer;
use crate::event::RunEvent;
use crate::guardrail::Tripped;
use crate::options::RunOptions;
use crate::tool::{Tool, ToolContext, ToolError, ToolOutput};
use crate::tool_context::{Line, Meter, Signal};
use crate::transcript::WrittenCall;

/// How many signals of tools wait to be read before the tools wait.
const SIGNALS: usize = 64;

/// The tool calls of one turn.
///
/// Each tool runs in a task of its own: what has begun ends, even if the batch is dropped.
pub(crate) struct Batch<Cx> {
    /// In the order of the calls.
    slots: Vec<Slot>,
    waiting: VecDeque<Call<Cx>>,
    running: FuturesUnordered<Running>,
    ended: VecDeque<(usize, CallEnd)>,
    signals: mpsc::Receiver<(usize, Signal)>,
    has_runnable: bool,
    /// Whether the tool that runs must not have company.
    runs_alone: bool,
    max_parallel: usize,
    max_output_bytes: usize,
    /// Tells tools that nobody waits for them any longer.
    _abandoned: DropGuard,
}

/// What a batch needs of its run.
pub(crate) struct Setting<'a, Cx> {
    pub(crate) agent: &'a Agent<Cx>,
    /// The tools the model was told of.
    pub(crate) offered: &'a [ToolSpec],
    pub(crate) app: &'a Arc<Cx>,
    pub(crate) options: &'a RunOptions,
    pub(crate) run_id: &'a Arc<str>,
    pub(crate) meter: &'a Meter,
}

/// Something happened to a call.
pub(crate) enum BatchEvent {
    Ended {
        call_id: String,
        name: String,
        result: Result<Value, Value>,
    },
    Progress {
        call_id: String,
        name: String,
        value: Value,
    },
    Nested {
        call_id: String,
        event: Box<RunEvent>,
    },
    /// The run must not go on.
    Tripped(Tripped),
}

struct Slot {
    call_id: String,
    name: String,
    ticket: Ticket,
    /// What the model will read.
    output: Option<String>,
}

struct Running {
    slot: usize,
    task: JoinHandle<CallEnd>,
}

impl Future for Running {
    type Output = (usize, Result<CallEnd, JoinError>);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let slot = self.slot;
        Pin::new(&mut self.task)
            .poll(context)
            .map(|result| (slot, result))
    }
}

impl<Cx: Send + Sync + 'static> Batch<Cx> {
    /// Takes the calls of one answer. Nothing begins yet.
    pub(crate) fn new(calls: Vec<WrittenCall>, setting: &Setting<'_, Cx>) -> Self {
        let options = setting.options;
        let cancel = options.cancel.child_token();
        let (sender, signals) = mpsc::channel(SIGNALS);
        let mut batch = Self {
            slots: Vec::with_capacity(calls.len()),
            waiting: VecDeque::new(),
            running: FuturesUnordered::new(),
            ended: VecDeque::new(),
            signals,
            has_runnable: false,
            runs_alone: false,
            max_parallel: options.max_parallel_tools.max(1),
            max_output_bytes: options.max_tool_output_bytes,
            _abandoned: cancel.clone().drop_guard(),
        };
        for (slot, call) in calls.into_iter().enumerate() {
            let line = Line {
                run_id: Arc::clone(setting.run_id),
                slot,
                signals: sender.clone(),
                meter: setting.meter.clone(),
            };
            batch.admit(call, line, setting, &cancel);
        }
        batch.has_runnable = !batch.waiting.is_empty();
        batch
    }

    fn admit(
        &mut self,
        call: WrittenCall,
        line: Line,
        setting: &Setting<'_, Cx>,
        cancel: &CancellationToken,
    ) {
        let WrittenCall {
            call_id,
            name,
            arguments,
            ..
        } = call;
        let slot = line.slot;
        let ticket = Ticket::default();
        let tool = arguments.and_then(|arguments| {
            let tool = find(setting.agent, setting.offered, &name)?;
            Ok((tool, arguments))
        });
        match tool {
            Ok((tool, arguments)) => self.waiting.push_back(Call {
                timeout: tool.timeout().unwrap_or(setting.options.tool_timeout),
                guardrails: setting.agent.tool_guardrails.clone(),
                ticket: ticket.clone(),
                context: ToolContext {
                    app: Arc::clone(setting.app),
                    call_id: call_id.clone(),
                    cancel: cancel.clone(),
                    line: Some(line),
                },
                slot,
                tool,
                arguments,
            }),
            Err(error) => self.ended.push_back((slot, CallEnd::Answered(Err(error)))),
        }
        self.slots.push(Slot {
            call_id,
            name,
            ticket,
            output: None,
        });
    }

    /// Returns whether any of the calls can be run.
    pub(crate) fn has_runnable(&self) -> bool {
        self.has_runnable
    }

    /// Begins what may begin and returns what happens next; `None` once all calls have ended.
    pub(crate) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<BatchEvent>> {
        loop {
            while let Some(call) = self.next_call() {
                self.begin(call);
            }
            while let Poll::Ready(Some((slot, result))) = self.running.poll_next_unpin(context) {
                let end = result.unwrap_or_else(|error| self.broken(slot, &error));
                self.ended.push_back((slot, end));
            }
            // A tool's signals come before its end.
            if let Poll::Ready(Some((slot, signal))) = self.signals.poll_recv(context) {
                if let Some(event) = self.signal(slot, signal) {
                    return Poll::Ready(Some(event));
                }
                continue;
            }
            if let Some((slot, end)) = self.ended.pop_front() {
                return Poll::Ready(self.end(slot, end));
            }
            if self.running.is_empty() && self.waiting.is_empty() {
                return Poll::Ready(None);
            }
            // What ended made room.
            if self.waiting.is_empty() || !self.running.is_empty() {
                return Poll::Pending;
            }
        }
    }

    fn signal(&self, slot: usize, signal: Signal) -> Option<BatchEvent> {
        let slot = self.slots.get(slot)?;
        let call_id = slot.call_id.clone();
        Some(match signal {
            Signal::Progress(value) => BatchEvent::Progress {
                call_id,
                name: slot.name.clone(),
                value,
            },
            Signal::Nested(event) => BatchEvent::Nested { call_id, event },
        })
    }

    /// Takes the first call that waits, if it may run beside those that do.
    fn next_call(&mut self) -> Option<Call<Cx>> {
        let alone = self.running.is_empty();
        let beside = !self.runs_alone && self.running.len() < self.max_parallel;
        let may_begin = |call: &mut Call<Cx>| alone || (beside && call.tool.is_parallel());
        let call = self.waiting.pop_front_if(may_begin)?;
        self.runs_alone = !call.tool.is_parallel();
        Some(call)
    }

    fn begin(&mut self, call: Call<Cx>) {
        let slot = call.slot;
        let span = tracing::debug_span!(
            "tool_call",
            tool.name = %call.tool.spec().name,
            call.id = %call.context.call_id,
        );
        self.running.push(Running {
            slot,
            task: tokio::spawn(call.run().instrument(span)),
        });
    }

    fn end(&mut self, slot: usize, end: CallEnd) -> Option<BatchEvent> {
        let result = match end {
            CallEnd::Answered(result) => result,
            CallEnd::Tripped(tripped) => return Some(BatchEvent::Tripped(tripped)),
        };
        let result = result
            .map(|output| output.value)
            .map_err(|error| error.value);
        let (Ok(value) | Err(value)) = &result;
        let output = answer::text(value, self.max_output_bytes);
        let slot = self.slots.get_mut(slot)?;
        slot.output = Some(output);
        Some(BatchEvent::Ended {
            call_id: slot.call_id.clone(),
            name: slot.name.clone(),
            result,
        })
    }

    /// Logged, never told: a panic's message may hold anything.
    fn broken(&self, slot: usize, error: &JoinError) -> CallEnd {
        let name = self.slots.get(slot).map(|slot| slot.name.as_str());
        tracing::error!(
            tool.name = name,
            panicked = error.is_panic(),
            "a tool broke"
        );
        CallEnd::Answered(Err(wording::broken()))
    }

    /// Is ready with what happens next to the calls that have begun; gives up the others.
    pub(crate) fn poll_drain(&mut self, context: &mut Context<'_>) -> Poll<Option<BatchEvent>> {
        self.waiting.clear();
        let event = ready!(self.poll_event(context));
        Poll::Ready(event)
    }
}

impl<Cx> Batch<Cx> {
    /// Returns each call's id and output, in the order of the calls; calls that have not ended were cancelled.
    /// Their tools are left to end on their own.
    pub(crate) fn into_outputs(self) -> impl Iterator<Item = (String, String)> {
        self.slots.into_iter().map(|slot| {
            let output = slot.output.unwrap_or_else(|| {
                let error = wording::cancelled(slot.ticket.has_begun());
                error.value.to_string()
            });
            (slot.call_id, output)
        })
    }
}

fn find<Cx>(
    agent: &Agent<Cx>,
    offered: &[ToolSpec],
    name: &str,
) -> Result<Arc<dyn Tool<Cx>>, ToolError> {
    let is_offered = offered.iter().any(|spec| spec.name == name);
    let tool = agent.tools.iter().find(|tool| tool.spec().name == name);
    match tool {
        Some(tool) if is_offered => Ok(Arc::clone(tool)),
        _ => Err(wording::unknown(name, offered)),
    }
}

type ToolResult = Result<ToolOutput, ToolError>;
/// How long a tool may take.
type Limit = Duration;

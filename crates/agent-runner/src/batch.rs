//! The tool calls of one turn: which run when, and what they come to.

mod admit;
mod call;
mod queue;
mod slot;
mod wording;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use taskpilot_model_client::{InputItem, Usage};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::DropGuard;
use tracing::{Instrument, Span};

use self::call::{Call, CallEnd};
use self::queue::Queue;
use self::slot::{Hold, Slot};
use crate::answer;
use crate::approval::ApprovalRequest;
use crate::event::RunEvent;
use crate::guardrail::Tripped;
use crate::state::PendingCall;
use crate::telemetry;
use crate::tool::ToolResult;
use crate::tool_context::Signal;

pub(crate) use admit::Setting;

/// How many signals of tools wait to be read before the tools wait.
const SIGNALS: usize = 64;

/// The tool calls of one turn.
///
/// Each tool runs in a task of its own: what has begun ends, even if the batch is dropped.
pub(crate) struct Batch<Cx> {
    agent: Arc<str>,
    /// In the order of the calls.
    slots: Vec<Slot>,
    queue: Queue<Cx>,
    running: FuturesUnordered<Running>,
    ended: VecDeque<(usize, CallEnd)>,
    signals: mpsc::Receiver<(usize, Signal)>,
    has_runnable: bool,
    max_output_bytes: usize,
    traces_content: bool,
    /// Tells tools that nobody waits for them any longer.
    _abandoned: DropGuard,
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
    Waits(Box<ApprovalRequest>),
    /// The run must not go on.
    Tripped(Tripped),
    /// A hook has stopped the run.
    Stopped(String),
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
    /// Returns whether any of the calls can be run.
    pub(crate) fn has_runnable(&self) -> bool {
        self.has_runnable
    }

    /// Begins what may begin and returns what happens next; `None` once all calls have ended or wait.
    pub(crate) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<BatchEvent>> {
        loop {
            while let Some(call) = self.queue.next() {
                self.begin(call);
            }
            while let Poll::Ready(Some((slot, result))) = self.running.poll_next_unpin(context) {
                self.queue.end(slot);
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
                if let Some(event) = self.end(slot, end) {
                    return Poll::Ready(Some(event));
                }
                continue;
            }
            if !self.running.is_empty() {
                return Poll::Pending;
            }
            if self.queue.is_empty() {
                return Poll::Ready(None);
            }
        }
    }

    /// Returns what happens next to the calls that have begun; gives up the others.
    pub(crate) fn poll_drain(&mut self, context: &mut Context<'_>) -> Poll<Option<BatchEvent>> {
        self.queue.clear();
        self.poll_event(context)
    }

    fn signal(&mut self, slot: usize, signal: Signal) -> Option<BatchEvent> {
        let slot = self.slots.get_mut(slot)?;
        let call_id = slot.call_id.clone();
        Some(match signal {
            Signal::Progress(value) => BatchEvent::Progress {
                call_id,
                name: slot.name.clone(),
                value,
            },
            Signal::Nested(event) => BatchEvent::Nested { call_id, event },
            Signal::Suspended(run) => {
                slot.hold = Some(Hold::Suspended(run));
                return None;
            }
        })
    }

    fn begin(&mut self, call: Call<Cx>) {
        let slot = call.slot;
        let holds_content = self.traces_content;
        let span = telemetry::tool_span(
            call.tool.spec(),
            &call.context.call_id,
            &call.arguments,
            holds_content,
        );
        let running = async move {
            let end = call.run().await;
            end.note(&Span::current(), holds_content);
            end
        };
        self.running.push(Running {
            slot,
            task: tokio::spawn(running.instrument(span)),
        });
    }

    fn end(&mut self, slot: usize, end: CallEnd) -> Option<BatchEvent> {
        let slot = self.slots.get_mut(slot)?;
        match end {
            CallEnd::Tripped(tripped) => Some(BatchEvent::Tripped(tripped)),
            CallEnd::Stopped(reason) => Some(BatchEvent::Stopped(reason)),
            CallEnd::Waits(arguments) => {
                slot.wait_with(arguments);
                Some(BatchEvent::Waits(Box::new(slot.request(&self.agent))))
            }
            // What it answers is not its answer yet.
            CallEnd::Answered(_) if slot.hold.is_some() => None,
            CallEnd::Answered(result) => Some(answered(slot, result, self.max_output_bytes)),
        }
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
}

fn answered(slot: &mut Slot, result: ToolResult, max_bytes: usize) -> BatchEvent {
    slot.is_ok = result.is_ok();
    if slot.is_ok {
        slot.shown = slot.attached.take();
    }
    let result = result
        .map(|output| output.value)
        .map_err(|error| error.value);
    let (Ok(value) | Err(value)) = &result;
    slot.output = Some(answer::text(value, max_bytes));
    BatchEvent::Ended {
        call_id: slot.call_id.clone(),
        name: slot.name.clone(),
        result,
    }
}

impl<Cx> Batch<Cx> {
    /// Returns whether a call waits for a person's word.
    pub(crate) fn is_held(&self) -> bool {
        self.slots.iter().any(|slot| slot.hold.is_some())
    }

    /// Returns the calls as they are, for a state.
    pub(crate) fn pending(&self) -> Vec<PendingCall> {
        self.slots.iter().map(Slot::pending).collect()
    }

    /// Returns the handoff that was made, by its name.
    pub(crate) fn handoff(&self) -> Option<&str> {
        let made = |slot: &&Slot| slot.is_handoff && slot.is_ok;
        self.slots.iter().find(made).map(|slot| slot.name.as_str())
    }

    /// Takes out what each tool spent.
    pub(crate) fn take_spent(&mut self) -> impl Iterator<Item = (String, Usage)> {
        let spent = self.slots.iter_mut().map(|slot| {
            let meter = std::mem::take(&mut slot.meter);
            (slot.name.clone(), meter.read())
        });
        spent.filter(|(_, usage)| *usage != Usage::default())
    }

    /// Returns the output of each call, in the order of the calls; calls that have not ended were cancelled.
    /// Their tools are left to end on their own.
    pub(crate) fn into_outputs(self) -> impl Iterator<Item = InputItem> {
        self.slots.into_iter().map(Slot::into_output)
    }
}

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use taskpilot_model_client::ToolSpec;
use tokio::task::{JoinError, JoinHandle};
use tracing::Instrument;

use crate::agent::Agent;
use crate::answer;
use crate::options::RunOptions;
use crate::tool::{Tool, ToolContext, ToolError, ToolOutput};
use crate::transcript::WrittenCall;

type ToolResult = Result<ToolOutput, ToolError>;

/// The tool calls of one turn.
///
/// Each tool runs in a task of its own: what has begun ends, even if the batch is dropped.
pub(crate) struct Batch<Cx> {
    /// In the order of the calls.
    slots: Vec<Slot>,
    waiting: VecDeque<Job<Cx>>,
    running: FuturesUnordered<Running>,
    ended: VecDeque<(usize, ToolResult)>,
    has_runnable: bool,
    /// Whether the tool that runs must not have company.
    runs_alone: bool,
    max_parallel: usize,
    max_output_bytes: usize,
    timeout: Duration,
}

/// A tool has ended.
pub(crate) struct ToolEnd {
    pub(crate) call_id: String,
    pub(crate) name: String,
    pub(crate) result: Result<Value, Value>,
}

struct Slot {
    call_id: String,
    name: String,
    has_begun: bool,
    /// What the model will read.
    output: Option<String>,
}

struct Job<Cx> {
    slot: usize,
    tool: Arc<dyn Tool<Cx>>,
    context: ToolContext<Cx>,
    arguments: Value,
}

struct Running {
    slot: usize,
    task: JoinHandle<ToolResult>,
}

impl Future for Running {
    type Output = (usize, Result<ToolResult, JoinError>);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let slot = self.slot;
        Pin::new(&mut self.task)
            .poll(context)
            .map(|result| (slot, result))
    }
}

impl<Cx: Send + Sync + 'static> Batch<Cx> {
    /// Takes the calls of one answer; `offered` are the tools the model was told of. Nothing begins yet.
    pub(crate) fn new(
        calls: Vec<WrittenCall>,
        agent: &Agent<Cx>,
        offered: &[ToolSpec],
        app: &Arc<Cx>,
        options: &RunOptions,
    ) -> Self {
        let mut batch = Self {
            slots: Vec::with_capacity(calls.len()),
            waiting: VecDeque::new(),
            running: FuturesUnordered::new(),
            ended: VecDeque::new(),
            has_runnable: false,
            runs_alone: false,
            max_parallel: options.max_parallel_tools.max(1),
            max_output_bytes: options.max_tool_output_bytes,
            timeout: options.tool_timeout,
        };
        for (slot, call) in calls.into_iter().enumerate() {
            let WrittenCall {
                call_id,
                name,
                arguments,
                ..
            } = call;
            let job = arguments.and_then(|arguments| {
                let tool = find(agent, offered, &name)?;
                let context = ToolContext {
                    app: Arc::clone(app),
                    call_id: call_id.clone(),
                };
                Ok(Job {
                    slot,
                    tool,
                    context,
                    arguments,
                })
            });
            match job {
                Ok(job) => batch.waiting.push_back(job),
                Err(error) => batch.ended.push_back((slot, Err(error))),
            }
            batch.slots.push(Slot {
                call_id,
                name,
                has_begun: false,
                output: None,
            });
        }
        batch.has_runnable = !batch.waiting.is_empty();
        batch
    }

    /// Returns whether any of the calls can be run.
    pub(crate) fn has_runnable(&self) -> bool {
        self.has_runnable
    }

    /// Begins what may begin and returns the next tool that ended; `None` once all have.
    pub(crate) fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<Option<ToolEnd>> {
        while let Some(job) = self.next_job() {
            self.begin(job);
        }
        if let Some((slot, result)) = self.ended.pop_front() {
            return Poll::Ready(self.end(slot, result));
        }
        let Poll::Ready(next) = self.running.poll_next_unpin(context) else {
            return Poll::Pending;
        };
        let Some((slot, result)) = next else {
            return Poll::Ready(None);
        };
        let result = result.unwrap_or_else(|error| Err(self.broken(slot, &error)));
        Poll::Ready(self.end(slot, result))
    }

    /// Takes the first call that waits, if it may run beside those that do.
    fn next_job(&mut self) -> Option<Job<Cx>> {
        let alone = self.running.is_empty();
        let beside = !self.runs_alone && self.running.len() < self.max_parallel;
        let may_begin = |job: &mut Job<Cx>| alone || (beside && job.tool.is_parallel());
        let job = self.waiting.pop_front_if(may_begin)?;
        self.runs_alone = !job.tool.is_parallel();
        Some(job)
    }

    fn begin(&mut self, job: Job<Cx>) {
        let Job {
            slot,
            tool,
            context,
            arguments,
        } = job;
        let Some(begun) = self.slots.get_mut(slot) else {
            return;
        };
        begun.has_begun = true;
        let span =
            tracing::debug_span!("tool_call", tool.name = %begun.name, call.id = %begun.call_id);
        let limit = self.timeout;
        let call = async move {
            let call = tool.call(context, arguments);
            tokio::time::timeout(limit, call)
                .await
                .unwrap_or_else(|_| Err(timed_out(limit)))
        };
        self.running.push(Running {
            slot,
            task: tokio::spawn(call.instrument(span)),
        });
    }

    fn end(&mut self, slot: usize, result: ToolResult) -> Option<ToolEnd> {
        let result = result
            .map(|output| output.value)
            .map_err(|error| error.value);
        let (Ok(value) | Err(value)) = &result;
        let output = answer::text(value, self.max_output_bytes);
        let slot = self.slots.get_mut(slot)?;
        slot.output = Some(output);
        Some(ToolEnd {
            call_id: slot.call_id.clone(),
            name: slot.name.clone(),
            result,
        })
    }

    /// Logged, never told: a panic's message may hold anything.
    fn broken(&self, slot: usize, error: &JoinError) -> ToolError {
        let name = self.slots.get(slot).map(|slot| slot.name.as_str());
        tracing::error!(
            tool.name = name,
            panicked = error.is_panic(),
            "a tool broke"
        );
        ToolError::new(
            "tool_failed",
            "the tool failed; whether the call took effect is unknown",
        )
    }
}

impl<Cx> Batch<Cx> {
    /// Gives up the calls that have not begun.
    pub(crate) fn drop_waiting(&mut self) {
        self.waiting.clear();
    }

    /// Returns each call's id and output, in the order of the calls; calls that have not ended were cancelled.
    /// Their tools are left to end on their own.
    pub(crate) fn into_outputs(self) -> impl Iterator<Item = (String, String)> {
        self.slots.into_iter().map(|slot| {
            let output = slot.output.unwrap_or_else(|| cancelled(slot.has_begun));
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
        _ => Err(unknown(name, offered)),
    }
}

/// The most of an unknown name that is shown to the model again.
const SHOWN_BYTES: usize = 64;

fn unknown(name: &str, offered: &[ToolSpec]) -> ToolError {
    let name = crate::call_id::prefix(name, SHOWN_BYTES);
    let names: Vec<&str> = offered.iter().map(|spec| spec.name.as_str()).collect();
    let known = if names.is_empty() {
        "there are no tools".to_owned()
    } else {
        format!("the tools are: {}", names.join(", "))
    };
    ToolError::new(
        "unknown_tool",
        format!("there is no tool \"{name}\"; {known}"),
    )
}

fn timed_out(limit: Duration) -> ToolError {
    let message = format!(
        "the tool did not end within {limit:?}; whether the call took effect is unknown, so look before calling again"
    );
    ToolError::new("tool_timeout", message)
}

fn cancelled(has_begun: bool) -> String {
    let message = if has_begun {
        "the call was cancelled before it answered; whether it took effect is unknown"
    } else {
        "the call was cancelled before it began; nothing was done"
    };
    answer::error_text("cancelled", message)
}

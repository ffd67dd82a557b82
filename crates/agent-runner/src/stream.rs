use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::{FusedStream, Stream};
use taskpilot_model_client::InputItem;

use crate::agent::Agent;
use crate::event::RunEvent;
use crate::options::RunOptions;
use crate::run::Run;
use crate::state::RunState;

/// Begins a run of `agent` over `input`, oldest item first; `context` goes to each tool and never to the model.
///
/// The input is [repaired](crate::history::repair) first. Nothing else happens before the stream is polled, which must
/// be inside a tokio runtime with timers, as tools run in tasks of it. Model calls are not retried here: a
/// [`Model`](taskpilot_model_client::Model) does that itself, before it shows anything, and two layers would
/// multiply. An agent's name or tools cannot change while it runs.
pub fn run<Cx: Send + Sync + 'static>(
    agent: Arc<Agent<Cx>>,
    context: Arc<Cx>,
    input: Vec<InputItem>,
    options: RunOptions,
) -> RunStream {
    RunStream {
        run: Some(Box::pin(Run::new(agent, context, input, options))),
    }
}

/// Goes on with a run that [waits](crate::RunEventKind::Interrupted), in this process or another.
///
/// `agent` is the one that the run began with, or one that leads to the agent that waits; its tools must be what they
/// were. Calls with a decision that counts are run or rejected, the others wait again. The run keeps its id unless
/// `options` has another; what its state and `options` hold as standing decisions both count, and so does what it has
/// spent. Input
/// guardrails and the session are not asked again; the session is appended to in the end.
pub fn resume<Cx: Send + Sync + 'static>(
    agent: Arc<Agent<Cx>>,
    context: Arc<Cx>,
    state: RunState,
    options: RunOptions,
) -> RunStream {
    RunStream {
        run: Some(Box::pin(Run::resume(agent, context, state, options))),
    }
}

/// A run as it goes: its events in order, `Completed`, `Failed`, `Cancelled` or `Interrupted` last, then nothing.
///
/// - Every `ToolCallReady` has a `ToolCallStarted` before it, and one `ToolFinished` after it; only a cancelled run
///   may end with calls that did not finish. A `ToolCallStarted` without `ToolCallReady` is a call that the model began
///   but did not complete: its answer broke off.
/// - Tools begin after all events of their turn's model call were taken: a reader that stops reading stops the run.
/// - Dropping the stream cancels the model call at once and begins no further tool; tools that have begun run to their
///   end, within their time limit. To keep what was done until then, fire [`RunOptions::cancel`] and read on.
#[must_use = "a run does nothing unless it is polled"]
pub struct RunStream {
    /// Gone once the last event is out, and with it the run's memory.
    run: Option<Pin<Box<dyn Stream<Item = RunEvent> + Send>>>,
}

impl Stream for RunStream {
    type Item = RunEvent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        let Some(run) = &mut self.run else {
            return Poll::Ready(None);
        };
        let next = run.as_mut().poll_next(context);
        if let Poll::Ready(event) = &next
            && event.as_ref().is_none_or(|event| event.kind.is_terminal())
        {
            self.run = None;
        }
        next
    }
}

impl FusedStream for RunStream {
    fn is_terminated(&self) -> bool {
        self.run.is_none()
    }
}

impl std::fmt::Debug for RunStream {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RunStream")
            .field("ended", &self.run.is_none())
            .finish()
    }
}

//! The agent loop, as a state machine: one step does one thing, or waits for it.

mod ask;
mod close;
mod hear;
mod open;
mod tools;
mod wait;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use taskpilot_model_client::{ErrorKind, InputItem, ModelError, ModelStream, ToolSpec};
use tokio::time::{Instant, Sleep};
use tracing::Span;

use self::close::Ending;
use crate::agent::Agent;
use crate::approval::StandingDecision;
use crate::batch::Batch;
use crate::budget::{BudgetLimit, Spent};
use crate::cancellation::Cancellation;
use crate::event::{RunError, RunEvent, RunEventKind};
use crate::guardrail::Watch;
use crate::hooks::Scene;
use crate::options::RunOptions;
use crate::state::PendingCall;
use crate::transcript::{Transcript, WrittenCall};

/// The agent loop.
pub(crate) struct Run<Cx> {
    agent: Arc<Agent<Cx>>,
    /// The agent's name, at hand for each event.
    name: Arc<str>,
    id: Arc<str>,
    app: Arc<Cx>,
    options: RunOptions,
    offered: Arc<[ToolSpec]>,
    standing: Vec<StandingDecision>,
    /// Who has handed over to whom.
    handoffs: Vec<(String, String)>,
    cancellation: Cancellation,
    /// Guardrails that run beside the model.
    watch: Watch,
    /// Answers are checked before they are shown.
    holds_text: bool,
    /// An input guardrail has stopped the run: nothing of it is kept.
    is_rejected: bool,
    phase: Phase<Cx>,
    /// What has happened but was not told yet.
    events: VecDeque<RunEventKind>,
    transcript: Transcript,
    /// How much of the end of the input is the run's own.
    own_input: usize,
    /// What the model is told once, because its answer does not have its form.
    hint: Vec<InputItem>,
    repairs: u32,
    spent: Spent,
    began: Option<Instant>,
    /// When the run's time is over.
    deadline: Option<Pin<Box<Sleep>>>,
    /// Attempts of the model call that runs.
    attempts: u64,
    /// How many of them went on with another model.
    switches: u32,
    turn: u32,
    bad_turns: u32,
    was_empty: bool,
    sequence: u64,
    span: Span,
    /// The span of the agent that acts, inside of the run's, once there was a handoff.
    agent_span: Span,
    /// How many entries the ledger had when this agent began.
    agent_entries: usize,
    /// The span of the model call that runs.
    call_span: Span,
}

enum Phase<Cx> {
    Begin,
    /// The run goes on with these calls.
    Resume(Vec<PendingCall>),
    /// The run cannot go on.
    Unknown(String),
    /// The model is to be asked.
    Ask,
    /// The model answers.
    Answer(ModelStream),
    /// Something is waited for that is neither model nor tool.
    Work(Work<Cx>),
    /// The calls wait for guardrails.
    Barrier(Vec<WrittenCall>),
    Tools(Batch<Cx>),
    /// Calls wait for a person's word, and the run for guardrails before it ends there: they do not run again.
    Held(Batch<Cx>),
    /// The run is cut and waits for tools that have begun.
    Drain(Batch<Cx>, Pin<Box<Sleep>>, Ending),
    /// The run is over, and what is left to do is done whatever happens.
    Close(Work<Cx>),
    Done,
}

/// Something that is waited for, and what follows from it.
type Work<Cx> = Pin<Box<dyn Future<Output = Then<Cx>> + Send>>;
type Then<Cx> = Box<dyn FnOnce(&mut Run<Cx>) + Send>;

fn then<Cx>(act: impl FnOnce(&mut Run<Cx>) + Send + 'static) -> Then<Cx> {
    Box::new(act)
}

impl<Cx: Send + Sync + 'static> Stream for Run<Cx> {
    type Item = RunEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        let run = self.get_mut();
        if run.span.is_disabled() {
            return run.poll_event(context);
        }
        let span = run.current_span().clone();
        let _entered = span.enter();
        run.poll_event(context)
    }
}

impl<Cx: Send + Sync + 'static> Run<Cx> {
    /// Returns the span of the agent that acts.
    fn current_span(&self) -> &Span {
        if self.agent_span.is_disabled() {
            &self.span
        } else {
            &self.agent_span
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        loop {
            if let Some(kind) = self.events.pop_front() {
                return Poll::Ready(Some(self.stamp(kind)));
            }
            if matches!(self.phase, Phase::Done) {
                return Poll::Ready(None);
            }
            self.poll_limits(context);
            if let Some(kind) = ready!(self.step(context)) {
                return Poll::Ready(Some(self.stamp(kind)));
            }
        }
    }

    /// Stops the run if a guardrail beside it trips, or its time is over.
    fn poll_limits(&mut self, context: &mut Context<'_>) {
        if !self.watch.is_empty()
            && let Poll::Ready(Some(tripped)) = self.watch.poll_trip(context)
        {
            self.trip(tripped);
        }
        if let Some(deadline) = &mut self.deadline
            && deadline.as_mut().poll(context).is_ready()
        {
            self.deadline = None;
            self.stop(RunError::Budget(BudgetLimit::Time));
        }
    }

    /// Does the next thing, and returns what there is to tell of it, if anything.
    fn step(&mut self, context: &mut Context<'_>) -> Poll<Option<RunEventKind>> {
        if let Phase::Answer(_) = self.phase {
            return self.listen(context);
        }
        if self.may_be_cancelled() && self.cancellation.poll(context).is_ready() {
            self.cancel();
            return Poll::Ready(None);
        }
        match &mut self.phase {
            Phase::Begin => {
                self.begin();
                return Poll::Ready(Some(RunEventKind::RunStarted));
            }
            Phase::Resume(calls) => {
                let calls = std::mem::take(calls);
                self.go_on(calls);
                return Poll::Ready(Some(RunEventKind::RunResumed));
            }
            Phase::Unknown(agent) => {
                let agent = std::mem::take(agent);
                self.fail(RunError::UnknownAgent(agent));
            }
            Phase::Ask => self.ask(),
            Phase::Work(work) | Phase::Close(work) => {
                let act = ready!(work.as_mut().poll(context));
                act(self);
            }
            Phase::Barrier(_) if self.watch.holds_side_effects() => return Poll::Pending,
            Phase::Barrier(calls) => {
                let calls = std::mem::take(calls);
                self.begin_batch(calls);
            }
            Phase::Tools(batch) => match ready!(batch.poll_event(context)) {
                Some(event) => return Poll::Ready(self.tell(event)),
                None => self.end_batch(),
            },
            Phase::Held(_) if !self.watch.is_empty() => return Poll::Pending,
            Phase::Held(_) => self.end_held(),
            Phase::Drain(batch, deadline, _) => {
                let event = match batch.poll_drain(context) {
                    Poll::Ready(event) => event,
                    Poll::Pending => {
                        ready!(deadline.as_mut().poll(context));
                        None
                    }
                };
                match event {
                    Some(event) => return Poll::Ready(self.tell(event)),
                    None => self.end_drain(),
                }
            }
            // `listen` reads answers.
            Phase::Answer(_) | Phase::Done => {}
        }
        Poll::Ready(None)
    }

    fn may_be_cancelled(&self) -> bool {
        matches!(
            self.phase,
            Phase::Ask | Phase::Work(_) | Phase::Barrier(_) | Phase::Tools(_) | Phase::Held(_)
        )
    }

    /// Waits for `work`, then does what it says.
    fn wait_for(&mut self, work: impl Future<Output = Then<Cx>> + Send + 'static) {
        self.phase = Phase::Work(Box::pin(work));
    }

    /// Reads the answer on.
    fn listen(&mut self, context: &mut Context<'_>) -> Poll<Option<RunEventKind>> {
        let Phase::Answer(answer) = &mut self.phase else {
            return Poll::Ready(None);
        };
        let next = if self.call_span.is_disabled() {
            answer.as_mut().poll_next(context)
        } else {
            let _entered = self.call_span.enter();
            answer.as_mut().poll_next(context)
        };
        if self.cancellation.is_worth_asking(next.is_ready(), context)
            && self.cancellation.poll(context).is_ready()
        {
            self.cancel();
            return Poll::Ready(None);
        }
        let next = ready!(next);
        Poll::Ready(match next {
            Some(Ok(event)) => self.hear(event),
            Some(Err(error)) => {
                self.model_failed(error);
                None
            }
            None => {
                let message = "the stream ended before the answer did";
                self.model_failed(ModelError::new(ErrorKind::Truncated, message));
                None
            }
        })
    }

    /// Returns where the run is, for hooks.
    fn scene(&self) -> Scene<Cx> {
        Scene::new(&self.app, &self.id, &self.name, self.turn)
    }

    fn stamp(&mut self, kind: RunEventKind) -> RunEvent {
        self.sequence = self.sequence.saturating_add(1);
        RunEvent {
            run_id: Arc::clone(&self.id),
            agent: Arc::clone(&self.name),
            turn: self.turn,
            sequence: self.sequence,
            kind,
        }
    }
}

//! The agent loop, as a state machine: one step does one thing, or waits for it.

mod close;
mod hear;
mod tools;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use taskpilot_model_client::{
    ErrorKind, InputItem, ModelError, ModelRequest, ModelStream, ToolSpec, Usage,
};
use tokio::time::Sleep;
use tracing::Span;

use self::close::Ending;
use crate::agent::Agent;
use crate::batch::Batch;
use crate::cancellation::Cancellation;
use crate::event::{RunError, RunEvent, RunEventKind};
use crate::guardrail::{GuardrailStage, Timing, Watch, guarded};
use crate::history;
use crate::options::RunOptions;
use crate::tool_context::Meter;
use crate::transcript::{Transcript, WrittenCall};

/// The agent loop.
pub(crate) struct Run<Cx> {
    agent: Arc<Agent<Cx>>,
    /// The agent's name, at hand for each event.
    name: Arc<str>,
    run_id: Arc<str>,
    app: Arc<Cx>,
    options: RunOptions,
    offered: Arc<[ToolSpec]>,
    cancellation: Cancellation,
    /// Guardrails that run beside the model.
    watch: Watch,
    /// Answers are checked before they are shown.
    holds_text: bool,
    phase: Phase<Cx>,
    /// What has happened but was not told yet.
    events: VecDeque<RunEventKind>,
    transcript: Transcript,
    usage: Usage,
    /// What tools spent.
    meter: Meter,
    /// Attempts of the model call that runs.
    attempts: u64,
    turn: u32,
    bad_turns: u32,
    was_empty: bool,
    sequence: u64,
    span: Span,
}

enum Phase<Cx> {
    Begin,
    /// The model is to be asked.
    Ask,
    /// The model answers.
    Answer(ModelStream),
    /// Something is waited for that is neither model nor tool.
    Work(Work<Cx>),
    /// The calls wait for guardrails.
    Barrier(Vec<WrittenCall>),
    Tools(Batch<Cx>),
    /// The run is cut and waits for tools that have begun.
    Drain(Batch<Cx>, Pin<Box<Sleep>>, Ending),
    Done,
}

/// Something that is waited for, and what follows from it.
type Work<Cx> = Pin<Box<dyn Future<Output = Then<Cx>> + Send>>;
type Then<Cx> = Box<dyn FnOnce(&mut Run<Cx>) + Send>;

impl<Cx: Send + Sync + 'static> Stream for Run<Cx> {
    type Item = RunEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        let run = self.get_mut();
        if run.span.is_disabled() {
            return run.poll_event(context);
        }
        let span = run.span.clone();
        let _entered = span.enter();
        run.poll_event(context)
    }
}

impl<Cx: Send + Sync + 'static> Run<Cx> {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        loop {
            if let Some(kind) = self.events.pop_front() {
                return Poll::Ready(Some(self.stamp(kind)));
            }
            if matches!(self.phase, Phase::Done) {
                return Poll::Ready(None);
            }
            if !self.watch.is_empty()
                && let Poll::Ready(Some(tripped)) = self.watch.poll_trip(context)
            {
                self.trip(tripped);
                continue;
            }
            if let Some(kind) = ready!(self.step(context)) {
                return Poll::Ready(Some(self.stamp(kind)));
            }
        }
    }

    pub(crate) fn new(
        agent: Arc<Agent<Cx>>,
        app: Arc<Cx>,
        input: Vec<InputItem>,
        mut options: RunOptions,
    ) -> Self {
        let tools = std::mem::take(&mut options.request.tools);
        let run_id = options.run_id.clone().unwrap_or_else(made_up_id);
        // At debug level, because it is entered for each delta.
        let span = tracing::debug_span!("agent_run", agent.name = %agent.name, run.id = %run_id);
        let is_blocking = |timing| timing == Timing::Blocking;
        Self {
            span,
            run_id,
            offered: if tools.is_empty() {
                agent.tool_specs()
            } else {
                tools
            },
            cancellation: Cancellation::new(&options.cancel),
            watch: Watch::default(),
            holds_text: (agent.output_guardrails.iter()).any(|it| is_blocking(it.timing())),
            transcript: Transcript::new(history::repair(input)),
            name: Arc::clone(&agent.name),
            agent,
            app,
            options,
            phase: Phase::Begin,
            events: VecDeque::new(),
            usage: Usage::default(),
            meter: Meter::default(),
            attempts: 0,
            turn: 0,
            bad_turns: 0,
            was_empty: false,
            sequence: 0,
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
            Phase::Ask => self.ask(),
            Phase::Work(work) => {
                let then = ready!(work.as_mut().poll(context));
                then(self);
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
            Phase::Ask | Phase::Work(_) | Phase::Barrier(_) | Phase::Tools(_)
        )
    }

    /// Waits for `work`, then does what it says.
    fn wait_for(&mut self, work: impl Future<Output = Then<Cx>> + Send + 'static) {
        self.phase = Phase::Work(Box::pin(work));
    }

    /// Begins the input guardrails: some have to pass before the model is asked.
    fn begin(&mut self) {
        self.phase = Phase::Ask;
        if self.agent.input_guardrails.is_empty() {
            return;
        }
        let input: Arc<[InputItem]> = self.transcript.items().into();
        let mut first = Watch::default();
        for guardrail in &self.agent.input_guardrails {
            let timing = guardrail.timing();
            let watch = match timing {
                Timing::Blocking => &mut first,
                _ => &mut self.watch,
            };
            let (guardrail, app) = (Arc::clone(guardrail), Arc::clone(&self.app));
            let input = Arc::clone(&input);
            watch.add(timing, GuardrailStage::Input, async move {
                let trip = guarded(guardrail.check(app, input)).await;
                trip.map(|trip| (guardrail.name().to_owned(), trip))
            });
        }
        if !first.is_empty() {
            self.wait_for(async {
                match first.first_trip().await {
                    Some(tripped) => Box::new(|run: &mut Self| run.trip(tripped)) as Then<Cx>,
                    None => Box::new(|run: &mut Self| run.phase = Phase::Ask),
                }
            });
        }
    }

    /// Reads the answer on.
    fn listen(&mut self, context: &mut Context<'_>) -> Poll<Option<RunEventKind>> {
        let Phase::Answer(answer) = &mut self.phase else {
            return Poll::Ready(None);
        };
        let next = answer.as_mut().poll_next(context);
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

    fn ask(&mut self) {
        if self.turn >= self.options.max_turns {
            return self.fail(RunError::MaxTurns(self.options.max_turns));
        }
        self.turn = self.turn.saturating_add(1);
        self.attempts = 1;
        let template = &self.options.request;
        let request = ModelRequest {
            instructions: template
                .instructions
                .clone()
                .or_else(|| self.agent.instructions.clone()),
            input: self.transcript.items().to_vec(),
            tools: Arc::clone(&self.offered),
            ..template.clone()
        };
        self.phase = Phase::Answer(self.agent.model.stream(request));
        self.events.push_back(RunEventKind::TurnStarted);
    }

    fn stamp(&mut self, kind: RunEventKind) -> RunEvent {
        self.sequence = self.sequence.saturating_add(1);
        RunEvent {
            run_id: Arc::clone(&self.run_id),
            agent: Arc::clone(&self.name),
            turn: self.turn,
            sequence: self.sequence,
            kind,
        }
    }
}

fn made_up_id() -> Arc<str> {
    format!("run_{:016x}", getrandom::u64().unwrap_or_default()).into()
}

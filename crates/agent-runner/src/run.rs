use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use taskpilot_model_client::{
    ErrorKind, FinishReason, InputItem, ModelError, ModelEvent, ModelRequest, ModelResponse,
    ModelStream, ToolChoice, ToolSpec, Usage,
};
use tokio::time::Sleep;
use tracing::Span;

use crate::agent::Agent;
use crate::batch::{Batch, ToolEnd};
use crate::cancellation::Cancellation;
use crate::event::{RunError, RunEvent, RunEventKind, RunFailure, RunOutcome};
use crate::history;
use crate::options::RunOptions;
use crate::transcript::{Answer, Transcript, WrittenCall};

/// The agent loop, as a state machine: one step does one thing, or waits for it.
pub(crate) struct Run<Cx> {
    agent: Arc<Agent<Cx>>,
    /// The agent's name, at hand for each event.
    name: Arc<str>,
    app: Arc<Cx>,
    options: RunOptions,
    offered: Arc<[ToolSpec]>,
    cancellation: Cancellation,
    phase: Phase<Cx>,
    /// What has happened but was not told yet.
    events: VecDeque<RunEventKind>,
    transcript: Transcript,
    usage: Usage,
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
    Tools(Batch<Cx>),
    /// The run is cancelled and waits for tools that have begun.
    Drain(Batch<Cx>, Pin<Box<Sleep>>),
    Done,
}

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
            if let Some(kind) = ready!(self.step(context)) {
                return Poll::Ready(Some(self.stamp(kind)));
            }
        }
    }
}

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(crate) fn new(
        agent: Arc<Agent<Cx>>,
        app: Arc<Cx>,
        input: Vec<InputItem>,
        mut options: RunOptions,
    ) -> Self {
        let tools = std::mem::take(&mut options.request.tools);
        // At debug level, because it is entered for each delta.
        let span = tracing::debug_span!("agent_run", agent.name = %agent.name);
        Self {
            span,
            offered: if tools.is_empty() {
                agent.tool_specs()
            } else {
                tools
            },
            cancellation: Cancellation::new(&options.cancel),
            transcript: Transcript::new(history::repair(input)),
            name: Arc::clone(&agent.name),
            agent,
            app,
            options,
            phase: Phase::Begin,
            events: VecDeque::new(),
            usage: Usage::default(),
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
        Poll::Ready(match &mut self.phase {
            Phase::Begin => {
                self.phase = Phase::Ask;
                Some(RunEventKind::RunStarted)
            }
            Phase::Ask => {
                self.ask();
                None
            }
            Phase::Tools(batch) => {
                let end = ready!(batch.poll_end(context));
                if end.is_none() {
                    self.end_batch();
                }
                end.map(finished)
            }
            Phase::Drain(batch, deadline) => {
                let end = match batch.poll_end(context) {
                    Poll::Ready(end) => end,
                    Poll::Pending => {
                        ready!(deadline.as_mut().poll(context));
                        None
                    }
                };
                if end.is_none() {
                    self.end_drain();
                }
                end.map(finished)
            }
            // `listen` reads answers.
            Phase::Answer(_) | Phase::Done => None,
        })
    }

    fn may_be_cancelled(&self) -> bool {
        matches!(self.phase, Phase::Ask | Phase::Tools(_))
    }

    /// Reads the answer on.
    ///
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

    fn hear(&mut self, event: ModelEvent) -> Option<RunEventKind> {
        match event {
            ModelEvent::TextDelta(delta) => {
                self.transcript.hear_text(&delta);
                Some(RunEventKind::TextDelta(delta))
            }
            ModelEvent::ReasoningDelta(delta) => Some(RunEventKind::ReasoningDelta(delta)),
            ModelEvent::RefusalDelta(delta) => {
                self.transcript.hear_refusal(&delta);
                Some(RunEventKind::RefusalDelta(delta))
            }
            ModelEvent::RetryScheduled { delay, cause } => {
                self.attempts = self.attempts.saturating_add(1);
                Some(RunEventKind::RetryScheduled { delay, cause })
            }
            ModelEvent::ToolCallStarted { call_id, name } => {
                let call_id = self.transcript.hear_call(&call_id, &name)?;
                Some(RunEventKind::ToolCallStarted { call_id, name })
            }
            ModelEvent::Finished(response) => {
                self.take_answer(*response);
                None
            }
            // A call counts only once the whole answer is there, which holds it again.
            _ => None,
        }
    }

    fn take_answer(&mut self, response: ModelResponse) {
        let finish = response.finish.clone();
        let usage = response.usage;
        self.usage += usage;
        let answer = self.transcript.take_answer(response);
        let is_over = answer.refusal.is_some() || finish == FinishReason::ContentFilter;
        if answer.is_unheard && !answer.text.is_empty() {
            self.events
                .push_back(RunEventKind::TextDelta(answer.text.clone()));
        }
        if !is_over {
            self.announce(&answer);
        }
        self.events
            .push_back(RunEventKind::ModelCallFinished { usage });
        if is_over {
            self.refuse(answer);
        } else if !answer.calls.is_empty() {
            self.begin_batch(answer);
        } else if answer.text.trim().is_empty() {
            self.hear_nothing();
        } else {
            let mut outcome = self.outcome(answer.text);
            outcome.is_cut = finish == FinishReason::Length;
            self.end(RunEventKind::Completed(Box::new(outcome)));
        }
    }

    fn announce(&mut self, answer: &Answer) {
        for call in &answer.calls {
            let (call_id, name) = (call.call_id.clone(), call.name.clone());
            if !call.is_announced {
                let (call_id, name) = (call_id.clone(), name.clone());
                self.events
                    .push_back(RunEventKind::ToolCallStarted { call_id, name });
            }
            let arguments = call.written.clone();
            self.events.push_back(RunEventKind::ToolCallReady {
                call_id,
                name,
                arguments,
            });
        }
    }

    /// Some models ask for tools and refuse, or are cut by a filter, in one answer: then nothing is run.
    fn refuse(&mut self, answer: Answer) {
        let Answer { refusal, calls, .. } = answer;
        let batch = self.batch(calls);
        self.transcript.push_outputs(batch.into_outputs());
        self.fail(match refusal {
            Some(refusal) => RunError::Refused(refusal),
            None => RunError::Model(ModelError::new(
                ErrorKind::ContentFilter,
                "the provider cut the answer",
            )),
        });
    }

    fn hear_nothing(&mut self) {
        if self.was_empty || self.turn >= self.options.max_turns {
            return self.fail(RunError::Empty);
        }
        self.was_empty = true;
        self.phase = Phase::Ask;
    }

    fn begin_batch(&mut self, answer: Answer) {
        self.was_empty = false;
        if self.options.request.tool_choice != ToolChoice::None {
            // A model that must call never ends.
            self.options.request.tool_choice = ToolChoice::Auto;
        }
        self.phase = Phase::Tools(self.batch(answer.calls));
    }

    fn batch(&self, calls: Vec<WrittenCall>) -> Batch<Cx> {
        Batch::new(calls, &self.agent, &self.offered, &self.app, &self.options)
    }

    fn end_batch(&mut self) {
        let Phase::Tools(batch) = std::mem::replace(&mut self.phase, Phase::Ask) else {
            return;
        };
        self.bad_turns = if batch.has_runnable() {
            0
        } else {
            self.bad_turns.saturating_add(1)
        };
        self.transcript.push_outputs(batch.into_outputs());
        if self.bad_turns > self.options.max_bad_calls {
            self.fail(RunError::TooManyBadCalls(self.bad_turns));
        }
    }

    /// Cuts the model call, begins no further tool, and waits for those that have begun.
    fn cancel(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Tools(mut batch) => {
                batch.drop_waiting();
                let deadline = tokio::time::sleep(self.options.drain_timeout);
                self.phase = Phase::Drain(batch, Box::pin(deadline));
            }
            Phase::Answer(answer) => {
                drop(answer);
                self.usage.requests = self.usage.requests.saturating_add(self.attempts);
                self.transcript.keep_unfinished();
                self.end_cancelled();
            }
            _ => self.end_cancelled(),
        }
    }

    fn end_drain(&mut self) {
        let Phase::Drain(batch, _) = std::mem::replace(&mut self.phase, Phase::Done) else {
            return;
        };
        self.transcript.push_outputs(batch.into_outputs());
        self.end_cancelled();
    }

    fn end_cancelled(&mut self) {
        let text = self.transcript.said();
        let outcome = self.outcome(text);
        self.end(RunEventKind::Cancelled(Box::new(outcome)));
    }

    fn model_failed(&mut self, error: ModelError) {
        self.usage.requests = self
            .usage
            .requests
            .saturating_add(u64::from(error.attempts));
        self.transcript.keep_unfinished();
        self.fail(RunError::Model(error));
    }

    fn fail(&mut self, error: RunError) {
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
            usage: self.usage,
            turns: self.turn,
            is_cut: false,
        }
    }

    fn end(&mut self, kind: RunEventKind) {
        self.phase = Phase::Done;
        self.events.push_back(kind);
    }

    fn stamp(&mut self, kind: RunEventKind) -> RunEvent {
        self.sequence = self.sequence.saturating_add(1);
        RunEvent {
            agent: Arc::clone(&self.name),
            turn: self.turn,
            sequence: self.sequence,
            kind,
        }
    }
}

fn finished(end: ToolEnd) -> RunEventKind {
    let ToolEnd {
        call_id,
        name,
        result,
    } = end;
    RunEventKind::ToolFinished {
        call_id,
        name,
        result,
    }
}

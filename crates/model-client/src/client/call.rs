use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, sleep};

use super::Inner;
use super::answer::Answer;
use crate::decode::{DecodeOptions, Progress};
use crate::error::ModelError;
use crate::event::ModelEvent;
use crate::failure::Failure;
use crate::request::ModelRequest;
use crate::retry::RetryBudget;

/// One call of a model: attempts, until one succeeds, shows something, or the budget is spent.
///
/// A state machine rather than a generator, because each token goes through it.
pub(super) struct Call {
    inner: Arc<Inner>,
    begun: Instant,
    budget: RetryBudget,
    body: Bytes,
    options: Arc<DecodeOptions>,
    attempts: u32,
    /// Something was shown, so that no further attempt may be made.
    is_visible: bool,
    /// What was read and not told yet, the next of it last.
    events: Vec<ModelEvent>,
    phase: Phase,
}

enum Phase {
    /// Nobody has asked for the answer yet.
    Begin(Box<ModelRequest>),
    /// An attempt is on its way to an answer.
    Open(Opening),
    Answer(Box<Answer>),
    /// The attempt has failed.
    Failed(Failure),
    /// The answer is complete, and its last event waits until the connection can serve again.
    Drain(Pin<Box<dyn Future<Output = ModelEvent> + Send>>),
    Over,
}

type Opening = Pin<Box<dyn Future<Output = Result<Box<Answer>, Closed>> + Send>>;
type Told = Result<ModelEvent, ModelError>;

/// Why there is no answer.
enum Closed {
    /// The attempt was not made at all.
    NotTried(ModelError),
    Failed(Failure),
}

impl Call {
    pub(super) fn new(inner: Arc<Inner>, request: ModelRequest) -> Self {
        Self {
            begun: Instant::now(),
            budget: RetryBudget::from(&inner.config.retry),
            body: Bytes::new(),
            options: Arc::new(inner.decode_options(&request)),
            attempts: 0,
            is_visible: false,
            events: Vec::new(),
            phase: Phase::Begin(Box::new(request)),
            inner,
        }
    }

    /// Does what is to be done without waiting.
    fn go_on(&mut self) -> Option<Told> {
        match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Begin(request) => self.begin(*request),
            Phase::Failed(failure) => Some(self.failed(failure)),
            phase => {
                self.phase = phase;
                None
            }
        }
    }

    /// Begins with the first poll, from which on its time counts.
    fn begin(&mut self, mut request: ModelRequest) -> Option<Told> {
        self.begun = Instant::now();
        let shared = request.retry_budget.take();
        self.budget = shared.unwrap_or_else(|| RetryBudget::from(&self.inner.config.retry));
        match self.inner.body(&request) {
            Ok(body) => {
                self.body = body;
                self.attempt(None);
                None
            }
            Err(error) => {
                self.phase = Phase::Over;
                Some(Err(error))
            }
        }
    }

    /// Begins an attempt, after `delay` if there is one.
    fn attempt(&mut self, delay: Option<Duration>) {
        let (inner, budget) = (Arc::clone(&self.inner), self.budget.clone());
        let (body, begun) = (self.body.clone(), self.begun);
        let options = Arc::clone(&self.options);
        self.phase = Phase::Open(Box::pin(async move {
            if let Some(delay) = delay {
                sleep(delay).await;
            }
            let waited = inner.wait_turn(begun, &budget).await;
            waited.map_err(Closed::NotTried)?;
            let opened = inner.open(&body, &options).await;
            opened.map(Box::new).map_err(Closed::Failed)
        }));
    }

    fn opened(&mut self, opened: Result<Box<Answer>, Closed>) -> Option<Told> {
        match opened {
            Ok(answer) => self.phase = Phase::Answer(answer),
            Err(Closed::NotTried(error)) => return Some(self.fail(error)),
            Err(Closed::Failed(failure)) => self.phase = Phase::Failed(failure),
        }
        self.attempts = self.attempts.saturating_add(1);
        None
    }

    /// Takes what was read of the answer.
    fn heard(&mut self, progress: Result<Progress, Failure>) {
        if !matches!(progress, Ok(Progress::More)) {
            self.end_answer(progress);
        }
        self.events.reverse();
    }

    fn end_answer(&mut self, progress: Result<Progress, Failure>) {
        let Phase::Answer(mut answer) = std::mem::replace(&mut self.phase, Phase::Over) else {
            return;
        };
        if let Err(failure) = progress {
            self.phase = Phase::Failed(answer.describe(failure));
            return;
        }
        let Some(mut last) = self.events.pop() else {
            return;
        };
        if let ModelEvent::Finished(response) = &mut last {
            response.usage.requests = self.attempts.into();
        }
        self.phase = Phase::Drain(Box::pin(async move {
            answer.drain().await;
            last
        }));
    }

    /// Makes another attempt if that is worth it.
    fn failed(&mut self, failure: Failure) -> Told {
        self.inner.note_wait(&failure);
        let (retry, begun) = (&self.inner.config.retry, self.begun);
        let delay = if self.is_visible {
            None
        } else {
            let elapsed = begun.elapsed();
            self.budget
                .next_delay(retry, &failure, self.attempts, elapsed)
        };
        let error = *failure.error;
        let Some(delay) = delay else {
            return self.fail(error);
        };
        tracing::debug!(
            model.name = self.options.model,
            error.code = error.kind.code(),
            attempts = self.attempts,
            delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
            "the model is asked again",
        );
        self.attempt(Some(delay));
        Ok(ModelEvent::RetryScheduled {
            delay,
            cause: error.kind,
        })
    }

    /// Ends the call in an error.
    fn fail(&mut self, mut error: ModelError) -> Told {
        self.phase = Phase::Over;
        error.attempts = self.attempts;
        Err(error)
    }

    /// Returns what was read before, in its order.
    fn next_event(&mut self) -> Option<ModelEvent> {
        let event = self.events.pop()?;
        if !self.is_visible && event.is_visible() {
            self.is_visible = true;
            // It is never sent again, and a stream may be open for minutes.
            self.body = Bytes::new();
        }
        Some(event)
    }
}

impl Stream for Call {
    type Item = Told;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Told>> {
        let call = self.get_mut();
        loop {
            if let Some(event) = call.next_event() {
                return Poll::Ready(Some(Ok(event)));
            }
            let told = match &mut call.phase {
                Phase::Answer(answer) => {
                    let progress = ready!(answer.poll_advance(cx, &mut call.events));
                    call.heard(progress);
                    None
                }
                Phase::Open(opening) => {
                    let opened = ready!(opening.as_mut().poll(cx));
                    call.opened(opened)
                }
                Phase::Drain(drained) => {
                    let last = ready!(drained.as_mut().poll(cx));
                    call.phase = Phase::Over;
                    Some(Ok(last))
                }
                Phase::Begin(_) | Phase::Failed(_) => call.go_on(),
                Phase::Over => return Poll::Ready(None),
            };
            if told.is_some() {
                return Poll::Ready(told);
            }
        }
    }
}

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::time::{Instant, Sleep, sleep_until};

use crate::config::Timeouts;
use crate::error::{ErrorKind, ModelError};

/// Watches over the silence of one attempt, with one timer that is seldom set.
#[derive(Debug)]
pub(super) struct Watchdog {
    timeouts: Timeouts,
    begun: Instant,
    /// When the body's first byte must be there.
    first: Option<Instant>,
    sleep: Pin<Box<Sleep>>,
    /// When the timer goes off, and whom it wakes then.
    alarm: Instant,
    wakes: Option<Waker>,
}

impl Watchdog {
    /// Begins to watch: the attempt begins now.
    pub(super) fn new(timeouts: Timeouts) -> Self {
        let begun = Instant::now();
        let first = begun + timeouts.first_event;
        Self {
            timeouts,
            begun,
            first: Some(first),
            sleep: Box::pin(sleep_until(first)),
            alarm: first,
            wakes: None,
        }
    }

    /// Notes that there is a sign of life.
    pub(super) fn feed(&mut self) {
        self.first = None;
    }

    /// Returns until when the next sign of life must come, if it is waited for from `now`.
    pub(super) fn deadline(&self, now: Instant) -> Instant {
        let silence = self.first.unwrap_or_else(|| now + self.timeouts.idle);
        match self.timeouts.total {
            Some(total) => silence.min(self.begun + total),
            None => silence,
        }
    }

    /// Is ready when `deadline` has passed.
    ///
    /// The timer is moved only when it goes off, not with each byte that comes, and left alone until then.
    pub(super) fn poll_expired(
        &mut self,
        deadline: Instant,
        now: Instant,
        cx: &mut Context<'_>,
    ) -> Poll<ModelError> {
        let is_set = self.alarm <= deadline && now < self.alarm;
        if is_set
            && self
                .wakes
                .as_ref()
                .is_some_and(|it| it.will_wake(cx.waker()))
        {
            return Poll::Pending;
        }
        if self.alarm > deadline {
            self.set(deadline);
        }
        while self.sleep.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return Poll::Ready(self.verdict());
            }
            self.set(deadline);
        }
        self.wakes = Some(cx.waker().clone());
        Poll::Pending
    }

    fn set(&mut self, alarm: Instant) {
        self.alarm = alarm;
        self.sleep.as_mut().reset(alarm);
    }

    fn verdict(&self) -> ModelError {
        let is_over = self
            .timeouts
            .total
            .is_some_and(|total| self.begun.elapsed() >= total);
        if is_over {
            return ModelError::new(ErrorKind::Timeout, "the answer took longer than allowed");
        }
        if self.first.is_some() {
            return ModelError::new(
                ErrorKind::Timeout,
                "the provider did not begin to answer in time",
            );
        }
        ModelError::new(ErrorKind::Stalled, "the provider fell silent")
    }
}

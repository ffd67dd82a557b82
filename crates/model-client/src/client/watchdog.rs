use std::pin::Pin;
use std::task::{Context, Poll};

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
        }
    }

    /// Notes that there is a sign of life.
    pub(super) fn feed(&mut self) {
        self.first = None;
    }

    /// Returns until when the next sign of life must come, if it is waited for from now.
    pub(super) fn deadline(&self) -> Instant {
        let silence = self
            .first
            .unwrap_or_else(|| Instant::now() + self.timeouts.idle);
        match self.timeouts.total {
            Some(total) => silence.min(self.begun + total),
            None => silence,
        }
    }

    /// Is ready when `deadline` has passed.
    ///
    /// The timer is moved only when it goes off, not with each byte that comes.
    pub(super) fn poll_expired(
        &mut self,
        deadline: Instant,
        cx: &mut Context<'_>,
    ) -> Poll<ModelError> {
        if self.sleep.deadline() > deadline {
            self.sleep.as_mut().reset(deadline);
        }
        while self.sleep.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return Poll::Ready(self.verdict());
            }
            self.sleep.as_mut().reset(deadline);
        }
        Poll::Pending
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

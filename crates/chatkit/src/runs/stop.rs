use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// What has a run stop: said once, and heard by all who wait for it.
#[derive(Clone, Default)]
pub(super) struct Stop(Arc<Inner>);

#[derive(Default)]
struct Inner {
    is_said: AtomicBool,
    /// Wakes those who wait.
    bell: CancellationToken,
}

impl Stop {
    pub(super) fn say(&self) {
        self.0.is_said.store(true, Ordering::Release);
        self.0.bell.cancel();
    }

    pub(super) fn is_said(&self) -> bool {
        self.0.is_said.load(Ordering::Acquire)
    }

    pub(super) fn heard(&self) -> Stopped {
        Stopped {
            stop: self.clone(),
            rung: Box::pin(self.0.bell.clone().cancelled_owned()),
            wakes: None,
        }
    }
}

/// Resolves once a run is to stop; see [`Run::stopped`](super::Run::stopped).
///
/// It may be polled with each token of a stream: after the first time that reads one flag, where a
/// [`CancellationToken`] takes two locks.
pub struct Stopped {
    stop: Stop,
    rung: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Who is woken already.
    wakes: Option<Waker>,
}

impl Future for Stopped {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.stop.is_said() {
            return Poll::Ready(());
        }
        let is_told = |it: &Waker| it.will_wake(context.waker());
        if self.wakes.as_ref().is_some_and(is_told) {
            return Poll::Pending;
        }
        let rung = self.rung.as_mut().poll(context);
        self.wakes = rung.is_pending().then(|| context.waker().clone());
        rung
    }
}

impl std::fmt::Debug for Stopped {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Stopped")
            .field("is_said", &self.stop.is_said())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use futures_util::task::noop_waker;

    use super::*;

    #[tokio::test]
    async fn all_who_wait_hear_it_also_from_another_task() {
        let stop = Stop::default();
        let [mut here, there, late] = [stop.heard(), stop.heard(), stop.heard()];
        // Polled by one task and awaited by another, as a stream is whose reader has gone.
        let first = noop_waker();
        assert!(
            here.poll_unpin(&mut Context::from_waker(&first))
                .is_pending()
        );
        assert!(
            here.poll_unpin(&mut Context::from_waker(&first))
                .is_pending()
        );
        let waiting = tokio::spawn(futures_util::future::join(here, there));
        tokio::task::yield_now().await;
        stop.say();
        waiting.await.unwrap();
        assert!(late.now_or_never().is_some() && stop.heard().now_or_never().is_some());
    }
}

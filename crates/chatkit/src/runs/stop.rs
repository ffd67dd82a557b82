use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Tells all who wait for it, once, that a run is to stop.
#[derive(Clone, Default)]
pub(super) struct StopSignal(Arc<Inner>);

#[derive(Default)]
struct Inner {
    is_set: AtomicBool,
    /// Wakes those who wait.
    token: CancellationToken,
}

impl StopSignal {
    pub(super) fn set(&self) {
        // Before anybody is woken, as whoever is woken looks at it.
        self.0.is_set.store(true, Ordering::Release);
        self.0.token.cancel();
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.is_set.load(Ordering::Acquire)
    }

    pub(super) fn wait(&self) -> Stopped {
        Stopped {
            signal: self.clone(),
            cancelled: Box::pin(self.0.token.clone().cancelled_owned()),
            wakes: None,
        }
    }
}

/// Resolves once a run is to stop; see [`Run::stopped`](super::Run::stopped).
///
/// It may be polled with each token of a stream: after the first time that reads one flag, where a
/// [`CancellationToken`] takes two locks.
pub struct Stopped {
    signal: StopSignal,
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Who is woken by it.
    wakes: Option<Waker>,
}

impl Future for Stopped {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.signal.is_set() {
            return Poll::Ready(());
        }
        let is_registered = |it: &Waker| it.will_wake(context.waker());
        if self.wakes.as_ref().is_some_and(is_registered) {
            return Poll::Pending;
        }
        let cancelled = self.cancelled.as_mut().poll(context);
        self.wakes = cancelled.is_pending().then(|| context.waker().clone());
        cancelled
    }
}

impl std::fmt::Debug for Stopped {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Stopped")
            .field("is_set", &self.signal.is_set())
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
        let signal = StopSignal::default();
        let [mut here, there, late] = [signal.wait(), signal.wait(), signal.wait()];
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
        signal.set();
        waiting.await.unwrap();
        assert!(late.now_or_never().is_some() && signal.wait().now_or_never().is_some());
    }
}

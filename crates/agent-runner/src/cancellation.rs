use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// After how many tokens a live stream asks in any case.
const MOST_UNASKED: u8 = 16;

/// Whether a run was cancelled.
///
/// To ask takes two locks in memory that is seldom near, so a live stream does not ask with each token: its task was
/// told whom to wake, and a wake-up that brought no token is a reason to ask.
pub(crate) struct Cancellation {
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Who is woken by a cancellation.
    wakes: Option<Waker>,
    /// The last event was there when it was asked for.
    is_fluent: bool,
    unasked: u8,
}

impl Cancellation {
    pub(crate) fn new(token: &CancellationToken) -> Self {
        Self {
            cancelled: Box::pin(token.clone().cancelled_owned()),
            wakes: None,
            is_fluent: false,
            unasked: 0,
        }
    }

    /// Is ready once the run is cancelled.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.unasked = 0;
        let poll = self.cancelled.as_mut().poll(context);
        if poll.is_pending() {
            self.wakes = Some(context.waker().clone());
        }
        poll
    }

    /// Returns whether a cancellation could be missed by not asking, after the model was asked for its next event.
    pub(crate) fn is_worth_asking(&mut self, has_event: bool, context: &Context<'_>) -> bool {
        let was_fluent = std::mem::replace(&mut self.is_fluent, has_event);
        if has_event {
            // Of two events in a row only one can be what the task was woken for.
            return was_fluent;
        }
        let is_told = self
            .wakes
            .as_ref()
            .is_some_and(|it| it.will_wake(context.waker()));
        self.unasked = self.unasked.saturating_add(1);
        !(was_fluent && is_told) || self.unasked >= MOST_UNASKED
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::Wake;

    use super::*;

    /// Unlike copies of `Waker::noop`, copies of this one always know each other.
    struct Nobody;

    impl Wake for Nobody {
        fn wake(self: Arc<Self>) {}
    }

    /// Plays one token of a live stream: there it is, then nothing more. Returns whether the run is seen cancelled.
    fn token(cancellation: &mut Cancellation, context: &mut Context<'_>) -> bool {
        [true, false].into_iter().any(|has_event| {
            cancellation.is_worth_asking(has_event, context)
                && cancellation.poll(context).is_ready()
        })
    }

    #[test]
    fn a_wake_up_that_came_with_a_token_is_made_up_for_soon() {
        let stop = CancellationToken::new();
        let mut cancellation = Cancellation::new(&stop);
        let waker = Waker::from(Arc::new(Nobody));
        let mut context = Context::from_waker(&waker);
        assert!(!token(&mut cancellation, &mut context));
        stop.cancel();
        let is_seen = (0..MOST_UNASKED).any(|_| token(&mut cancellation, &mut context));
        assert!(is_seen, "not within {MOST_UNASKED} tokens");
    }

    #[test]
    fn silence_and_a_burst_are_reasons_to_ask() {
        let stop = CancellationToken::new();
        let mut cancellation = Cancellation::new(&stop);
        let waker = Waker::from(Arc::new(Nobody));
        let mut context = Context::from_waker(&waker);
        assert!(!token(&mut cancellation, &mut context));
        assert!(
            cancellation.is_worth_asking(false, &context),
            "woken for no token"
        );
        assert!(!cancellation.is_worth_asking(true, &context));
        assert!(
            cancellation.is_worth_asking(true, &context),
            "two tokens in a row"
        );
    }
}

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::{GuardrailStage, Timing, Trip, Tripped};

type Check = Pin<Box<dyn Future<Output = (Timing, Option<Tripped>)> + Send>>;

/// Guardrails under way.
#[derive(Default)]
pub(crate) struct Watch {
    checks: FuturesUnordered<Check>,
    /// How many of them the first side effect waits for.
    before_side_effects: usize,
}

impl Watch {
    /// Adds a check, which returns its name and reason if it trips.
    pub(crate) fn add(
        &mut self,
        timing: Timing,
        stage: GuardrailStage,
        check: impl Future<Output = Option<(String, Trip)>> + Send + 'static,
    ) {
        if timing != Timing::Parallel {
            self.before_side_effects = self.before_side_effects.saturating_add(1);
        }
        self.checks.push(Box::pin(async move {
            let tripped = check.await.map(|(guardrail, trip)| Tripped {
                stage,
                guardrail,
                trip,
            });
            (timing, tripped)
        }));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Returns whether the first side effect has to wait.
    pub(crate) fn holds_side_effects(&self) -> bool {
        self.before_side_effects > 0
    }

    /// Is ready with the next check that trips; with `None` once all have passed.
    pub(crate) fn poll_trip(&mut self, context: &mut Context<'_>) -> Poll<Option<Tripped>> {
        while let Some((timing, tripped)) = ready!(self.checks.poll_next_unpin(context)) {
            if timing != Timing::Parallel {
                self.before_side_effects = self.before_side_effects.saturating_sub(1);
            }
            if tripped.is_some() {
                self.clear();
                return Poll::Ready(tripped);
            }
        }
        Poll::Ready(None)
    }

    /// Waits for the first check that trips; `None` if none does.
    pub(crate) async fn first_trip(mut self) -> Option<Tripped> {
        poll_fn(|context| self.poll_trip(context)).await
    }

    /// Gives up all checks.
    pub(crate) fn clear(&mut self) {
        self.checks.clear();
        self.before_side_effects = 0;
    }
}

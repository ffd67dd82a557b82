use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::RetryPolicy;
use crate::failure::Failure;

/// The further attempts and the time that are left for some work, shared by all who try again in its course.
///
/// A call of a model brings it along as [`ModelRequest::retry_budget`](crate::ModelRequest::retry_budget). Give
/// the same one to all calls of a run, and they try again so often together, however many layers there are. The
/// first attempt of a call is free. Clones share what is left.
#[derive(Clone)]
pub struct RetryBudget {
    shared: Arc<Shared>,
    /// Attempts that are kept for others.
    reserved: u32,
}

struct Shared {
    begun: Instant,
    max_elapsed: Duration,
    left: AtomicU32,
}

impl RetryBudget {
    /// Returns a budget of so many attempts beyond the first ones, to begin within `max_elapsed` from now.
    pub fn new(further_attempts: u32, max_elapsed: Duration) -> Self {
        Self {
            shared: Arc::new(Shared {
                begun: Instant::now(),
                max_elapsed,
                left: AtomicU32::new(further_attempts),
            }),
            reserved: 0,
        }
    }

    /// Returns how many further attempts there may be.
    pub fn left(&self) -> u32 {
        let left = self.shared.left.load(Ordering::Relaxed);
        left.saturating_sub(self.reserved)
    }

    /// Returns the same budget for one after whom `others` may still be asked, each at least once.
    pub(crate) fn keeping(&self, others: u32) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            reserved: self.reserved.saturating_add(others),
        }
    }

    /// Returns whether somebody else is there to be asked instead of waiting.
    pub(crate) fn has_alternative(&self) -> bool {
        self.reserved > 0
    }

    /// Takes an attempt that would begin after `delay`; returns whether there was one left.
    pub(crate) fn take(&self, delay: Duration) -> bool {
        if self.shared.begun.elapsed().saturating_add(delay) > self.shared.max_elapsed {
            return false;
        }
        let take = |left: u32| left.checked_sub(1).filter(|rest| *rest >= self.reserved);
        self.shared
            .left
            .try_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok()
    }

    /// Returns how long to wait before the next attempt, and takes it, if there is to be one.
    ///
    /// `attempts` were made in this call, over `elapsed`; the budget knows its own time.
    pub(crate) fn next_delay(
        &self,
        policy: &RetryPolicy,
        failure: &Failure,
        attempts: u32,
        elapsed: Duration,
    ) -> Option<Duration> {
        // Who asks to be left alone is left alone, if there is another.
        if self.has_alternative() && failure.asked_wait.is_some() {
            return None;
        }
        let delay = policy.next_delay(failure, attempts, elapsed)?;
        self.take(delay).then_some(delay)
    }
}

impl From<&RetryPolicy> for RetryBudget {
    fn from(policy: &RetryPolicy) -> Self {
        Self::new(policy.max_attempts.saturating_sub(1), policy.max_elapsed)
    }
}

/// Two are equal if they share what is left.
impl PartialEq for RetryBudget {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared) && self.reserved == other.reserved
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget")
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn attempts_are_shared_and_some_are_kept_for_others() {
        let budget = RetryBudget::new(3, Duration::from_secs(10));
        let first = budget.keeping(2);
        assert_eq!((budget.left(), first.left()), (3, 1));
        assert!(first.take(Duration::ZERO));
        assert!(!first.take(Duration::ZERO), "the rest is for others");
        assert!(budget.take(Duration::ZERO));
        assert!(budget.clone().take(Duration::ZERO));
        assert!(!budget.take(Duration::ZERO));
        assert_eq!(budget.left(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn no_attempt_begins_after_the_end_of_time() {
        let budget = RetryBudget::new(3, Duration::from_secs(10));
        assert!(!budget.take(Duration::from_secs(11)));
        assert!(budget.take(Duration::from_secs(10)));
        tokio::time::advance(Duration::from_secs(11)).await;
        assert!(!budget.take(Duration::ZERO));
        assert_eq!(budget.left(), 2);
    }
}

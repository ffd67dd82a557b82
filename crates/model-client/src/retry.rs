//! When to try again, and how long to wait before.

mod asked_wait;
mod budget;
mod shared_waits;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use asked_wait::{asked_wait, should_retry};
pub use budget::RetryBudget;
pub(crate) use shared_waits::Account;
pub use shared_waits::SharedWaits;

use crate::error::ErrorKind;
use crate::failure::Failure;

/// How often and how long one call is tried; the only layer that retries, within the [`RetryBudget`] of the
/// request if it has one.
///
/// Nothing is tried again once the answer has begun to show.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    /// Most attempts, the first included; 3.
    pub max_attempts: u32,
    /// An attempt must begin within this time of the first; 120 s.
    pub max_elapsed: Duration,
    /// A provider that asks to wait longer is not asked again; 120 s.
    pub max_asked_wait: Duration,
    /// The first wait of our own, doubled with each attempt; 0.5 s.
    pub first_delay: Duration,
    /// The longest wait of our own; 8 s.
    pub max_delay: Duration,
    /// By how much waits are shortened.
    pub jitter: Jitter,
}

impl Default for RetryPolicy {
    /// The values of OpenAI's own clients, and a bound on the whole.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            max_elapsed: Duration::from_mins(2),
            max_asked_wait: Duration::from_mins(2),
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            jitter: Jitter::default(),
        }
    }
}

impl RetryPolicy {
    /// Tries once.
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Returns how long to wait before the next attempt, if there is to be one.
    ///
    /// `attempts` were made, this failed one included, over `elapsed`.
    pub(crate) fn next_delay(
        &self,
        failure: &Failure,
        attempts: u32,
        elapsed: Duration,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts || !is_worth_another(failure) {
            return None;
        }
        let delay = match failure.asked_wait {
            Some(asked) if asked > self.max_asked_wait => return None,
            Some(asked) => asked,
            None if failure.locked => Duration::from_secs(1).saturating_mul(doubled(attempts)),
            None => self.own_delay(attempts),
        };
        (elapsed.saturating_add(delay) <= self.max_elapsed).then_some(delay)
    }

    fn own_delay(&self, attempts: u32) -> Duration {
        let delay = self
            .first_delay
            .saturating_mul(doubled(attempts))
            .min(self.max_delay);
        delay.mul_f64(1.0 - 0.25 * self.jitter.next())
    }
}

/// Returns 1 after the first attempt, then 2, 4 and so on.
fn doubled(attempts: u32) -> u32 {
    1_u32
        .checked_shl(attempts.saturating_sub(1))
        .unwrap_or(u32::MAX)
}

fn is_worth_another(failure: &Failure) -> bool {
    let hopeless = matches!(
        failure.error.kind,
        ErrorKind::Auth
            | ErrorKind::PaymentRequired
            | ErrorKind::QuotaExhausted
            | ErrorKind::ContextLength
            | ErrorKind::ContentFilter
            | ErrorKind::TooLarge
            | ErrorKind::Configuration
    );
    !hopeless
        && failure
            .retryable
            .unwrap_or_else(|| failure.error.kind.is_retryable())
}

/// Where jitter comes from: a function that returns numbers from 0 to 1.
#[derive(Clone)]
pub struct Jitter(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Jitter {
    /// Takes `source` for it; what lies outside of 0 to 1 is clamped.
    pub fn from_fn(source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// Shortens nothing.
    pub fn none() -> Self {
        Self::from_fn(|| 0.0)
    }

    fn next(&self) -> f64 {
        let value = (self.0)();
        if value.is_nan() {
            0.0
        } else {
            value.clamp(0.0, 1.0)
        }
    }
}

impl Default for Jitter {
    /// Takes it from the system's randomness.
    fn default() -> Self {
        Self::from_fn(|| {
            getrandom::u32().map_or(0.0, |random| f64::from(random) / f64::from(u32::MAX))
        })
    }
}

impl fmt::Debug for Jitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jitter")
    }
}

#[cfg(test)]
mod tests;

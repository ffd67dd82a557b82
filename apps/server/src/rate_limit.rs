//! How many requests a user may make.

use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::http::StatusCode;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use taskpilot_context::UserId;

use crate::problem::Problem;

/// Which share of a minute's requests may come at once.
const BURST_DIVISOR: u32 = 4;

/// Counts each user's requests in this process (GCRA); nothing is counted when it is off.
pub(crate) struct RateLimit(Option<DefaultKeyedRateLimiter<UserId>>);

impl RateLimit {
    /// Allows `per_minute` requests a minute, a quarter of them at once; 0 allows everything.
    pub(crate) fn new(per_minute: u32) -> Self {
        let limiter = NonZeroU32::new(per_minute).map(|rate| {
            let burst = NonZeroU32::new(per_minute.div_ceil(BURST_DIVISOR)).unwrap_or(rate);
            RateLimiter::keyed(Quota::per_minute(rate).allow_burst(burst))
        });
        Self(limiter)
    }

    /// Counts one request.
    pub(crate) fn check(&self, user: &UserId) -> Result<(), Problem> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        limiter.check_key(user).map_err(|not_until| {
            metrics::counter!("rate_limited_total").increment(1);
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            let seconds = wait
                .saturating_add(Duration::from_millis(999))
                .as_secs()
                .max(1);
            let plural = if seconds == 1 { "" } else { "s" };
            Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                format!("That was too fast. Try again in {seconds} second{plural}."),
            )
            .retry_after(seconds)
        })
    }

    /// Forgets users who have not called for a while.
    pub(crate) fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_passes_then_the_user_waits_alone() {
        let limit = RateLimit::new(60);
        let (ada, bob) = (UserId::parse("ada").unwrap(), UserId::parse("bob").unwrap());
        let passed = (0..100).take_while(|_| limit.check(&ada).is_ok()).count();
        assert_eq!(passed, 15, "a quarter of a minute's requests at once");
        assert_eq!(limit.check(&ada).unwrap_err().code(), "rate_limited");
        assert!(limit.check(&bob).is_ok());
    }

    #[test]
    fn zero_switches_it_off() {
        let limit = RateLimit::new(0);
        let user = UserId::parse("ada").unwrap();
        assert!((0..10_000).all(|_| limit.check(&user).is_ok()));
    }
}

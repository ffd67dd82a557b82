use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, Unit};

/// Tells the time, so that no library reads it behind its caller's back.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Returns the present moment, truncated to microseconds.
    ///
    /// Both databases keep six digits; a finer value would differ after a round trip.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the clock"
        )]
        let now = Timestamp::now();
        to_microseconds(now)
    }
}

/// A clock that stands still until it is moved, for tests.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Returns a clock that stands at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(to_microseconds(now)))
    }

    /// Moves the clock by `step`; a step beyond the representable range leaves it where it is.
    pub fn advance(&self, step: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(step).unwrap_or(*now);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn to_microseconds(time: Timestamp) -> Timestamp {
    let rounding = jiff::TimestampRound::new()
        .smallest(Unit::Microsecond)
        .mode(jiff::RoundMode::Floor);
    time.round(rounding).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_carry_microseconds_only() {
        let clock = FixedClock::at("2026-11-21T09:00:00.123456789Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2026-11-21T09:00:00.123456Z");
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1_000, 0);
    }

    #[test]
    fn a_fixed_clock_moves_when_told() {
        let clock = FixedClock::at(Timestamp::UNIX_EPOCH);
        clock.advance(SignedDuration::from_secs(90));
        assert_eq!(clock.now().as_second(), 90);
    }
}

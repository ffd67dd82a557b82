//! What a person may spend in a day (UTC), and how it is counted.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use taskpilot_agent_runner::{Budget, Price, RunEventKind};
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::{Spending, StoreError, UsageStore};
use taskpilot_model_client::Usage;

use crate::assistant::TurnContext;
use crate::error::cause;
use crate::turn::{SAVE_RETRY_DELAYS, TurnFailure};

/// The code of what fails because of a daily limit.
pub const DAILY_LIMIT: &str = "daily_limit";

/// What each person may spend in a day (UTC); without limits nothing is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DailyLimits {
    /// Tokens read and written.
    pub tokens: Option<u64>,
    /// Billionths of a US dollar: what the provider reports, or what `price` makes of the tokens.
    pub cost_nanos: Option<u64>,
    /// What tokens cost with a provider that does not say; without it they cost nothing there.
    pub price: Option<Price>,
}

impl DailyLimits {
    fn is_off(&self) -> bool {
        self.tokens.is_none() && self.cost_nanos.is_none()
    }

    fn spending(&self, usage: Usage) -> Spending {
        Spending {
            tokens: usage.input_tokens.saturating_add(usage.output_tokens),
            cost_nanos: match self.price {
                Some(price) => price.of(usage),
                None => usage.cost_nanos,
            },
        }
    }

    fn allow(&self, spent: Spending) -> bool {
        let fits = |spent: u64, limit: Option<u64>| limit.is_none_or(|limit| spent < limit);
        fits(spent.tokens, self.tokens) && fits(spent.cost_nanos, self.cost_nanos)
    }
}

/// The person has spent what they may in a day. Its text is for them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct DailyLimitReached {
    /// Says so, and when it goes on, in the person's time and UTC.
    pub message: String,
    /// How long until then.
    pub retry_after: Duration,
}

impl DailyLimitReached {
    fn new(day: Date, now: Timestamp, zone: &TimeZone) -> Self {
        let reset = day.tomorrow().unwrap_or(day).to_zoned(TimeZone::UTC);
        let reset = reset.map_or(now, |reset| reset.timestamp());
        let wait = Duration::try_from(reset.duration_since(now)).unwrap_or_default();
        let when = when(reset, zone);
        Self {
            message: format!(
                "Today’s limit for the assistant is used up. It answers again {when}. Your tasks can be changed without it."
            ),
            retry_after: wait,
        }
    }
}

/// "on Saturday at 01:00 (Europe/Berlin; 00:00 UTC)"
fn when(reset: Timestamp, zone: &TimeZone) -> String {
    let local = reset.to_zoned(zone.clone()).strftime("on %A at %H:%M");
    match zone.iana_name() {
        Some("UTC" | "Etc/UTC") => format!("{local} UTC"),
        Some(name) => format!("{local} ({name}; 00:00 UTC)"),
        None => format!("{local} (00:00 UTC)"),
    }
}

/// No turn may begin.
#[derive(Debug)]
pub(crate) enum NotAllowed {
    Reached(DailyLimitReached),
    Store(StoreError),
}

/// Keeps people within their limits.
pub(crate) struct Allowances {
    pub(crate) limits: DailyLimits,
    pub(crate) store: Arc<dyn UsageStore>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Allowances {
    /// Returns what the person may spend yet; `None` if nothing is limited.
    pub(crate) async fn of(&self, context: &TurnContext) -> Result<Option<Allowance>, NotAllowed> {
        if self.limits.is_off() {
            return Ok(None);
        }
        let day = TimeZone::UTC.to_datetime(self.clock.now()).date();
        let spent = self.store.spent(&context.user, day).await;
        let allowance = Allowance {
            limits: self.limits.clone(),
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock),
            user: context.user.clone(),
            zone: context.zone.clone(),
            day,
            spent: spent.map_err(NotAllowed::Store)?,
            counted: Usage::default(),
            usage: Usage::default(),
        };
        if self.limits.allow(allowance.spent) {
            return Ok(Some(allowance));
        }
        Err(NotAllowed::Reached(allowance.refuse()))
    }
}

/// What one turn may spend, and what it has spent. All of it counts on the day the turn began.
pub(crate) struct Allowance {
    limits: DailyLimits,
    store: Arc<dyn UsageStore>,
    clock: Arc<dyn Clock>,
    user: UserId,
    zone: TimeZone,
    day: Date,
    /// What was spent on that day when the turn began.
    spent: Spending,
    /// What of the run's usage is counted already.
    counted: Usage,
    /// What the run has used.
    usage: Usage,
}

impl Allowance {
    /// Goes on with a run that has used this much; it was counted when the run stopped.
    pub(crate) fn resuming(mut self, used: Usage) -> Self {
        (self.counted, self.usage) = (used, used);
        self
    }

    /// Returns what the run may spend in all: what it has used, and what is left of the day.
    pub(crate) fn budget(&self) -> Budget {
        let used = self.limits.spending(self.usage);
        let left = |used: u64, limit: Option<u64>, spent: u64| {
            limit.map(|limit| used.saturating_add(limit.saturating_sub(spent)))
        };
        Budget {
            tokens: left(used.tokens, self.limits.tokens, self.spent.tokens),
            cost_nanos: left(
                used.cost_nanos,
                self.limits.cost_nanos,
                self.spent.cost_nanos,
            ),
            price: self.limits.price,
            ..Budget::default()
        }
    }

    /// Takes in what the run says of its usage.
    pub(crate) fn observe(&mut self, event: &RunEventKind) {
        match event {
            RunEventKind::ModelCallFinished { usage } => self.usage += *usage,
            // The ledger knows better: it holds what tools spent, too.
            RunEventKind::Completed(outcome) | RunEventKind::Cancelled(outcome) => {
                self.usage = outcome.usage;
            }
            RunEventKind::Failed(failure) => self.usage = failure.partial.usage,
            RunEventKind::Interrupted(interruption) => self.usage = interruption.partial.usage,
            _ => {}
        }
    }

    /// Returns what is to be counted yet, once.
    pub(crate) fn settle(&mut self) -> Option<Entry> {
        let (before, now) = (
            self.limits.spending(self.counted),
            self.limits.spending(self.usage),
        );
        self.counted = self.usage;
        let spent = Spending {
            tokens: now.tokens.saturating_sub(before.tokens),
            cost_nanos: now.cost_nanos.saturating_sub(before.cost_nanos),
        };
        (!spent.is_nothing()).then(|| Entry {
            store: Arc::clone(&self.store),
            user: self.user.clone(),
            day: self.day,
            spent,
        })
    }

    /// Says when the day's limit stopped the run, and when it goes on.
    pub(crate) fn explain(&self, failure: TurnFailure) -> TurnFailure {
        if failure.code != DAILY_LIMIT {
            return failure;
        }
        let reached = self.refuse();
        TurnFailure {
            message: format!("The answer stops here. {}", reached.message),
            retry_after: Some(reached.retry_after),
            ..failure
        }
    }

    fn refuse(&self) -> DailyLimitReached {
        metrics::counter!("daily_limit_reached_total").increment(1);
        DailyLimitReached::new(self.day, self.clock.now(), &self.zone)
    }
}

/// What is to be counted to a day.
pub(crate) struct Entry {
    store: Arc<dyn UsageStore>,
    user: UserId,
    day: Date,
    spent: Spending,
}

impl Entry {
    /// Counts it. What cannot be counted is said in the log: it is no reason to keep an answer back.
    pub(crate) async fn keep(self) {
        let mut delays = SAVE_RETRY_DELAYS.iter();
        loop {
            let added = self.store.add(&self.user, self.day, self.spent).await;
            match (added, delays.next()) {
                (Ok(()), _) => return,
                (Err(error), Some(delay)) if error.transient => {
                    tracing::debug!(error = cause(&error), "usage is counted again in a moment");
                    tokio::time::sleep(*delay).await;
                }
                (Err(error), _) => {
                    tracing::error!(
                        error = cause(&error),
                        tokens = self.spent.tokens,
                        "what a turn spent could not be counted"
                    );
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_names_the_hour_in_both_zones() {
        let now: Timestamp = "2026-11-27T21:59:59.5Z".parse().unwrap();
        let day = jiff::civil::date(2026, 11, 27);
        let said = |zone: &str| {
            let zone = TimeZone::get(zone).unwrap();
            DailyLimitReached::new(day, now, &zone)
        };
        insta::assert_snapshot!(said("UTC"), @"Today’s limit for the assistant is used up. It answers again on Saturday at 00:00 UTC. Your tasks can be changed without it.");
        insta::assert_snapshot!(said("Europe/Berlin"), @"Today’s limit for the assistant is used up. It answers again on Saturday at 01:00 (Europe/Berlin; 00:00 UTC). Your tasks can be changed without it.");
        insta::assert_snapshot!(said("America/New_York"), @"Today’s limit for the assistant is used up. It answers again on Friday at 19:00 (America/New_York; 00:00 UTC). Your tasks can be changed without it.");
        assert_eq!(said("UTC").retry_after, Duration::from_millis(7_200_500));
        let fixed = TimeZone::fixed(jiff::tz::offset(3));
        let said = DailyLimitReached::new(day, now, &fixed);
        insta::assert_snapshot!(said, @"Today’s limit for the assistant is used up. It answers again on Saturday at 03:00 (00:00 UTC). Your tasks can be changed without it.");
    }

    #[test]
    fn cost_is_what_is_reported_or_else_what_tokens_cost() {
        let usage = |cost_nanos| Usage {
            requests: 1,
            input_tokens: 10,
            cached_tokens: 4,
            output_tokens: 2,
            cost_nanos,
            ..Usage::default()
        };
        let plain = DailyLimits::default();
        assert_eq!(plain.spending(usage(0)).cost_nanos, 0);
        assert_eq!(plain.spending(usage(5)).cost_nanos, 5);
        assert_eq!(plain.spending(usage(5)).tokens, 12);
        let priced = DailyLimits {
            price: Some(Price {
                input: 100,
                cached: 10,
                output: 1_000,
            }),
            ..plain
        };
        assert_eq!(priced.spending(usage(0)).cost_nanos, 600 + 40 + 2_000);
        assert_eq!(priced.spending(usage(5)).cost_nanos, 5);
    }
}

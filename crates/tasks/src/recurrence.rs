use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::task::{Due, Recurrence, RecurrenceBasis};

mod month_end;
mod occurrences;
mod rule;

use rule::{Frequency, Rule};

/// Checks a rule that somebody wrote; returns it as it is to be stored.
///
/// The error is the broken rule, as a fragment.
pub(crate) fn check(recurrence: &Recurrence) -> Result<Recurrence, String> {
    let rule = Rule::parse(&recurrence.rule)?;
    occurrences::check(&rule)?;
    Ok(Recurrence {
        rule: rule.to_string(),
        basis: recurrence.basis,
    })
}

/// The date after the one at hand, and how the task repeats from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Following {
    pub(crate) due: Due,
    pub(crate) recurrence: Recurrence,
}

/// Returns what follows when a task that was due at `due` is completed `now` by somebody in `zone`;
/// `None` when the rule has come to its end.
///
/// Rules run on the wall clock: the dates are counted as if there were no time zones, and only the result is
/// placed in one. So 9 o'clock stays 9 o'clock across a change of the clocks, and a time that such a change
/// leaves out is moved past the gap.
/// The next date is never in the past, and for an all-day task never today or earlier:
/// dates that were missed are skipped.
pub(crate) fn following(
    recurrence: &Recurrence,
    due: Due,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Following> {
    let mut rule = Rule::parse(&recurrence.rule).ok()?;
    let was_due = due.at.to_zoned(zone.clone()).datetime();
    let today = now.to_zoned(zone.clone()).datetime();
    let start = match recurrence.basis {
        RecurrenceBasis::Schedule => was_due,
        RecurrenceBasis::Completion if rule.frequency == Frequency::Hourly => on_the_minute(today),
        RecurrenceBasis::Completion => today.date().to_datetime(was_due.time()),
    };
    let effective = month_end::effective(&rule, start.date());
    if recurrence.basis == RecurrenceBasis::Schedule {
        // Without this a task due on the 31st would be one of the 28th from February on.
        rule = effective.clone();
    }

    let is_next = |place: &Place| {
        let ahead = if due.all_day {
            place.wall.date() > today.date()
        } else {
            place.at > now
        };
        ahead && (recurrence.basis == RecurrenceBasis::Completion || place.at > due.at)
    };
    let places = occurrences::after(&effective, start, today)?
        .map_while(|wall| Place::new(wall, due.all_day, zone));
    let (index, place) = (1_u32..).zip(places).find(|(_, place)| is_next(place))?;

    if rule.is_over(place.wall, place.at) {
        return None;
    }
    let used = match recurrence.basis {
        RecurrenceBasis::Schedule => index,
        RecurrenceBasis::Completion => 1,
    };
    if !rule.use_up(used) {
        return None;
    }
    Some(Following {
        due: Due {
            at: place.at,
            all_day: due.all_day,
        },
        recurrence: Recurrence {
            rule: rule.to_string(),
            basis: recurrence.basis,
        },
    })
}

/// A time on the wall clock, and the moment it is in the zone.
struct Place {
    wall: DateTime,
    at: Timestamp,
}

impl Place {
    fn new(wall: DateTime, all_day: bool, zone: &TimeZone) -> Option<Self> {
        let wall = if all_day {
            wall.date().to_datetime(jiff::civil::Time::midnight())
        } else {
            wall
        };
        let at = wall.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Self { wall, at })
    }
}

fn on_the_minute(time: DateTime) -> DateTime {
    time.with()
        .second(0)
        .subsec_nanosecond(0)
        .build()
        .unwrap_or(time)
}

#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit};
use rrule::RRuleSet;

use super::rule::{Frequency, Rule};

/// Most dates looked at in search of the next one.
///
/// The search starts close to the present, so only a rule that counts its dates may need many.
const MAX_STEPS: usize = 10_000;

/// Checks that the rule makes sense and gives a date at all; the error is a fragment.
pub(super) fn check(rule: &Rule) -> Result<(), String> {
    let start = DateTime::constant(2024, 1, 1, 0, 0, 0, 0);
    let mut dates =
        expand(rule, start).ok_or_else(|| "is not a recurrence rule of RFC 5545".to_owned())?;
    match dates.next() {
        Some(_) => Ok(()),
        None => Err("never gives a date".to_owned()),
    }
}

/// Returns the dates of the rule after `start`, in order, on the wall clock.
///
/// A rule that does not count its dates may leave out those that lie well before `now`.
pub(super) fn after(
    rule: &Rule,
    start: DateTime,
    now: DateTime,
) -> Option<impl Iterator<Item = DateTime>> {
    let first = if rule.counts() {
        start
    } else {
        nearer(rule, start, now).unwrap_or(start)
    };
    let dates = expand(rule, first)?;
    Some(dates.filter(move |date| *date > start).take(MAX_STEPS))
}

/// Expands the endless rule from `start`, with wall-clock times passed off as UTC.
fn expand(rule: &Rule, start: DateTime) -> Option<impl Iterator<Item = DateTime> + use<>> {
    let text = format!(
        "DTSTART:{}Z\nRRULE:{}",
        start.strftime("%Y%m%dT%H%M%S"),
        rule.endless()
    );
    let set: RRuleSet = text.parse().ok()?;
    let dates = set.limit();
    Some(dates.into_iter().map_while(|date| {
        let moment = Timestamp::from_second(date.timestamp()).ok()?;
        Some(moment.to_zoned(TimeZone::UTC).datetime())
    }))
}

/// Moves `start` towards `now` by whole intervals, so that years of missed dates cost nothing.
///
/// What a rule takes from its start stays the same: the time, the weekday of a weekly rule, the day and month
/// of a monthly or yearly one (where the day may be missing, the effective rule spells it out).
fn nearer(rule: &Rule, start: DateTime, now: DateTime) -> Option<DateTime> {
    let (unit, step) = step(rule);
    let passed = start.until((unit, now)).ok()?;
    let passed = match unit {
        Unit::Hour => i64::from(passed.get_hours()),
        Unit::Day => i64::from(passed.get_days()),
        Unit::Month => i64::from(passed.get_months()),
        _ => i64::from(passed.get_years()),
    };
    let intervals = passed / step - 1;
    if intervals < 1 {
        return None;
    }
    let moved = intervals * step;
    let span = match unit {
        Unit::Hour => Span::new().try_hours(moved),
        Unit::Day => Span::new().try_days(moved),
        Unit::Month => Span::new().try_months(moved),
        _ => Span::new().try_years(moved),
    };
    start.checked_add(span.ok()?).ok()
}

fn step(rule: &Rule) -> (Unit, i64) {
    let interval = i64::from(rule.interval);
    match rule.frequency {
        Frequency::Hourly => (Unit::Hour, interval),
        Frequency::Daily => (Unit::Day, interval),
        Frequency::Weekly => (Unit::Day, 7 * interval),
        Frequency::Monthly => (Unit::Month, interval),
        Frequency::Yearly => (Unit::Year, interval),
    }
}

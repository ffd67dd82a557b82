//! Turns a phrase into a due date and a repeat.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan, Zoned};

use super::calendar::{self, Point};
use super::lexicon::Unit;
use super::phrase::{Moment, Phrase};
use super::repeats::{Every, Repeat};
use super::{When, WhenError, rule};
use crate::{Due, Recurrence, RecurrenceBasis};

/// Finds what `phrase` means when it is said at `now`.
pub(super) fn when(phrase: &Phrase, now: &Zoned) -> Result<When, WhenError> {
    let Some(repeat) = &phrase.repeat else {
        return day(phrase.on, now);
    };
    let (due, first) = first_due(repeat, &phrase.on, now)?;
    let until = match &phrase.until {
        Some(until) => Some(end(until, now)?),
        None => None,
    };
    if until.is_some_and(|until| until < due.at) {
        return Err(WhenError::EndsBeforeStart);
    }
    let basis = if repeat.from_completion {
        RecurrenceBasis::Completion
    } else {
        RecurrenceBasis::Schedule
    };
    let rule = rule::write(repeat, first, until);
    Ok(When {
        due: Some(due),
        recurrence: Some(Recurrence { rule, basis }),
    })
}

/// Finds when a single date is.
pub(super) fn day(on: Moment, now: &Zoned) -> Result<When, WhenError> {
    let point = calendar::point(&on, now)?;
    Ok(When {
        due: Some(due(point, now)?),
        recurrence: None,
    })
}

fn due(point: Point, now: &Zoned) -> Result<Due, WhenError> {
    match point {
        Point::Instant(at) => Ok(Due { at, all_day: false }),
        Point::Local(date, time) => local(date, time, now),
    }
}

fn local(date: Date, time: Option<Time>, now: &Zoned) -> Result<Due, WhenError> {
    let at = calendar::instant(date, time.unwrap_or_else(Time::midnight), now)?;
    Ok(Due {
        at,
        all_day: time.is_none(),
    })
}

/// The first date of a repeat: the first that fits from the given day on, or from today (from
/// tomorrow when the time of day is over).
fn first_due(repeat: &Repeat, on: &Moment, now: &Zoned) -> Result<(Due, Date), WhenError> {
    if let Every::Units {
        count,
        unit: Unit::Hour,
    } = repeat.every
    {
        let due = first_hour(count, on, now)?;
        return Ok((due, due.at.to_zoned(now.time_zone().clone()).date()));
    }
    if let Every::YearDay { month, day, .. } = repeat.every {
        // 2024 has every day that any year has.
        Date::new(2024, month, day).map_err(|_| WhenError::NotInCalendar)?;
    }
    let (start, time) = match on.day {
        Some(_) => match calendar::point(on, now)? {
            Point::Local(date, time) => (date, time),
            Point::Instant(at) => {
                let zoned = at.to_zoned(now.time_zone().clone());
                (zoned.date(), Some(zoned.time()))
            }
        },
        None => (start_of(on, now)?, calendar::time_of(on)),
    };
    let first = rule::first(&repeat.every, start).ok_or(WhenError::NotInCalendar)?;
    Ok((local(first, time, now)?, first))
}

fn start_of(on: &Moment, now: &Zoned) -> Result<Date, WhenError> {
    match calendar::time_of(on) {
        Some(time) if time <= now.time() => {
            now.date().tomorrow().map_err(|_| WhenError::NotInCalendar)
        }
        _ => Ok(now.date()),
    }
}

/// Hours are counted from the time said, or from now.
fn first_hour(count: i16, on: &Moment, now: &Zoned) -> Result<Due, WhenError> {
    if *on != Moment::default() {
        return match calendar::point(on, now)? {
            Point::Local(date, time) => local(date, time.or(Some(Time::midnight())), now),
            instant @ Point::Instant(_) => due(instant, now),
        };
    }
    let second = now.timestamp().as_second();
    Timestamp::from_second(second - second.rem_euclid(60))
        .and_then(|start| start.checked_add(i64::from(count).hours()))
        .map(|at| Due { at, all_day: false })
        .map_err(|_| WhenError::NotInCalendar)
}

/// The last moment of a repeat: the time said, or the end of the day.
fn end(until: &Moment, now: &Zoned) -> Result<Timestamp, WhenError> {
    match calendar::point(until, now)? {
        Point::Instant(at) => Ok(at),
        Point::Local(date, Some(time)) => calendar::instant(date, time, now),
        Point::Local(date, None) => {
            rule::end_of_day(date, now.time_zone()).ok_or(WhenError::NotInCalendar)
        }
    }
}

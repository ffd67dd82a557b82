//! Finds the day and the moment that were said, counted from now in the user's zone.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp, ToSpan, Zoned};

use super::WhenError;
use super::days::Day;
use super::lexicon::{Part, Unit};
use super::phrase::Moment;
use super::times::{self, Clock};

/// A day, with the time of day if one was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// A moment that no zone can move ("in 2 hours", an RFC 3339 time).
    Instant(Timestamp),
    /// A day of the user's zone.
    Local(Date, Option<Time>),
}

/// Finds when `moment` is. A time without a day is today if it is still ahead, else tomorrow.
pub(super) fn point(moment: &Moment, now: &Zoned) -> Result<Point, WhenError> {
    let time = time_of(moment);
    let Some(day) = moment.day else {
        let ahead = time.is_some_and(|time| time > now.time());
        let day = if ahead { now.date() } else { tomorrow(now)? };
        return Ok(Point::Local(day, time));
    };
    match day {
        Day::At(at) => return Ok(Point::Instant(at)),
        Day::Minutes(minutes) => return minutes_from(now, minutes).map(Point::Instant),
        _ => {}
    }
    let date = match moment.weekday {
        Some(named) => named_date(day, named, time, now)?,
        None => date(day, time, now)?,
    };
    let night = ends_tomorrow(moment, time) && date == now.date();
    let date = if night { tomorrow(now)? } else { date };
    Ok(Point::Local(date, time))
}

/// The time of day that was said.
pub(super) fn time_of(moment: &Moment) -> Option<Time> {
    match (moment.clock, moment.part) {
        (Some(clock), part) => Some(clock.time(part)),
        (None, Some(part)) => Some(times::hour_of(part)),
        (None, None) => None,
    }
}

/// The moment of a local time; in a gap of the clock the time after it, in a fold the first.
pub(super) fn instant(date: Date, time: Time, now: &Zoned) -> Result<Timestamp, WhenError> {
    date.to_datetime(time)
        .to_zoned(now.time_zone().clone())
        .map(|zoned| zoned.timestamp())
        .map_err(|_| WhenError::NotInCalendar)
}

/// "today at midnight", "tonight at 1": said of today, meant of the night that follows.
fn ends_tomorrow(moment: &Moment, time: Option<Time>) -> bool {
    let early = time.is_some_and(|time| time.hour() < 6);
    match moment.clock {
        Some(Clock::Midnight) => true,
        Some(Clock::Bare(_)) => early && matches!(moment.part, Some(Part::Tonight | Part::Night)),
        _ => false,
    }
}

fn minutes_from(now: &Zoned, minutes: i32) -> Result<Timestamp, WhenError> {
    let second = now.timestamp().as_second();
    Timestamp::from_second(second - second.rem_euclid(60))
        .and_then(|start| start.checked_add(i64::from(minutes).minutes()))
        .map_err(|_| WhenError::NotInCalendar)
}

fn tomorrow(now: &Zoned) -> Result<Date, WhenError> {
    now.date().tomorrow().map_err(|_| WhenError::NotInCalendar)
}

fn date(day: Day, time: Option<Time>, now: &Zoned) -> Result<Date, WhenError> {
    let today = now.date();
    let ahead = time.is_some_and(|time| time > now.time());
    match day {
        Day::In { count, unit } => add(today, span(count, unit)),
        Day::Weekday(day) if today.weekday() == day && ahead => Ok(today),
        Day::This(day) if today.weekday() == day => Ok(today),
        Day::Weekday(day) | Day::This(day) => after(today, day),
        Day::Next(day) => add(
            monday(today)?,
            days(7 + i64::from(day.to_monday_zero_offset())),
        ),
        Day::Last(day) => today
            .nth_weekday(-1, day)
            .map_err(|_| WhenError::NotInCalendar),
        Day::OfMonth(day) => next_day_of_month(today, day),
        Day::OfMonthIn { day, months } => {
            let month = add(today.first_of_month(), span(months, Unit::Month))?;
            new(month.year(), month.month(), day)
        }
        Day::Annual { month, day } => next_annual(today, month, day),
        Day::Dated { year, month, day } => new(year, month, day),
        Day::Month { month, year } => month_of(today, month, year),
        Day::MonthEnd { month, year: None } if month == today.month() => Ok(today.last_of_month()),
        Day::MonthEnd { month, year } => Ok(month_of(today, month, year)?.last_of_month()),
        Day::Weekend { next } => weekend(today, next),
        Day::Start(unit) => start_of_next(today, unit),
        Day::End { unit, next } => end_of(today, unit, next),
        Day::Later { next: true } => add(monday(today)?, days(7 + 3)),
        Day::Later { next: false } => Ok(add(today, days(2))?.min(add(monday(today)?, days(6))?)),
        Day::Minutes(_) | Day::At(_) => Err(WhenError::NotUnderstood),
    }
}

/// A date with its weekday. Said of a day that this year has seen already, the weekday tells that
/// this year is meant.
fn named_date(
    day: Day,
    named: Weekday,
    time: Option<Time>,
    now: &Zoned,
) -> Result<Date, WhenError> {
    let date = date(day, time, now)?;
    if date.weekday() == named {
        return Ok(date);
    }
    if let Day::Annual { month, day } = day
        && let Ok(past) = new(now.year(), month, day)
        && past.weekday() == named
    {
        return Ok(past);
    }
    Err(WhenError::WrongWeekday { date, named })
}

fn span(count: i16, unit: Unit) -> Span {
    match unit {
        Unit::Minute => i64::from(count).minutes(),
        Unit::Hour => i64::from(count).hours(),
        Unit::Day => days(i64::from(count)),
        Unit::Week => i64::from(count).weeks(),
        Unit::Month => i64::from(count).months(),
        Unit::Year => i64::from(count).years(),
    }
}

fn days(count: i64) -> Span {
    count.days()
}

fn add(date: Date, span: Span) -> Result<Date, WhenError> {
    date.checked_add(span).map_err(|_| WhenError::NotInCalendar)
}

fn new(year: i16, month: i8, day: i8) -> Result<Date, WhenError> {
    Date::new(year, month, day).map_err(|_| WhenError::NotInCalendar)
}

fn after(date: Date, day: Weekday) -> Result<Date, WhenError> {
    date.nth_weekday(1, day)
        .map_err(|_| WhenError::NotInCalendar)
}

/// The Monday of the week that `date` is in.
fn monday(date: Date) -> Result<Date, WhenError> {
    add(
        date,
        days(-i64::from(date.weekday().to_monday_zero_offset())),
    )
}

/// "the 31st": the first month from this one on that has the day and where it is not past.
fn next_day_of_month(today: Date, day: i8) -> Result<Date, WhenError> {
    // Every day up to the 31st comes within two months of any date.
    (0..=2)
        .filter_map(|months| add(today.first_of_month(), span(months, Unit::Month)).ok())
        .filter_map(|month| new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
        .ok_or(WhenError::NotInCalendar)
}

/// "27 jan": this year or the next; 29 February waits for the next leap year.
fn next_annual(today: Date, month: i8, day: i8) -> Result<Date, WhenError> {
    // Leap years are at most eight years apart.
    (0..=8)
        .filter_map(|years| new(today.year().checked_add(years)?, month, day).ok())
        .find(|date| *date >= today)
        .ok_or(WhenError::NotInCalendar)
}

/// The first day of a month: of the year said, else of the next such month.
fn month_of(today: Date, month: i8, year: Option<i16>) -> Result<Date, WhenError> {
    match year {
        Some(year) => new(year, month, 1),
        None => next_annual(today, month, 1),
    }
}

fn weekend(today: Date, next: bool) -> Result<Date, WhenError> {
    let saturday = add(monday(today)?, days(5))?;
    if next {
        return add(saturday, days(7));
    }
    Ok(saturday.max(today))
}

fn start_of_next(today: Date, unit: Unit) -> Result<Date, WhenError> {
    match unit {
        Unit::Month => add(today.first_of_month(), span(1, Unit::Month)),
        Unit::Year => add(today.first_of_year(), span(1, Unit::Year)),
        _ => add(monday(today)?, days(7)),
    }
}

fn end_of(today: Date, unit: Unit, next: bool) -> Result<Date, WhenError> {
    let within = if next {
        start_of_next(today, unit)?
    } else {
        today
    };
    match unit {
        Unit::Month => Ok(within.last_of_month()),
        Unit::Year => Ok(within.last_of_year()),
        _ => {
            let friday = add(monday(within)?, days(4))?;
            let weekend = friday < within;
            if weekend {
                add(friday, days(2))
            } else {
                Ok(friday)
            }
        }
    }
}

//! Dates written in digits: ISO dates and date-times, "27.11.2026", "27/11/2026".

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};

use super::WhenError;
use super::days::{Day, Said};
use super::lexicon::digits;
use super::times::Clock;

/// Reads a lowercase word as a date that has one reading only.
pub(super) fn day(word: &str) -> Option<Said> {
    if let Some((date, time)) = word.split_once('t') {
        return moment(word, iso(date)?, time);
    }
    iso(word)
        .or_else(|| dotted(word))
        .or_else(|| dashed(word))
        .or_else(|| full_slashed(word))
        .map(all_day)
}

/// Reads "27/1" where a date is all there can be.
///
/// # Errors
/// [`WhenError::Ambiguous`] when both numbers could be the month.
pub(super) fn short_slashed(word: &str) -> Option<Result<Day, WhenError>> {
    let mut parts = word.split('/');
    let (first, second) = (parts.next()?, parts.next()?);
    let year = parts.next();
    if parts.next().is_some() {
        return None;
    }
    let (first, second) = (digits(first, 2)?, digits(second, 2)?);
    let year = match year {
        Some(year) if year.len() == 4 => Some(digits(year, 4)?),
        Some(_) => return None,
        None => None,
    };
    Some(day_and_month(first, second).map(|(day, month)| match year {
        Some(year) => Day::Dated { year, month, day },
        None => Day::Annual { month, day },
    }))
}

fn all_day(day: Day) -> Said {
    Said {
        day,
        clock: None,
        part: None,
    }
}

/// A date-time: with an offset it is a moment, without one a time in the user's zone.
fn moment(word: &str, day: Day, time: &str) -> Option<Said> {
    let upper = word.to_ascii_uppercase();
    if let Ok(at) = upper.parse::<Timestamp>() {
        return Some(all_day(Day::At(at)));
    }
    // The time counts even where the date is wrong, so that the date gets the blame.
    let clock = format!("2000-01-01T{}", time.to_ascii_uppercase());
    let time: Time = clock.parse::<DateTime>().ok()?.time();
    Some(Said {
        day,
        clock: Some(Clock::Exact(time)),
        part: None,
    })
}

/// "2026-11-27" or "2026/11/27".
fn iso(word: &str) -> Option<Day> {
    let separator = if word.contains('/') { '/' } else { '-' };
    let mut parts = word.split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let full = year.len() == 4 && month.len() == 2 && day.len() == 2 && parts.next().is_none();
    full.then_some(())?;
    Some(Day::Dated {
        year: digits(year, 4)?,
        month: i8::try_from(digits(month, 2)?).ok()?,
        day: i8::try_from(digits(day, 2)?).ok()?,
    })
}

/// "27.11.2026": day first, and a year of four digits, or it is a version.
fn dotted(word: &str) -> Option<Day> {
    let mut parts = word.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    Some(Day::Dated {
        year: super::lexicon::year(year)?,
        month: i8::try_from(digits(month, 2)?)
            .ok()
            .filter(|month| *month <= 12)?,
        day: super::lexicon::day_number(day)?,
    })
}

/// "27-nov-2026".
fn dashed(word: &str) -> Option<Day> {
    let mut parts = word.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    Some(Day::Dated {
        year: super::lexicon::year(year)?,
        month: super::lexicon::month(month)?,
        day: super::lexicon::day_number(day)?,
    })
}

/// "27/11/2026" or "11/27/2026", when one of the two cannot be a month.
fn full_slashed(word: &str) -> Option<Day> {
    let full = word.bytes().filter(|byte| *byte == b'/').count() == 2;
    full.then(|| short_slashed(word)).flatten()?.ok()
}

fn day_and_month(first: i16, second: i16) -> Result<(i8, i8), WhenError> {
    let day_first = match (first, second) {
        (13.., 13..) | (0, _) | (_, 0) => return Err(WhenError::NotInCalendar),
        (13.., _) => true,
        (_, 13..) => false,
        (first, second) if first == second => true,
        _ => return Err(WhenError::Ambiguous),
    };
    let (day, month) = if day_first {
        (first, second)
    } else {
        (second, first)
    };
    match (i8::try_from(day), i8::try_from(month)) {
        (Ok(day), Ok(month)) => Ok((day, month)),
        _ => Err(WhenError::NotInCalendar),
    }
}

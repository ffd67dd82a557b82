//! Writes a repeat as an RFC 5545 rule and finds its first day.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::lexicon::Unit;
use super::repeats::{Every, Repeat};

/// No rule that people can say is longer without a day; five Fridays or 29 February come sooner.
const LONGEST_WAIT_DAYS: usize = 800;

/// The rule of `repeat` whose first day is `first`.
///
/// Days that some months lack become the last day of those months, for a rule that says only
/// "31" would skip them.
pub(super) fn write(repeat: &Repeat, first: Date, until: Option<Timestamp>) -> String {
    let mut rule = match &repeat.every {
        // Counted from a completion, the day of the month is a new one each time.
        Every::Units { count, unit } if repeat.from_completion => units(*count, *unit, None),
        Every::Units { count, unit } => units(*count, *unit, Some(first)),
        Every::Weekdays { count, days } => {
            frequency("WEEKLY", *count) + ";BYDAY=" + &join(days.iter().map(|day| code(*day)))
        }
        Every::Ranked { count, ranks, day } => {
            let days = ranks.iter().map(|rank| format!("{rank}{}", code(*day)));
            frequency("MONTHLY", *count) + ";BYDAY=" + &join(days)
        }
        Every::MonthDays { count, days } => frequency("MONTHLY", *count) + &month_days(days),
        Every::YearDay { count, month, day } => {
            frequency("YEARLY", *count) + &year_day(*month, *day)
        }
    };
    if let Some(until) = until {
        let utc = until.to_zoned(TimeZone::UTC);
        rule += &utc.strftime(";UNTIL=%Y%m%dT%H%M%SZ").to_string();
    }
    rule
}

/// The first day from `start` on that the repeat falls on.
pub(super) fn first(every: &Every, start: Date) -> Option<Date> {
    start
        .series(1.day())
        .take(LONGEST_WAIT_DAYS)
        .find(|date| falls_on(every, *date))
}

/// The last second of a day in `zone`: what "until friday" means.
pub(super) fn end_of_day(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    let last = Time::new(23, 59, 59, 0).ok()?;
    let zoned = date.to_datetime(last).to_zoned(zone.clone()).ok()?;
    Some(zoned.timestamp())
}

/// The two letters of RFC 5545.
pub(super) fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn units(count: i16, unit: Unit, first: Option<Date>) -> String {
    let (name, days) = match (unit, first) {
        (Unit::Minute, _) => ("MINUTELY", String::new()),
        (Unit::Hour, _) => ("HOURLY", String::new()),
        (Unit::Day, _) => ("DAILY", String::new()),
        (Unit::Week, _) => ("WEEKLY", String::new()),
        (Unit::Month, Some(first)) if first.day() > 28 => ("MONTHLY", month_days(&[first.day()])),
        (Unit::Month, _) => ("MONTHLY", String::new()),
        (Unit::Year, Some(first)) if first.month() == 2 && first.day() == 29 => {
            ("YEARLY", year_day(2, 29))
        }
        (Unit::Year, _) => ("YEARLY", String::new()),
    };
    frequency(name, count) + &days
}

fn frequency(name: &str, count: i16) -> String {
    match count {
        1 => format!("FREQ={name}"),
        count => format!("FREQ={name};INTERVAL={count}"),
    }
}

fn month_days(days: &[i8]) -> String {
    match days {
        [29] => ";BYMONTHDAY=28,29;BYSETPOS=-1".to_owned(),
        [30] => ";BYMONTHDAY=28,29,30;BYSETPOS=-1".to_owned(),
        days => {
            let days = days.iter().map(|day| if *day == 31 { -1 } else { *day });
            format!(";BYMONTHDAY={}", join(days))
        }
    }
}

fn year_day(month: i8, day: i8) -> String {
    let day = if (month, day) == (2, 29) { -1 } else { day };
    format!(";BYMONTH={month};BYMONTHDAY={day}")
}

fn join(items: impl Iterator<Item = impl ToString>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    items.join(",")
}

fn falls_on(every: &Every, date: Date) -> bool {
    let last = date.days_in_month();
    match every {
        Every::Units { .. } => true,
        Every::Weekdays { days, .. } => days.contains(&date.weekday()),
        Every::Ranked { ranks, day, .. } => {
            let rank = (date.day() - 1) / 7 + 1;
            let is_last = date.day() + 7 > last;
            date.weekday() == *day
                && ranks
                    .iter()
                    .any(|wanted| *wanted == rank || (*wanted == -1 && is_last))
        }
        Every::MonthDays { days, .. } => days.iter().any(|day| {
            let clamped = days.len() == 1 || *day == 31;
            match *day {
                -1 => date.day() == last,
                day if clamped => date.day() == day.min(last),
                day => date.day() == day,
            }
        }),
        Every::YearDay { month, day, .. } => {
            date.month() == *month && date.day() == (*day).min(last)
        }
    }
}

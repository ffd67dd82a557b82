//! Says a due date in words that [`parse`](super::parse) understands again.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};

use crate::Due;

/// Says when `due` is: "today", "tomorrow, 17:00", "Fri 27 Nov, 09:00", "Fri 1 Jan 2027".
///
/// Days are those of `now`'s zone, and the year is said when it is not the current one. A past
/// date reads like any other.
pub fn describe(due: &Due, now: &Zoned) -> String {
    let zone = now.time_zone().clone();
    if due.all_day {
        // Noon of an all-day task is on the same date in nearly every zone, so that the task
        // keeps its day when its owner travels.
        let noon = due.at.checked_add(12.hours()).unwrap_or(due.at);
        return day(noon.to_zoned(zone).date(), now);
    }
    let zoned = due.at.to_zoned(zone);
    format!(
        "{}, {:02}:{:02}",
        day(zoned.date(), now),
        zoned.hour(),
        zoned.minute()
    )
}

/// "Fri 27 Nov", with the year if it is not `year`.
pub(super) fn short_date(date: Date, year: Option<i16>) -> String {
    let weekday = day_name(date.weekday()).get(..3).unwrap_or_default();
    let month = month_name(date.month()).get(..3).unwrap_or_default();
    if year == Some(date.year()) {
        format!("{weekday} {} {month}", date.day())
    } else {
        format!("{weekday} {} {month} {}", date.day(), date.year())
    }
}

pub(super) fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The name of a month counted from 1; empty for what is no month.
pub(super) fn month_name(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        12 => "December",
        _ => "",
    }
}

fn day(date: Date, now: &Zoned) -> String {
    let today = now.date();
    if date == today {
        "today".to_owned()
    } else if today.tomorrow().is_ok_and(|tomorrow| date == tomorrow) {
        "tomorrow".to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| date == yesterday) {
        "yesterday".to_owned()
    } else {
        short_date(date, Some(today.year()))
    }
}

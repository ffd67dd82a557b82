//! Phrases in, dates out. Each table is checked as a whole, so that a failure shows all that
//! differs.

mod finding;
mod invariants;
mod reading;
mod repeating;
mod saying;
mod zones;

use jiff::Zoned;

use super::{When, WhenError, find, parse};
use crate::RecurrenceBasis;

/// A Saturday morning in Berlin.
const NOW: &str = "2026-11-21T10:04:30+01:00[Europe/Berlin]";

fn at(now: &str) -> Zoned {
    now.parse().unwrap()
}

/// Compares what `read` makes of each row's first text with the row's second.
#[track_caller]
fn check(rows: &[(&str, &str)], read: impl Fn(&str) -> String) {
    let differing: Vec<String> = rows
        .iter()
        .filter_map(|(input, expected)| {
            let actual = read(input);
            (actual != *expected).then(|| format!("{input:?}\n  is   {actual}\n  not  {expected}"))
        })
        .collect();
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

/// "Fri 2026-11-27 17:00 FREQ=DAILY", with the local time of `now`'s zone.
fn shown(when: &When, now: &Zoned) -> String {
    let due = when.due.expect("every phrase has a due date");
    let zoned = due.at.to_zoned(now.time_zone().clone());
    let format = if due.all_day { "%a %F" } else { "%a %F %H:%M" };
    let mut text = zoned.strftime(format).to_string();
    if due.all_day {
        assert_eq!(zoned, zoned.start_of_day().unwrap(), "all day is midnight");
    }
    if let Some(recurrence) = &when.recurrence {
        accepts(&recurrence.rule, &zoned);
        text = format!("{text} {}", recurrence.rule);
        if recurrence.basis == RecurrenceBasis::Completion {
            text += " after completion";
        }
    }
    text
}

/// The rule runs in the crate that will run it, and its first date is the due date.
fn accepts(rule: &str, first: &Zoned) {
    let zone = first.time_zone().iana_name().unwrap();
    let start = first.strftime("%Y%m%dT%H%M%S");
    let set: rrule::RRuleSet = format!("DTSTART;TZID={zone}:{start}\nRRULE:{rule}")
        .parse()
        .unwrap_or_else(|error| panic!("{rule}: {error}"));
    let dates = set.all(1).dates;
    let date = dates
        .first()
        .unwrap_or_else(|| panic!("{rule} never happens"));
    assert_eq!(date.timestamp(), first.timestamp().as_second(), "{rule}");
}

fn parsed(text: &str, now: &str) -> String {
    let now = at(now);
    match parse(text, &now) {
        Ok(when) => shown(&when, &now),
        Err(WhenError::NotUnderstood) => "-".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// "Buy milk [tomorrow] -> Sun 2026-11-22", or "-" when nothing is found.
fn found(text: &str, now: &str) -> String {
    let now = at(now);
    match find(text, &now) {
        Some(found) => format!(
            "[{}] {}",
            &text[found.range.clone()],
            shown(&found.when, &now)
        ),
        None => "-".to_owned(),
    }
}

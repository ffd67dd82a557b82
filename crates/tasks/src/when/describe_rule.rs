//! Says a repeat in words that [`parse`](super::parse) understands again.

use jiff::ToSpan;
use jiff::civil::{DateTime, Weekday};

use super::describe::{day_name, month_name, short_date};
use super::rule::code;
use crate::{Recurrence, RecurrenceBasis};

/// Says how a task repeats: "every Monday", "every month on the 3rd Friday", "every 2 weeks until
/// Fri 1 Jan 2027". A rule that this language has no words for is given as it is.
pub fn describe_recurrence(recurrence: &Recurrence) -> String {
    let Some(words) = Rule::read(&recurrence.rule).and_then(|rule| rule.words()) else {
        return recurrence.rule.clone();
    };
    match recurrence.basis {
        RecurrenceBasis::Schedule => words,
        RecurrenceBasis::Completion => match words.split_once(" until ") {
            Some((every, until)) => format!("{every} after completion until {until}"),
            None => format!("{words} after completion"),
        },
    }
}

/// The parts of a rule that this language has words for.
#[derive(Default)]
struct Rule<'r> {
    frequency: &'r str,
    interval: Option<u16>,
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    month: Option<i8>,
    position: Option<i8>,
    until: Option<DateTime>,
}

impl<'r> Rule<'r> {
    /// Reads a rule; `None` if it has a part without words.
    fn read(text: &'r str) -> Option<Self> {
        let mut rule = Self::default();
        for part in text.split(';') {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => rule.frequency = value,
                "INTERVAL" => rule.interval = Some(value.parse().ok()?),
                "BYDAY" => rule.days = value.split(',').map(day).collect::<Option<_>>()?,
                "BYMONTHDAY" => rule.month_days = numbers(value)?,
                "BYMONTH" => rule.month = Some(value.parse().ok()?),
                "BYSETPOS" => rule.position = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(until(value)?),
                // The weeks of this language begin on Monday.
                "WKST" if value == "MO" => {}
                _ => return None,
            }
        }
        Some(rule)
    }

    fn words(&self) -> Option<String> {
        let every = self.every()?;
        Some(match self.until {
            Some(until) => format!("{every} until {}", short_date(until.date(), None)),
            None => every,
        })
    }

    fn every(&self) -> Option<String> {
        let ranked = self.days.iter().any(|(rank, _)| *rank != 0);
        let bare = self.month.is_none() && self.position.is_none();
        match (
            self.frequency,
            self.days.as_slice(),
            self.month_days.as_slice(),
        ) {
            ("HOURLY", [], []) if bare => Some(self.units("hour")),
            ("DAILY", [], []) if bare => Some(self.units("day")),
            ("WEEKLY", [], []) if bare => Some(self.units("week")),
            ("WEEKLY", days, []) if bare && !ranked => Some(self.week(days)),
            ("MONTHLY", [], []) if bare => Some(self.units("month")),
            ("MONTHLY", days, []) if bare && ranked => {
                Some(format!("{} on the {}", self.units("month"), ranks(days)?))
            }
            ("MONTHLY", [], _) if self.month.is_none() => Some(format!(
                "{} on the {}",
                self.units("month"),
                self.days_of_month()?
            )),
            ("YEARLY", [], []) if bare => Some(self.units("year")),
            ("YEARLY", [], [day]) if self.position.is_none() => self.year(*day),
            _ => None,
        }
    }

    /// "every day", "every 3 days".
    fn units(&self, unit: &str) -> String {
        match self.interval {
            None | Some(1) => format!("every {unit}"),
            Some(count) => format!("every {count} {unit}s"),
        }
    }

    fn week(&self, days: &[(i8, Weekday)]) -> String {
        let days: Vec<Weekday> = days.iter().map(|(_, day)| *day).collect();
        let working: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
        let plain = self.interval.is_none_or(|count| count == 1);
        if days == working && plain {
            return "every weekday".to_owned();
        }
        let names = series(days.iter().map(|day| day_name(*day).to_owned()));
        if plain {
            format!("every {names}")
        } else {
            format!("{} on {names}", self.units("week"))
        }
    }

    /// "15th", "1st and 15th", "last day".
    fn days_of_month(&self) -> Option<String> {
        match (self.month_days.as_slice(), self.position) {
            // How a day that short months lack is written.
            ([28, .., last @ (29 | 30)], Some(-1)) => Some(nth(*last)),
            ([28, 29, 30, 31], Some(-1)) | ([-1], None) => Some("last day".to_owned()),
            (days, None) if days.iter().all(|day| (-1..=31).contains(day) && *day != 0) => {
                let names = days.iter().map(|day| match day {
                    -1 => "last".to_owned(),
                    day => nth(*day),
                });
                let end = if days.contains(&-1) { " day" } else { "" };
                Some(series(names) + end)
            }
            _ => None,
        }
    }

    fn year(&self, day: i8) -> Option<String> {
        let month = self.month?;
        let name = month_name(month);
        // The last day of February is written so for the sake of the 29th.
        let day = match (month, day) {
            (2, -1) => 29,
            (_, day @ 1..=31) if !name.is_empty() => day,
            _ => return None,
        };
        Some(format!("{} on {day} {name}", self.units("year")))
    }
}

/// "3rd Friday", "1st and 3rd Monday"; all of one weekday.
fn ranks(days: &[(i8, Weekday)]) -> Option<String> {
    let (_, weekday) = days.first()?;
    let names: Option<Vec<String>> = days
        .iter()
        .map(|(rank, day)| match rank {
            -1 if day == weekday => Some("last".to_owned()),
            1..=5 if day == weekday => Some(nth(*rank)),
            _ => None,
        })
        .collect();
    Some(format!(
        "{} {}",
        series(names?.into_iter()),
        day_name(*weekday)
    ))
}

/// "3FR" is the third Friday, "FR" (0) every one.
fn day(text: &str) -> Option<(i8, Weekday)> {
    let (rank, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let day = Weekday::Monday
        .cycle_forward()
        .take(7)
        .find(|day| code(*day) == name)?;
    let rank = if rank.is_empty() {
        0
    } else {
        rank.parse().ok()?
    };
    Some((rank, day))
}

fn numbers(text: &str) -> Option<Vec<i8>> {
    text.split(',').map(|number| number.parse().ok()).collect()
}

/// The local date of `UNTIL`. A rule says it in UTC and names no zone; "until friday" was written
/// as the last second of that day, and going back eleven hours finds the day again in all zones
/// from UTC-10 to UTC+13 (the inhabited ones but Samoa and the Line Islands).
fn until(text: &str) -> Option<DateTime> {
    let utc = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    if utc.second() == 59 {
        utc.checked_add(1.second())
            .ok()?
            .checked_sub(11.hours())
            .ok()
    } else {
        Some(utc)
    }
}

/// "a", "a and b", "a, b and c".
fn series(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

fn nth(day: i8) -> String {
    let ending = match day {
        11..=13 => "th",
        day if day % 10 == 1 => "st",
        day if day % 10 == 2 => "nd",
        day if day % 10 == 3 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

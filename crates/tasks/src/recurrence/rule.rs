use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::limits::Limits;

/// Most dates a rule may count, and the greatest interval: a person's lifetime of days is less than 40,000.
const MAX_COUNT: u32 = 1_000;

/// What a rule may be made of, besides `FREQ`, `INTERVAL`, `COUNT` and `UNTIL`.
const OTHER_PARTS: [&str; 9] = [
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "BYHOUR",
    "BYMINUTE",
    "BYYEARDAY",
    "BYWEEKNO",
    "WKST",
];

/// How often; nothing faster than an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// An RFC 5545 recurrence rule, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u16,
    count: Option<u32>,
    until: Option<Until>,
    /// The other parts, in the order they came.
    parts: Vec<(String, String)>,
}

/// The last moment a rule may give, in one of the three forms of RFC 5545, §3.3.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Moment(Timestamp),
    Wall(DateTime),
    Day(Date),
}

impl Rule {
    /// Takes a rule apart; the error is a fragment that says what is wrong.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.chars().count() > Limits::RULE_CHARS {
            return Err(format!("must be at most {} characters", Limits::RULE_CHARS));
        }
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        if text.contains("DTSTART") {
            return Err("must not contain DTSTART: the due date is the start".to_owned());
        }

        let mut frequency = None;
        let mut interval = None;
        let mut count = None;
        let mut until = None;
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in text.trim_end_matches(';').split(';') {
            let (name, value) = part
                .split_once('=')
                .ok_or("must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=MO")?;
            let repeated = match name {
                "FREQ" => frequency.replace(parse_frequency(value)?).is_some(),
                "INTERVAL" => interval.replace(parse_number(name, value)?).is_some(),
                "COUNT" => count.replace(parse_number(name, value)?).is_some(),
                "UNTIL" => until.replace(Until::parse(value)?).is_some(),
                name if OTHER_PARTS.contains(&name) => {
                    check_values(name, value)?;
                    let repeated = parts.iter().any(|(other, _)| other == name);
                    parts.push((name.to_owned(), value.to_owned()));
                    repeated
                }
                // The name is not repeated: it may hold anything.
                _ => return Err("has a part that is not supported".to_owned()),
            };
            if repeated {
                return Err(format!("has {name} twice"));
            }
        }
        if count.is_some() && until.is_some() {
            return Err("must not have both COUNT and UNTIL".to_owned());
        }
        Ok(Self {
            frequency: frequency.ok_or("must have FREQ")?,
            interval: interval.map_or(1, |interval| u16::try_from(interval).unwrap_or(1)),
            count,
            until,
            parts,
        })
    }

    /// Returns the value of one of the other parts.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.parts
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn has_part(&self, name: &str) -> bool {
        self.part(name).is_some()
    }

    /// Puts a part in, or another value in its place.
    pub(super) fn set_part(&mut self, name: &str, value: &str) {
        match self.parts.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.parts.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Returns whether the rule names a last date by number.
    pub(super) fn counts(&self) -> bool {
        self.count.is_some()
    }

    /// Returns the rule without its end.
    pub(super) fn endless(&self) -> Self {
        Self {
            count: None,
            until: None,
            ..self.clone()
        }
    }

    /// Returns whether the rule ends before this date.
    pub(super) fn is_over(&self, wall: DateTime, at: Timestamp) -> bool {
        match self.until {
            None => false,
            Some(Until::Moment(last)) => at > last,
            Some(Until::Wall(last)) => wall > last,
            Some(Until::Day(last)) => wall.date() > last,
        }
    }

    /// Takes dates off the number the rule may give; returns whether the one reached is still among them.
    pub(super) fn use_up(&mut self, dates: u32) -> bool {
        let Some(count) = self.count else {
            return true;
        };
        let left = count.saturating_sub(dates);
        self.count = Some(left);
        left > 0
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FREQ={}", self.frequency.name())?;
        if self.interval != 1 {
            write!(formatter, ";INTERVAL={}", self.interval)?;
        }
        for (name, value) in &self.parts {
            write!(formatter, ";{name}={value}")?;
        }
        if let Some(count) = self.count {
            write!(formatter, ";COUNT={count}")?;
        }
        match self.until {
            None => Ok(()),
            Some(Until::Moment(last)) => {
                let last = last.to_zoned(TimeZone::UTC);
                write!(formatter, ";UNTIL={}", last.strftime("%Y%m%dT%H%M%SZ"))
            }
            Some(Until::Wall(last)) => {
                write!(formatter, ";UNTIL={}", last.strftime("%Y%m%dT%H%M%S"))
            }
            Some(Until::Day(last)) => write!(formatter, ";UNTIL={}", last.strftime("%Y%m%d")),
        }
    }
}

impl Frequency {
    fn name(self) -> &'static str {
        match self {
            Self::Hourly => "HOURLY",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        }
    }
}

impl Until {
    fn parse(text: &str) -> Result<Self, String> {
        let broken = || "UNTIL must be a date such as 20261231 or 20261231T180000Z".to_owned();
        match text.len() {
            8 => Date::strptime("%Y%m%d", text)
                .map(Self::Day)
                .map_err(|_| broken()),
            15 => DateTime::strptime("%Y%m%dT%H%M%S", text)
                .map(Self::Wall)
                .map_err(|_| broken()),
            _ => {
                let wall = text.strip_suffix('Z').ok_or_else(broken)?;
                DateTime::strptime("%Y%m%dT%H%M%S", wall)
                    .and_then(|wall| wall.to_zoned(TimeZone::UTC))
                    .map(|zoned| Self::Moment(zoned.timestamp()))
                    .map_err(|_| broken())
            }
        }
    }
}

fn parse_frequency(value: &str) -> Result<Frequency, String> {
    match value {
        "HOURLY" => Ok(Frequency::Hourly),
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "MINUTELY" | "SECONDLY" => Err("must not repeat more often than every hour".to_owned()),
        _ => Err("FREQ must be HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY".to_owned()),
    }
}

fn parse_number(name: &str, value: &str) -> Result<u32, String> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse() {
        Ok(number) if digits && (1..=MAX_COUNT).contains(&number) => Ok(number),
        _ => Err(format!("{name} must be a number from 1 to {MAX_COUNT}")),
    }
}

/// Checks what the calendar library does not: characters, and floods by the back door.
fn check_values(name: &str, value: &str) -> Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b",+-".contains(&byte);
    if value.is_empty() || !value.bytes().all(plain) {
        return Err(format!(
            "{name} must be a list of values with commas between"
        ));
    }
    if name == "BYMINUTE" && value.contains(',') {
        return Err("must not repeat more often than every hour".to_owned());
    }
    Ok(())
}

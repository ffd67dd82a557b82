//! Times of day: "5pm", "17:00", "at 5", "noon", "in the morning".

use jiff::civil::{Time, time};

use super::lexicon::{self, Part};
use super::phrase::{Hit, Strength};
use super::words::Words;

/// A time as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// "5pm", "17:00": one reading only.
    Exact(Time),
    /// "at 5", "5:30": the half of the day is not said.
    Bare(Time),
    /// The end of today when said of today, else 00:00 of the day.
    Midnight,
}

impl Clock {
    /// Decides which half of the day is meant.
    ///
    /// With a part of the day that part decides. Without one, 1 to 7 are taken for the afternoon
    /// ("at 5" is 17:00) and 8 to 12 are taken as they stand ("at 9" is 09:00).
    pub(super) fn time(self, part: Option<Part>) -> Time {
        match self {
            Self::Exact(time) => time,
            Self::Midnight => Time::midnight(),
            Self::Bare(time) => {
                let hour = time.hour();
                let late = match part {
                    None => (1..=7).contains(&hour),
                    Some(Part::Morning) => false,
                    Some(Part::Afternoon | Part::Evening) => hour < 12,
                    Some(Part::Night | Part::Tonight) => (6..12).contains(&hour),
                };
                let after_midnight =
                    hour == 12 && matches!(part, Some(Part::Morning | Part::Night | Part::Tonight));
                let hour = match hour {
                    _ if after_midnight => 0,
                    hour if late => hour + 12,
                    hour => hour,
                };
                Time::new(hour, time.minute(), 0, 0).unwrap_or(time)
            }
        }
    }
}

/// The hour that a part of the day stands for when no hour is said.
pub(super) fn hour_of(part: Part) -> Time {
    match part {
        Part::Morning => time(9, 0, 0, 0),
        Part::Afternoon => time(12, 0, 0, 0),
        Part::Evening => time(19, 0, 0, 0),
        Part::Tonight => time(20, 0, 0, 0),
        Part::Night => time(22, 0, 0, 0),
    }
}

/// What stands before a time decides whether a bare number is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    /// After "at" or "by": "5" is an hour.
    Said,
    /// "5" is just a number.
    Unsaid,
}

/// Reads a time at `at`.
pub(super) fn clock(words: &Words, at: usize, hour: Hour) -> Option<Hit<Clock>> {
    let word = words.word(at);
    match word {
        "noon" | "midday" => return Some(Hit::new(noon(), at + 1, Strength::Tail)),
        "midnight" => return Some(Hit::new(Clock::Midnight, at + 1, Strength::Tail)),
        "eod" | "cob" => return Some(Hit::new(end_of_day(), at + 1, Strength::Strong)),
        _ => {}
    }
    for end in ["end of the day", "end of day", "close of business"] {
        for article in [0, usize::from(words.word(at) == "the")] {
            if words.reads(at + article, end) {
                let next = at + article + end.split(' ').count();
                return Some(Hit::new(end_of_day(), next, Strength::Strong));
            }
        }
    }
    let spoken = spoken(words, at);
    if spoken.is_some() {
        return spoken;
    }
    if let Some(exact) = with_half(word, "") {
        return Some(Hit::new(Clock::Exact(exact), at + 1, Strength::Strong));
    }
    if let Some(exact) = with_half(word, words.word(at + 1)) {
        return Some(Hit::new(Clock::Exact(exact), at + 2, Strength::Strong));
    }
    if matches!(words.word(at + 1), "o'clock" | "oclock") {
        let (clock, _) = plain(word, Hour::Said)?;
        return Some(Hit::new(clock, at + 2, Strength::Strong));
    }
    // "8 in the evening"
    let told = part(words, at + 1).is_some() || words.word(at + 1) == "tonight";
    let hour = if told { Hour::Said } else { hour };
    let (clock, strength) = plain(word, hour)?;
    Some(Hit::new(clock, words.skip(at + 1, "sharp"), strength))
}

/// Reads a part of the day that says so itself: "in the morning", "at night".
pub(super) fn part(words: &Words, at: usize) -> Option<Hit<Part>> {
    let start = words.skip(words.skip(at, "in"), "the");
    let part = lexicon::part(words.word(start))?;
    let told = start == at + 2 && part != Part::Night;
    told.then(|| Hit::new(part, start + 1, Strength::Tail))
}

/// Reads a part of the day beside a date or a time: "tomorrow morning", "9 at night".
pub(super) fn part_beside(words: &Words, at: usize) -> Option<Hit<Part>> {
    let start = if words.word(at) == "at" && words.word(at + 1) == "night" {
        at + 1
    } else {
        at
    };
    let part = lexicon::part(words.word(start))?;
    Some(Hit::new(part, start + 1, Strength::Strong))
}

fn noon() -> Clock {
    Clock::Exact(time(12, 0, 0, 0))
}

/// The end of a working day: 17:00.
fn end_of_day() -> Clock {
    Clock::Exact(time(17, 0, 0, 0))
}

/// "half past 5", "quarter to 6".
fn spoken(words: &Words, at: usize) -> Option<Hit<Clock>> {
    let start = words.skip(at, "a");
    let (minute, back) = match (words.word(start), words.word(start + 1)) {
        ("half", "past") => (30, 0),
        ("quarter", "past") => (15, 0),
        ("quarter", "to") => (45, 1),
        _ => return None,
    };
    let hour = i8::try_from(lexicon::count(words.word(start + 2))?).ok()?;
    if !(1..=12).contains(&hour) {
        return None;
    }
    let hour = if hour == 1 && back == 1 {
        12
    } else {
        hour - back
    };
    let time = Time::new(hour, minute, 0, 0).ok()?;
    // "half past 5 pm"
    if let Some(exact) = halved(time, words.word(start + 3)) {
        return Some(Hit::new(Clock::Exact(exact), start + 4, Strength::Strong));
    }
    Some(Hit::new(Clock::Bare(time), start + 3, Strength::Strong))
}

/// "5pm", "5:30 pm", "5.30 p.m.".
fn with_half(word: &str, next: &str) -> Option<Time> {
    let end = word
        .find(|letter: char| letter.is_ascii_alphabetic())
        .unwrap_or(word.len());
    let (number, glued) = word.split_at_checked(end)?;
    let half = match (glued, next) {
        ("", next) => next,
        (glued, "") => glued,
        _ => return None,
    };
    let (hour, minute) = number
        .split_once([':', '.'])
        .map_or((number, None), |(hour, minute)| (hour, Some(minute)));
    let hour = i8::try_from(lexicon::digits(hour, 2)?).ok()?;
    let minute = minute.map_or(Some(0), minutes)?;
    (1..=12).contains(&hour).then_some(())?;
    halved(Time::new(hour, minute, 0, 0).ok()?, half)
}

/// Puts a time of the twelve-hour clock into its half of the day.
fn halved(time: Time, half: &str) -> Option<Time> {
    let hour = match half {
        "am" | "a.m" | "a.m." => time.hour() % 12,
        "pm" | "p.m" | "p.m." => time.hour() % 12 + 12,
        _ => return None,
    };
    Time::new(hour, time.minute(), 0, 0).ok()
}

/// "17:00", "09:30:00", "5:30"; and where an hour was announced also "5" and "5.30".
fn plain(word: &str, said: Hour) -> Option<(Clock, Strength)> {
    let (hour, minute, strength) = if let Some((hour, rest)) = word.split_once(':') {
        let minute = match rest.split_once(':') {
            Some((minute, second)) => minutes(second).and(Some(minute))?,
            None => rest,
        };
        // Alone, a single digit may be a verse or a score: "John 3:16".
        let sure = hour.len() == 2 || said == Hour::Said;
        let strength = if sure {
            Strength::Strong
        } else {
            Strength::Beside
        };
        (hour, minutes(minute)?, strength)
    } else if said == Hour::Unsaid {
        return None;
    } else if let Some((hour, minute)) = word.split_once('.') {
        (hour, minutes(minute)?, Strength::Tail)
    } else {
        (word, 0, Strength::Tail)
    };
    let number = i8::try_from(lexicon::digits(hour, 2)?).ok()?;
    let time = Time::new(number, minute, 0, 0).ok()?;
    let bare = (1..=12).contains(&number) && !hour.starts_with('0');
    let clock = if bare {
        Clock::Bare(time)
    } else {
        Clock::Exact(time)
    };
    Some((clock, strength))
}

/// Exactly two digits, 00 to 59.
fn minutes(word: &str) -> Option<i8> {
    (word.len() == 2)
        .then(|| lexicon::digits(word, 2))
        .flatten()
        .and_then(|minutes| i8::try_from(minutes).ok())
        .filter(|minutes| *minutes < 60)
}

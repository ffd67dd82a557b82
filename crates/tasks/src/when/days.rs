//! Days counted from today: "tomorrow", "next friday", "in 3 days", "end of month".

use jiff::Timestamp;
use jiff::civil::Weekday;

use super::dates;
use super::lexicon::{self, Name, Part, Unit};
use super::numeric;
use super::phrase::{Hit, Strength};
use super::spans::{self, Stretch};
use super::times::Clock;
use super::words::Words;

/// A day as it was said; nothing is looked up in a calendar yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Whole days, weeks, months or years from today; may be negative.
    In { count: i16, unit: Unit },
    /// Minutes from now.
    Minutes(i32),
    /// An RFC 3339 moment.
    At(Timestamp),
    /// The next such day after today.
    Weekday(Weekday),
    /// The next such day, today included.
    This(Weekday),
    /// Such a day of next week; weeks begin on Monday.
    Next(Weekday),
    /// The last such day before today.
    Last(Weekday),
    /// The next month that has this day and where it is not past.
    OfMonth(i8),
    /// A day of this month (0) or a later one.
    OfMonthIn { day: i8, months: i16 },
    /// The next such day of a year, today included.
    Annual { month: i8, day: i8 },
    /// A full date.
    Dated { year: i16, month: i8, day: i8 },
    /// The first day of the next such month, or of a given year's.
    Month { month: i8, year: Option<i16> },
    /// The last day of the next such month, or of a given year's.
    MonthEnd { month: i8, year: Option<i16> },
    /// Saturday of this week (on a Sunday: today) or of next week.
    Weekend { next: bool },
    /// The first day of the next week, month or year.
    Start(Unit),
    /// The last day of a week (its Friday; at the weekend its Sunday), month or year.
    End { unit: Unit, next: bool },
    /// Two days from now, within this week; Thursday of next week.
    Later { next: bool },
}

/// A day with the time that its word brings along ("tonight", "2026-11-27T17:00").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) day: Day,
    pub(super) clock: Option<Clock>,
    pub(super) part: Option<Part>,
}

/// Reads a day at `at`.
pub(super) fn day(words: &Words, at: usize) -> Option<Hit<Said>> {
    if let Some(hit) = numeric::day(words.word(at)) {
        return Some(Hit::new(hit, at + 1, Strength::Strong));
    }
    named(words, at)
        .or_else(|| {
            let readers = [
                fixed,
                edge,
                this_or_next,
                counted,
                weekday,
                dates::of_month,
                dates::of_year,
                dates::month,
            ];
            readers.iter().find_map(|read| read(words, at))
        })
        .map(|hit| {
            let (day, part) = hit.value;
            Hit::new(
                Said {
                    day,
                    clock: None,
                    part,
                },
                hit.next,
                hit.strength,
            )
        })
}

pub(super) type DayHit = Option<Hit<(Day, Option<Part>)>>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every reader here answers with an option"
)]
pub(super) fn hit(day: Day, next: usize, strength: Strength) -> DayHit {
    Some(Hit::new((day, None), next, strength))
}

fn days(count: i16) -> Day {
    Day::In {
        count,
        unit: Unit::Day,
    }
}

/// Single words.
fn named(words: &Words, at: usize) -> DayHit {
    let (day, part, strength) = match words.word(at) {
        "today" => (days(0), None, Strength::Strong),
        "tonight" => (days(0), Some(Part::Tonight), Strength::Strong),
        "tomorrow" | "tmrw" | "tmr" => (days(1), None, Strength::Strong),
        "yesterday" => (days(-1), None, Strength::Past),
        "eow" => (end(Unit::Week, false), None, Strength::Strong),
        "eom" => (end(Unit::Month, false), None, Strength::Strong),
        _ => return None,
    };
    Some(Hit::new((day, part), at + 1, strength))
}

/// Fixed phrases.
fn fixed(words: &Words, at: usize) -> DayHit {
    let at = words.skip(at, "the");
    let phrases = [
        ("day after tomorrow", days(2)),
        ("day before yesterday", days(-2)),
        ("later today", days(0)),
        ("later this week", Day::Later { next: false }),
        ("later next week", Day::Later { next: true }),
        ("weekend", Day::Weekend { next: false }),
    ];
    for (phrase, day) in phrases {
        if words.reads(at, phrase) {
            let strength = match phrase {
                "weekend" => Strength::Tail,
                "day before yesterday" => Strength::Past,
                _ => Strength::Strong,
            };
            return hit(day, at + phrase.split(' ').count(), strength);
        }
    }
    None
}

/// "end of the month", "last day of november", "start of next week".
fn edge(words: &Words, at: usize) -> DayHit {
    let at = words.skip(at, "the");
    let edges = [
        "end of",
        "last day of",
        "start of",
        "beginning of",
        "first day of",
    ];
    let edge = edges.into_iter().find(|edge| words.reads(at, edge))?;
    let is_end = matches!(edge, "end of" | "last day of");
    let start = words.skip(at + edge.split(' ').count(), "the");
    if let Some(month) = lexicon::month(words.word(start)) {
        let year = lexicon::year(words.word(start + 1));
        let next = start + 1 + usize::from(year.is_some());
        let day = if is_end {
            Day::MonthEnd { month, year }
        } else {
            Day::Month { month, year }
        };
        return hit(day, next, Strength::Strong);
    }
    let next = words.word(start) == "next";
    let start = start + usize::from(next || words.word(start) == "this");
    let unit = lexicon::unit(words.word(start))?;
    matches!(unit, Unit::Week | Unit::Month | Unit::Year).then_some(())?;
    match (is_end, next) {
        (true, next) => hit(end(unit, next), start + 1, Strength::Strong),
        (false, true) => hit(Day::Start(unit), start + 1, Strength::Strong),
        // The beginning of this month is past.
        (false, false) => None,
    }
}

fn end(unit: Unit, next: bool) -> Day {
    Day::End { unit, next }
}

/// "this friday", "next week", "last monday", "this evening", "next march".
fn this_or_next(words: &Words, at: usize) -> DayHit {
    // "later this afternoon"
    let later = words.reads(at, "later this") && lexicon::part(words.word(at + 2)).is_some();
    let at = at + usize::from(later);
    // "this coming friday"
    let at = at + usize::from(words.reads(at, "this coming"));
    let (which, word) = (words.word(at), words.word(at + 1));
    if !matches!(which, "this" | "next" | "last" | "coming") {
        return None;
    }
    let next = which == "next";
    if let Some((day, _)) = lexicon::weekday(word) {
        return match which {
            "next" => hit(Day::Next(day), at + 2, Strength::Strong),
            "last" => hit(Day::Last(day), at + 2, Strength::Past),
            _ => hit(Day::This(day), at + 2, Strength::Strong),
        };
    }
    if which == "last" {
        let unit = lexicon::unit(word)?;
        matches!(word, "week" | "month" | "year").then_some(())?;
        return hit(Day::In { count: -1, unit }, at + 2, Strength::Past);
    }
    if word == "weekend" {
        return hit(Day::Weekend { next }, at + 2, Strength::Strong);
    }
    if let Some(month) = lexicon::month(word) {
        return hit(Day::Month { month, year: None }, at + 2, Strength::Strong);
    }
    if let Some(part) = lexicon::part(word).filter(|_| which == "this") {
        return Some(Hit::new((days(0), Some(part)), at + 2, Strength::Strong));
    }
    let unit = lexicon::unit(word).filter(|_| matches!(word, "week" | "month" | "year"))?;
    let day = if next {
        Day::Start(unit)
    } else {
        end(unit, false)
    };
    hit(day, at + 2, Strength::Strong)
}

/// "in 3 days", "in half an hour", "a week from now", "3 days ago".
fn counted(words: &Words, at: usize) -> DayHit {
    let opened = matches!(words.word(at), "in" | "within");
    let (stretch, next) = spans::stretch(words, at + usize::from(opened))?;
    let (sign, next, strength) = if words.word(next) == "ago" && !opened {
        (-1, next + 1, Strength::Past)
    } else if words.reads(next, "from now") || words.reads(next, "from today") {
        (1, next + 2, Strength::Strong)
    } else if opened {
        (1, next, Strength::Strong)
    } else {
        return None;
    };
    let day = match stretch {
        Stretch::Minutes(minutes) => Day::Minutes(i32::from(sign) * minutes),
        Stretch::Calendar { count, unit } => Day::In {
            count: sign * count,
            unit,
        },
    };
    hit(day, next, strength)
}

/// "monday", "fri", "monday next week".
fn weekday(words: &Words, at: usize) -> DayHit {
    let (day, name) = lexicon::weekday(words.word(at))?;
    match name {
        Name::Plain => hit(Day::Weekday(day), at + 1, Strength::Weekday),
        Name::Ordinary => hit(Day::Weekday(day), at + 1, Strength::Ordinary),
    }
}

//! Days: "tomorrow", "next friday", "27 jan", "the 17th", "in 3 days", "end of month".

use jiff::Timestamp;
use jiff::civil::Weekday;

use super::lexicon::{self, Name, Part, Unit};
use super::numeric;
use super::phrase::{Hit, Strength};
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
                this_or_next,
                counted,
                weekday,
                of_month,
                of_year,
                month,
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

type DayHit = Option<Hit<(Day, Option<Part>)>>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every reader here answers with an option"
)]
fn hit(day: Day, next: usize, strength: Strength) -> DayHit {
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
    // "the last day of the month"
    let start = if words.reads(at, "last day of") {
        at + 2
    } else {
        at + 1
    };
    let opens = words.word(at) == "end" || start == at + 2;
    if !opens || words.word(start) != "of" {
        return None;
    }
    let start = words.skip(start + 1, "the");
    let next = words.word(start) == "next";
    let start = start + usize::from(next || words.word(start) == "this");
    let unit = lexicon::unit(words.word(start))?;
    matches!(unit, Unit::Week | Unit::Month | Unit::Year).then_some(())?;
    hit(end(unit, next), start + 1, Strength::Strong)
}

fn end(unit: Unit, next: bool) -> Day {
    Day::End { unit, next }
}

/// "this friday", "next week", "last monday", "this evening", "next march".
fn this_or_next(words: &Words, at: usize) -> DayHit {
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

/// "in 3 days", "in half an hour", "in 2h", "a week from now", "3 days ago".
fn counted(words: &Words, at: usize) -> DayHit {
    let opened = matches!(words.word(at), "in" | "within");
    let start = at + usize::from(opened);
    let (count, half, unit, next) = span(words, start)?;
    let closed = ["from now", "from today", "ago"]
        .into_iter()
        .find(|phrase| words.reads(next, phrase));
    let (sign, next, strength) = match closed {
        Some("ago") if !opened => (-1, next + 1, Strength::Past),
        Some(phrase) if phrase != "ago" => (1, next + 2, Strength::Strong),
        _ if opened => (1, next, Strength::Strong),
        _ => return None,
    };
    let minutes = |each: i32| {
        let whole = i32::from(count) * each;
        Day::Minutes(i32::from(sign) * (whole + if half { each / 2 } else { 0 }))
    };
    match unit {
        Unit::Minute => hit(minutes(1), next, strength),
        Unit::Hour => hit(minutes(60), next, strength),
        _ if half => None,
        unit => hit(
            Day::In {
                count: sign * count,
                unit,
            },
            next,
            strength,
        ),
    }
}

/// A count and a unit: "3 days", "an hour", "half an hour", "2 and a half hours", "2h".
fn span(words: &Words, at: usize) -> Option<(i16, bool, Unit, usize)> {
    let word = words.word(at);
    if word == "half" {
        let start = at + usize::from(matches!(words.word(at + 1), "a" | "an"));
        let unit = lexicon::unit(words.word(start + 1))?;
        return Some((0, true, unit, start + 2));
    }
    if let Some(end) = word.find(|letter: char| !letter.is_ascii_digit())
        && let Some((number, unit)) = word.split_at_checked(end)
        && let Some(count) = lexicon::count(number)
    {
        return Some((count, false, lexicon::unit(unit)?, at + 1));
    }
    let count = match word {
        // "in a minute" is a manner of speaking.
        "a" | "an" if lexicon::unit(words.word(at + 1)) != Some(Unit::Minute) => 1,
        "a" if words.reads(at + 1, "couple of") => {
            return Some((2, false, lexicon::unit(words.word(at + 3))?, at + 4));
        }
        word => lexicon::count(word)?,
    };
    if words.word(at + 1) == "fortnight" {
        return Some((count.checked_mul(2)?, false, Unit::Week, at + 2));
    }
    let half = words.reads(at + 1, "and a half");
    let start = at + if half { 4 } else { 1 };
    Some((count, half, lexicon::unit(words.word(start))?, start + 1))
}

/// "monday", "fri", "monday next week".
fn weekday(words: &Words, at: usize) -> DayHit {
    let (day, name) = lexicon::weekday(words.word(at))?;
    match name {
        Name::Plain => hit(Day::Weekday(day), at + 1, Strength::Weekday),
        Name::Ordinary => hit(Day::Weekday(day), at + 1, Strength::Ordinary),
    }
}

/// "the 17th", "17th of next month", and "17th of january 2027", "27 jan".
fn of_month(words: &Words, at: usize) -> DayHit {
    let start = words.skip(at, "the");
    let word = words.word(start);
    let (day, counted) = match lexicon::ordinal(word) {
        Some(day) => (day, true),
        None if word == "first" && words.word(start + 1) == "of" => (1, true),
        None => (lexicon::day_number(word)?, false),
    };
    let after = words.skip(start + 1, "of");
    if let Some(month) = lexicon::month(words.word(after)) {
        let strength = if counted || !lexicon::is_verb(words.word(after)) {
            Strength::Strong
        } else {
            Strength::Tail
        };
        return dated(words, month, day, after + 1, strength);
    }
    if !counted {
        return None;
    }
    if after > start + 1 && words.word(after + 1) == "month" {
        let day = match words.word(after) {
            "the" => Day::OfMonth(day),
            "this" => Day::OfMonthIn { day, months: 0 },
            "next" => Day::OfMonthIn { day, months: 1 },
            _ => return hit(Day::OfMonth(day), start + 1, Strength::Tail),
        };
        return hit(day, after + 2, Strength::Strong);
    }
    (word != "first").then_some(())?;
    hit(Day::OfMonth(day), start + 1, Strength::Tail)
}

/// "january 27", "jan 27th 2027", "january the 27th".
fn of_year(words: &Words, at: usize) -> DayHit {
    let name = words.word(at);
    let month = lexicon::month(name)?;
    let start = words.skip(at + 1, "the");
    let word = words.word(start);
    let counted = lexicon::ordinal(word);
    let day = counted.or_else(|| lexicon::day_number(word))?;
    let strength = match counted {
        Some(_) => Strength::Strong,
        None if lexicon::is_verb(name) => Strength::Tail,
        None => Strength::Counted,
    };
    // "jan 5:30" has no day, and "5 pm" after a month is a time.
    if counted.is_none() && matches!(words.word(start + 1), "am" | "pm" | "a.m." | "p.m.") {
        return None;
    }
    dated(words, month, day, start + 1, strength)
}

/// "in march", "june 2027", "may".
fn month(words: &Words, at: usize) -> DayHit {
    let opened = words.word(at) == "in";
    let start = at + usize::from(opened);
    let month = lexicon::month(words.word(start))?;
    let year = lexicon::year(words.word(start + 1));
    let strength = if opened || year.is_some() {
        Strength::Strong
    } else {
        Strength::Month
    };
    let next = start + 1 + usize::from(year.is_some());
    hit(Day::Month { month, year }, next, strength)
}

fn dated(words: &Words, month: i8, day: i8, next: usize, strength: Strength) -> DayHit {
    match lexicon::year(words.word(next)) {
        Some(year) => hit(Day::Dated { year, month, day }, next + 1, Strength::Strong),
        None => hit(Day::Annual { month, day }, next, strength),
    }
}

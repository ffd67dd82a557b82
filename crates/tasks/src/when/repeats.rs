//! Repeats: "every 3 days", "every mon, wed and fri", "every 3rd friday", "monthly on the 15th".

use jiff::civil::Weekday;

use super::lexicon::{self, Part, Unit};
use super::lists;
use super::phrase::{Hit, Strength};
use super::words::Words;

/// The most that "every N" may count: the `rrule` crate takes at most 1,000 weeks or months.
const MOST: i16 = 999;

/// How a task repeats, as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Every {
    /// Every so many hours, days, weeks, months or years.
    Units { count: i16, unit: Unit },
    /// These days of every so many weeks.
    Weekdays { count: i16, days: Vec<Weekday> },
    /// The nth such day (-1: the last) of every so many months.
    Ranked {
        count: i16,
        ranks: Vec<i8>,
        day: Weekday,
    },
    /// These days (-1: the last) of every so many months.
    MonthDays { count: i16, days: Vec<i8> },
    /// A day of every so many years.
    YearDay { count: i16, month: i8, day: i8 },
}

/// A repeat with what was said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) every: Every,
    /// "every morning".
    pub(super) part: Option<Part>,
    /// "every! day", "after completion": counted from when it was done.
    pub(super) from_completion: bool,
}

/// Reads a repeat at `at`.
pub(super) fn repeat(words: &Words, at: usize) -> Option<Hit<Repeat>> {
    let hit = every(words, at)
        .or_else(|| adverb(words, at))
        .or_else(|| plural(words, at))
        .or_else(|| of_every(words, at))?;
    let bang = matches!(words.word(at), "every" | "each" | "ev")
        && words.token(at).is_some_and(|token| token.bang);
    let tail = ["after completion", "from completion", "after it is done"]
        .into_iter()
        .find(|phrase| words.reads(hit.next, phrase));
    let (every, part) = hit.value;
    let repeat = Repeat {
        every,
        part,
        from_completion: bang || tail.is_some(),
    };
    let next = hit.next + tail.map_or(0, |phrase| phrase.split(' ').count());
    Some(Hit::new(repeat, next, hit.strength))
}

type EveryHit = Option<Hit<(Every, Option<Part>)>>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every reader here answers with an option"
)]
fn hit(every: Every, next: usize) -> EveryHit {
    Some(Hit::new((every, None), next, Strength::Strong))
}

/// "every …".
fn every(words: &Words, at: usize) -> EveryHit {
    if !matches!(words.word(at), "every" | "each" | "ev") {
        return None;
    }
    let start = at + 1;
    ranked(words, start)
        .or_else(|| year_day(words, start, 1))
        .or_else(|| {
            let (count, start) = interval(words, start)?;
            counted(words, start, count)
        })
}

/// "other", "3", "second" before what repeats; nothing means 1.
fn interval(words: &Words, at: usize) -> Option<(i16, usize)> {
    let word = words.word(at);
    if matches!(word, "other" | "second") {
        return Some((2, at + 1));
    }
    match lexicon::count(word) {
        Some(count) if count <= MOST => Some((count, at + 1)),
        Some(_) => None,
        None => Some((1, at)),
    }
}

/// What follows "every" or "every 3".
fn counted(words: &Words, at: usize, count: i16) -> EveryHit {
    if let Some((days, next)) = lists::weekdays(words, at) {
        return hit(Every::Weekdays { count, days }, next);
    }
    let word = words.word(at);
    if matches!(word, "weekday" | "weekdays" | "workday" | "workdays") {
        return hit(
            Every::Weekdays {
                count,
                days: working_days(),
            },
            at + 1,
        );
    }
    if matches!(word, "working" | "business" | "work") && words.word(at + 1) == "day" {
        return hit(
            Every::Weekdays {
                count,
                days: working_days(),
            },
            at + 2,
        );
    }
    if let Some(part) = lexicon::part(word) {
        let every = Every::Units {
            count,
            unit: Unit::Day,
        };
        return Some(Hit::new((every, Some(part)), at + 1, Strength::Strong));
    }
    match word {
        "weekend" | "weekends" => {
            let days = vec![Weekday::Saturday];
            return hit(Every::Weekdays { count, days }, at + 1);
        }
        "quarter" => return multiplied(words, at + 1, count, 3, Unit::Month),
        "fortnight" => return multiplied(words, at + 1, count, 2, Unit::Week),
        _ => {}
    }
    let unit = lexicon::unit(word).filter(|_| word.len() > 1)?;
    (unit != Unit::Minute).then_some(())?;
    units(words, at + 1, count, unit)
}

fn multiplied(words: &Words, next: usize, count: i16, by: i16, unit: Unit) -> EveryHit {
    let count = count.checked_mul(by).filter(|count| *count <= MOST)?;
    units(words, next, count, unit)
}

/// A unit, and the day of it if that is said: "week on monday", "month on the 15th".
fn units(words: &Words, next: usize, count: i16, unit: Unit) -> EveryHit {
    within(words, next, count, unit).or_else(|| hit(Every::Units { count, unit }, next))
}

fn within(words: &Words, at: usize, count: i16, unit: Unit) -> EveryHit {
    let start = words.skip(words.skip(at, "on"), "the");
    match unit {
        Unit::Week => {
            let (days, next) = lists::weekdays(words, start)?;
            hit(Every::Weekdays { count, days }, next)
        }
        Unit::Month => {
            let (ranks, next) = lists::ranks(words, start)?;
            ranks_of_month(words, ranks, next, count)
        }
        Unit::Year => year_day(words, start, count),
        _ => None,
    }
}

/// "3rd friday", "27th", "1st and 15th", "last day", "third day".
fn ranked(words: &Words, at: usize) -> EveryHit {
    if words.word(at) == "second" && lexicon::weekday(words.word(at + 1)).is_some() {
        // "every second friday" is every other one, unless a month is named.
        of_month(words, at + 2)?;
    }
    let (ranks, next) = lists::ranks(words, at)?;
    if let ([rank @ 2..=31], Some(unit)) = (ranks.as_slice(), lexicon::unit(words.word(next)))
        && of_month(words, next + 1).is_none()
    {
        let count = i16::from(*rank);
        (unit != Unit::Minute).then_some(())?;
        return units(words, next + 1, count, unit);
    }
    if let [day @ 1..=31] = ranks.as_slice()
        && let start = words.skip(next, "of")
        && let Some(month) = lexicon::month(words.word(start))
    {
        return hit(
            Every::YearDay {
                count: 1,
                month,
                day: *day,
            },
            start + 1,
        );
    }
    let hit = ranks_of_month(words, ranks, next, 1)?;
    match of_month(words, hit.next) {
        Some(end) => Some(Hit::new(hit.value, end, Strength::Strong)),
        None => Some(hit),
    }
}

/// The end of "of the month", "of each month".
fn of_month(words: &Words, at: usize) -> Option<usize> {
    let which = matches!(words.word(at + 1), "the" | "every" | "each" | "a");
    (words.word(at) == "of" && which && words.word(at + 2) == "month").then_some(at + 3)
}

/// Ranks become days of the month, or weekdays if one is named after them.
fn ranks_of_month(words: &Words, ranks: Vec<i8>, next: usize, count: i16) -> EveryHit {
    if let Some((day, _)) = lexicon::weekday(words.word(next)) {
        ranks.iter().all(|rank| *rank <= 5).then_some(())?;
        return hit(Every::Ranked { count, ranks, day }, next + 1);
    }
    let end = words.skip(next, "day");
    // "every last" alone, "every first": no day of the month.
    let worded = matches!(
        words.word(next.saturating_sub(1)),
        "first" | "second" | "third"
    ) || ranks.contains(&-1);
    (end > next || !worded).then_some(())?;
    // "every 3rd time" is no day of the month.
    let strength = if end > next {
        Strength::Strong
    } else {
        Strength::Tail
    };
    Some(Hit::new(
        (Every::MonthDays { count, days: ranks }, None),
        end,
        strength,
    ))
}

/// "jan 27th", "27 january", "27th of january".
fn year_day(words: &Words, at: usize, count: i16) -> EveryHit {
    let number =
        |at| lexicon::ordinal(words.word(at)).or_else(|| lexicon::day_number(words.word(at)));
    if let Some(month) = lexicon::month(words.word(at)) {
        let start = words.skip(at + 1, "the");
        let day = number(start)?;
        return hit(Every::YearDay { count, month, day }, start + 1);
    }
    let day = number(at)?;
    let start = words.skip(at + 1, "of");
    let month = lexicon::month(words.word(start))?;
    hit(Every::YearDay { count, month, day }, start + 1)
}

/// "daily", "weekly on monday", "monthly on the 15th".
fn adverb(words: &Words, at: usize) -> EveryHit {
    let (count, unit) = match words.word(at) {
        "hourly" => (1, Unit::Hour),
        "daily" => (1, Unit::Day),
        "weekly" => (1, Unit::Week),
        "biweekly" | "bi-weekly" | "fortnightly" => (2, Unit::Week),
        "monthly" => (1, Unit::Month),
        "quarterly" => (3, Unit::Month),
        "yearly" | "annually" => (1, Unit::Year),
        _ => return None,
    };
    within(words, at + 1, count, unit).or_else(|| {
        let every = Every::Units { count, unit };
        // "the weekly report" does not repeat.
        Some(Hit::new((every, None), at + 1, Strength::Tail))
    })
}

/// "on mondays", "tuesdays and thursdays", "on weekdays".
fn plural(words: &Words, at: usize) -> EveryHit {
    let start = words.skip(at, "on");
    let strength = if start > at {
        Strength::Strong
    } else {
        Strength::Tail
    };
    if words.word(start) == "weekends" {
        let days = vec![Weekday::Saturday];
        let every = Every::Weekdays { count: 1, days };
        return Some(Hit::new((every, None), start + 1, strength));
    }
    if words.word(start) == "weekdays" {
        let every = Every::Weekdays {
            count: 1,
            days: working_days(),
        };
        return Some(Hit::new((every, None), start + 1, strength));
    }
    let (days, next) = lists::of(words, start, lexicon::weekdays)?;
    Some(Hit::new(
        (Every::Weekdays { count: 1, days }, None),
        next,
        strength,
    ))
}

/// "the 1st of every month", "last friday of each month".
fn of_every(words: &Words, at: usize) -> EveryHit {
    let start = words.skip(words.skip(at, "on"), "the");
    let (ranks, next) = lists::ranks(words, start)?;
    let next_day = match lexicon::weekday(words.word(next)) {
        Some(_) => next + 1,
        None => words.skip(next, "day"),
    };
    let each = matches!(words.word(next_day + 1), "every" | "each");
    let end = of_month(words, next_day).filter(|_| each)?;
    let every = match lexicon::weekday(words.word(next)) {
        Some((day, _)) => Every::Ranked {
            count: 1,
            ranks,
            day,
        },
        None => Every::MonthDays {
            count: 1,
            days: ranks,
        },
    };
    hit(every, end)
}

fn working_days() -> Vec<Weekday> {
    Weekday::Monday.cycle_forward().take(5).collect()
}

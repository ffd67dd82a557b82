//! Dates of the calendar: "27 jan", "january 27th 2027", "the 17th", "in march".

use super::days::{Day, DayHit, hit};
use super::lexicon;
use super::phrase::Strength;
use super::words::Words;

/// "the 17th", "17th of next month", and "17th of january 2027", "27 jan".
pub(super) fn of_month(words: &Words, at: usize) -> DayHit {
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
pub(super) fn of_year(words: &Words, at: usize) -> DayHit {
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
pub(super) fn month(words: &Words, at: usize) -> DayHit {
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

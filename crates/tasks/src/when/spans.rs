//! Stretches of time: "3 days", "an hour and a half", "half an hour", "1 hour 30 minutes", "2h".

use super::lexicon::{self, Unit};
use super::words::Words;

/// A stretch of time as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Hours and minutes, in minutes.
    Minutes(i32),
    /// Days and more: steps of the calendar.
    Calendar { count: i16, unit: Unit },
}

/// A number of one unit.
struct Piece {
    count: i16,
    half: bool,
    unit: Unit,
    next: usize,
}

impl Piece {
    fn minutes(&self) -> Option<i32> {
        let each = match self.unit {
            Unit::Minute => 1,
            Unit::Hour => 60,
            _ => return None,
        };
        let half = if self.half { each / 2 } else { 0 };
        Some(i32::from(self.count) * each + half)
    }
}

/// Reads a stretch of time at `at`, and the place after it.
pub(super) fn stretch(words: &Words, at: usize) -> Option<(Stretch, usize)> {
    let first = piece(words, at)?;
    let second = piece(words, words.skip(first.next, "and"));
    match (first.minutes(), second) {
        (Some(minutes), None) => Some((Stretch::Minutes(minutes), first.next)),
        (Some(minutes), Some(second)) if second.unit == Unit::Minute => {
            let minutes = minutes + second.minutes()?;
            Some((Stretch::Minutes(minutes), second.next))
        }
        (None, None) if !first.half => {
            let Piece {
                count, unit, next, ..
            } = first;
            Some((Stretch::Calendar { count, unit }, next))
        }
        // "1 day and 3 hours": to read half of it would be wrong.
        _ => None,
    }
}

fn piece(words: &Words, at: usize) -> Option<Piece> {
    let word = words.word(at);
    if word == "half" {
        let start = at + usize::from(matches!(words.word(at + 1), "a" | "an"));
        return unit(words, start + 1, 0, true);
    }
    if let Some(end) = word.find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        && let Some((number, name)) = word.split_at_checked(end)
        && let Some((count, half)) = amount(number)
    {
        let unit = lexicon::unit(name)?;
        return Some(Piece {
            count,
            half,
            unit,
            next: at + 1,
        });
    }
    match word {
        "a" if words.reads(at + 1, "couple of") => unit(words, at + 3, 2, false),
        "a" if words.word(at + 1) == "few" => unit(words, at + 2, 3, false),
        // "in a minute" is a manner of speaking.
        "a" | "an" => unit(words, at + 1, 1, false).filter(|piece| piece.unit != Unit::Minute),
        word => {
            let (count, half) = amount(word)?;
            if words.reads(at + 1, "and a half") {
                return unit(words, at + 4, count, true);
            }
            unit(words, at + 1, count, half)
        }
    }
}

/// "3", "three", "1.5".
fn amount(word: &str) -> Option<(i16, bool)> {
    match word.strip_suffix(".5") {
        Some(whole) => Some((lexicon::digits(whole, 2)?, true)),
        None => Some((lexicon::count(word)?, false)),
    }
}

/// The unit at `at`, and "and a half" behind it.
fn unit(words: &Words, at: usize, count: i16, half: bool) -> Option<Piece> {
    let (count, unit) = match words.word(at) {
        "fortnight" | "fortnights" => (count.checked_mul(2)?, Unit::Week),
        word => (count, lexicon::unit(word)?),
    };
    let more = !half && words.reads(at + 1, "and a half");
    let next = at + if more { 4 } else { 1 };
    Some(Piece {
        count,
        half: half || more,
        unit,
        next,
    })
}

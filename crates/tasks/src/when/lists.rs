//! Lists: "mon, wed and fri", "mon-fri", "1st and 15th".

use jiff::civil::Weekday;

use super::lexicon;
use super::words::Words;

/// The most days a list may name; more is no sentence.
const LONGEST_LIST: usize = 12;

/// "mon, wed and fri", "mon-fri", "monday to friday"; in the order of the week, none twice.
pub(super) fn weekdays(words: &Words, at: usize) -> Option<(Vec<Weekday>, usize)> {
    let range = |from: &str, to: &str| {
        let (from, _) = lexicon::weekday(from)?;
        let (to, _) = lexicon::weekday(to)?;
        let length = usize::try_from(from.until(to)).ok()?;
        let days: Vec<Weekday> = from.cycle_forward().take(length + 1).collect();
        Some(days)
    };
    let (mut days, next) = if let Some((from, to)) = words.word(at).split_once('-') {
        (range(from, to)?, at + 1)
    } else if matches!(words.word(at + 1), "to" | "through")
        && let Some(days) = range(words.word(at), words.word(at + 2))
    {
        (days, at + 3)
    } else {
        of(words, at, |word| {
            lexicon::weekday(word)
                .map(|(day, _)| day)
                .or_else(|| lexicon::weekdays(word))
        })?
    };
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    Some((days, next))
}

/// "1st and 15th", "last", "first, third"; in order, none twice, the last day (-1) behind all.
pub(super) fn ranks(words: &Words, at: usize) -> Option<(Vec<i8>, usize)> {
    let (mut ranks, next) = of(words, at, lexicon::rank)?;
    ranks.sort_by_key(|rank| if *rank < 0 { i8::MAX } else { *rank });
    ranks.dedup();
    Some((ranks, next))
}

/// One or more words that `read` knows, joined by commas or "and".
pub(super) fn of<T>(
    words: &Words,
    at: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Option<(Vec<T>, usize)> {
    let mut items = vec![read(words.word(at))?];
    let mut next = at + 1;
    while items.len() < LONGEST_LIST {
        let comma = words.token(next - 1).is_some_and(|token| token.comma);
        let start = next + usize::from(matches!(words.word(next), "and" | "&"));
        let Some(item) = read(words.word(start)).filter(|_| comma || start > next) else {
            break;
        };
        items.push(item);
        next = start + 1;
    }
    Some((items, next))
}

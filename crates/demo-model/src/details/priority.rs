//! Finds priorities: "high priority", "urgent", "p1", "!!".

use taskpilot_tasks::Priority;

use super::{Detail, Mark, push};
use crate::text::Phrase;

/// Returns the priority that `words` name ("high", "p1", "urgent").
pub(crate) fn whole(words: Phrase<'_>) -> Option<Priority> {
    let (level, rest) = level(words.trim_marks(), 0)?;
    (rest == words.trim_marks().len()).then_some(level)
}

/// Marks every priority of `phrase`.
pub(super) fn mark(phrase: Phrase<'_>, marks: &mut Vec<Mark>) {
    let mut index = 0;
    while index < phrase.len() {
        let first = if matches!(
            phrase.word(index),
            "with" | "at" | "as" | "(" | "with a" | "-"
        ) {
            index.saturating_add(1)
        } else {
            index
        };
        let first = if matches!(phrase.word(first), "a" | "the") {
            first.saturating_add(1)
        } else {
            first
        };
        let whole = level(phrase, first)
            .map(|found| (index, found))
            .or_else(|| Some((index, level(phrase, index)?)));
        if let Some((from, (level, end))) = whole
            && certain(phrase, from, end)
        {
            let end = if phrase.word(end) == ")" {
                end.saturating_add(1)
            } else {
                end
            };
            push(phrase, from, end, Detail::Priority(level), marks);
            index = end;
        } else {
            index = index.saturating_add(1);
        }
    }
}

#[rustfmt::skip]
const BESIDE_PRIORITY: &[&str] = &[
    "priority", "prio", "asap", "p1", "p2", "p3", "p4", "!", "!!", "!!!", "!high", "!low",
    "!medium",
];

/// A word like "urgent" in mid-sentence is part of the title; beside "priority", or at an end, it is not.
fn certain(phrase: Phrase<'_>, from: usize, end: usize) -> bool {
    let part = phrase.slice(from, end);
    if part.has(BESIDE_PRIORITY) {
        let glued = part.len() == 1
            && part.word(0) == "!"
            && phrase
                .slice(0, from)
                .tokens
                .last()
                .is_some_and(|token| token.end == part.start());
        return !glued;
    }
    let at_end = phrase.skip(end).word_count() == 0;
    let leads = from == 0 && matches!(phrase.word(end), ":" | "," | "-");
    let single = matches!(
        part.word(part.len().saturating_sub(1)),
        "urgent" | "urgently" | "important"
    );
    single && (at_end || leads) && phrase.word_count() > part.word_count()
}

/// Reads a priority at `index`: which, and where it ends.
fn level(phrase: Phrase<'_>, index: usize) -> Option<(Priority, usize)> {
    let word = phrase.word(index);
    let next = index.saturating_add(1);
    let is_noun = |word: &str| matches!(word, "priority" | "prio" | "importance");
    if is_noun(word) {
        let from = if matches!(phrase.word(next), ":" | "is" | "to" | "of") {
            next.saturating_add(1)
        } else {
            next
        };
        return named(phrase.word(from)).map(|level| (level, from.saturating_add(1)));
    }
    let short = match word {
        "p1" | "high-priority" | "!high" | "!" | "!!" | "!!!" | "asap" | "urgent" | "urgently"
        | "important" => Priority::High,
        "p2" | "!medium" | "medium-priority" => Priority::Medium,
        "p3" | "!low" | "low-priority" => Priority::Low,
        "p4" => Priority::None,
        "very" if matches!(phrase.word(next), "urgent" | "important") => {
            return Some((Priority::High, next.saturating_add(1)));
        }
        _ => {
            let level = named(word)?;
            return is_noun(phrase.word(next)).then(|| (level, next.saturating_add(1)));
        }
    };
    let end = if is_noun(phrase.word(next)) {
        next.saturating_add(1)
    } else {
        next
    };
    Some((short, end))
}

/// Returns the priority of that name.
pub(crate) fn named(word: &str) -> Option<Priority> {
    Some(match word {
        "high" | "highest" | "top" | "urgent" | "important" | "critical" | "p1" | "1" => {
            Priority::High
        }
        "medium" | "normal" | "mid" | "moderate" | "p2" | "2" => Priority::Medium,
        "low" | "lowest" | "minor" | "p3" | "3" => Priority::Low,
        "none" | "no" | "zero" | "p4" | "4" => Priority::None,
        _ => return None,
    })
}

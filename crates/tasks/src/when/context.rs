//! Decides whether a phrase may be taken for a date where it stands in other text.

use super::phrase::{Edge, Phrase, Strength};
use super::words::Words;

/// Words that may follow a phrase whose end could also belong to the next word: "at 5 with Ann"
/// is a time, "at 5 houses" is not.
const JOINERS: &[&str] = &[
    "and", "as", "at", "because", "before", "after", "but", "by", "for", "from", "if", "in",
    "instead", "near", "on", "or", "outside", "please", "per", "so", "the", "then", "thanks", "to",
    "unless", "until", "using", "via", "when", "while", "with", "without", "about", "re", "plus",
    "every", "each", "due", "starting", "next", "this", "today", "tomorrow",
];

/// What people count, so that "june 5 times" is no date.
const COUNTED: &[&str] = &[
    "times",
    "miles",
    "mile",
    "km",
    "kilometers",
    "kilometres",
    "steps",
    "people",
    "pages",
    "more",
    "minutes",
    "min",
    "mins",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "percent",
    "items",
    "or",
    "points",
    "dollars",
    "euros",
];

/// Behind these a day's name describes the next word: "the friday report".
const ARTICLES: &[&str] = &[
    "the", "a", "an", "my", "our", "your", "his", "her", "their", "its", "another", "some", "any",
    "no", "that", "those", "these",
];

/// Behind these a day is talked about, not planned for.
const TALK: &[&str] = &[
    "last",
    "past",
    "previous",
    "since",
    "of",
    "about",
    "than",
    "yesterday",
    "between",
    "called",
    "named",
    "was",
    "were",
    "is",
];

/// Behind these the name of a day is part of a name: "Black Friday".
const FEASTS: &[&str] = &[
    "black", "good", "easter", "cyber", "ash", "palm", "holy", "fat", "shrove", "maundy", "giving",
    "super", "bloody", "ruby", "whit", "man",
];

/// Before these "sat", "sun" and "wed" are verbs or things even at the end of a text.
const SUBJECTS: &[&str] = &[
    "i", "he", "she", "it", "we", "they", "you", "who", "to", "get", "be", "was", "just", "cat",
    "dog", "in", "under",
];

/// Returns whether `phrase`, which begins at `start`, is meant as a date.
pub(super) fn is_date(words: &Words, start: usize, phrase: &Phrase) -> bool {
    let before = start.checked_sub(1).map_or("", |at| words.word(at));
    let led = phrase.lead.firm;
    if names_day(phrase.first) && !is_free(words, before, phrase) {
        return false;
    }
    if TALK.contains(&before) && !led {
        return false;
    }
    match phrase.strength {
        Strength::Strong | Strength::Weekday => true,
        Strength::Ordinary => {
            let last = phrase.end >= words.len() && start > 0;
            led || (last && !SUBJECTS.contains(&before) && !ARTICLES.contains(&before))
        }
        Strength::Month => led,
        Strength::Counted => !COUNTED.contains(&words.word(phrase.end)),
        Strength::Tail => ends_well(words, phrase.end) && !ARTICLES.contains(&before),
        Strength::Beside => led || phrase.lead.hour,
        Strength::Past => false,
    }
}

fn names_day(first: Strength) -> bool {
    matches!(first, Strength::Weekday | Strength::Ordinary)
}

/// Whether a day's name stands for itself: neither part of a name nor describing the next word.
fn is_free(words: &Words, before: &str, phrase: &Phrase) -> bool {
    // "the mail from monday"
    if (phrase.lead.edge == Edge::From || before == "from") && phrase.repeat.is_none() {
        return false;
    }
    if FEASTS.contains(&before) {
        return false;
    }
    !ARTICLES.contains(&before) || ends_well(words, phrase.end)
}

/// Whether the words end at `end`, or go on in a way that leaves the phrase alone.
fn ends_well(words: &Words, end: usize) -> bool {
    let comma = end
        .checked_sub(1)
        .and_then(|last| words.token(last))
        .is_some_and(|token| token.comma);
    comma || end >= words.len() || JOINERS.contains(&words.word(end))
}

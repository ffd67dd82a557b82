//! Decides whether a phrase may be taken for a date where it stands in other text.

use super::lexicon;
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
    "except",
    "excluding",
    "twice",
    "thrice",
    "times",
    "semi",
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

/// Words of a request to give a task another date.
const MOVES: &[&str] = &[
    "move",
    "reschedule",
    "postpone",
    "push",
    "shift",
    "change",
    "delay",
    "defer",
];

/// Behind these a time is one of another zone than the user's.
const ZONES: &[&str] = &[
    "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "cet", "cest",
    "ist", "jst", "aest", "aedt", "nzst", "nzdt",
];

/// Returns whether the words ask to move something to another date.
pub(super) fn moves(words: &Words) -> bool {
    (0..words.len()).any(|at| MOVES.contains(&words.word(at)))
}

/// Returns whether `phrase`, which begins at `start`, is meant as a date.
pub(super) fn is_date(words: &Words, start: usize, phrase: &Phrase) -> bool {
    let before = word_before(words, start);
    let led = phrase.lead.firm;
    if names_day(phrase.first) && !is_free(words, start, phrase) {
        return false;
    }
    if TALK.contains(&before) && !led {
        return false;
    }
    // "every day except sunday", "the friday after next": the rest would change the meaning.
    if words.reads(phrase.end, "after next")
        || phrase.repeat.is_some() && matches!(words.word(phrase.end), "except" | "excluding")
    {
        return false;
    }
    if phrase.on.clock.is_some() && ZONES.contains(&words.word(phrase.end)) {
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
        Strength::Beside => phrase.lead.said,
        Strength::Past => false,
    }
}

fn names_day(first: Strength) -> bool {
    matches!(first, Strength::Weekday | Strength::Ordinary)
}

/// Whether a day's name stands for itself: neither part of a name nor describing the next word.
fn is_free(words: &Words, start: usize, phrase: &Phrase) -> bool {
    let before = word_before(words, start);
    // "the mail from monday"
    if (phrase.lead.edge == Edge::From || before == "from") && phrase.repeat.is_none() {
        return false;
    }
    if FEASTS.contains(&before) || is_listed(words, start, phrase) {
        return false;
    }
    !ARTICLES.contains(&before) || ends_well(words, phrase.end)
}

/// Whether a day stands among others ("mon, wed, fri"): to take one of them would be wrong.
fn is_listed(words: &Words, start: usize, phrase: &Phrase) -> bool {
    if phrase.repeat.is_some() {
        return false;
    }
    let links = |word: &str| matches!(word, "and" | "or" | "&");
    let is_day = |word: &str| lexicon::weekday(word).is_some();
    let mut next = phrase.end;
    if links(words.word(next)) {
        next += 1;
    }
    let before = word_before(words, start);
    let day_before = match start.checked_sub(2) {
        Some(at) if links(before) => words.word(at),
        // "from monday to tuesday" is no list.
        _ if phrase.lead.said => "",
        _ => before,
    };
    is_day(words.word(next)) || is_day(day_before)
}

fn word_before(words: &Words, start: usize) -> &str {
    start.checked_sub(1).map_or("", |at| words.word(at))
}

/// Whether the words end at `end`, or go on in a way that leaves the phrase alone.
fn ends_well(words: &Words, end: usize) -> bool {
    let comma = end
        .checked_sub(1)
        .and_then(|last| words.token(last))
        .is_some_and(|token| token.comma);
    comma || end >= words.len() || JOINERS.contains(&words.word(end))
}

//! Reads which tasks a person wants to see: by state, date, priority, tag, list or words.

use taskpilot_tasks::Priority;

use crate::details::{self, Detail};
use crate::lexicon::{TASK_NOUNS, WHOLE_LISTS};
pub(crate) use crate::request::Query;
use crate::request::Status;
use crate::text::{Phrase, Token};

/// Words that say nothing about which tasks.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "anything", "are", "as", "at", "be", "by", "can",
    "coming", "date", "dates", "did", "do", "does", "due", "every", "everything", "for", "from",
    "get", "give", "going", "got", "had", "has", "have", "how", "i", "i'm", "i've", "in", "is",
    "it", "just", "left", "list", "lists", "many", "me", "mine", "more", "most", "much", "must",
    "my", "need", "next", "now", "of", "off", "on", "onto", "or", "our", "out", "plan", "plate",
    "please", "priorities", "priority", "schedule", "should", "show", "so", "still", "tell", "that",
    "that's", "the", "their", "there", "these", "they", "this", "those", "to", "today's", "up",
    "us", "was", "we", "were", "what", "what's", "when", "where", "which", "whole", "will", "with",
    "yet", "you", "already", "far", "agenda", "ahead", "see", "view", "display", "both", "only",
    "else", "work", "day", "week", "actually", "currently", "right", "sorted", "ordered", "sort",
    "grouped", "entire", "full", "complete", "first", "tagged",
];

/// Reads the filters in `phrase`, and returns the words that are none.
pub(crate) fn read(phrase: Phrase<'_>) -> (Query, Vec<Phrase<'_>>) {
    let mut query = Query::default();
    let mut used: Vec<std::ops::Range<usize>> = Vec::new();
    text_after(phrase, &mut query, &mut used);
    status(phrase, &mut query, &mut used);
    named_list(phrase, &mut query, &mut used);
    due_word(phrase, &mut query, &mut used);
    sort(phrase, &mut query, &mut used);
    for mark in details::marks(phrase) {
        if used
            .iter()
            .any(|range| range.start < mark.range.end && mark.range.start < range.end)
        {
            continue;
        }
        match mark.detail {
            Detail::Due(text) | Detail::Repeat(text) if query.due.is_none() => {
                query.due = Some(text);
            }
            Detail::Priority(level) => query.priority = Some(level),
            Detail::Tag(tag) => query.tag = Some(tag),
            Detail::List(Some(name)) => query.list = Some(name),
            Detail::List(None) => {}
            _ => continue,
        }
        used.push(mark.range);
    }
    lone_priority(phrase, &mut query, &mut used);
    let left = |token: &&Token| {
        !token.is_mark()
            && !used
                .iter()
                .any(|range| range.start <= token.start && token.end <= range.end)
            && !FILLERS.contains(&token.word())
            && !TASK_NOUNS.contains(&token.word())
    };
    let words = phrase.tokens.iter().filter(left);
    let left = words
        .map(|token| Phrase::new(phrase.text, std::slice::from_ref(token)))
        .collect();
    (query, left)
}

/// Returns what to search for when words are left over; "meetings" finds a "Meeting", too.
pub(crate) fn search_text(left: &[Phrase<'_>]) -> Option<String> {
    let words: Vec<String> = left.iter().map(|word| word.name()).collect();
    let text = words.join(" ");
    match text.strip_suffix('s') {
        _ if text.is_empty() => None,
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => Some(stem.to_owned()),
        _ => Some(text),
    }
}

fn take(phrase: Phrase<'_>, from: usize, length: usize, used: &mut Vec<std::ops::Range<usize>>) {
    let part = phrase.slice(from, from.saturating_add(length));
    used.push(part.start()..part.end());
}

fn text_after(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    #[rustfmt::skip]
    const BEFORE: &[&str] = &[
        "with the word", "with the text", "that mention", "that contain", "containing",
        "mentioning", "matching", "about", "named", "called", "including",
    ];
    let Some((index, length)) = phrase.find(BEFORE) else {
        return;
    };
    let rest = phrase.skip(index.saturating_add(length)).trim_marks();
    let rest = rest.strip(&["the", "my"]).unwrap_or(rest);
    if rest.word_count() > 0 {
        query.text = Some(rest.name());
        used.push(phrase.skip(index).start()..phrase.end());
    }
}

fn status(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    #[rustfmt::skip]
    const PENDING: &[&str] = &[
        "not done", "not completed", "not finished", "not yet done", "to be done", "undone",
        "pending", "open", "remaining", "incomplete", "unfinished", "outstanding", "active",
        "uncompleted", "unchecked",
    ];
    #[rustfmt::skip]
    const COMPLETED: &[&str] = &[
        "done", "completed", "finished", "checked off", "ticked off", "closed", "accomplished",
        "achieved",
    ];
    for (patterns, status) in [(PENDING, Status::Pending), (COMPLETED, Status::Completed)] {
        if let Some((index, length)) = phrase.find(patterns) {
            query.status = Some(status);
            take(phrase, index, length, used);
            return;
        }
    }
}

#[rustfmt::skip]
const NO_LIST_NAME: &[&str] = &[
    "done", "completed", "pending", "open", "overdue", "today", "full", "whole", "entire",
    "current", "all", "priority", "next",
];

#[rustfmt::skip]
const BEFORE_LIST_NAME: &[&str] = &[
    "my", "the", "me", "show", "in", "on", "what's", "is", "our", "from", "all", "of",
];

/// "my shopping list", without a preposition
fn named_list(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    let Some((index, _)) = phrase.find(&["list"]) else {
        return;
    };
    let before = phrase.take(index);
    let start = before.rfind(BEFORE_LIST_NAME);
    let from = start.map_or(0, |(at, length)| at.saturating_add(length));
    let name = before.skip(from);
    let whole = WHOLE_LISTS.contains(&name.raw().to_lowercase().as_str());
    let filters = name.has(NO_LIST_NAME);
    if name.word_count() > 0 && name.word_count() <= 3 && !whole && !filters {
        query.list = Some(name.name());
        take(
            phrase,
            from,
            index.saturating_sub(from).saturating_add(1),
            used,
        );
    }
}

fn due_word(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    const WORDS: &[(&[&str], &str)] = &[
        (
            &[
                "past due",
                "overdue",
                "over due",
                "late",
                "missed",
                "behind on",
            ],
            "overdue",
        ),
        (&["coming up", "upcoming", "soon", "ahead"], "upcoming"),
        (&["due this week", "this week", "the week"], "this week"),
        (&["due next week", "next week"], "next week"),
        (
            &[
                "due today",
                "for today",
                "today",
                "today's",
                "tonight",
                "my day",
            ],
            "today",
        ),
        (
            &["due tomorrow", "for tomorrow", "tomorrow", "tomorrow's"],
            "tomorrow",
        ),
    ];
    for (patterns, word) in WORDS {
        if let Some((index, length)) = phrase.find(patterns) {
            query.due = Some((*word).to_owned());
            take(phrase, index, length, used);
            return;
        }
    }
}

fn sort(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    const WORDS: &[(&[&str], &str)] = &[
        (
            &[
                "by due date",
                "by due",
                "by deadline",
                "by date",
                "by time",
                "first due",
            ],
            "due_at",
        ),
        (
            &[
                "what's next",
                "what is next",
                "whats next",
                "do next",
                "comes next",
                "up next",
                "next task",
                "next up",
            ],
            "due_at",
        ),
        (&["by priority", "by importance", "by urgency"], "priority"),
        (
            &[
                "by title",
                "by name",
                "alphabetically",
                "in alphabetical order",
            ],
            "title",
        ),
        (&["by creation", "newest first", "by age"], "created_at"),
    ];
    for (patterns, word) in WORDS {
        if let Some((index, length)) = phrase.find(patterns) {
            query.sort = Some(word);
            take(phrase, index, length, used);
            return;
        }
    }
}

fn lone_priority(phrase: Phrase<'_>, query: &mut Query, used: &mut Vec<std::ops::Range<usize>>) {
    if query.priority.is_none()
        && let Some((index, length)) = phrase.find(&["urgent", "important", "most important"])
    {
        query.priority = Some(Priority::High);
        take(phrase, index, length, used);
    }
}

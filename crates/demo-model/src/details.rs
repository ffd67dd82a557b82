//! Finds in the words of a task what is not its title: dates, repeats, priorities, tags, lists, notes.

pub(crate) mod priority;

use std::ops::Range;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use taskpilot_tasks::{Priority, when};

use crate::lexicon::WHOLE_LISTS;
use crate::text::{Kind, Phrase, one_line};

/// What a marked part of a text says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Detail {
    Due(String),
    Repeat(String),
    Priority(Priority),
    Tag(String),
    /// A list; `None` when it names the whole ("to my list").
    List(Option<String>),
    Note(String),
}

/// A marked part of a text, in bytes of the whole text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) detail: Detail,
}

/// Most dates looked for in one request.
const DATES: usize = 12;

/// Marks every detail of `phrase`, in order.
pub(crate) fn marks(phrase: Phrase<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let body = note(phrase, &mut marks);
    list(body, &mut marks);
    tags(body, &mut marks);
    priority::mark(body, &mut marks);
    dates(body, &mut marks);
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

/// Returns the date that makes up the whole of `text`, if it is one.
pub(crate) fn whole_date(text: &str) -> Option<Detail> {
    let text = one_line(
        text.trim_matches(|letter: char| letter.is_whitespace() || ".,!?".contains(letter)),
    );
    let found = when::parse(&text, &reading_day()).ok()?;
    Some(date(&text, &found))
}

/// Returns the first date in `phrase` with the bytes it takes up.
pub(crate) fn first_date(phrase: Phrase<'_>) -> Option<Mark> {
    let mut found = Vec::new();
    dates(phrase, &mut found);
    found.sort_by_key(|mark| mark.range.start);
    found.into_iter().next()
}

/// A day to find phrases with: only where a date stands is of interest here, the tool says which it is.
fn reading_day() -> Zoned {
    const MONDAY_NOON: Timestamp = Timestamp::constant(1_767_614_400, 0);
    MONDAY_NOON.to_zoned(TimeZone::UTC)
}

fn date(text: &str, found: &when::When) -> Detail {
    match found.recurrence {
        Some(_) => Detail::Repeat(plain_date(text)),
        None => Detail::Due(plain_date(text)),
    }
}

/// Drops a preposition that adds nothing ("by friday").
fn plain_date(text: &str) -> String {
    let text = one_line(text);
    let shorter = ["due on ", "due by ", "due ", "by ", "on ", "for "]
        .iter()
        .find_map(|preposition| {
            let (head, rest) = text.split_at_checked(preposition.len())?;
            head.eq_ignore_ascii_case(preposition).then_some(rest)
        });
    match shorter {
        Some(rest) if when::parse(rest, &reading_day()).is_ok() => rest.to_owned(),
        _ => text,
    }
}

fn dates(phrase: Phrase<'_>, marks: &mut Vec<Mark>) {
    let start = phrase.start();
    let mut masked = phrase.raw().to_owned();
    for mark in marks.iter() {
        mask(
            &mut masked,
            mark.range.start.saturating_sub(start)..mark.range.end.saturating_sub(start),
        );
    }
    for token in phrase
        .tokens
        .iter()
        .filter(|token| token.kind == Kind::Quoted)
    {
        mask(
            &mut masked,
            token.start.saturating_sub(start)..token.end.saturating_sub(start),
        );
    }
    let now = reading_day();
    for _ in 0..DATES {
        let Some(found) = when::find(&masked, &now) else {
            return;
        };
        let Some(text) = masked
            .get(found.range.clone())
            .filter(|text| !text.is_empty())
        else {
            return;
        };
        let range = start.saturating_add(found.range.start)..start.saturating_add(found.range.end);
        marks.push(Mark {
            range,
            detail: date(text, &found.when),
        });
        mask(&mut masked, found.range);
    }
}

/// Blanks out a part with a sign that no date has in it.
fn mask(text: &mut String, range: Range<usize>) {
    if text.get(range.clone()).is_some() {
        let blank = "|".repeat(range.len());
        text.replace_range(range, &blank);
    }
}

fn push(phrase: Phrase<'_>, from: usize, to: usize, detail: Detail, marks: &mut Vec<Mark>) {
    let part = phrase.slice(from, to);
    let range = part.start()..part.end();
    let taken = marks
        .iter()
        .any(|mark| mark.range.start < range.end && range.start < mark.range.end);
    if !part.is_empty() && !taken {
        marks.push(Mark { range, detail });
    }
}

#[rustfmt::skip]
const NOTES: &[&str] = &[
    "with the note", "with a note", "with note", "with the description", "with a description",
    "with description", "note :", "notes :", "description :", "details :",
];

/// Marks a note, which reaches to the end, and returns what stands before it.
fn note<'a>(phrase: Phrase<'a>, marks: &mut Vec<Mark>) -> Phrase<'a> {
    let Some((index, length)) = phrase.find(NOTES) else {
        return phrase;
    };
    let text = phrase.skip(index.saturating_add(length));
    let text = if matches!(text.word(0), ":" | "-" | "that") {
        text.skip(1)
    } else {
        text
    };
    if index == 0 || text.word_count() == 0 {
        return phrase;
    }
    push(
        phrase,
        index,
        phrase.len(),
        Detail::Note(text.name()),
        marks,
    );
    phrase.take(index)
}

#[rustfmt::skip]
const LIST_PREPOSITIONS: &[&str] = &[
    "to", "on", "onto", "in", "into", "under",
];

fn list(phrase: Phrase<'_>, marks: &mut Vec<Mark>) {
    for index in 0..phrase.len() {
        let Some(part) = list_at(phrase, index) else {
            continue;
        };
        let (end, name) = part;
        push(phrase, index, end, Detail::List(name), marks);
        return;
    }
}

/// Reads "to my shopping list" or "in the list Work" at `index`: where it ends, and the name.
pub(crate) fn list_at(phrase: Phrase<'_>, index: usize) -> Option<(usize, Option<String>)> {
    let placed = LIST_PREPOSITIONS.contains(&phrase.word(index));
    placed.then(|| list_behind(phrase, index)).flatten()
}

/// Reads the name of a list behind the preposition at `index`.
pub(crate) fn list_behind(phrase: Phrase<'_>, index: usize) -> Option<(usize, Option<String>)> {
    let mut from = index.saturating_add(1);
    while matches!(phrase.word(from), "my" | "the" | "our") {
        from = from.saturating_add(1);
    }
    if matches!(phrase.word(from), "list" | "project") {
        let first = from.saturating_add(1);
        let name = phrase.slice(first, first.saturating_add(1));
        let quoted = name
            .tokens
            .first()
            .is_some_and(|token| token.kind == Kind::Quoted);
        let named = quoted || name.word(0).chars().any(char::is_alphanumeric);
        let whole = from > index.saturating_add(1);
        if named && !ends_list_name(name.word(0)) {
            return Some((first.saturating_add(1), Some(name.name())));
        }
        return whole.then_some((first, None));
    }
    for end in from.saturating_add(1)..from.saturating_add(5).min(phrase.len()) {
        let word = phrase.word(end);
        if matches!(word, "list" | "lists" | "project") {
            let name = phrase.slice(from, end);
            let whole = WHOLE_LISTS.contains(&name.raw().to_lowercase().as_str());
            return Some((end.saturating_add(1), (!whole).then(|| name.name())));
        }
        if ends_list_name(word) {
            break;
        }
    }
    (matches!(phrase.word(from), "tasks" | "todos" | "to-dos") && from > index.saturating_add(1))
        .then_some((from.saturating_add(1), None))
}

fn ends_list_name(word: &str) -> bool {
    LIST_PREPOSITIONS.contains(&word)
        || matches!(
            word,
            "and"
                | ","
                | "with"
                | "at"
                | "by"
                | "for"
                | "a"
                | "the"
                | "my"
                | "is"
                | "today"
                | "tomorrow"
                | ":"
                | "?"
        )
}

fn tags(phrase: Phrase<'_>, marks: &mut Vec<Mark>) {
    for (index, token) in phrase.tokens.iter().enumerate() {
        if token.kind == Kind::Word
            && let Some(tag) = tag(token.word())
        {
            push(
                phrase,
                index,
                index.saturating_add(1),
                Detail::Tag(tag),
                marks,
            );
        }
    }
    let Some((index, length)) = phrase.find(&[
        "with the tags",
        "with the tag",
        "with tags",
        "with tag",
        "tagged as",
        "tagged with",
        "tagged",
    ]) else {
        return;
    };
    let first = index.saturating_add(length);
    let mut at = first;
    while at < phrase.len() && phrase.word(at).chars().any(char::is_alphanumeric) {
        let from = if at == first { index } else { at };
        let name = phrase.word(at).trim_start_matches('#').to_owned();
        push(phrase, from, at.saturating_add(1), Detail::Tag(name), marks);
        if !matches!(phrase.word(at.saturating_add(1)), "and" | "," | "&") {
            return;
        }
        at = at.saturating_add(2);
    }
}

/// Reads "#home"; "#3" is a task's number.
pub(crate) fn tag(word: &str) -> Option<String> {
    let name = word.strip_prefix('#')?;
    name.chars()
        .any(char::is_alphabetic)
        .then(|| name.to_owned())
}

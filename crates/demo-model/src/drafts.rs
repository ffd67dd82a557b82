//! Turns the words after "add" into tasks.

use crate::details::{self, Detail, Mark};
use crate::lexicon::ERRANDS;
use crate::request::Draft;
use crate::text::{Kind, Phrase, Token, one_line};

/// Most tasks made from one request; one more is read, to know that there are more.
pub(crate) const MOST: usize = 25;

/// Reads one or several tasks.
///
/// "milk, eggs and bread" are three, "call mom and dad" is one: the words are cut at commas and "and" only
/// if every part is a short thing (two words, or four in a list with commas), or every part begins with a
/// verb of its own ("call mom and pay rent"). What is said at the very beginning or in the last part alone
/// ("… to my shopping list tomorrow") holds for all.
pub(crate) fn several(phrase: Phrase<'_>) -> Vec<Draft> {
    let marks = details::marks(phrase);
    let pieces = pieces(phrase, &marks);
    if pieces.len() < 2 || !separable(&pieces, &marks) {
        return vec![draft_with(phrase, &marks, &marks, &[])];
    }
    let shared = shared(&pieces, &marks);
    let draft = |piece: &Phrase<'_>| {
        let inside = |mark: &&Mark| within(mark, *piece) && !shared.contains(mark);
        let own: Vec<Mark> = marks.iter().filter(inside).cloned().collect();
        draft_with(*piece, &marks, &own, &shared)
    };
    pieces.iter().take(MOST + 1).map(draft).collect()
}

/// Reads exactly one task.
pub(crate) fn one(phrase: Phrase<'_>) -> Draft {
    let marks = details::marks(phrase);
    draft_with(phrase, &marks, &marks, &[])
}

fn draft_with(phrase: Phrase<'_>, cut: &[Mark], own: &[Mark], shared: &[Mark]) -> Draft {
    let mut draft = Draft::default();
    let mut kept: Vec<&Mark> = Vec::new();
    for mark in own.iter().chain(shared) {
        if apply(&mut draft, &mark.detail) {
            kept.push(mark);
        }
    }
    // A detail that could not be used (a second date) stays in the title.
    let cut: Vec<&Mark> = cut
        .iter()
        .filter(|mark| kept.contains(mark) || !own.contains(mark))
        .collect();
    draft.title = title(phrase, &cut);
    draft
}

fn apply(draft: &mut Draft, detail: &Detail) -> bool {
    match detail {
        Detail::Due(text) if draft.due.is_none() => draft.due = Some(text.clone()),
        Detail::Repeat(text) if draft.repeat.is_none() => draft.repeat = Some(text.clone()),
        Detail::Due(_) | Detail::Repeat(_) => return false,
        Detail::Priority(level) => draft.priority = Some(*level),
        Detail::Tag(tag) => {
            if !draft.tags.contains(tag) {
                draft.tags.push(tag.clone());
            }
        }
        Detail::List(name) => draft.list = name.clone().or(draft.list.take()),
        Detail::Note(text) => draft.note = Some(text.clone()),
    }
    true
}

fn within(mark: &Mark, phrase: Phrase<'_>) -> bool {
    mark.range.start >= phrase.start() && mark.range.end <= phrase.end()
}

fn outside(token: &Token, marks: &[Mark]) -> bool {
    !marks
        .iter()
        .any(|mark| mark.range.start <= token.start && token.end <= mark.range.end)
}

/// Cuts at commas and "and" outside of the details; what is nothing but a detail ("…, urgent") stays with the part
/// before it.
fn pieces<'a>(phrase: Phrase<'a>, marks: &[Mark]) -> Vec<Phrase<'a>> {
    let separates =
        |token: &Token| outside(token, marks) && matches!(token.word(), "," | "and" | "&" | "plus");
    let mut pieces: Vec<Phrase<'a>> = Vec::new();
    let (mut first, mut begun) = (0, 0);
    for tokens in phrase.tokens.split(separates) {
        let end = begun + tokens.len();
        let names_task = tokens
            .iter()
            .any(|token| !token.is_mark() && outside(token, marks));
        if names_task || pieces.is_empty() {
            first = begun;
            pieces.push(phrase.slice(first, end));
        } else if let Some(last) = pieces.last_mut() {
            *last = phrase.slice(first, end);
        }
        begun = end + 1;
    }
    pieces.retain(|piece| piece.word_count() > 0);
    pieces
}

fn separable(pieces: &[Phrase<'_>], marks: &[Mark]) -> bool {
    #[rustfmt::skip]
    const JOINING: &[&str] = &[
        "with", "for", "from", "about", "between", "to", "of", "at", "in", "on", "near", "like",
    ];
    let words = |piece: &Phrase<'_>| {
        piece
            .tokens
            .iter()
            .filter(|t| !t.is_mark() && outside(t, marks))
            .count()
    };
    let verb = |piece: &Phrase<'_>| {
        let first = piece
            .tokens
            .iter()
            .find(|token| !token.is_mark() && outside(token, marks));
        first.is_some_and(|token| ERRANDS.contains(&token.word()))
    };
    // A part that is nothing but a date or a tag is no task of its own.
    if pieces.iter().any(|piece| words(piece) == 0) {
        return false;
    }
    let dated = |piece: &Phrase<'_>| {
        let date = |mark: &Mark| matches!(mark.detail, Detail::Due(_) | Detail::Repeat(_));
        marks.iter().any(|mark| date(mark) && within(mark, *piece))
    };
    if pieces.iter().all(dated) {
        return true;
    }
    let (Some(first), rest) = (pieces.first(), pieces.get(1..).unwrap_or_default()) else {
        return false;
    };
    if pieces.iter().all(verb) {
        return pieces.iter().all(|piece| words(piece) >= 2);
    }
    // The "at" of "tomorrow at 5" joins nothing.
    let joins = |piece: &Phrase<'_>| {
        let mut words = piece.tokens.iter().filter(|token| outside(token, marks));
        words.any(|token| JOINING.contains(&token.word()))
    };
    if verb(first) || (joins(first) && !rest.iter().any(joins)) {
        return pieces.iter().all(|piece| {
            piece
                .tokens
                .iter()
                .all(|t| t.kind == Kind::Quoted || t.is_mark())
        });
    }
    let limit = if pieces.len() > 2 { 4 } else { 2 };
    pieces
        .iter()
        .all(|piece| words(piece) <= limit || verb(piece))
}

/// Returns the details that hold for all pieces.
fn shared(pieces: &[Phrase<'_>], marks: &[Mark]) -> Vec<Mark> {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return Vec::new();
    };
    let same_kind = |a: &Detail, b: &Detail| {
        let date = |detail: &Detail| matches!(detail, Detail::Due(_) | Detail::Repeat(_));
        std::mem::discriminant(a) == std::mem::discriminant(b) || (date(a) && date(b))
    };
    let holds_for_all = |mark: &&Mark| {
        let piece = pieces.iter().find(|piece| within(mark, **piece));
        let elsewhere = marks.iter().any(|other| {
            same_kind(&other.detail, &mark.detail)
                && pieces
                    .iter()
                    .find(|piece| within(other, **piece))
                    .map(|piece| piece.start())
                    != piece.map(|piece| piece.start())
        });
        let leads = mark.range.start == first.start();
        let ends = within(mark, *last);
        matches!(mark.detail, Detail::List(_)) || piece.is_none() || (!elsewhere && (leads || ends))
    };
    marks.iter().filter(holds_for_all).cloned().collect()
}

/// Returns the words that are left without `cut`, as a title.
fn title(phrase: Phrase<'_>, cut: &[&Mark]) -> String {
    let left: Vec<&Token> = phrase
        .tokens
        .iter()
        .filter(|token| outside_all(token, cut))
        .collect();
    let solid: Vec<&&Token> = left.iter().filter(|token| !token.is_mark()).collect();
    if let [only] = solid.as_slice()
        && only.kind == Kind::Quoted
    {
        return only.text.clone();
    }
    let mut text = String::new();
    let mut at = phrase.start();
    for mark in cut.iter().filter(|mark| within(mark, phrase)) {
        text.push_str(phrase.text.get(at..mark.range.start).unwrap_or_default());
        text.push(' ');
        at = at.max(mark.range.end);
    }
    text.push_str(phrase.text.get(at..phrase.end()).unwrap_or_default());
    capitalized(&tidy(&text))
}

fn outside_all(token: &Token, cut: &[&Mark]) -> bool {
    !cut.iter()
        .any(|mark| mark.range.start <= token.start && token.end <= mark.range.end)
}

/// Takes off what the removed details leave dangling.
fn tidy(text: &str) -> String {
    #[rustfmt::skip]
    const LEADING: &[&str] = &[
        "to ", "that i need to ", "that i have to ", "that i ", "about ", "for: ",
    ];
    #[rustfmt::skip]
    const TRAILING: &[&str] = &[
        " it\'s", " it is", " this is", " that is", " which is", " by", " on", " at", " due",
        " for", " with", " and", " from", " as", " to my", " in", " to",
    ];
    let mut text = one_line(text).replace(" ,", ",").replace(" .", ".");
    loop {
        let trimmed = text
            .trim_start_matches([':', ',', '-', ' ', ';', '.', '–', '—'])
            .trim_end_matches([':', ',', '-', ' ', ';', '.', '!', '?', '–', '—'])
            .to_owned();
        let lower = trimmed.to_lowercase();
        let head = LEADING
            .iter()
            .find(|word| lower.starts_with(**word))
            .map_or(0, |word| word.len());
        let tail = TRAILING
            .iter()
            .find(|word| lower.ends_with(**word))
            .map_or(0, |word| word.len());
        let end = trimmed.len().saturating_sub(tail);
        let next = trimmed
            .get(head.min(end)..end)
            .unwrap_or(&trimmed)
            .to_owned();
        if next == text {
            return next;
        }
        text = next;
    }
}

/// Writes the first letter large, unless the word has a spelling of its own ("iPhone").
fn capitalized(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    let own_spelling = first_word.chars().any(char::is_uppercase)
        || first_word.contains("://")
        || first_word.contains('@');
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !own_spelling => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

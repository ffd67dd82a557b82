//! Cuts a message into requests: at line ends, at the ends of sentences, and at "and", "then" or a comma
//! when a word follows with which a request begins.

use crate::lexicon::{
    ABBREVIATIONS, CLEAR_HEADS, CONNECTIVES, DETERMINERS, ERRANDS, LEADING, NO, STRONG_HEADS,
    TASKISH, TRAILING, WEAK_HEADS, YES,
};
use crate::text::{Kind, Phrase};

/// One request, with the lines that belong to it.
#[derive(Debug, Clone)]
pub(crate) struct Clause<'a> {
    /// The words; empty for a bare list.
    pub(crate) phrase: Phrase<'a>,
    /// The lines of a list below it.
    pub(crate) items: Vec<Phrase<'a>>,
}

/// Frames whose rest is something to remember, in which "finish" or "remove" is part of the task.
#[rustfmt::skip]
const INFINITIVES: &[&str] = &[
    "remind me", "remember to", "don't forget", "dont forget", "do not forget", "i need to",
    "i have to", "i must", "i should", "i want to", "i'd like to", "i gotta", "i've got to",
    "make sure",
];

/// Returns the requests of a message, in order.
pub(crate) fn split(message: Phrase<'_>) -> Vec<Clause<'_>> {
    let lines: Vec<Phrase<'_>> = message
        .tokens
        .split(|token| token.text == "\n")
        .map(|tokens| Phrase::new(message.text, tokens))
        .filter(|line| !line.is_empty())
        .collect();
    let Some((first, rest)) = lines.split_first() else {
        return Vec::new();
    };
    if !rest.is_empty() && lines.iter().all(|line| bullet(*line).is_some()) {
        let items = lines.iter().filter_map(|line| bullet(*line)).collect();
        return vec![Clause {
            phrase: message.take(0),
            items,
        }];
    }
    if !rest.is_empty() && opens_list(*first) {
        let count = rest
            .iter()
            .take_while(|line| bullet(**line).is_some() || !begins_request(courteous(**line)))
            .count();
        let (items, after) = rest.split_at(count);
        let items = items
            .iter()
            .map(|line| bullet(*line).unwrap_or(*line))
            .collect();
        let mut clauses = vec![Clause {
            phrase: *first,
            items,
        }];
        clauses.extend(after.iter().flat_map(|line| sentences(*line)));
        return clauses;
    }
    lines.into_iter().flat_map(sentences).collect()
}

/// Takes off what is said for politeness; leaves what is nothing but politeness.
pub(crate) fn courteous(phrase: Phrase<'_>) -> Phrase<'_> {
    let mut rest = phrase;
    loop {
        let ahead = rest.skip(
            rest.tokens
                .iter()
                .take_while(|token| token.is_mark() && token.text != "#")
                .count(),
        );
        let ordered = ahead.strip(&["first of all", "firstly", "first"]);
        if let Some(shorter) = ordered
            .map(Phrase::trim_marks)
            .filter(|rest| begins_request(*rest))
        {
            rest = shorter;
            continue;
        }
        match ahead.strip(LEADING) {
            Some(shorter) if shorter.word_count() > 0 => rest = shorter,
            _ => {
                rest = ahead;
                break;
            }
        }
    }
    loop {
        let marks = rest
            .tokens
            .iter()
            .rev()
            .take_while(|token| matches!(token.text.as_str(), "," | "." | "?"));
        let behind = rest.take(rest.len().saturating_sub(marks.count()));
        match behind.strip_end(TRAILING) {
            Some(shorter) if shorter.word_count() > 0 => rest = shorter,
            _ => break,
        }
    }
    if rest.word_count() == 0 { phrase } else { rest }
}

fn bullet(line: Phrase<'_>) -> Option<Phrase<'_>> {
    let dashed = matches!(line.word(0), "-" | "*" | "•" | "–" | "+");
    let numbered = line.word(0).chars().all(|letter| letter.is_ascii_digit())
        && !line.word(0).is_empty()
        && matches!(line.word(1), "." | ")");
    let rest = match (dashed, numbered) {
        (true, _) => line.skip(1),
        (_, true) => line.skip(2),
        _ => return None,
    };
    let unticked = if rest.at(0, "[ ]") {
        rest.skip(2)
    } else {
        rest
    };
    (unticked.word_count() > 0).then_some(unticked)
}

#[rustfmt::skip]
const ADDS: &[&str] = &[
    "add", "create", "new", "todo", "to-do", "tasks", "remind me", "i need to", "put",
];

fn opens_list(line: Phrase<'_>) -> bool {
    let asked = courteous(line);
    let adds = asked.strip(ADDS).is_some();
    adds && (line.tokens.last().is_some_and(|token| token.text == ":") || asked.word_count() == 1)
}

fn sentences(line: Phrase<'_>) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    let mut rest = line;
    let mut index = 0;
    while index < rest.len() {
        if let Some(next) = sentence_end(rest, index).or_else(|| request_start(rest, index)) {
            let phrase = rest.take(next.end);
            if phrase.word_count() > 0 {
                clauses.push(Clause {
                    phrase,
                    items: Vec::new(),
                });
            }
            rest = rest.skip(next.start);
            index = 0;
        } else {
            index = index.saturating_add(1);
        }
    }
    if rest.word_count() > 0 {
        clauses.push(Clause {
            phrase: rest,
            items: Vec::new(),
        });
    }
    clauses
}

/// Where one request ends and the next starts, counted in tokens.
struct Cut {
    end: usize,
    start: usize,
}

fn sentence_end(phrase: Phrase<'_>, index: usize) -> Option<Cut> {
    let token = phrase.tokens.get(index)?;
    let before = index
        .checked_sub(1)
        .and_then(|last| phrase.tokens.get(last))?;
    let ends = match token.text.as_str() {
        ";" => token.is_mark(),
        "." => before.kind != Kind::Word || !abbreviates(before.word()),
        text => {
            token.is_mark()
                && token.start == before.end
                && (text.starts_with(['!', '?', '…']) || text.starts_with(".."))
        }
    };
    let behind = phrase.skip(index.saturating_add(1));
    let more = behind.word_count() > 0 && token.is_mark();
    let start = index.saturating_add(1);
    // "!!" is a priority, not the end of a sentence.
    (ends && more && !token.text.starts_with("!!")).then_some(Cut { end: start, start })
}

fn abbreviates(word: &str) -> bool {
    ABBREVIATIONS.contains(&word)
        || word.chars().count() == 1
        || word.chars().all(|c| c.is_ascii_digit())
}

fn request_start(phrase: Phrase<'_>, index: usize) -> Option<Cut> {
    let after = phrase.at(index, "after that");
    if !after && !CONNECTIVES.contains(&phrase.word(index)) {
        return None;
    }
    let mut next = index;
    while phrase.at(next, "after that") || CONNECTIVES.contains(&phrase.word(next)) {
        next = next.saturating_add(if phrase.at(next, "after that") { 2 } else { 1 });
    }
    let before = phrase.take(index);
    let rest = courteous(phrase.skip(next));
    if !stands_alone(before) || rest.word_count() == 0 {
        return None;
    }
    let starts = match Frame::of(courteous(before)) {
        Frame::Literal => false,
        Frame::Infinitive => {
            let named = |heads: &&[&str]| heads_with(rest, heads, TASKISH);
            rest.strip(CLEAR_HEADS).is_some() || [STRONG_HEADS, WEAK_HEADS].iter().any(named)
        }
        Frame::LoneVerb => rest.strip(CLEAR_HEADS).is_some(),
        Frame::Adding => begins_request(rest) || moves(rest),
        Frame::Command => {
            let heads = [CLEAR_HEADS, STRONG_HEADS, WEAK_HEADS];
            let verb = heads.iter().any(|heads| rest.strip(heads).is_some());
            (verb && rest.word_count() > 1) || begins_request(rest)
        }
    };
    starts.then_some(Cut {
        end: index,
        start: next,
    })
}

/// What a request is, as far as it tells what may follow its "and".
enum Frame {
    /// A title that is announced as one ("add a task: …"): all of the rest is the title.
    Literal,
    /// "remind me to …": verbs belong to the task.
    Infinitive,
    /// "add wash and clear the table"
    LoneVerb,
    /// Another new task.
    Adding,
    /// A request about existing tasks.
    Command,
}

impl Frame {
    fn of(request: Phrase<'_>) -> Self {
        let body = request.strip(&[
            "add",
            "create",
            "make",
            "new",
            "remind me",
            "put",
            "note",
            "todo",
            "task",
        ]);
        let Some(body) = body else {
            if request.strip(INFINITIVES).is_some() {
                return Self::Infinitive;
            }
            let head = [CLEAR_HEADS, STRONG_HEADS]
                .iter()
                .any(|heads| request.strip(heads).is_some());
            return if head || begins_request(request) {
                Self::Command
            } else {
                Self::Adding
            };
        };
        let announced = body.has(&[":", "called", "named", "titled", "saying", "says"]);
        let quoting = body.strip(&["ignore", "disregard", "forget"]).is_some();
        if announced || quoting {
            Self::Literal
        } else if request.strip(INFINITIVES).is_some() {
            Self::Infinitive
        } else if body.word_count() == 1 && ERRANDS.contains(&body.word(0)) {
            Self::LoneVerb
        } else {
            Self::Adding
        }
    }
}

/// "move gym to friday"
fn moves(phrase: Phrase<'_>) -> bool {
    phrase
        .strip(&["move", "change", "push", "shift"])
        .is_some_and(|rest| rest.has(&["to"]))
}

/// Returns whether what stands before a connective is more than a lone verb ("wash and clear the table").
fn stands_alone(before: Phrase<'_>) -> bool {
    let only = before.trim_marks();
    let interjection = LEADING.contains(&only.word(0))
        || YES.contains(&only.word(0))
        || NO.contains(&only.word(0));
    only.word_count() > 1 || (only.word_count() == 1 && interjection)
}

/// Returns whether the phrase begins like a request.
fn begins_request(phrase: Phrase<'_>) -> bool {
    phrase.strip(CLEAR_HEADS).is_some()
        || (phrase.strip(STRONG_HEADS).is_some() && phrase.word_count() > 1)
        || heads_with(phrase, WEAK_HEADS, DETERMINERS)
        || states_done(phrase)
}

/// "the milk is done"
fn states_done(phrase: Phrase<'_>) -> bool {
    DETERMINERS.contains(&phrase.word(0))
        && phrase
            .trim_marks()
            .strip_end(&["is done", "is finished", "is complete", "are done", "done"])
            .is_some()
}

fn heads_with(phrase: Phrase<'_>, heads: &[&str], determiners: &[&str]) -> bool {
    phrase.strip(heads).is_some_and(|rest| {
        let quoted = rest
            .tokens
            .first()
            .is_some_and(|token| token.kind == Kind::Quoted);
        let number = rest.word(0).trim_start_matches('#');
        let numbered = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit());
        let names_task = rest.words().take(5).any(|word| TASKISH.contains(&word));
        quoted || numbered || determiners.contains(&rest.word(0)) || names_task
    })
}

#[cfg(test)]
mod tests;

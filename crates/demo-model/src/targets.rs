//! Reads which tasks a person means: numbers, names, places in a list, pronouns, filters.

use crate::details;
use crate::lexicon::{NUMBERS, ORDINALS, TASK_NOUNS};
use crate::query;
use crate::request::{Part, Status, Target, Targets};
use crate::text::{Kind, Phrase, Token};

/// Most tasks named one by one in one request.
const MOST: usize = 50;

#[rustfmt::skip]
const EXCEPT: &[&str] = &[
    "except for", "apart from", "other than", "but not", "but keep", "aside from", "except",
    "excluding", "besides", "without",
];

/// Reads the words after "delete", "complete", and so on.
pub(crate) fn read(phrase: Phrase<'_>) -> Targets {
    let phrase = trim(phrase);
    let (head, except) = split_except(phrase);
    if except.is_empty() {
        return plural(phrase).unwrap_or_else(|| singular(phrase));
    }
    match plural(trim(head)) {
        Some(targets) => excepting(targets, except),
        None => singular(phrase),
    }
}

/// Reads `phrase`, without what `except` names.
pub(crate) fn read_except(phrase: Phrase<'_>, except: Phrase<'_>) -> Targets {
    excepting(read(phrase), except)
}

/// Returns what stands before and after "except".
pub(crate) fn split_except(phrase: Phrase<'_>) -> (Phrase<'_>, Phrase<'_>) {
    let split = phrase
        .split_at(EXCEPT)
        .filter(|(head, tail)| head.word_count() > 0 && tail.word_count() > 0);
    split.unwrap_or((phrase, phrase.take(0)))
}

fn excepting(targets: Targets, phrase: Phrase<'_>) -> Targets {
    let except = each(phrase);
    match targets {
        Targets::Shown { part, .. } => Targets::Shown { part, except },
        Targets::All { query, .. } => Targets::All { query, except },
        other => other,
    }
}

/// Returns what "everything" means.
pub(crate) fn everything() -> Targets {
    let query = query::Query {
        status: Some(Status::All),
        ..query::Query::default()
    };
    Targets::All {
        query,
        except: Vec::new(),
    }
}

/// Returns whether the words can only mean an existing task: a number, a pronoun, "… task".
pub(crate) fn is_reference(phrase: Phrase<'_>) -> bool {
    let phrase = trim(phrase);
    let named = phrase.words().any(|word| TASK_NOUNS.contains(&word));
    named
        || match read(phrase) {
            Targets::Shown { .. } | Targets::All { .. } => true,
            Targets::Each(targets) => !targets
                .iter()
                .any(|target| matches!(target, Target::Name(_))),
            Targets::Nothing | Targets::Either { .. } => false,
        }
}

/// Reads one reference.
pub(crate) fn one(phrase: Phrase<'_>) -> Option<Target> {
    let phrase = trim(phrase);
    if let [only] = phrase.tokens
        && only.kind == Kind::Quoted
    {
        return Some(Target::Name(only.text.clone()));
    }
    pronoun(phrase)
        .or_else(|| ordinal(phrase))
        .or_else(|| id(phrase))
        .or_else(|| name(phrase).map(Target::Name))
}

/// Reads a place in a list: "the second one", "last".
pub(crate) fn ordinal(phrase: Phrase<'_>) -> Option<Target> {
    let rest = trim(phrase);
    let rest = rest.strip(&["the", "my"]).unwrap_or(rest);
    let word = rest.word(0);
    let after = rest.skip(1);
    let after = after
        .strip_end(&["in the list", "on the list", "of the list", "from the list"])
        .unwrap_or(after);
    let ends = after.is_empty() || (after.len() == 1 && TASK_NOUNS.contains(&after.word(0)));
    if !ends {
        return None;
    }
    if matches!(word, "last" | "latest" | "newest") {
        return Some(Target::Last);
    }
    let place = ORDINALS.iter().position(|names| names.contains(&word))?;
    Some(Target::Nth(place.saturating_add(1)))
}

/// Reads a bare number, "#3" or "3".
pub(crate) fn number(word: &str) -> Option<i64> {
    let digits = word.strip_prefix('#').unwrap_or(word);
    let plain = !digits.is_empty() && digits.chars().all(|letter| letter.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[rustfmt::skip]
const PLACES: &[&str] = &[
    "from my to-do list", "from my todo list", "from the list", "from my list", "from my tasks",
    "off my list", "off the list", "on my list", "on the list", "in my list", "in the list",
    "from my todos", "as well", "again", "please", "now", "too",
];

fn trim(phrase: Phrase<'_>) -> Phrase<'_> {
    let mut rest = phrase.trim_marks();
    while let Some(shorter) = rest.strip(&["off", "of", "out", ":"]) {
        rest = shorter.trim_marks();
    }
    let on_list = |index: &usize| {
        let placed = matches!(rest.word(*index), "from" | "off" | "on" | "in");
        placed && details::list_behind(rest, *index).is_some_and(|(end, _)| end >= rest.len())
    };
    if let Some(index) = (1..rest.len()).find(on_list) {
        rest = rest.take(index).trim_marks();
    }
    while let Some(shorter) = rest
        .strip_end(PLACES)
        .filter(|shorter| shorter.word_count() > 0)
    {
        rest = shorter.trim_marks();
    }
    rest
}

fn plural(phrase: Phrase<'_>) -> Option<Targets> {
    #[rustfmt::skip]
    const THEM: &[&str] = &[
        "them", "those", "these", "both", "all of them", "all of those", "all of these",
        "both of them", "them all", "them both", "those tasks", "these tasks", "both tasks",
        "the two", "those two", "these two", "all three", "the tasks", "all those", "all these",
        "each of them", "those ones", "these ones", "all of it",
    ];
    if THEM.iter().any(|pattern| is(phrase, pattern)) {
        return Some(Targets::Shown {
            part: Part::All,
            except: Vec::new(),
        });
    }
    let rest = phrase.strip(&["the", "my"]).unwrap_or(phrase);
    let nouns_only = rest
        .skip(2)
        .words()
        .all(|word| TASK_NOUNS.contains(&word) || matches!(word, "of" | "them"));
    let one = rest.word(1) == "one" || rest.word(1) == "1";
    if let Some(count) = count(rest.word(1)).filter(|_| nouns_only && !one) {
        match rest.word(0) {
            "first" | "top" => {
                return Some(Targets::Shown {
                    part: Part::First(count),
                    except: Vec::new(),
                });
            }
            "last" => {
                return Some(Targets::Shown {
                    part: Part::Last(count),
                    except: Vec::new(),
                });
            }
            _ => {}
        }
    }
    all(phrase)
}

#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "all of the", "all of my", "all the", "all my", "all of", "all", "every single", "every",
    "everything", "each", "my whole list", "my entire list",
];

/// "all overdue tasks", "everything from today", "completed tasks"
fn all(phrase: Phrase<'_>) -> Option<Targets> {
    let whole = phrase.strip(WHOLE);
    let rest = whole.unwrap_or(phrase);
    let (query, left) = query::read(rest);
    let filtered = query != query::Query::default();
    if whole.is_none() {
        let says_tasks = rest.has(&["tasks", "ones", "todos", "items", "to-dos", "reminders"]);
        let certain = says_tasks && filtered && left.is_empty();
        return certain.then(|| Targets::All {
            query,
            except: Vec::new(),
        });
    }
    let text = query.text.clone().or_else(|| query::search_text(&left));
    let everything = !filtered && text.is_none();
    let status = query.status.or(everything.then_some(Status::All));
    let query = query::Query {
        status,
        text,
        ..query
    };
    Some(Targets::All {
        query,
        except: Vec::new(),
    })
}

fn singular(phrase: Phrase<'_>) -> Targets {
    let quoted = phrase.tokens.len() == 1
        && phrase
            .tokens
            .first()
            .is_some_and(|t| t.kind == Kind::Quoted);
    if phrase.word_count() == 0 {
        return Targets::Nothing;
    }
    if quoted {
        return Targets::Each(one(phrase).into_iter().collect());
    }
    let parts = each(phrase);
    match parts.as_slice() {
        [] => Targets::Nothing,
        [_] => Targets::Each(one_or_range(phrase)),
        several if several.iter().all(|part| !matches!(part, Target::Name(_))) => {
            Targets::Each(parts)
        }
        several if several.iter().any(|part| !matches!(part, Target::Name(_))) => {
            Targets::Each(parts)
        }
        _ => match name(phrase) {
            Some(whole) => Targets::Either { whole, parts },
            None => Targets::Each(parts),
        },
    }
}

/// Reads the parts between commas and "and".
fn each(phrase: Phrase<'_>) -> Vec<Target> {
    let separates =
        |token: &Token| matches!(token.word(), "," | "and" | "&" | "or" | "plus" | "\n");
    let parts = phrase
        .tokens
        .split(separates)
        .map(|tokens| Phrase::new(phrase.text, tokens));
    parts
        .filter(|part| part.word_count() > 0)
        .flat_map(one_or_range)
        .take(MOST)
        .collect()
}

/// Reads one reference, or all numbers of "3-5".
fn one_or_range(phrase: Phrase<'_>) -> Vec<Target> {
    let rest = bare_number(phrase);
    if let [only] = rest.tokens
        && let Some((from, to)) = only.word().split_once(['-', '–'])
        && let (Some(from), Some(to)) = (number(from), number(to))
        && (from..=to.min(from.saturating_add(50))).contains(&to)
    {
        return (from..=to).take(MOST).map(Target::Id).collect();
    }
    one(phrase).into_iter().collect()
}

#[rustfmt::skip]
const BEFORE_NUMBER: &[&str] = &[
    "the", "my", "task", "tasks", "todo", "item", "items", "number", "numbers", "no", "nr", "id",
    "#", ".",
];

fn bare_number(phrase: Phrase<'_>) -> Phrase<'_> {
    let mut rest = trim(phrase);
    while let Some(shorter) = rest.strip(BEFORE_NUMBER) {
        rest = shorter;
    }
    rest
}

fn id(phrase: Phrase<'_>) -> Option<Target> {
    let rest = bare_number(phrase);
    if rest.len() != 1 {
        return None;
    }
    let word = rest.word(0);
    let said_number = rest.len() < trim(phrase).len();
    let spelled = || {
        said_number
            .then(|| count(word))
            .flatten()
            .and_then(|count| i64::try_from(count).ok())
    };
    number(word).or_else(spelled).map(Target::Id)
}

fn pronoun(phrase: Phrase<'_>) -> Option<Target> {
    #[rustfmt::skip]
    const IT: &[&str] = &[
        "it", "that", "this", "that one", "this one", "the task", "that task", "this task",
        "the one", "the same", "the same one", "the same task", "that thing", "the reminder",
        "it all",
    ];
    IT.iter()
        .any(|pattern| is(phrase, pattern))
        .then_some(Target::It)
}

fn is(phrase: Phrase<'_>, pattern: &str) -> bool {
    phrase.at(0, pattern) && phrase.len() == pattern.split(' ').count()
}

fn count(word: &str) -> Option<usize> {
    let spelled = NUMBERS
        .iter()
        .position(|name| *name == word)
        .map(|index| index.saturating_add(1));
    spelled.or_else(|| word.parse().ok().filter(|count| (1..=100).contains(count)))
}

#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "task called", "task named", "task titled", "task about", "task to", "task for", "task with",
    "the one about", "the one called", "one about", "the one with", "the", "my", "that", "this",
    "a", "an", "our", "called", "named", "titled", "task", "todo", "to-do", "item", "reminder to",
    "reminder for", "reminder about",
];

#[rustfmt::skip]
const AFTER: &[&str] = &[
    "task", "tasks", "one", "todo", "to-do", "item", "reminder", "thing", "entry",
];

/// Returns the name without what people say around it.
fn name(phrase: Phrase<'_>) -> Option<String> {
    let mut rest = trim(phrase);
    let shorten = |rest: Phrase<'_>, shorter: Option<Phrase<'_>>| {
        let shorter = shorter.map(Phrase::trim_marks);
        shorter.is_some_and(|shorter| shorter.word_count() > 0 && shorter.len() < rest.len())
    };
    while shorten(rest, rest.strip(BEFORE)) {
        rest = rest.strip(BEFORE).unwrap_or(rest).trim_marks();
    }
    if shorten(rest, rest.strip_end(AFTER)) {
        rest = rest.strip_end(AFTER).unwrap_or(rest).trim_marks();
    }
    let name = rest.name();
    (!name.is_empty() && rest.word_count() > 0).then_some(name)
}

#[cfg(test)]
mod tests;

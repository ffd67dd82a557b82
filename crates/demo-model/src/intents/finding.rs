//! "find …", "when is … due", "show task 3".

use crate::request::{Request, Target};
use crate::targets;
use crate::text::Phrase;

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.trim_marks();
    searched(rest)
        .or_else(|| due(rest))
        .or_else(|| done(rest))
        .or_else(|| field(rest))
        .or_else(|| shown(rest))
        .map(Request::Find)
}

#[rustfmt::skip]
const SEARCHES: &[&str] = &[
    "search my tasks for", "search my list for", "search tasks for", "search for", "search",
    "find me", "find", "look for", "look up", "lookup", "where is", "where's",
    "do i have a task called", "do i have a task named", "do i have a task about",
    "do i have a task to", "do i have a task for", "do i have a task with",
    "is there a task called", "is there a task about", "is there a task to", "is there a task for",
    "is there a task named", "is there a task with", "is there anything about",
    "do i have anything about", "have i got a task called",
];

#[rustfmt::skip]
const ALL_ABOUT: &[&str] = &[
    "all tasks about", "all tasks with", "tasks about", "tasks with", "all my", "all the", "all",
];

/// "find …", "search for …", "do I have a task about …"
fn searched(phrase: Phrase<'_>) -> Option<Target> {
    let rest = phrase.strip(SEARCHES)?;
    let rest = rest.strip(ALL_ABOUT).unwrap_or(rest);
    let shorter = rest.strip_end(&["on my list", "in my list", "in my tasks", "tasks"]);
    targets::one(shorter.filter(|rest| rest.word_count() > 0).unwrap_or(rest))
}

#[rustfmt::skip]
const WHEN: &[&str] = &[
    "when is", "when's", "when are", "when was", "when do i have to", "when do i need to",
    "when should i", "when must i", "what time is",
];

/// "when is the gym task due?"
fn due(phrase: Phrase<'_>) -> Option<Target> {
    const DUE: &[&str] = &[
        "due next",
        "due",
        "scheduled for",
        "scheduled",
        "next",
        "happening",
    ];
    let rest = phrase.strip(WHEN)?;
    let rest = rest.strip_end(DUE).unwrap_or(rest);
    targets::one(rest).filter(|_| rest.word_count() > 0)
}

#[rustfmt::skip]
const STATES: &[&str] = &[
    "done yet", "done", "finished", "complete", "completed", "due", "overdue", "on my list",
    "still open", "open", "pending",
];

/// "is milk done?", "did I finish the report?"
fn done(phrase: Phrase<'_>) -> Option<Target> {
    const NOT_ONE: &[&str] = &["there", "anything", "any", "everything", "all", "you"];
    let past = phrase.strip(&[
        "did i finish",
        "did i complete",
        "have i done",
        "have i finished",
        "did i do",
    ]);
    let target = match (past, phrase.strip(&["is", "are"])) {
        (Some(rest), _) => rest.strip_end(STATES).unwrap_or(rest),
        (None, Some(rest)) => rest.strip_end(STATES)?,
        (None, None) => return None,
    };
    let named = target.word_count() > 0 && !NOT_ONE.contains(&target.word(0));
    named.then(|| targets::one(target)).flatten()
}

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "priority of", "due date of", "details of", "details about", "details for", "status of",
    "deadline of", "deadline for", "notes of", "note of", "more about", "description of",
];

/// "what is the priority of milk?"
fn field(phrase: Phrase<'_>) -> Option<Target> {
    const OPENERS: &[&str] = &[
        "what", "what's", "show", "tell", "give", "details", "when", "which", "read",
    ];
    let (_, rest) = phrase.split_at(FIELDS)?;
    let opens = phrase.strip(OPENERS).is_some();
    targets::one(rest).filter(|_| opens && rest.word_count() > 0)
}

#[rustfmt::skip]
const SHOWS: &[&str] = &[
    "show me", "show", "open", "view", "display", "see", "read", "describe", "tell me about",
    "what about", "what is", "what's",
];

/// "show task 3", "open the gym task"
fn shown(phrase: Phrase<'_>) -> Option<Target> {
    let rest = phrase.strip(SHOWS)?;
    let target = targets::one(rest)?;
    match target {
        Target::Name(_) => {
            (targets::is_reference(rest) && phrase.word(0) != "read").then_some(target)
        }
        _ => Some(target),
    }
}

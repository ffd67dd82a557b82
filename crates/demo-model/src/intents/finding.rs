//! "find …", "when is … due", "show task 3".

use crate::request::{Request, Target};
use crate::targets;
use crate::text::Phrase;

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.trim_marks();
    searched(rest)
        .or_else(|| asked_about(rest))
        .or_else(|| shown(rest))
        .map(Request::Find)
}

/// "find …", "search for …", "do I have a task about …"
fn searched(phrase: Phrase<'_>) -> Option<Target> {
    let rest = phrase.strip(&[
        "search my tasks for",
        "search my list for",
        "search tasks for",
        "search for",
        "search",
        "find me",
        "find",
        "look for",
        "look up",
        "lookup",
        "where is",
        "where's",
        "do i have a task called",
        "do i have a task named",
        "do i have a task about",
        "do i have a task to",
        "do i have a task for",
        "do i have a task with",
        "is there a task called",
        "is there a task about",
        "is there a task to",
        "is there a task for",
        "is there a task named",
        "is there a task with",
        "is there anything about",
        "do i have anything about",
        "have i got a task called",
    ])?;
    let rest = rest
        .strip(&[
            "all tasks about",
            "all tasks with",
            "tasks about",
            "tasks with",
            "all my",
            "all the",
            "all",
        ])
        .unwrap_or(rest);
    let rest = rest
        .strip_end(&["on my list", "in my list", "in my tasks", "tasks"])
        .filter(|rest| rest.word_count() > 0)
        .unwrap_or(rest);
    targets::one(rest)
}

/// "when is the gym task due?", "is milk done?", "what is the priority of milk?"
fn asked_about(phrase: Phrase<'_>) -> Option<Target> {
    if let Some(rest) = phrase.strip(&[
        "when is",
        "when's",
        "when are",
        "when was",
        "when do i have to",
        "when do i need to",
        "when should i",
        "when must i",
        "what time is",
    ]) {
        let rest = rest
            .strip_end(&[
                "due next",
                "due",
                "scheduled for",
                "scheduled",
                "next",
                "happening",
            ])
            .unwrap_or(rest);
        return targets::one(rest).filter(|_| rest.word_count() > 0);
    }
    if let Some(rest) = phrase.strip(&[
        "is",
        "are",
        "did i finish",
        "did i complete",
        "have i done",
        "have i finished",
        "did i do",
    ]) {
        let target = rest.strip_end(&[
            "done yet",
            "done",
            "finished",
            "complete",
            "completed",
            "due",
            "overdue",
            "on my list",
            "still open",
            "open",
            "pending",
        ]);
        let past = phrase.word(0) != "is" && phrase.word(0) != "are";
        let target = if past {
            Some(target.unwrap_or(rest))
        } else {
            target
        };
        let target = target.filter(|target| {
            target.word_count() > 0
                && !matches!(
                    target.word(0),
                    "there" | "anything" | "any" | "everything" | "all" | "you"
                )
        })?;
        return targets::one(target);
    }
    let (_, rest) = phrase.split_at(&[
        "priority of",
        "due date of",
        "details of",
        "details about",
        "details for",
        "status of",
        "deadline of",
        "deadline for",
        "notes of",
        "note of",
        "more about",
        "description of",
    ])?;
    let opens = phrase
        .strip(&[
            "what", "what's", "show", "tell", "give", "details", "when", "which", "read",
        ])
        .is_some();
    targets::one(rest).filter(|_| opens && rest.word_count() > 0)
}

/// "show task 3", "open the gym task"
fn shown(phrase: Phrase<'_>) -> Option<Target> {
    let rest = phrase.strip(&[
        "show me",
        "show",
        "open",
        "view",
        "display",
        "see",
        "read",
        "describe",
        "tell me about",
        "what about",
        "what is",
        "what's",
    ])?;
    let target = targets::one(rest)?;
    match target {
        Target::Name(_) => {
            (targets::is_reference(rest) && phrase.word(0) != "read").then_some(target)
        }
        _ => Some(target),
    }
}

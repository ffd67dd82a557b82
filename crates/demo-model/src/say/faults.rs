//! What tools refused, in a person's words.

use super::{plain, quoted};
use crate::calls::Aim;
use crate::outcome::{Fault, Outcome};
use crate::request::Action;

/// What is to be done, as a question's end: "Which one should I delete?"
pub(crate) fn verb(action: &Action) -> &'static str {
    match action {
        Action::Complete => "mark as done",
        Action::Reopen => "reopen",
        Action::Delete => "delete",
        Action::Edit(_) => "change",
    }
}

/// Names what a call was about.
pub(crate) fn subject(aim: &Aim) -> String {
    match aim {
        Aim::Known(item) if !item.title.is_empty() => quoted(&item.title),
        Aim::Known(item) => item.id.map(|id| format!("task {id}")).unwrap_or_default(),
        Aim::Named(name) => quoted(name),
    }
}

/// Says that there is no such task.
pub(crate) fn not_found(aim: &Aim) -> String {
    match aim {
        Aim::Known(item) if item.title.is_empty() => format!("There is no {}.", subject(aim)),
        Aim::Known(_) => format!("{} is no longer there.", subject(aim)),
        Aim::Named(_) => format!("I found no task like {}.", subject(aim)),
    }
}

/// Says why a call did nothing; `what` names what was to be done ("add “Milk”").
pub(crate) fn refused(what: &str, fault: &Fault) -> String {
    let message = plain(fault.message.trim_start_matches("Invalid arguments: "));
    let reason = if message.is_empty() {
        "the tool refused".to_owned()
    } else {
        message
    };
    let reason = reason.trim_end_matches('.');
    format!("I could not {what}: {reason}.")
}

/// Says that a call's answer tells nothing.
pub(crate) fn unknown(what: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Other(Some(message)) => plain(message),
        Outcome::Missing => format!(
            "I do not know whether I could {what}: there was no answer. Please look at your list."
        ),
        _ => format!(
            "I do not know whether I could {what}: the answer was not readable. Please look at your list."
        ),
    }
}

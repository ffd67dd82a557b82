//! "delete …", "get rid of …", "take … off my list".

use crate::drafts;
use crate::request::{Action, Request};
use crate::targets;
use crate::text::Phrase;

#[rustfmt::skip]
const CLEAR: &[&str] = &[
    "delete", "remove", "erase", "trash", "discard", "get rid of", "scratch", "del", "bin", "purge",
    "wipe",
];
/// Verbs that everyday tasks begin with as well ("cancel gym membership").
#[rustfmt::skip]
const WEAK: &[&str] = &[
    "drop", "cancel", "scrap", "dump", "kill", "throw away", "throw out", "clear out", "clear",
    "empty", "strike",
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let phrase = phrase.trim_marks();
    if let Some(rest) = phrase.strip(CLEAR) {
        return Some(act(rest, None));
    }
    if let Some(rest) = phrase.strip(&["take"])
        && let Some(target) = rest.strip_end(&[
            "off my list",
            "off the list",
            "off my to-do list",
            "off my todo list",
            "off",
        ])
    {
        return Some(act(target, None));
    }
    if let Some(rest) = phrase.strip(&[
        "i don't need to do",
        "i no longer need to",
        "i don't need to",
        "i no longer need",
        "i don't need",
        "forget about",
        "forget",
    ]) && rest.word_count() > 0
    {
        let rest = rest
            .strip_end(&["anymore", "any more", "any longer"])
            .unwrap_or(rest);
        return targets::is_reference(rest).then(|| act(rest, None));
    }
    let rest = phrase.strip(WEAK)?;
    if rest.word_count() == 0 {
        return None;
    }
    let instead = (!targets::is_reference(rest)).then(|| drafts::one(phrase));
    if instead.is_some()
        && (crate::details::first_date(rest).is_some()
            || matches!(phrase.word(0), "throw" | "empty" | "strike"))
    {
        return None;
    }
    let whole = rest
        .strip(&[
            "my list",
            "the list",
            "my to-do list",
            "my todo list",
            "list",
        ])
        .is_some_and(Phrase::is_empty);
    if whole {
        let everything = targets::everything();
        return Some(Request::Act {
            action: Action::Delete,
            targets: everything,
            instead: None,
        });
    }
    Some(act(rest, instead))
}

fn act(rest: Phrase<'_>, instead: Option<crate::request::Draft>) -> Request {
    Request::Act {
        action: Action::Delete,
        targets: targets::read(rest),
        instead,
    }
}

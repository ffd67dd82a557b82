//! "complete …", "mark … as done", "I did …", "… is done", and the way back.

use crate::drafts;
use crate::request::{Action, Request, Target, Targets};
use crate::targets;
use crate::text::Phrase;

#[rustfmt::skip]
const DONE: &[&str] = &[
    "as done", "as complete", "as completed", "as finished", "as checked", "to done",
    "to completed", "to complete", "done", "complete", "completed", "finished", "off as done",
    "off",
];
#[rustfmt::skip]
const OPEN: &[&str] = &[
    "as not done", "as not completed", "as not complete", "as not finished", "as undone",
    "as incomplete", "as pending", "as open", "as todo", "as to do", "as unfinished",
    "as uncompleted", "not done", "not completed", "not complete", "undone", "incomplete",
    "pending", "unfinished", "as active", "to pending", "back to pending",
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let phrase = phrase.trim_marks();
    if phrase.is_asked() {
        return None;
    }
    reopened(phrase)
        .or_else(|| marked(phrase))
        .or_else(|| ordered(phrase))
        .or_else(|| told(phrase))
        .or_else(|| stated(phrase))
}

fn act(action: Action, rest: Phrase<'_>) -> Request {
    Request::Act {
        action,
        targets: targets::read(rest),
        instead: None,
    }
}

#[rustfmt::skip]
const REOPENS: &[&str] = &[
    "reopen", "re-open", "uncheck", "untick", "uncomplete", "un-complete", "unmark", "reactivate",
    "unfinish", "i didn't do", "i didn't finish", "i did not do", "i did not finish",
    "i haven't done", "i haven't finished", "i have not done", "i haven't completed",
    "i didn't complete",
];

/// "reopen …", "uncheck …"
fn reopened(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(REOPENS)?;
    let rest = rest
        .strip_end(&["yet", "as done", "after all"])
        .unwrap_or(rest);
    Some(act(Action::Reopen, rest))
}

#[rustfmt::skip]
const MARKS: &[&str] = &[
    "mark off", "mark", "set", "make", "flag", "put", "tick off", "tick", "check off", "cross off",
    "cross out", "check",
];

/// "mark … as done", "mark as done: …", "tick … off"
fn marked(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(MARKS)?;
    let ticks = matches!(phrase.word(0), "tick" | "cross");
    for (patterns, action) in [(OPEN, Action::Reopen), (DONE, Action::Complete)] {
        let strict = matches!(phrase.word(0), "set" | "make" | "put");
        if let Some(target) = rest
            .strip_end(patterns)
            .filter(|target| target.word_count() > 0)
            && (!strict || !rest.is_asked())
        {
            return Some(act(action, target));
        }
        if let Some(target) = rest.strip(patterns).filter(|_| phrase.word(0) == "mark") {
            return Some(act(action, target));
        }
    }
    let off = phrase.word(1) == "off" || phrase.word(1) == "out";
    match phrase.word(0) {
        "check" if !off => targets::is_reference(rest).then(|| act(Action::Complete, rest)),
        "mark" if off => Some(act(Action::Complete, rest)),
        "check" => Some(act(Action::Complete, rest)),
        _ if ticks => Some(act(Action::Complete, rest)),
        _ => None,
    }
}

#[rustfmt::skip]
const COMPLETES: &[&str] = &[
    "complete", "done with", "finished with", "done :", "done", "finished", "completed",
    "all done with",
];

/// "complete …", "finish …", "done with …"
fn ordered(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(COMPLETES) {
        let rest = rest.strip(&["with", ":"]).unwrap_or(rest);
        let own = matches!(phrase.word(0), "done" | "finished" | "completed") && rest.is_empty();
        let lists = rest
            .strip(&[
                "tasks",
                "ones",
                "todos",
                "items",
                "today",
                "this week",
                "yesterday",
            ])
            .is_some();
        if lists && phrase.word(0) != "complete" {
            return None;
        }
        let targets = if own {
            Targets::Each(vec![Target::It])
        } else {
            targets::read(rest)
        };
        // "complete the report by friday" is a plan, not news.
        let planned = phrase.word(0) == "complete" && plans(rest);
        return (!planned).then(|| Request::Act {
            action: Action::Complete,
            targets,
            instead: instead(phrase),
        });
    }
    let rest = phrase.strip(&[
        "finish off",
        "finish",
        "close out",
        "close off",
        "close",
        "resolve",
    ])?;
    if plans(rest) || (phrase.word(0) != "finish" && !targets::is_reference(rest)) {
        return None;
    }
    Some(Request::Act {
        action: Action::Complete,
        targets: targets::read(rest),
        instead: instead(phrase),
    })
}

/// Returns whether a date says that it is yet to be done.
fn plans(rest: Phrase<'_>) -> bool {
    !targets::is_reference(rest) && crate::details::first_date(rest).is_some()
}

fn instead(phrase: Phrase<'_>) -> Option<crate::request::Draft> {
    let said = matches!(phrase.word(0), "complete" | "finish");
    (said && phrase.word_count() > 1).then(|| drafts::one(phrase))
}

#[rustfmt::skip]
const BOUGHT: &[&str] = &[
    "bought", "paid", "sent", "wrote", "made", "got", "took", "met", "read", "went", "ran", "fed",
    "swept", "did", "gave", "brought",
];

const JUST_NOW: &[&str] = &[
    "already",
    "today",
    "yesterday",
    "just now",
    "this morning",
    "earlier",
];

#[rustfmt::skip]
const DID: &[&str] = &[
    "i'm all done with", "i am all done with", "i'm done with", "i am done with",
    "we're done with", "i'm finished with", "i've already done", "i have already done",
    "i already did", "i already finished", "i just did", "i just finished", "i just completed",
    "i've just finished", "i've just done", "i have done", "i've done", "i have finished",
    "i've finished", "i have completed", "i've completed", "i finished", "i completed", "i did",
    "we did", "we finished", "just did", "just finished", "just completed", "already did",
    "already done", "did",
];

#[rustfmt::skip]
const WE: &[&str] = &[
    "i have already", "i've already", "i already", "i have just", "i've just", "i just", "i have",
    "i've", "i", "we",
];

/// "I did …", "I've finished …", "I bought …"
fn told(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(DID) {
        let rest = rest.strip_end(JUST_NOW).unwrap_or(rest);
        if rest.is_empty() {
            return Some(act(Action::Complete, phrase.take(0)));
        }
        let other = rest
            .strip(&["not", "you", "i", "we", "they", "n't"])
            .is_some();
        return (!other).then(|| act(Action::Complete, rest));
    }
    let rest = phrase.strip(WE)?;
    let past = BOUGHT.contains(&rest.word(0))
        || (rest.word(0).ends_with("ed")
            && rest.word(0).len() > 4
            && !matches!(
                rest.word(0),
                "wanted" | "needed" | "liked" | "hoped" | "asked" | "loved" | "tried" | "added"
            ));
    let object = rest.skip(1);
    let object = object.strip(&["up", "out", "to", "off"]).unwrap_or(object);
    let object = object.strip_end(JUST_NOW).unwrap_or(object);
    (past && object.word_count() > 0).then(|| act(Action::Complete, object))
}

/// "the gym task is done", "3 is not done", "milk done"
fn stated(phrase: Phrase<'_>) -> Option<Request> {
    #[rustfmt::skip]
    const NOT: &[&str] = &[
        "is not done yet", "is not done", "isn't done yet", "isn't done", "is not finished",
        "isn't finished", "is not complete", "is still open", "are not done", "aren't done",
        "is open again",
    ];
    #[rustfmt::skip]
    const IS: &[&str] = &[
        "is all done", "is already done", "is done now", "is done", "is finished", "is complete",
        "is completed", "are all done", "are done now", "are done", "are finished", "are completed",
        "are complete", "has been done", "have been done", "was done", "were done", "'s done",
        "done", "finished",
    ];
    let first = phrase.word(0);
    if matches!(
        first,
        "i" | "i'm"
            | "what"
            | "what's"
            | "which"
            | "show"
            | "list"
            | "everything"
            | "are"
            | "is"
            | "have"
            | "add"
            | "get"
            | "remind"
            | "all"
            | "anything"
    ) && first != "all"
    {
        return None;
    }
    if let Some(target) = phrase.strip_end(NOT) {
        return (target.word_count() > 0).then(|| act(Action::Reopen, target));
    }
    if first == "it's" || first == "that's" {
        let done = phrase.len() == 2 && matches!(phrase.word(1), "done" | "finished" | "complete");
        return done.then(|| Request::Act {
            action: Action::Complete,
            targets: Targets::Each(vec![Target::It]),
            instead: None,
        });
    }
    let target = phrase
        .strip_end(IS)
        .filter(|target| target.word_count() > 0 && target.word_count() <= 8)?;
    let lists = target.has(&["show", "list", "get", "need", "must", "not", "to"]);
    (!lists).then(|| act(Action::Complete, target))
}

//! "rename …", "move … to friday", "set the priority of …", "tag …", "add a note to …".

mod fields;

use taskpilot_tasks::Priority;

use crate::details::{self, Detail};
use crate::drafts;
use crate::request::{Action, Draft, Edit, Request};
use crate::targets;
use crate::text::Phrase;

#[rustfmt::skip]
const NEW: &[&str] = &[
    "set a reminder", "set reminder", "set me a reminder", "set up a reminder", "make me a",
    "make a", "schedule a", "schedule an", "put in a",
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let phrase = phrase.trim_marks();
    if phrase.is_asked()
        && phrase
            .strip(&["what", "when", "which", "is", "are", "how"])
            .is_some()
    {
        return None;
    }
    if phrase.strip(NEW).is_some() {
        return None;
    }
    fields::read(phrase)
        .or_else(|| renamed(phrase))
        .or_else(|| prioritized(phrase))
        .or_else(|| repeated(phrase))
        .or_else(|| moved(phrase))
        .or_else(|| changed(phrase))
        .or_else(|| stated(phrase))
}

fn act(edits: Vec<Edit>, target: Phrase<'_>) -> Request {
    Request::Act {
        action: Action::Edit(edits),
        targets: targets::read(target),
        instead: None,
    }
}

fn act_or(edits: Vec<Edit>, target: Phrase<'_>, phrase: Phrase<'_>) -> Request {
    let instead: Option<Draft> = (!targets::is_reference(target)).then(|| drafts::one(phrase));
    Request::Act {
        action: Action::Edit(edits),
        targets: targets::read(target),
        instead,
    }
}

/// "rename … to …"
fn renamed(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(&["rename", "retitle", "reword", "rephrase"])?;
    let Some((target, title)) = rest
        .split_at(&["to", "as", "into", "->", "=>"])
        .filter(|(target, title)| target.word_count() > 0 && title.word_count() > 0)
    else {
        return Some(Request::Missing(
            "Tell me both names, for example: rename milk to oat milk.",
        ));
    };
    Some(act(vec![Edit::Title(title.trim_marks().name())], target))
}

#[rustfmt::skip]
const RANKS: &[&str] = &[
    "make", "mark", "set", "change", "flag", "give", "move", "bump", "raise", "lower", "put",
];

/// "make … high priority", "prioritize …", "mark … as urgent"
fn prioritized(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(&["deprioritize", "deprioritise"]) {
        return Some(act(vec![Edit::Priority(Priority::Low)], rest));
    }
    if let Some(rest) = phrase.strip(&["prioritize", "prioritise"]) {
        return Some(act(vec![Edit::Priority(Priority::High)], rest));
    }
    let rest = phrase.strip(RANKS)?;
    let (target, level) = priority_at_end(rest)?;
    let target = target
        .strip_end(&["to be", "as a", "as", "to a", "to", "a", "with", "at"])
        .unwrap_or(target);
    (target.word_count() > 0).then(|| act_or(vec![Edit::Priority(level)], target, phrase))
}

fn priority_at_end(phrase: Phrase<'_>) -> Option<(Phrase<'_>, Priority)> {
    (1..=3_usize.min(phrase.len())).rev().find_map(|length| {
        let at = phrase.len().checked_sub(length)?;
        Some((phrase.take(at), details::priority::whole(phrase.skip(at))?))
    })
}

/// "repeat … every monday", "make … weekly", "stop repeating …"
fn repeated(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(&[
        "stop repeating",
        "don't repeat",
        "do not repeat",
        "unrepeat",
        "make it stop repeating",
    ]) {
        return Some(act(vec![Edit::Repeat(None)], rest));
    }
    let rest = phrase.strip(&["repeat", "make", "set", "have"])?;
    let mark = details::first_date(rest)?;
    let Detail::Repeat(text) = &mark.detail else {
        return None;
    };
    let tokens = rest
        .tokens
        .iter()
        .take_while(|token| token.end <= mark.range.start)
        .count();
    let target = rest.take(tokens);
    let ends = mark.range.end >= rest.trim_marks().end();
    let verb = target.strip_end(&[
        "to repeat",
        "repeat",
        "recur",
        "happen",
        "repeating",
        "to",
        "due",
    ]);
    let target = verb.unwrap_or(target);
    let certain = phrase.word(0) == "repeat" || verb.is_some() || targets::is_reference(target);
    (certain && ends && target.word_count() > 0)
        .then(|| act(vec![Edit::Repeat(Some(text.clone()))], target))
}

/// "move … to friday", "postpone … until next week", "put task 3 on the work list"
fn moved(phrase: Phrase<'_>) -> Option<Request> {
    #[rustfmt::skip]
    const SHIFT: &[&str] = &[
        "reschedule", "postpone", "push back", "push out", "push off", "push", "delay", "defer",
        "shift", "snooze", "put off", "bump",
    ];
    #[rustfmt::skip]
    const MOVE: &[&str] = &[
        "move", "schedule", "transfer", "put", "bring forward", "bring", "set",
    ];
    let shifts = phrase.strip(SHIFT);
    let rest = shifts.or_else(|| phrase.strip(MOVE))?;
    let places = matches!(phrase.word(0), "schedule" | "put" | "set" | "bring");
    if let Some(index) = (1..rest.len()).find(|index| {
        details::list_at(rest, *index)
            .is_some_and(|(end, name)| name.is_some() && end >= rest.len())
    }) {
        let (_, name) = details::list_at(rest, index)?;
        let target = rest.take(index);
        let certain =
            matches!(phrase.word(0), "move" | "transfer") || targets::is_reference(target);
        return certain.then(|| act_or(vec![Edit::List(name)], target, phrase));
    }
    if let Some(Dated {
        target,
        except,
        edit,
    }) = dated(rest)
    {
        let certain = !places || targets::is_reference(target);
        let instead = (!targets::is_reference(target)).then(|| drafts::one(phrase));
        return certain.then(|| Request::Act {
            action: Action::Edit(vec![edit]),
            targets: targets::read_except(target, except),
            instead,
        });
    }
    if shifts.is_some() {
        if rest.split_at(&["by"]).is_some() || rest.word_count() > 0 {
            return Some(Request::Missing(
                "To which day? Tell me the task and the new date, for example: move milk to friday.",
            ));
        }
        return Some(Request::Missing(
            "Which task, and to which day? For example: move milk to friday.",
        ));
    }
    let (target, place) = rest
        .rsplit_at(&["to", "into"])
        .filter(|_| phrase.word(0) == "move")?;
    let list = place
        .strip(&["the list", "list", "the", "my"])
        .unwrap_or(place)
        .trim_marks();
    (target.word_count() > 0 && list.word_count() > 0)
        .then(|| act_or(vec![Edit::List(Some(list.name()))], target, phrase))
}

/// A move to another date.
struct Dated<'a> {
    target: Phrase<'a>,
    /// What is said behind the date to stay ("… except gym").
    except: Phrase<'a>,
    edit: Edit,
}

/// Reads "… to friday at 5": the date reaches to the end, the task stands before it.
fn dated(rest: Phrase<'_>) -> Option<Dated<'_>> {
    let (body, except) = targets::split_except(rest);
    // "everything from today to tomorrow": the first date that reaches to the end is the goal.
    let (index, detail) = (1..body.len()).find_map(|index| {
        let linked = ["to", "until", "till", "for", "on", "by", "at"].contains(&body.word(index));
        let date = |from: usize| details::whole_date(body.skip(from).trim_marks().raw());
        let behind = linked.then(|| date(index.saturating_add(1))).flatten();
        Some((index, behind.or_else(|| date(index))?))
    })?;
    let edit = match detail {
        Detail::Due(text) => Edit::Due(Some(text)),
        Detail::Repeat(text) => Edit::Repeat(Some(text)),
        _ => return None,
    };
    let target = body.take(index);
    let shorter = target.strip_end(&["due date", "date", "due", "to", "out", "back", "forward"]);
    let target = shorter
        .filter(|left| left.word_count() > 0)
        .unwrap_or(target);
    Some(Dated {
        target,
        except,
        edit,
    })
}

/// "change … to …", "update task 3 …", "edit …"
fn changed(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(&["change", "update", "edit", "modify", "set", "make"])?;
    let loose = matches!(phrase.word(0), "set" | "make");
    if let Some((target, value)) = rest
        .split_at(&["to", "into", "->", "=>", ":"])
        .filter(|(target, value)| target.word_count() > 0 && value.word_count() > 0)
    {
        if loose {
            return None;
        }
        let edit = match details::priority::whole(value) {
            Some(level) => Edit::Priority(level),
            None => match details::whole_date(value.raw()) {
                Some(Detail::Due(text)) => Edit::Due(Some(text)),
                Some(Detail::Repeat(text)) => Edit::Repeat(Some(text)),
                _ => Edit::Title(value.trim_marks().name()),
            },
        };
        return Some(act_or(vec![edit], target, phrase));
    }
    if let Some(dated) = dated(rest).filter(|dated| targets::is_reference(dated.target)) {
        return Some(act(vec![dated.edit], dated.target));
    }
    let named = !loose && targets::is_reference(rest);
    named.then_some(Request::Missing("What should I change? For example: rename milk to oat milk, move milk to friday, or make milk high priority."))
}

#[rustfmt::skip]
const ASKING: &[&str] = &[
    "what", "what's", "who", "which", "when", "how", "why", "where", "there", "anything",
];

/// "task 3 is urgent", "the gym task is due friday"
fn stated(phrase: Phrase<'_>) -> Option<Request> {
    let (target, value) = phrase.split_at(&["is now", "is", "are"])?;
    if target.word_count() == 0 || target.has(ASKING) {
        return None;
    }
    let value = value.strip(&["a", "of", "very"]).unwrap_or(value);
    if let Some(level) = details::priority::whole(value) {
        return Some(act(vec![Edit::Priority(level)], target));
    }
    let due = value.strip(&["due by", "due on", "due"])?;
    match details::whole_date(due.raw())? {
        Detail::Due(text) => Some(act(vec![Edit::Due(Some(text))], target)),
        Detail::Repeat(text) => Some(act(vec![Edit::Repeat(Some(text))], target)),
        _ => None,
    }
}

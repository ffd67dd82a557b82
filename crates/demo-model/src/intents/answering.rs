//! Reads a message as the answer to an open question; whatever is none is a request of its own.

use crate::drafts;
use crate::lexicon::{NO, NO_PHRASES, YES, YES_PHRASES};
use crate::outcome::Item;
use crate::pending::Pending;
use crate::request::{Action, Draft, Part, Request, Target, Targets};
use crate::targets;
use crate::text::{Phrase, tokenize};

/// Returns the request that answers `pending`; `message` is the whole of which `phrase` is the first clause.
pub(super) fn read(
    phrase: Phrase<'_>,
    message: &str,
    clauses: usize,
    pending: &Pending,
) -> Option<Request> {
    let answer = phrase.trim_marks();
    if says_no(answer) {
        return Some(Request::Declined);
    }
    match pending {
        Pending::Confirm { action, items } => confirmed(answer, action, items),
        Pending::Pick {
            action, candidates, ..
        } => picked(answer, action, candidates),
        Pending::Offer(draft) => says_yes(answer).then(|| Request::Add(vec![draft.clone()])),
        Pending::Title(known) => (clauses <= 3).then(|| titled(message, known)).flatten(),
        Pending::Which(action) => which(answer, action),
    }
}

/// Takes off patterns from the front until nothing is left, or something else is.
fn made_of(phrase: Phrase<'_>, words: &[&str], phrases: &[&str]) -> bool {
    let mut rest = phrase.trim_marks();
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let Some(shorter) = rest.strip(phrases).or_else(|| rest.strip(words)) else {
            return false;
        };
        rest = shorter.trim_marks();
    }
    true
}

fn says_yes(phrase: Phrase<'_>) -> bool {
    let opens = phrase.strip(YES).is_some() || phrase.strip(YES_PHRASES).is_some();
    opens
        && made_of(phrase, YES, YES_PHRASES)
        && !matches!(
            phrase.raw().to_lowercase().as_str(),
            "please" | "now" | "thanks"
        )
}

fn says_no(phrase: Phrase<'_>) -> bool {
    let opens = phrase.strip(NO).is_some() || phrase.strip(NO_PHRASES).is_some();
    opens
        && made_of(phrase, NO, NO_PHRASES)
        && !matches!(
            phrase.raw().to_lowercase().as_str(),
            "please" | "thanks" | "thank you"
        )
}

#[rustfmt::skip]
const ALL_BUT: &[&str] = &[
    "all except for", "all except", "all but", "everything except", "but not", "except for",
    "except", "without", "not",
];

fn confirmed(answer: Phrase<'_>, action: &Action, items: &[Item]) -> Option<Request> {
    let act = |items: Vec<Item>| Request::Confirmed {
        action: action.clone(),
        items,
    };
    if says_yes(answer) {
        return Some(act(items.to_vec()));
    }
    let rest = answer.strip(YES).map_or(answer, Phrase::trim_marks);
    let only = rest.strip(&["but only", "just", "only"]);
    let except = rest.strip(ALL_BUT);
    let (named, keep) = match (only, except) {
        (Some(named), _) => (named, true),
        (_, Some(named)) => (named, false),
        _ => return None,
    };
    let named = choose(named, items)?;
    let inside = |item: &&Item| named.contains(item) == keep;
    Some(act(items.iter().filter(inside).cloned().collect()))
}

#[rustfmt::skip]
const I_MEAN: &[&str] = &[
    "i mean", "i meant", "it's", "its", "only", "just", "option", "pick", "choose", "take",
];

fn picked(answer: Phrase<'_>, action: &Action, candidates: &[Item]) -> Option<Request> {
    let act = |items: Vec<Item>| Request::Chosen {
        action: action.clone(),
        items,
    };
    let rest = answer
        .strip(YES)
        .map(Phrase::trim_marks)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(answer);
    let rest = rest.strip(I_MEAN).unwrap_or(rest);
    if let Some(items) = choose(rest, candidates) {
        return Some(act(items));
    }
    if says_yes(answer) && candidates.len() == 1 {
        return Some(act(candidates.to_vec()));
    }
    says_yes(answer).then_some(Request::AskAgain)
}

/// Returns the items that `phrase` names: by place, by number, or by a part of the title.
fn choose(phrase: Phrase<'_>, items: &[Item]) -> Option<Vec<Item>> {
    match targets::read(phrase) {
        Targets::Shown {
            part: Part::All,
            except,
        } if except.is_empty() => Some(items.to_vec()),
        Targets::Shown {
            part: Part::First(count),
            ..
        } => Some(items.iter().take(count).cloned().collect()),
        Targets::Shown {
            part: Part::Last(count),
            ..
        } => Some(
            items
                .iter()
                .skip(items.len().saturating_sub(count))
                .cloned()
                .collect(),
        ),
        Targets::All { query, except }
            if except.is_empty()
                && query.text.is_none()
                && matches!(phrase.word(0), "all" | "everything" | "both") =>
        {
            Some(items.to_vec())
        }
        Targets::Each(targets) => {
            let said_task = phrase.has(&["task"]) || phrase.word(0).starts_with('#');
            let one = |target: &Target| choice(target, said_task, items);
            let chosen: Option<Vec<Item>> = targets.iter().map(one).collect();
            chosen.filter(|chosen| !chosen.is_empty())
        }
        Targets::Either { whole, parts } => choice(&Target::Name(whole), false, items)
            .map(|item| vec![item])
            .or_else(|| {
                parts
                    .iter()
                    .map(|part| choice(part, false, items))
                    .collect()
            }),
        _ => None,
    }
}

fn choice(target: &Target, said_task: bool, items: &[Item]) -> Option<Item> {
    let found = match target {
        Target::Nth(place) => items.get(place.checked_sub(1)?),
        Target::Last => items.last(),
        Target::Id(number) => {
            let place = usize::try_from(*number)
                .ok()
                .and_then(|place| items.get(place.checked_sub(1)?));
            let by_id = items.iter().find(|item| item.id == Some(*number));
            if said_task {
                by_id.or(place)
            } else {
                place.or(by_id)
            }
        }
        Target::It => return None,
        Target::Name(name) => by_title(name, items),
    };
    found.cloned()
}

fn by_title<'a>(name: &str, items: &'a [Item]) -> Option<&'a Item> {
    let wanted = taskpilot_tasks::fold(name);
    let exact = items
        .iter()
        .find(|item| taskpilot_tasks::fold(&item.title) == wanted);
    let mut partial = items
        .iter()
        .filter(|item| taskpilot_tasks::fold(&item.title).contains(&wanted));
    let first = partial.next();
    exact.or_else(|| {
        if partial.next().is_none() {
            first
        } else {
            None
        }
    })
}

/// Takes the whole message as the title, unless it is a request itself.
fn titled(message: &str, known: &Draft) -> Option<Request> {
    let tokens = tokenize(message);
    let phrase = Phrase::new(message, &tokens);
    let request = super::understand(message, None).requests.into_iter().next();
    let other = match &request {
        Some(
            Request::Add(_) | Request::AddUnnamed(_) | Request::Offer(_) | Request::Unclear(_),
        )
        | None => false,
        Some(Request::Act { instead, .. }) => instead.is_none(),
        Some(_) => true,
    };
    if other || says_yes(phrase) {
        return None;
    }
    let drafts = match request {
        Some(Request::Add(drafts)) => drafts,
        _ => vec![drafts::one(phrase)],
    };
    let complete = |draft: Draft| Draft {
        due: draft.due.or_else(|| known.due.clone()),
        repeat: draft.repeat.or_else(|| known.repeat.clone()),
        list: draft.list.or_else(|| known.list.clone()),
        priority: draft.priority.or(known.priority),
        note: draft.note.or_else(|| known.note.clone()),
        tags: if draft.tags.is_empty() {
            known.tags.clone()
        } else {
            draft.tags
        },
        title: draft.title,
    };
    let drafts: Vec<Draft> = drafts
        .into_iter()
        .map(complete)
        .filter(|draft| !draft.title.is_empty())
        .collect();
    (!drafts.is_empty()).then_some(Request::Add(drafts))
}

/// Takes a reference or a short name as the task that was asked for.
fn which(answer: Phrase<'_>, action: &Action) -> Option<Request> {
    let quoted = answer.len() == 1 && answer.word(0).is_empty();
    let short = answer.word_count() <= 6
        && super::understand(answer.raw(), None)
            .requests
            .iter()
            .all(|request| {
                matches!(
                    request,
                    Request::Add(_) | Request::Offer(_) | Request::Unclear(_)
                )
            })
        && crate::clauses::courteous(answer)
            .strip(&["add", "create", "remind", "new"])
            .is_none();
    let meant = quoted || targets::is_reference(answer) || short;
    (meant && answer.word_count() > 0).then(|| Request::Act {
        action: action.clone(),
        targets: targets::read(answer),
        instead: None,
    })
}

//! Lists tasks, and tells of one.

use super::aiming;
use crate::calls::{self, Aim};
use crate::outcome::{Item, Outcome};
use crate::pending::Pending;
use crate::report::{Report, join};
use crate::request::{Query, Status, Target};
use crate::say::{self, lists};
use crate::scene::Scene;
use crate::script::{Script, Step};
use crate::surroundings::Surroundings;

pub(super) fn list(query: &Query, script: &mut Script<'_>) -> Option<Report> {
    let outcome = match script.call(calls::LIST, &calls::list(query)) {
        Step::Waiting => return None,
        Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
        Step::Done(outcome) => outcome,
    };
    Some(match outcome {
        Outcome::Tasks {
            items,
            total,
            has_more,
            ..
        } => {
            let is_shown = script.surroundings().show_answers();
            let text = if is_shown {
                say::beside::summary(query, &items, total, has_more)
            } else {
                lists::answer(query, &items, total, has_more)
            };
            if query.count && !is_shown {
                Report::say(text)
            } else {
                Report::say(text).listing(items)
            }
        }
        Outcome::Fault(fault) => Report::say(say::faults::refused("list the tasks", &fault)),
        other => Report::say(say::faults::unknown("list the tasks", &other)),
    })
}

pub(super) fn find(target: &Target, scene: &Scene, script: &mut Script<'_>) -> Option<Report> {
    let aim = match aiming::aim(target, scene) {
        Err(report) => return Some(*report),
        Ok(Aim::Named(name)) => return by_name(&name, script),
        Ok(aim) => aim,
    };
    let (items, problems) = aiming::look_up(&[aim], aiming::Fresh::Always, script)?;
    Some(match items.into_iter().next() {
        Some(item) => one(item, script),
        None => Report::say(join(&problems)),
    })
}

fn by_name(name: &str, script: &mut Script<'_>) -> Option<Report> {
    let outcome = match script.call(calls::FIND, &calls::find(name)) {
        Step::Waiting => return None,
        Step::NoTool(_) => {
            let query = Query {
                status: Some(Status::All),
                text: Some(name.to_owned()),
                ..Query::default()
            };
            return list(&query, script);
        }
        Step::Done(outcome) => outcome,
    };
    Some(match outcome {
        Outcome::Task { item, .. } => one(item, script),
        Outcome::Tasks { items, close, .. } => several(name, items, close, script.surroundings()),
        Outcome::Fault(fault) => Report::say(say::faults::refused(
            &format!("find {}", say::quoted(name)),
            &fault,
        )),
        other => Report::say(say::faults::unknown(
            &format!("find {}", say::quoted(name)),
            &other,
        )),
    })
}

fn several(name: &str, items: Vec<Item>, close: bool, surroundings: Surroundings) -> Report {
    if items.is_empty() {
        return Report::say(format!("I found no task like {}.", say::quoted(name)));
    }
    if surroundings.show_answers() {
        return Report::say(say::beside::fitting(name, &items, close)).listing(items);
    }
    let opening = if close {
        format!(
            "I found no task like {}. These come close:",
            say::quoted(name)
        )
    } else {
        format!(
            "{} fit {}:",
            say::counted(i64::try_from(items.len()).unwrap_or(i64::MAX), "task"),
            say::quoted(name)
        )
    };
    Report::say(format!("{opening}{}{}", say::BREAK, lists::lines(&items))).listing(items)
}

fn one(item: Item, script: &Script<'_>) -> Report {
    let text = if script.surroundings().show_answers() && script.has_told(&item) {
        say::beside::one(&item)
    } else {
        say::described(&item)
    };
    Report::say(text).about(vec![item])
}

/// Puts an open question again.
pub(super) fn ask_again(open: Option<&Pending>, surroundings: Surroundings) -> Report {
    match open {
        // Beside widgets the choices stand where the question was put first.
        Some(Pending::Pick { action, candidates }) => super::acting::pick(
            "I still need to know.",
            action,
            candidates.clone(),
            surroundings,
        ),
        _ => Report::say("Which one? Give me its name or its number."),
    }
}

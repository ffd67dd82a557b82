//! Finds out which tasks are meant, from what was spoken of and from what tools tell.

use crate::calls::{self, Aim};
use crate::outcome::{Item, Outcome};
use crate::pending::Pending;
use crate::report::Report;
use crate::request::{Action, Query, Status, Target, Targets};
use crate::say;
use crate::scene::{self, Scene};
use crate::script::{Script, Step};
use crate::surroundings::Surroundings;

/// The tasks that are meant.
pub(super) struct Aimed {
    pub(super) aims: Vec<Aim>,
    /// Whether there are more than could be listed.
    pub(super) more: bool,
}

/// Returns the tasks that `targets` mean, or what to say instead; nothing while it waits for a tool.
pub(super) fn resolve(
    action: &Action,
    targets: &Targets,
    scene: &Scene,
    script: &mut Script<'_>,
) -> Option<Result<Aimed, Box<Report>>> {
    let known = |items: Vec<Item>| Aimed {
        aims: items.into_iter().map(Aim::Known).collect(),
        more: false,
    };
    match targets {
        Targets::Nothing => Some(Err(Box::new(which(action)))),
        Targets::Each(targets) => {
            let mut aims = Vec::new();
            for target in targets {
                match aim_for(action, target, scene) {
                    Ok(aim) if aims.contains(&aim) => {}
                    Ok(aim) => aims.push(aim),
                    Err(report) => return Some(Err(report)),
                }
            }
            Some(Ok(Aimed { aims, more: false }))
        }
        Targets::Either { whole, parts } => either(action, whole, parts, scene, script),
        Targets::Shown { part, except } => {
            let items = without(scene.several(*part), except);
            Some(if items.is_empty() {
                Err(Box::new(which(action)))
            } else {
                Ok(known(items))
            })
        }
        Targets::All { query, except } => all(action, query, except, script),
    }
}

/// Returns the task `target` means, or what to say instead.
pub(super) fn aim(target: &Target, scene: &Scene) -> Result<Aim, Box<Report>> {
    match target {
        Target::Id(id) => {
            let known = scene.by_id(*id).cloned();
            Ok(Aim::Known(known.unwrap_or(Item { id: Some(*id), ..Item::default() })))
        }
        Target::Name(name) => Ok(Aim::Named(name.clone())),
        Target::Nth(_) | Target::Last => scene.place(target).cloned().map(Aim::Known).ok_or_else(|| {
            let text = "I do not know which list you count in. Say “list my tasks” first, or give me a name or a number.";
            Box::new(Report::say(text))
        }),
        Target::It => match scene.focus() {
            [only] => Ok(Aim::Known(only.clone())),
            _ => Err(Box::new(Report::say("Which task do you mean? Give me its name or its number."))),
        },
    }
}

fn aim_for(action: &Action, target: &Target, scene: &Scene) -> Result<Aim, Box<Report>> {
    aim(target, scene).map_err(|report| match (target, scene.focus()) {
        (Target::It, items @ [_, _, ..]) if items.len() <= 10 => Box::new(super::acting::pick(
            "There is more than one.",
            action,
            items.to_vec(),
            // No tool has told of them in this turn, so nothing shows them.
            Surroundings::Bare,
        )),
        (Target::It, _) => Box::new(which(action)),
        _ => report,
    })
}

fn which(action: &Action) -> Report {
    let text = format!(
        "Which task should I {}? Give me its name or its number.",
        say::faults::verb(action)
    );
    Report::say(text).asking(Pending::Which(action.clone()))
}

/// "milk and eggs": asks whether one task has that name.
fn either(
    action: &Action,
    whole: &str,
    parts: &[Target],
    scene: &Scene,
    script: &mut Script<'_>,
) -> Option<Result<Aimed, Box<Report>>> {
    let one = |aim: Aim| {
        Some(Ok(Aimed {
            aims: vec![aim],
            more: false,
        }))
    };
    if scene.knows(whole) {
        return one(Aim::Named(whole.to_owned()));
    }
    match script.call(calls::FIND, &calls::find(whole)) {
        Step::Waiting => None,
        Step::Done(Outcome::Task { item, .. }) => one(Aim::Known(item)),
        Step::Done(Outcome::Tasks {
            close: false,
            items,
            ..
        }) if !items.is_empty() => one(Aim::Named(whole.to_owned())),
        Step::Done(_) | Step::NoTool(_) => {
            resolve(action, &Targets::Each(parts.to_vec()), scene, script)
        }
    }
}

fn all(
    action: &Action,
    query: &Query,
    except: &[Target],
    script: &mut Script<'_>,
) -> Option<Result<Aimed, Box<Report>>> {
    let implied = match action {
        Action::Complete | Action::Edit(_) => Status::Pending,
        Action::Reopen => Status::Completed,
        Action::Delete => query.status.unwrap_or(Status::Pending),
    };
    let everything = query.status == Some(Status::All) || query.status.is_none();
    let query = Query {
        status: if everything {
            Some(implied)
        } else {
            query.status
        },
        ..query.clone()
    };
    let say = |text: String| Some(Err(Box::new(Report::say(text))));
    match script.call(calls::LIST, &calls::list(&query)) {
        Step::Waiting => None,
        Step::NoTool(name) => say(say::about::no_tool(name)),
        Step::Done(Outcome::Tasks {
            items, has_more, ..
        }) => {
            let items = without(items, except);
            if items.is_empty() {
                return say("There are no such tasks, so nothing was changed.".to_owned());
            }
            Some(Ok(Aimed {
                aims: items.into_iter().map(Aim::Known).collect(),
                more: has_more,
            }))
        }
        Step::Done(Outcome::Fault(fault)) => say(say::faults::refused("list the tasks", &fault)),
        Step::Done(other) => say(say::faults::unknown("list the tasks", &other)),
    }
}

fn without(items: Vec<Item>, except: &[Target]) -> Vec<Item> {
    let kept = |(place, item): &(usize, Item)| {
        !except
            .iter()
            .any(|target| *target == Target::Nth(*place) || scene::names(target, item))
    };
    let count = items.len();
    let last = except.contains(&Target::Last);
    (1..)
        .zip(items)
        .filter(kept)
        .filter(|(place, _)| !(last && *place == count))
        .map(|(_, item)| item)
        .collect()
}

/// Returns the tasks of all aims, looked up where the title is not known, or all of them if `fresh`; what was
/// not found is said beside.
pub(super) fn look_up(
    aims: &[Aim],
    fresh: Fresh,
    script: &mut Script<'_>,
) -> Option<(Vec<Item>, Vec<String>)> {
    let steps: Vec<Option<Step>> = aims
        .iter()
        .map(|aim| match aim {
            Aim::Named(name) => Some(script.call(calls::FIND, &calls::find(name))),
            Aim::Known(item) if item.title.is_empty() || fresh == Fresh::Always => item
                .id
                .map(|id| script.call(calls::FIND, &calls::find_number(id))),
            Aim::Known(_) => None,
        })
        .collect();
    if steps.iter().flatten().any(|step| *step == Step::Waiting) {
        return None;
    }
    let mut items: Vec<Item> = Vec::new();
    let mut problems = Vec::new();
    for (aim, step) in aims.iter().zip(steps) {
        match found(aim, step) {
            Ok(item)
                if items
                    .iter()
                    .any(|known| known.id.is_some() && known.id == item.id) => {}
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
    }
    Some((items, problems))
}

/// When a task is looked up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fresh {
    /// If not even its title is known.
    IfUnknown,
    /// Always.
    Always,
}

fn found(aim: &Aim, step: Option<Step>) -> Result<Item, String> {
    match (aim, step) {
        (Aim::Known(wanted), Some(Step::Done(Outcome::Task { item, .. })))
            if wanted.id == item.id =>
        {
            Ok(item)
        }
        (Aim::Named(_), Some(Step::Done(Outcome::Task { item, .. }))) => Ok(item),
        (
            Aim::Named(name),
            Some(Step::Done(Outcome::Tasks {
                items,
                close: false,
                ..
            })),
        ) if !items.is_empty() => Err(format!(
            "Several tasks fit {}; say which one, and I will see to it.",
            say::quoted(name)
        )),
        // Some title has the words "task 3" in it: the number itself may well exist.
        (
            Aim::Known(item),
            None
            | Some(
                Step::NoTool(_)
                | Step::Done(Outcome::Task { .. } | Outcome::Tasks { close: false, .. }),
            ),
        ) => Ok(item.clone()),
        (Aim::Named(_), Some(Step::NoTool(name))) => Err(say::about::no_tool(name)),
        _ => Err(say::faults::not_found(aim)),
    }
}

/// Returns whether so many tasks may only be changed after a question in words.
pub(super) fn needs_consent(action: &Action, count: usize, surroundings: Surroundings) -> bool {
    const CHANGES: usize = 5;
    let most = match action {
        Action::Delete => 1,
        _ => CHANGES,
    };
    count > most && !surroundings.ask()
}

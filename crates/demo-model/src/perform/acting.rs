//! Completes, reopens, deletes and edits tasks.

use super::aiming::{self, Aimed};
use crate::calls::{self, Aim};
use crate::outcome::{Fault, Item, Outcome};
use crate::pending::Pending;
use crate::report::{Report, join};
use crate::request::{Action, Draft, Targets};
use crate::say::{self, lists};
use crate::scene::Scene;
use crate::script::{Script, Step};

/// Most tasks changed by one request.
const MOST: usize = 50;

pub(super) fn act(
    action: &Action,
    targets: &Targets,
    instead: Option<&Draft>,
    scene: &Scene,
    script: &mut Script<'_>,
) -> Option<Report> {
    match aiming::resolve(action, targets, scene, script)? {
        Err(report) => Some(*report),
        Ok(aimed) => act_at(action, aimed, instead, script),
    }
}

/// Acts on tasks picked from a list.
pub(super) fn act_on(action: &Action, items: Vec<Item>, script: &mut Script<'_>) -> Option<Report> {
    let aims = items.into_iter().map(Aim::Known).collect();
    act_at(action, Aimed { aims, more: false }, None, script)
}

/// Acts on the tasks a person agreed to, on those and no others.
pub(super) fn act_confirmed(action: &Action, items: &[Item], script: &mut Script<'_>) -> Option<Report> {
    if items.is_empty() {
        return Some(Report::say("All right, I left everything as it is."));
    }
    let aims: Vec<Aim> = items.iter().cloned().map(Aim::Known).collect();
    run(action, &aims, None, script)
}

fn act_at(action: &Action, aimed: Aimed, instead: Option<&Draft>, script: &mut Script<'_>) -> Option<Report> {
    let Aimed { mut aims, more } = aimed;
    let cut = more || aims.len() > MOST;
    aims.truncate(MOST);
    if !aiming::needs_consent(action, aims.len()) {
        return run(action, &aims, instead, script);
    }
    let (items, problems) = aiming::look_up(&aims, script)?;
    match items.as_slice() {
        [] => Some(Report::say(join(&problems))),
        [only] => {
            let aim = Aim::Known(only.clone());
            let report = run(action, &[aim], None, script)?;
            let text = join(&[vec![report.text], problems].concat());
            Some(Report { text, ..report })
        }
        _ => Some(consent(action, items, &problems, cut)),
    }
}

/// Asks before many tasks are changed, naming each.
fn consent(action: &Action, items: Vec<Item>, problems: &[String], cut: bool) -> Report {
    let count = say::counted(i64::try_from(items.len()).unwrap_or(i64::MAX), "task");
    let question = match action {
        Action::Delete => format!("Shall I delete these {count}?"),
        Action::Complete => format!("Shall I mark these {count} as done?"),
        Action::Reopen => format!("Shall I reopen these {count}?"),
        Action::Edit(_) => format!("Shall I change these {count}?"),
    };
    let more = if cut { "\n\nThere are more; I take no more than these at once." } else { "" };
    let list = format!("{question}{}{}{more}\n\nSay “yes” to go on, or “no”.", say::BREAK, lists::lines(&items));
    let text = join(&[problems.to_vec(), vec![list]].concat());
    Report::say(text).listing(items.clone()).asking(Pending::Confirm { action: action.clone(), items })
}

/// Asks which of `candidates` is meant.
pub(super) fn pick(opening: &str, action: &Action, candidates: Vec<Item>) -> Report {
    let question = format!("Which one should I {}?", say::faults::verb(action));
    let text = format!("{opening} {question}{}{}", say::BREAK, lists::choices(&candidates));
    Report::say(text).listing(candidates.clone()).asking(Pending::Pick { action: action.clone(), candidates })
}

fn run(action: &Action, aims: &[Aim], instead: Option<&Draft>, script: &mut Script<'_>) -> Option<Report> {
    let call = |aim: &Aim| {
        let (tool, arguments) = calls::act(action, aim);
        script.call(tool, &arguments)
    };
    let steps: Vec<Step> = aims.iter().map(call).collect();
    let mut texts = Vec::new();
    let mut items = Vec::new();
    let mut question: Option<Report> = None;
    for (aim, step) in aims.iter().zip(steps) {
        let what = || format!("{} {}", say::faults::verb(action), say::faults::subject(aim));
        match step {
            Step::Waiting => return None,
            Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
            Step::Done(Outcome::Task { status, item, next }) => {
                texts.push(say::changed(action, &status, &item, next.as_deref()));
                items.push(item);
            }
            Step::Done(Outcome::Fault(fault)) => match asked(action, aim, &fault, instead) {
                Some(report) if question.is_none() => question = Some(report),
                Some(_) => texts.push(format!("Several tasks come close to {}; ask me again for that one.", say::faults::subject(aim))),
                None => texts.push(failed(aim, &what(), &fault)),
            },
            Step::Done(outcome) => texts.push(say::faults::unknown(&what(), &outcome)),
        }
    }
    let Some(question) = question else { return Some(Report::say(join(&texts)).about(items)) };
    texts.push(question.text.clone());
    Some(Report { text: join(&texts), ..question })
}

/// Turns a refusal into a question, where a person can settle it.
fn asked(action: &Action, aim: &Aim, fault: &Fault, instead: Option<&Draft>) -> Option<Report> {
    let candidates: Vec<Item> = fault.candidates.clone();
    match (fault.code.as_str(), candidates.as_slice()) {
        ("ambiguous", [_, ..]) => {
            let count = say::counted(i64::try_from(candidates.len()).unwrap_or(i64::MAX), "task");
            let opening = format!("{count} fit {}.", say::faults::subject(aim));
            Some(pick(&opening, action, candidates))
        }
        ("not_found", [only]) => {
            let text = format!("{} Did you mean {}?", say::faults::not_found(aim), say::quoted(&only.title));
            let question = Pending::Confirm { action: action.clone(), items: candidates.clone() };
            Some(Report::say(text).about(candidates).asking(question))
        }
        ("not_found", [_, ..]) => {
            Some(pick(&format!("{} These come close.", say::faults::not_found(aim)), action, candidates))
        }
        ("not_found", []) => {
            let draft = instead.filter(|draft| !draft.title.is_empty())?;
            let text = format!("{} Shall I add {} as a new task?", say::faults::not_found(aim), say::quoted(&draft.title));
            Some(Report::say(text).asking(Pending::Offer(draft.clone())))
        }
        _ => None,
    }
}

fn failed(aim: &Aim, what: &str, fault: &Fault) -> String {
    match fault.code.as_str() {
        "not_found" => say::faults::not_found(aim),
        "ambiguous" => format!("Several tasks fit {}. Please give me the task's number.", say::faults::subject(aim)),
        _ => say::faults::refused(what, fault),
    }
}

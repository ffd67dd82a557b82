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
use crate::surroundings::Surroundings;

/// Most tasks changed by one request.
const MOST: usize = 50;

const NO_MORE: &str = "There are more; I take no more than these at once.";

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
pub(super) fn act_confirmed(
    action: &Action,
    items: &[Item],
    script: &mut Script<'_>,
) -> Option<Report> {
    if items.is_empty() {
        return Some(Report::say("All right, I left everything as it is."));
    }
    let aims: Vec<Aim> = items.iter().cloned().map(Aim::Known).collect();
    run(action, &aims, None, script)
}

fn act_at(
    action: &Action,
    aimed: Aimed,
    instead: Option<&Draft>,
    script: &mut Script<'_>,
) -> Option<Report> {
    let Aimed { mut aims, more } = aimed;
    let cut = more || aims.len() > MOST;
    aims.truncate(MOST);
    if !aiming::needs_consent(action, aims.len(), script.surroundings()) {
        let mut report = run(action, &aims, instead, script)?;
        if cut {
            report.text = join(&[report.text, NO_MORE.to_owned()]);
        }
        return Some(report);
    }
    let (items, problems) = aiming::look_up(&aims, aiming::Fresh::IfUnknown, script)?;
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
    let more = if cut {
        format!("\n\n{NO_MORE}")
    } else {
        String::new()
    };
    let list = format!(
        "{question}{}{}{more}\n\nSay “yes” to go on, or “no”.",
        say::BREAK,
        lists::lines(&items)
    );
    let text = join(&[problems.to_vec(), vec![list]].concat());
    Report::say(text)
        .listing(items.clone())
        .asking(Pending::Confirm {
            action: action.clone(),
            items,
        })
}

/// Asks which of `candidates` is meant, naming each unless the surroundings do.
pub(super) fn pick(
    opening: &str,
    action: &Action,
    candidates: Vec<Item>,
    surroundings: Surroundings,
) -> Report {
    let question = format!("Which one should I {}?", say::faults::verb(action));
    let text = if surroundings.show_answers() {
        format!("{opening} {question}")
    } else {
        let choices = lists::choices(&candidates);
        format!("{opening} {question}{}{choices}", say::BREAK)
    };
    Report::say(text)
        .listing(candidates.clone())
        .asking(Pending::Pick {
            action: action.clone(),
            candidates,
        })
}

fn run(
    action: &Action,
    aims: &[Aim],
    instead: Option<&Draft>,
    script: &mut Script<'_>,
) -> Option<Report> {
    // Only a single name may have been meant as something new to do.
    let instead = instead.filter(|_| matches!(aims, [Aim::Named(_)]));
    if action.needs_tags() {
        return run_with_tags(action, aims, instead, script);
    }
    let call = |aim: &Aim| {
        let (tool, arguments) = calls::act(action, aim, &[]);
        script.call(tool, &arguments)
    };
    let steps: Vec<Step> = aims.iter().map(call).collect();
    settle(action, aims, steps, instead, script.surroundings())
}

/// The tool replaces all tags: those a task has are looked up first.
fn run_with_tags(
    action: &Action,
    aims: &[Aim],
    instead: Option<&Draft>,
    script: &mut Script<'_>,
) -> Option<Report> {
    let mut known = Vec::new();
    let mut questions = Vec::new();
    let finds: Vec<(&Aim, Step)> = aims.iter().map(|aim| (aim, find(aim, script))).collect();
    for (aim, step) in finds {
        match step {
            Step::Waiting => questions.push(None),
            Step::Done(Outcome::Task { item, .. }) => known.push(item),
            Step::Done(Outcome::Tasks { items, close, .. }) => {
                let code = if close { "not_found" } else { "ambiguous" };
                let fault = Fault {
                    code: code.to_owned(),
                    candidates: items,
                    ..Fault::default()
                };
                let report = asked(action, aim, &fault, instead, script.surroundings());
                questions.push(Some(
                    report.unwrap_or_else(|| Report::say(failed(aim, "", &fault))),
                ));
            }
            Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
            Step::Done(_) => questions.push(Some(Report::say(say::faults::not_found(aim)))),
        }
    }
    let questions: Vec<Report> = questions.into_iter().collect::<Option<_>>()?;
    let call = |item: &Item| {
        let (tool, arguments) = calls::act(action, &Aim::Known(item.clone()), &item.tags);
        script.call(tool, &arguments)
    };
    let steps: Vec<Step> = known.iter().map(call).collect();
    let aims: Vec<Aim> = known.into_iter().map(Aim::Known).collect();
    let done = settle(action, &aims, steps, None, script.surroundings())?;
    let text = join(
        &[
            vec![done.text],
            questions.iter().map(|report| report.text.clone()).collect(),
        ]
        .concat(),
    );
    let open = questions.into_iter().find(|report| report.asks.is_some());
    Some(Report {
        text,
        ..open.unwrap_or(Report {
            text: String::new(),
            ..done
        })
    })
}

fn find(aim: &Aim, script: &mut Script<'_>) -> Step {
    let arguments = match aim {
        Aim::Known(Item { id: Some(id), .. }) => calls::find_number(*id),
        Aim::Known(Item { title, .. }) | Aim::Named(title) => calls::find(title),
    };
    script.call(calls::FIND, &arguments)
}

fn settle(
    action: &Action,
    aims: &[Aim],
    steps: Vec<Step>,
    instead: Option<&Draft>,
    surroundings: Surroundings,
) -> Option<Report> {
    let mut texts = Vec::new();
    let mut items = Vec::new();
    let mut unsaid: usize = 0;
    let mut unconfirmed = Vec::new();
    let mut question: Option<Report> = None;
    for (aim, step) in aims.iter().zip(steps) {
        let what = || {
            format!(
                "{} {}",
                say::faults::verb(action),
                say::faults::subject(aim)
            )
        };
        match step {
            Step::Waiting => return None,
            Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
            Step::Done(Outcome::Task { status, item, next }) => {
                if surroundings.show_change(&status) {
                    unsaid = unsaid.saturating_add(1);
                } else {
                    texts.push(say::changed(action, &status, &item, next.as_deref()));
                }
                items.push(item);
            }
            Step::Done(Outcome::Fault(fault)) if surroundings.ask_about(&fault) => {
                unconfirmed.push((action.clone(), aim.item()));
            }
            Step::Done(Outcome::Fault(fault)) => {
                match asked(action, aim, &fault, instead, surroundings) {
                    Some(report) if question.is_none() => question = Some(report),
                    Some(_) => texts.push(format!(
                        "Several tasks come close to {}; ask me again for that one.",
                        say::faults::subject(aim)
                    )),
                    None => texts.push(failed(aim, &what(), &fault)),
                }
            }
            Step::Done(outcome) => texts.push(say::faults::unknown(&what(), &outcome)),
        }
    }
    let report = match question {
        Some(question) => {
            texts.push(question.text.clone());
            question
        }
        None => Report::default().about(items),
    };
    Some(Report {
        text: join(&texts),
        unsaid,
        unconfirmed,
        ..report
    })
}

/// Turns a refusal into a question, where a person can settle it.
fn asked(
    action: &Action,
    aim: &Aim,
    fault: &Fault,
    instead: Option<&Draft>,
    surroundings: Surroundings,
) -> Option<Report> {
    let candidates: Vec<Item> = fault.candidates.clone();
    match (fault.code.as_str(), candidates.as_slice()) {
        ("ambiguous", [_, ..]) => {
            let count = say::counted(i64::try_from(candidates.len()).unwrap_or(i64::MAX), "task");
            let opening = format!("{count} fit {}.", say::faults::subject(aim));
            Some(pick(&opening, action, candidates, surroundings))
        }
        ("not_found", [only]) => {
            let text = format!(
                "{} Did you mean {}?",
                say::faults::not_found(aim),
                say::quoted(&only.title)
            );
            let question = Pending::Confirm {
                action: action.clone(),
                items: candidates.clone(),
            };
            Some(Report::say(text).about(candidates).asking(question))
        }
        ("not_found", [_, ..]) => Some(pick(
            &format!("{} These come close.", say::faults::not_found(aim)),
            action,
            candidates,
            surroundings,
        )),
        ("not_found", []) => {
            let draft = instead.filter(|draft| !draft.title.is_empty())?;
            let text = format!(
                "{} Shall I add {} as a new task?",
                say::faults::not_found(aim),
                say::quoted(&draft.title)
            );
            Some(Report::say(text).asking(Pending::Offer(draft.clone())))
        }
        _ => None,
    }
}

fn failed(aim: &Aim, what: &str, fault: &Fault) -> String {
    match fault.code.as_str() {
        "not_found" => say::faults::not_found(aim),
        "ambiguous" => format!(
            "Several tasks fit {}. Please give me the task's number.",
            say::faults::subject(aim)
        ),
        _ => say::faults::refused(what, fault),
    }
}

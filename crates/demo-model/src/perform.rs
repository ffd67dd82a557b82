//! Carries out requests: which tools to call, and what to say of their answers.

mod acting;
mod adding;
mod aiming;
mod showing;

use crate::pending::Pending;
use crate::report::Report;
use crate::request::{Request, Target, Targets};
use crate::say;
use crate::scene::Scene;
use crate::script::{Script, Step};

/// Carries out `request`; returns nothing while it waits for tools.
pub(crate) fn perform(
    request: &Request,
    scene: &Scene,
    open: Option<&Pending>,
    script: &mut Script<'_>,
) -> Option<Report> {
    match request {
        Request::Add(drafts) => adding::add(drafts, script),
        Request::AddUnnamed(draft) => {
            Some(Report::say("What should I call the task?").asking(Pending::Title(draft.clone())))
        }
        Request::Offer(draft) => {
            let text = format!("Shall I add {} as a task?", say::quoted(&draft.title));
            Some(Report::say(text).asking(Pending::Offer(draft.clone())))
        }
        Request::List(query) => showing::list(query, script),
        Request::Find(target) => showing::find(target, scene, script),
        Request::Act {
            action,
            targets,
            instead,
        } => acting::act(action, targets, instead.as_ref(), scene, script),
        Request::Chosen { action, items } => acting::act_on(action, items.clone(), script),
        Request::Confirmed { action, items } => acting::act_confirmed(action, items, script),
        Request::Declined => Some(Report::say("All right, I left everything as it is.")),
        Request::AskAgain => Some(showing::ask_again(open, script.surroundings())),
        Request::Undo => undo(script),
        Request::Talk(talk) => Some(Report::say(say::about::talk(*talk))),
        Request::Missing(text) => Some(Report::say(*text)),
        Request::OffTopic => Some(Report::say(say::about::off_topic())),
        Request::Unclear(words) => Some(Report::say(say::about::unclear(words))),
    }
}

/// Returns whether `request` may run beside `others`, which are not done yet: it speaks of other tasks by name
/// or number, or adds some.
pub(crate) fn is_independent(request: &Request, others: &[&Request]) -> bool {
    let Some(own) = subjects(request) else {
        return others.is_empty();
    };
    others.iter().all(|other| {
        let Some(theirs) = subjects(other) else {
            return false;
        };
        let adds = |request: &Request| matches!(request, Request::Add(_));
        // A number and a name may be the same task; a task being added has no number yet.
        let comparable = own.numbered == theirs.numbered || adds(request) || adds(other);
        comparable && !own.words.iter().any(|word| theirs.words.contains(word))
    })
}

/// What a request speaks of.
struct Subjects {
    words: Vec<String>,
    numbered: bool,
}

/// Returns nothing if it may be about any task.
fn subjects(request: &Request) -> Option<Subjects> {
    let words = |text: &str| -> Vec<String> {
        let folded = taskpilot_tasks::fold(text);
        folded
            .split(' ')
            .filter(|word| word.chars().count() > 2)
            .map(str::to_owned)
            .collect()
    };
    match request {
        Request::Add(drafts) => Some(Subjects {
            words: drafts
                .iter()
                .flat_map(|draft| words(&draft.title))
                .collect(),
            numbered: false,
        }),
        Request::Act {
            targets: Targets::Each(targets),
            ..
        } => {
            let mut subjects = Subjects {
                words: Vec::new(),
                numbered: false,
            };
            for target in targets {
                match target {
                    Target::Id(id) => {
                        subjects.numbered = true;
                        subjects.words.push(format!("#{id}"));
                    }
                    Target::Name(name) => subjects.words.extend(words(name)),
                    Target::It | Target::Last | Target::Nth(_) => return None,
                }
            }
            let mixed = subjects.numbered
                && targets
                    .iter()
                    .any(|target| matches!(target, Target::Name(_)));
            (!mixed).then_some(subjects)
        }
        Request::Talk(_)
        | Request::Missing(_)
        | Request::OffTopic
        | Request::Unclear(_)
        | Request::Declined => Some(Subjects {
            words: Vec::new(),
            numbered: false,
        }),
        _ => None,
    }
}

fn undo(script: &mut Script<'_>) -> Option<Report> {
    let Some(tool) = script.undo_tool() else {
        return Some(Report::say(say::about::no_undo()));
    };
    let wants_token = tool.parameters.pointer("/properties/undo_token").is_some();
    let arguments = match (wants_token, script.undo_token()) {
        (false, _) => serde_json::json!({}),
        (true, Some(token)) => serde_json::json!({ "undo_token": token }),
        (true, None) => return Some(Report::say("There is nothing I could undo.")),
    };
    match script.call_named(tool, &arguments) {
        Step::Done(outcome) => Some(undone(&outcome)),
        Step::Waiting => None,
        Step::NoTool(name) => Some(Report::say(say::about::no_tool(name))),
    }
}

fn undone(outcome: &crate::outcome::Outcome) -> Report {
    use crate::outcome::Outcome;
    match outcome {
        Outcome::Fault(fault) => Report::say(say::faults::refused("undo that", fault)),
        Outcome::Missing => Report::say(say::faults::unknown("undo that", outcome)),
        Outcome::Other(Some(message)) => Report::say(say::plain(message)),
        Outcome::Task { item, .. } => {
            Report::say(format!("Undone: {}.", say::quoted(&item.title))).about(vec![item.clone()])
        }
        Outcome::Tasks { .. } | Outcome::Other(None) => Report::say("Undone."),
    }
}

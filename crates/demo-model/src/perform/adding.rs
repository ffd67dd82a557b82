//! Adds tasks.

use crate::calls;
use crate::drafts::MOST;
use crate::outcome::{Item, Outcome};
use crate::report::{Report, join};
use crate::request::Draft;
use crate::say;
use crate::script::{Script, Step};

pub(super) fn add(drafts: &[Draft], script: &mut Script<'_>) -> Option<Report> {
    if drafts.is_empty() {
        return Some(Report::say(
            "What should I add? For example: add buy milk tomorrow at 5.",
        ));
    }
    let (drafts, has_more) = match drafts.get(..MOST) {
        Some(first) if drafts.len() > MOST => (first, true),
        _ => (drafts, false),
    };
    let steps: Vec<Step> = drafts
        .iter()
        .map(|draft| script.call(calls::ADD, &calls::add(draft)))
        .collect();
    let mut texts = Vec::new();
    let mut faults = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for (draft, step) in drafts.iter().zip(steps) {
        let what = || format!("add {}", say::quoted(&draft.title));
        let fault = match step {
            Step::Waiting => return None,
            Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
            Step::Done(Outcome::Task { item, .. }) => {
                texts.push(say::added(&item));
                items.push(item);
                continue;
            }
            Step::Done(Outcome::Fault(fault)) => say::faults::refused(&what(), &fault),
            Step::Done(outcome) => say::faults::unknown(&what(), &outcome),
        };
        texts.push(fault.clone());
        faults.push(fault);
    }
    if has_more {
        let text = format!("I add {MOST} tasks at a time; please send the rest again.");
        texts.push(text.clone());
        faults.push(text);
    }
    let report = Report::say(join(&texts)).or_briefly(join(&faults));
    Some(report.about(items))
}

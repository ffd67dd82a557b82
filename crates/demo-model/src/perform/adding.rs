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
    let mut items: Vec<Item> = Vec::new();
    let mut unsaid: usize = 0;
    for (draft, step) in drafts.iter().zip(steps) {
        let what = || format!("add {}", say::quoted(&draft.title));
        texts.push(match step {
            Step::Waiting => return None,
            Step::NoTool(name) => return Some(Report::say(say::about::no_tool(name))),
            Step::Done(Outcome::Task { status, item, .. })
                if script.surroundings().show_change(&status) =>
            {
                unsaid = unsaid.saturating_add(1);
                items.push(item);
                continue;
            }
            Step::Done(Outcome::Task { item, .. }) => {
                let text = say::added(&item);
                items.push(item);
                text
            }
            Step::Done(Outcome::Fault(fault)) => say::faults::refused(&what(), &fault),
            Step::Done(outcome) => say::faults::unknown(&what(), &outcome),
        });
    }
    if has_more {
        texts.push(format!(
            "I add {MOST} tasks at a time; please send the rest again."
        ));
    }
    let report = Report {
        unsaid,
        ..Report::say(join(&texts))
    };
    Some(report.about(items))
}

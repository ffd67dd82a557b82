//! Goes through the conversation and works out what comes next.
//!
//! There is no state beside the history: each past turn is replayed with the outputs it got, which tells what was
//! shown ("the second one") and which question is open ("yes").

use std::hash::{DefaultHasher, Hash, Hasher};

use taskpilot_model_client::{InputItem, ToolCall};

use crate::history::{self, Turn};
use crate::intents::{self, Understood};
use crate::outcome::{Item, Outcome};
use crate::pending::Pending;
use crate::perform;
use crate::report::{Report, join};
use crate::request::Request;
use crate::say;
use crate::scene::{Group, Scene};
use crate::script::{Script, Tools};
use crate::surroundings::Surroundings;

/// What the model does next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Next {
    /// Calls these tools.
    Call(Vec<ToolCall>),
    /// Says this.
    Say(String),
}

/// Most calls asked for in one message of a person; a conversation that goes beyond is cut short.
const MOST_CALLS: usize = 200;

/// Works out what comes after `input`.
pub(crate) fn next(input: &[InputItem], tools: Tools<'_>, surroundings: Surroundings) -> Next {
    let turns = history::turns(input);
    let Some((now, past)) = turns.split_last() else {
        return Next::Say(say::about::unclear(""));
    };
    let mut scene = Scene::default();
    let mut open = None;
    for turn in past {
        open = replay(turn, &mut scene, open.as_ref(), surroundings);
    }
    let salt = salt(input.get(..now.offset).unwrap_or_default());
    let end = turn(
        now,
        &mut scene,
        open.as_ref(),
        Script::new(&now.calls, tools, surroundings, salt, latest_undo(past)),
    );
    match end {
        End::Calls(calls) if now.calls.len() < MOST_CALLS => Next::Call(fresh(calls, past)),
        End::Calls(_) => Next::Say(
            "That were too many steps at once; I stopped. Please look at your list.".to_owned(),
        ),
        End::Said { text, .. } if text.is_empty() => Next::Say(say::about::unclear("")),
        End::Said { text, .. } => Next::Say(text),
    }
}

/// How a turn ends, as far as its calls were made.
enum End {
    Calls(Vec<ToolCall>),
    Said {
        text: String,
        asks: Option<Pending>,
        shown: Vec<Group>,
    },
}

/// Goes through a past turn: what it showed, and the question it left open.
///
/// A turn that was answered for other surroundings is one that these rules did not lead.
fn replay(
    past: &Turn,
    scene: &mut Scene,
    open: Option<&Pending>,
    surroundings: Surroundings,
) -> Option<Pending> {
    let mut after = scene.clone();
    let end = turn(
        past,
        &mut after,
        open,
        Script::new(&past.calls, Tools::Past, surroundings, 0, None),
    );
    match end {
        // Only a question that was really put can be answered: another model may have spoken here.
        End::Said { text, asks, shown } if same_words(&text, &past.reply) => {
            for group in shown {
                scene.show(group);
            }
            asks
        }
        _ => {
            for group in raw_groups(past) {
                scene.show(group);
            }
            None
        }
    }
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn turn(turn: &Turn, scene: &mut Scene, open: Option<&Pending>, mut script: Script<'_>) -> End {
    let Understood {
        requests,
        dropped,
        cut,
    } = intents::understand(&turn.message, open);
    let mut reports = Vec::new();
    let mut waiting: Vec<&Request> = Vec::new();
    for request in &requests {
        if !waiting.is_empty() && !perform::is_independent(request, &waiting) {
            break;
        }
        let Some(report) = perform::perform(request, scene, open, &mut script) else {
            waiting.push(request);
            continue;
        };
        if let Some(group) = &report.shown {
            scene.show(group.clone());
        }
        reports.push(report);
    }
    if !waiting.is_empty() {
        return End::Calls(script.into_planned());
    }
    let dropped = (dropped > 0).then(|| {
        format!(
            "I take {} requests at a time; please send the rest again.",
            intents::MOST
        )
    });
    let cut = cut.then(|| "Your message is very long: I read only its beginning.".to_owned());
    conclude(reports, dropped.into_iter().chain(cut))
}

/// Makes one answer of what came of each request; `hints` come last.
fn conclude(reports: Vec<Report>, hints: impl Iterator<Item = String>) -> End {
    let mut texts = Vec::new();
    let mut shown = Vec::new();
    let mut asks = None;
    let mut unsaid: usize = 0;
    let mut unconfirmed = Vec::new();
    for report in reports {
        texts.push(report.text);
        shown.extend(report.shown);
        asks = asks.or(report.asks);
        unsaid = unsaid.saturating_add(report.unsaid);
        unconfirmed.extend(report.unconfirmed);
    }
    texts.extend(hints);
    // The surroundings ask once about all that were to be deleted.
    if let Some((action, _)) = unconfirmed.first() {
        let action = action.clone();
        let items: Vec<Item> = unconfirmed.into_iter().map(|(_, item)| item).collect();
        texts.insert(0, say::beside::confirm(&action, items.len()));
        shown.push(Group {
            items: items.clone(),
            listed: true,
        });
        asks = asks.or(Some(Pending::Confirm { action, items }));
    }
    if unsaid > 0 && texts.iter().all(String::is_empty) {
        texts.push(say::beside::done(unsaid));
    }
    End::Said {
        text: join(&texts),
        asks,
        shown: together(shown),
    }
}

/// Single tasks changed in one turn are "them" afterwards.
fn together(shown: Vec<Group>) -> Vec<Group> {
    let mut joined: Vec<Group> = Vec::new();
    for group in shown {
        match joined.last_mut() {
            Some(last) if !last.listed && !group.listed => last.items.extend(group.items),
            _ => joined.push(group),
        }
    }
    joined
}

/// What a turn showed that these rules did not lead.
fn raw_groups(turn: &Turn) -> Vec<Group> {
    let groups = turn.calls.iter().filter_map(|call| match &call.outcome {
        Outcome::Task { item, .. } => Some(Group {
            items: vec![item.clone()],
            listed: false,
        }),
        Outcome::Tasks { items, .. } => Some(Group {
            items: items.clone(),
            listed: true,
        }),
        Outcome::Fault(fault) => Some(Group {
            items: fault.candidates.clone(),
            listed: true,
        }),
        _ => None,
    });
    together(groups.filter(|group| !group.items.is_empty()).collect())
}

/// Call ids shall differ from turn to turn, and yet be the same each time the turn is gone through.
fn salt(before: &[InputItem]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for item in before {
        match item {
            InputItem::ToolCall { call_id, .. } => (0_u8, call_id).hash(&mut hasher),
            InputItem::ToolOutput { output, .. } => (1_u8, output).hash(&mut hasher),
            InputItem::Message { content, .. } => (2_u8, format!("{content:?}")).hash(&mut hasher),
            _ => 3_u8.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// A window of history can repeat itself: sets an id apart from one that an earlier turn had.
fn fresh(calls: Vec<ToolCall>, past: &[Turn]) -> Vec<ToolCall> {
    let taken = |id: &str| {
        past.iter()
            .flat_map(|turn| &turn.calls)
            .any(|call| call.id == id)
    };
    let rename = |call: ToolCall| {
        let mut call_id = call.call_id.clone();
        while taken(&call_id) {
            call_id.push('x');
        }
        ToolCall { call_id, ..call }
    };
    calls.into_iter().map(rename).collect()
}

fn latest_undo(past: &[Turn]) -> Option<&str> {
    let mut calls = past.iter().rev().flat_map(|turn| turn.calls.iter().rev());
    calls.find_map(|call| call.undo_token.as_deref())
}

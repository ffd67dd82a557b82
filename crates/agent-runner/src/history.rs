//! Keeps a history such that every provider takes it.
//!
//! Providers refuse a whole conversation for one tool call without its output, one output without its call, one id
//! used twice or one reasoning item without what it led to. These functions are pure, total and idempotent.

mod pairing;

use std::collections::HashSet;

use serde_json::Value;
use taskpilot_model_client::{ContentPart, InputItem, Role};

use self::pairing::{Fate, Pairing};
use crate::answer;

/// Returns `items` as a history that providers take.
///
/// - An output without a call before it is dropped.
/// - A call without an output gets one that says so: whether it took effect is unknown, and the model must know.
/// - Calls that stand together are followed by their outputs, in the calls' order.
/// - A call or output that was stored twice is kept once (its last form, in its first place); an id that a provider
///   used for different calls is made unique, in call and output alike.
/// - Reasoning is kept only directly before the call or assistant's message it led to, and once per id.
/// - A message without any text or image is dropped.
pub fn repair(items: Vec<InputItem>) -> Vec<InputItem> {
    let pairing = Pairing::of(&items);
    let mut rebuilt = Rebuilt::with_capacity(items.len());
    let mut items: Vec<Option<InputItem>> = items.into_iter().map(Some).collect();
    for index in 0..items.len() {
        match pairing.fate(index) {
            Fate::Drop => rebuilt.thoughts.clear(),
            Fate::Output => rebuilt.end_calls(),
            Fate::Call(pair) => {
                let (call, output) = pair.take(&mut items);
                rebuilt.call(call, output);
            }
            Fate::Other => {
                if let Some(item) = items.get_mut(index).and_then(Option::take) {
                    rebuilt.other(item);
                }
            }
        }
    }
    rebuilt.finish()
}

/// Returns the repaired end of `items` that holds at most `max_messages` messages, and the calls among them.
///
/// Nothing is cut if there are no more messages than that. What was cut begins with a person's message if it holds
/// one, because some providers refuse another beginning.
/// No call is parted from its output.
pub fn window(items: Vec<InputItem>, max_messages: usize) -> Vec<InputItem> {
    let mut items = repair(items);
    let start = window_start(&items, max_messages);
    items.drain(..start);
    items
}

fn window_start(items: &[InputItem], max_messages: usize) -> usize {
    let is_message = |item: &InputItem| matches!(item, InputItem::Message { .. });
    let messages = items.iter().filter(|item| is_message(item)).count();
    if messages <= max_messages {
        return 0;
    }
    let skipped = messages.saturating_sub(max_messages);
    let mut starts = items
        .iter()
        .enumerate()
        .filter(|(_, item)| is_message(item))
        .skip(skipped);
    let first = starts
        .clone()
        .next()
        .map_or(items.len(), |(index, _)| index);
    starts
        .find(|(_, item)| is_user(item))
        .map_or(first, |(index, _)| index)
}

fn is_user(item: &InputItem) -> bool {
    matches!(
        item,
        InputItem::Message {
            role: Role::User,
            ..
        }
    )
}

/// The history as it is put together anew.
struct Rebuilt {
    items: Vec<InputItem>,
    /// Reasoning that waits for what it led to.
    thoughts: Vec<InputItem>,
    /// Outputs of the calls that stand together at the end of `items`.
    due: Vec<InputItem>,
    thought_ids: HashSet<String>,
}

impl Rebuilt {
    fn with_capacity(capacity: usize) -> Self {
        Self {
            items: Vec::with_capacity(capacity),
            thoughts: Vec::new(),
            due: Vec::new(),
            thought_ids: HashSet::new(),
        }
    }

    fn call(&mut self, call: InputItem, output: InputItem) {
        self.keep_thoughts();
        self.items.push(call);
        self.due.push(output);
    }

    fn other(&mut self, item: InputItem) {
        match &item {
            InputItem::Reasoning { .. } => self.thoughts.push(item),
            InputItem::Message { content, .. } if content.iter().all(is_blank) => {
                self.thoughts.clear();
            }
            InputItem::Message {
                role: Role::Assistant,
                ..
            } => {
                self.items.append(&mut self.due);
                self.keep_thoughts();
                self.items.push(item);
            }
            _ => {
                self.end_calls();
                self.items.push(item);
            }
        }
    }

    /// Nothing the model wrote follows, so nothing is left for waiting thoughts to lead to.
    fn end_calls(&mut self) {
        self.items.append(&mut self.due);
        self.thoughts.clear();
    }

    fn keep_thoughts(&mut self) {
        for thought in self.thoughts.drain(..) {
            let is_new = match thought_id(&thought) {
                Some(id) => self.thought_ids.insert(id.to_owned()),
                None => true,
            };
            if is_new {
                self.items.push(thought);
            }
        }
    }

    fn finish(mut self) -> Vec<InputItem> {
        self.end_calls();
        self.items
    }
}

fn thought_id(item: &InputItem) -> Option<&str> {
    match item {
        InputItem::Reasoning { raw, .. } => raw.get("id").and_then(Value::as_str),
        _ => None,
    }
}

fn is_blank(part: &ContentPart) -> bool {
    match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// What stands for the output of a call that never answered.
fn missing_output() -> String {
    answer::error_text(
        "no_answer",
        "the call never answered; whether it took effect is unknown",
    )
}

//! The conversation so far, turn by turn.

use serde_json::Value;
use taskpilot_model_client::{ContentPart, InputItem, Role};

use crate::outcome::Outcome;

/// What a person said, and what came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turn {
    /// What the person said; empty for what stands before their first message.
    pub(crate) message: String,
    /// The tool calls made for it, in order.
    pub(crate) calls: Vec<Call>,
    /// What was answered.
    pub(crate) reply: String,
    /// How many items of the input stand before it.
    pub(crate) offset: usize,
}

/// A tool call that was made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: Value,
    pub(crate) outcome: Outcome,
    /// Takes the change back, where there is a tool for it.
    pub(crate) undo_token: Option<String>,
}

/// Reads a model's input as turns; each message of the person begins one.
pub(crate) fn turns(input: &[InputItem]) -> Vec<Turn> {
    let mut turns = vec![Turn::default()];
    for (offset, item) in input.iter().enumerate() {
        if let InputItem::Message {
            role: Role::User,
            content,
        } = item
        {
            turns.push(Turn {
                message: text(content),
                offset,
                ..Turn::default()
            });
        } else if let Some(turn) = turns.last_mut() {
            read(item, turn);
        }
    }
    turns
}

fn read(item: &InputItem, turn: &mut Turn) {
    match item {
        InputItem::Message {
            role: Role::Assistant,
            content,
        } => {
            if !turn.reply.is_empty() {
                turn.reply.push('\n');
            }
            turn.reply.push_str(&text(content));
        }
        InputItem::ToolCall {
            call_id,
            name,
            arguments,
        } => turn.calls.push(Call {
            id: call_id.clone(),
            name: name.clone(),
            arguments: serde_json::from_str(arguments).unwrap_or_default(),
            outcome: Outcome::Missing,
            undo_token: None,
        }),
        InputItem::ToolOutput { call_id, output } => {
            // The latest call of that id: ids may come again in a long conversation.
            if let Some(call) = turn.calls.iter_mut().rev().find(|call| call.id == *call_id) {
                call.outcome = Outcome::read(output);
                call.undo_token = undo_token(output);
            }
        }
        _ => {}
    }
}

fn undo_token(output: &str) -> Option<String> {
    let value: Value = serde_json::from_str(output).ok()?;
    value.get("undo_token")?.as_str().map(str::to_owned)
}

fn text(content: &[ContentPart]) -> String {
    let texts = content.iter().filter_map(|part| match part {
        ContentPart::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

use std::sync::Arc;

use taskpilot_model_client::{ContentPart, InputItem, Role};

use crate::history;

/// What an agent that takes over sees of the conversation until then. What the run keeps is not changed by it.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum HandoffHistory {
    /// All of it.
    #[default]
    Whole,
    /// What was said and done, told in one message.
    Told,
    /// The last message of the person.
    LastQuestion,
    /// What this makes of it. It is [repaired](crate::history::repair) afterwards.
    Filtered(HistoryFilter),
}

/// Makes of a conversation what an agent sees of it.
pub type HistoryFilter = Arc<dyn Fn(Vec<InputItem>) -> Vec<InputItem> + Send + Sync>;

impl std::fmt::Debug for HandoffHistory {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Whole => "Whole",
            Self::Told => "Told",
            Self::LastQuestion => "LastQuestion",
            Self::Filtered(_) => "Filtered",
        })
    }
}

impl HandoffHistory {
    /// Returns what is seen of `items`; `None` if all of them.
    pub(crate) fn of(&self, items: &[InputItem]) -> Option<Vec<InputItem>> {
        match self {
            Self::Whole => None,
            Self::Told => Some(vec![InputItem::text(Role::User, told(items))]),
            Self::LastQuestion => Some(last_question(items)),
            Self::Filtered(filter) => Some(history::repair(filter(items.to_vec()))),
        }
    }
}

fn last_question(items: &[InputItem]) -> Vec<InputItem> {
    let is_question = |item: &&InputItem| {
        matches!(
            item,
            InputItem::Message {
                role: Role::User,
                ..
            }
        )
    };
    items
        .iter()
        .rev()
        .find(is_question)
        .cloned()
        .into_iter()
        .collect()
}

/// Tells a conversation in one text, between marks.
fn told(items: &[InputItem]) -> String {
    let lines: Vec<String> = items.iter().filter_map(line).collect();
    format!(
        "For context, this is the conversation until now:\n<CONVERSATION HISTORY>\n{}\n</CONVERSATION HISTORY>",
        lines.join("\n")
    )
}

fn line(item: &InputItem) -> Option<String> {
    Some(match item {
        InputItem::Message { role, content } => {
            let who = match role {
                Role::Developer => "developer",
                Role::User => "user",
                Role::Assistant => "assistant",
            };
            format!("{who}: {}", words(content))
        }
        InputItem::ToolCall {
            name, arguments, ..
        } => format!("assistant called {name}: {arguments}"),
        InputItem::ToolOutput { output, .. } => format!("answer of the tool: {output}"),
        InputItem::ToolContent { content, .. } => {
            format!("answer of the tool: {}", words(content))
        }
        _ => return None,
    })
}

fn words(content: &[ContentPart]) -> String {
    let parts = content.iter().map(|part| match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => text.as_str(),
        ContentPart::File { .. } => "(a file)",
        _ => "(an image)",
    });
    parts.collect::<Vec<_>>().join(" ")
}

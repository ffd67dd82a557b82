//! What a person said themselves, and whether the model reads anything else.

use serde::{Deserialize, Serialize};
use taskpilot_conversations::{Message, MessageBody, ToolCall, ToolCallStatus};
use taskpilot_model_client::{ContentPart, InputItem};

use super::words;

/// How the names of attached files stand in kept messages: files have names that others gave them.
const ATTACHED: &str = "[attached: ";

/// A person's words in a turn and before it, as far as the model reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spoken {
    /// The message that is answered.
    pub(super) message: String,
    /// Their messages before it, oldest first.
    pub(super) earlier: Vec<String>,
    /// What the assistant answered last, if that asks anything: it may be what they say yes to.
    pub(super) proposal: Option<String>,
    /// What they said beside a no.
    pub(super) remarks: Vec<String>,
    /// Whether the model has read what is not theirs before its first answer.
    pub(super) reads_others: bool,
}

impl Default for Spoken {
    /// Nothing is known: a turn that was kept by a version that did not write it down.
    fn default() -> Self {
        Self {
            message: String::new(),
            earlier: Vec::new(),
            proposal: None,
            remarks: Vec::new(),
            reads_others: true,
        }
    }
}

impl Spoken {
    /// Takes the person's words out of what the model is given: `said` is the message, with what came with it first.
    ///
    /// All that was said before counts as read from others: an answer may repeat what it was given.
    pub(crate) fn new(history: &[Message], said: &[InputItem]) -> Self {
        let mut spoken = Self {
            message: typed(said.last()),
            reads_others: !history.is_empty() || !is_typed_alone(said),
            ..Self::default()
        };
        let mut answered = None;
        for message in history {
            match &message.body {
                MessageBody::User { content } => spoken.earlier.push(own(content)),
                MessageBody::Assistant(reply) => answered = Some(&reply.content),
            }
        }
        let asking = answered.filter(|answer| answer.contains(words::is_question_mark));
        spoken.proposal = asking.cloned();
        spoken
    }

    /// Adds what the person says beside a no.
    pub(crate) fn remark(&mut self, remark: &str) {
        self.remarks.push(remark.to_owned());
    }
}

/// Returns what is a person's own of a message as it is kept. What is tagged is kept by its title, whose end is not
/// known: nothing after a tag counts.
fn own(content: &str) -> String {
    let lines = content.lines().filter(|line| !line.starts_with(ATTACHED));
    let own: Vec<&str> = lines
        .map(|line| line.split('@').next().unwrap_or_default())
        .collect();
    own.join("\n")
}

fn typed(said: Option<&InputItem>) -> String {
    let Some(InputItem::Message { content, .. }) = said else {
        return String::new();
    };
    let texts = content.iter().filter_map(|part| match part {
        ContentPart::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn is_typed_alone(said: &[InputItem]) -> bool {
    let [InputItem::Message { content, .. }] = said else {
        return said.is_empty();
    };
    let is_text = |part: &ContentPart| matches!(part, ContentPart::Text(_));
    content.iter().all(is_text)
}

/// Returns whether a call has shown the model text that may be somebody else's.
pub(super) fn shows_others(call: &ToolCall) -> bool {
    match call.status {
        ToolCallStatus::Interrupted => false,
        status => answer_shows_others(&call.name, status == ToolCallStatus::Completed),
    }
}

/// Whatever names tasks may; a task that was added has the title that the call gave it.
pub(super) fn answer_shows_others(tool: &str, is_done: bool) -> bool {
    tool != "add_task" || !is_done
}

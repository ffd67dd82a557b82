use std::time::Duration;

use serde_json::Value;
use taskpilot_conversations::{AssistantMessage, ConversationId, MessageId, ToolCallStatus};

use crate::approval::ApprovalRequired;

/// One step of a turn, for a person to see.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TurnEvent {
    /// More text.
    Text(String),
    /// A tool is about to run.
    ToolCall {
        /// Joins call and result.
        id: String,
        /// Which tool.
        name: String,
        /// As the model wrote them: JSON text, possibly malformed.
        arguments: String,
    },
    /// A tool ended, and the conversation holds its result.
    ToolResult {
        /// Joins call and result.
        id: String,
        /// Which tool.
        name: String,
        /// How it ended.
        status: ToolCallStatus,
        /// What it answered.
        result: Value,
    },
    /// The model did not answer; it is asked again after `delay`.
    Retrying {
        /// How long until then.
        delay: Duration,
        /// What went wrong, such as `rate_limited`.
        code: &'static str,
    },
    /// Calls wait for the person's word, and so does the turn: [`Assistant::decide`](crate::Assistant::decide) goes on
    /// with it. `Done` follows, with what was said and done until here.
    ApprovalRequired(Box<ApprovalRequired>),
    /// The turn failed or was cut; what was said and done is kept.
    Failed(TurnFailure),
    /// The turn is over and stored. Always last; missing only if the reply could not be stored.
    Done(Box<TurnDone>),
}

/// Why a turn failed, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnFailure {
    /// A stable code, such as `model_unavailable`.
    pub code: &'static str,
    /// What happened and what to do.
    pub message: String,
    /// Whether asking again may help.
    pub retryable: bool,
    /// How long it is useless to ask again, if that is known.
    pub retry_after: Option<Duration>,
}

/// A stored turn.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnDone {
    /// Where it stands.
    pub conversation: ConversationId,
    /// The assistant's message.
    pub message: MessageId,
    /// What it holds.
    pub reply: AssistantMessage,
}

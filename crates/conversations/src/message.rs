use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conversation::ConversationId;

/// A message's number; within a conversation, later messages have greater ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(i64);

impl MessageId {
    /// Wraps a number that a store or a client gave.
    pub fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the bare number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for MessageId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How a tool call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolCallStatus {
    /// The tool answered.
    Completed,
    /// The tool refused or failed; the result says why.
    Failed,
    /// The turn was cut before the tool answered.
    Interrupted,
}

/// One call of a tool by the assistant, with its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The call's id, unique within its message.
    pub id: String,
    /// Which tool.
    pub name: String,
    /// The arguments as the model wrote them: JSON text, possibly malformed.
    pub arguments: String,
    /// What the tool answered.
    pub result: Value,
    /// How it ended.
    pub status: ToolCallStatus,
    /// In which model call of the turn it was asked for, from 1; calls of one round run together.
    pub round: u32,
}

/// Whether an assistant's message is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// The turn is running (or its server died while it was).
    InProgress,
    /// The turn ended with an answer.
    Completed,
    /// The turn was cut by the user, a lost connection or a shutdown; what was said until then is kept.
    Interrupted,
    /// The turn failed; what was said until then is kept.
    Failed,
}

/// Tokens that a turn cost, as the provider counted them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Calls to the model, failed ones included.
    pub requests: u64,
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
}

/// What the assistant said and did in one turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistantMessage {
    /// The user's message it answers.
    pub reply_to: MessageId,
    /// Everything it said, in order, as the user saw it stream; empty if it said nothing.
    pub content: String,
    /// The tools it called, in order, each with its result: a call is never stored without one.
    pub tool_calls: Vec<ToolCall>,
    /// Whether it is whole.
    pub status: MessageStatus,
    /// A stable code when it failed, such as `model_unavailable`.
    pub error_code: Option<String>,
    /// What it cost.
    pub usage: Usage,
}

/// Who said a message, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum MessageBody {
    /// The user.
    User {
        /// 1 to 10,000 characters.
        content: String,
    },
    /// The assistant.
    Assistant(Box<AssistantMessage>),
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// Where it stands.
    pub conversation_id: ConversationId,
    /// Who said it, and what.
    pub body: MessageBody,
    /// When it was said; for an assistant, when it began to answer.
    pub created_at: Timestamp,
}

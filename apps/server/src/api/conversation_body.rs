use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use taskpilot_conversations::{Conversation, Message, MessageBody, MessageStatus};
use utoipa::{IntoParams, ToSchema};

use crate::api::chat::ToolCallBody;
use crate::api::chat_frames::UsageBody;

/// Messages between the user and the assistant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConversationBody {
    id: i64,
    /// Made from the first message unless the user gave one.
    title: Option<String>,
    archived: bool,
    message_count: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When a message came, or its title or archive mark changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<Conversation> for ConversationBody {
    fn from(conversation: Conversation) -> Self {
        Self {
            id: conversation.id.get(),
            title: conversation.title.map(|title| title.as_str().to_owned()),
            archived: conversation.archived,
            message_count: conversation.message_count,
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
        }
    }
}

/// One message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageView {
    id: i64,
    conversation_id: i64,
    /// `user` or `assistant`.
    #[schema(example = "assistant")]
    role: &'static str,
    content: String,
    /// `completed`; for an assistant also `in_progress`, `interrupted` or `failed`.
    #[schema(value_type = String, example = "completed")]
    status: MessageStatus,
    /// The user's message that this one answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<i64>,
    /// What the assistant did.
    tool_calls: Vec<ToolCallBody>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<UsageBody>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Message> for MessageView {
    fn from(message: Message) -> Self {
        let view = Self {
            id: message.id.get(),
            conversation_id: message.conversation_id.get(),
            role: "user",
            content: String::new(),
            status: MessageStatus::Completed,
            reply_to: None,
            tool_calls: Vec::new(),
            error_code: None,
            usage: None,
            created_at: message.created_at,
        };
        match message.body {
            MessageBody::User { content } => Self { content, ..view },
            MessageBody::Assistant(reply) => Self {
                role: "assistant",
                content: reply.content,
                status: reply.status,
                reply_to: Some(reply.reply_to.get()),
                tool_calls: reply.tool_calls.into_iter().map(Into::into).collect(),
                error_code: reply.error_code,
                usage: Some(reply.usage.into()),
                ..view
            },
        }
    }
}

/// Which conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConversationQuery {
    /// The title or a message contains this.
    pub(crate) q: Option<String>,
    /// By archive mark.
    pub(crate) archived: Option<bool>,
    /// Most rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub(crate) limit: Option<u32>,
    /// Where the page before ended.
    pub(crate) cursor: Option<String>,
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageQuery {
    /// Most rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub(crate) limit: Option<u32>,
    /// Where the page before ended.
    pub(crate) cursor: Option<String>,
}

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConversationUpdate {
    /// One line of 1 to 200 characters.
    pub(crate) title: Option<String>,
    /// Whether to put it away.
    pub(crate) archived: Option<bool>,
}

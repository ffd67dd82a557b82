use diesel::dsl::SqlTypeOf;
use diesel::pg::Pg;
use diesel::prelude::*;
use taskpilot_conversations::{
    AssistantMessage, Conversation, ConversationId, Message, MessageBody, MessageId, Title, Usage,
    fold,
};

use crate::column::{JsonText, Role, Status, Time, storable};
use crate::failure::StorageError;
use crate::schema::{conversations, messages};

/// The types of a conversation's columns, in the order of [`ConversationRow`].
pub(super) type ConversationColumns =
    SqlTypeOf<<ConversationRow as Selectable<Pg>>::SelectExpression>;

/// The types of a message's columns, in the order of [`MessageRow`].
pub(super) type MessageColumns = SqlTypeOf<<MessageRow as Selectable<Pg>>::SelectExpression>;

/// A conversation as it is read.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = conversations)]
#[diesel(check_for_backend(diesel::sqlite::Sqlite, Pg))]
pub(crate) struct ConversationRow {
    id: i64,
    title: Option<String>,
    archived: bool,
    message_count: i64,
    created_at: Time,
    updated_at: Time,
    deleted_at: Option<Time>,
}

impl From<ConversationRow> for Conversation {
    fn from(row: ConversationRow) -> Self {
        Self {
            id: ConversationId::new(row.id),
            title: row.title.map(Title::from_stored),
            archived: row.archived,
            message_count: row.message_count,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: row.deleted_at.map(Into::into),
        }
    }
}

/// A message as it is read.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = messages)]
#[diesel(check_for_backend(diesel::sqlite::Sqlite, Pg))]
pub(crate) struct MessageRow {
    pub(crate) id: i64,
    pub(super) conversation_id: i64,
    role: Role,
    pub(super) content: String,
    created_at: Time,
    reply_to: Option<i64>,
    status: Option<Status>,
    error_code: Option<String>,
    tool_calls: Option<JsonText>,
    requests: Option<i64>,
    input_tokens: Option<i64>,
    output_tokens: Option<i64>,
}

impl TryFrom<MessageRow> for Message {
    type Error = StorageError;

    fn try_from(row: MessageRow) -> Result<Self, StorageError> {
        let (id, conversation_id) = (row.id, row.conversation_id);
        let created_at = row.created_at.into();
        let body = match row.role {
            Role::User => MessageBody::User {
                content: row.content,
            },
            Role::Assistant => MessageBody::Assistant(Box::new(assistant_message(row)?)),
            Role::Item => {
                return Err(StorageError::Unreadable {
                    what: "a message",
                    source: "it is an item that is no message".into(),
                });
            }
        };
        Ok(Self {
            id: MessageId::new(id),
            conversation_id: ConversationId::new(conversation_id),
            body,
            created_at,
        })
    }
}

fn assistant_message(row: MessageRow) -> Result<AssistantMessage, StorageError> {
    let (Some(reply_to), Some(status), Some(tool_calls)) =
        (row.reply_to, row.status, row.tool_calls)
    else {
        return Err(StorageError::Unreadable {
            what: "a reply",
            source: "it lacks its status, its tool calls or what it replies to".into(),
        });
    };
    Ok(AssistantMessage {
        reply_to: MessageId::new(reply_to),
        content: row.content,
        tool_calls: tool_calls.read("tool calls")?,
        status: status.into(),
        error_code: row.error_code,
        usage: Usage {
            requests: tokens(row.requests),
            input_tokens: tokens(row.input_tokens),
            output_tokens: tokens(row.output_tokens),
        },
    })
}

/// The part of a row that an assistant's message may change.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = messages)]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct ReplyRow {
    pub(super) content: String,
    pub(super) content_folded: String,
    pub(super) reply_to: i64,
    pub(super) status: Status,
    pub(super) error_code: Option<String>,
    pub(super) tool_calls: JsonText,
    pub(super) requests: i64,
    pub(super) input_tokens: i64,
    pub(super) output_tokens: i64,
}

impl ReplyRow {
    pub(super) fn of(reply: &AssistantMessage) -> Result<Self, StorageError> {
        let content = storable(&reply.content).into_owned();
        Ok(Self {
            content_folded: fold(&content),
            content,
            reply_to: reply.reply_to.get(),
            status: reply.status.into(),
            error_code: reply
                .error_code
                .as_deref()
                .map(|code| storable(code).into_owned()),
            tool_calls: JsonText::of(&reply.tool_calls)?,
            requests: stored_tokens(reply.usage.requests),
            input_tokens: stored_tokens(reply.usage.input_tokens),
            output_tokens: stored_tokens(reply.usage.output_tokens),
        })
    }

    /// Returns the message that will be read back.
    pub(super) fn into_message(
        self,
        id: i64,
        conversation: ConversationId,
        created_at: Time,
    ) -> Result<Message, StorageError> {
        MessageRow {
            id,
            conversation_id: conversation.get(),
            role: Role::Assistant,
            content: self.content,
            created_at,
            reply_to: Some(self.reply_to),
            status: Some(self.status),
            error_code: self.error_code,
            tool_calls: Some(self.tool_calls),
            requests: Some(self.requests),
            input_tokens: Some(self.input_tokens),
            output_tokens: Some(self.output_tokens),
        }
        .try_into()
    }
}

pub(super) fn in_domain(rows: Vec<MessageRow>) -> Result<Vec<Message>, StorageError> {
    rows.into_iter().map(Message::try_from).collect()
}

/// Token counts never come near the limits of either type.
fn stored_tokens(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn tokens(stored: Option<i64>) -> u64 {
    stored
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or(0)
}

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use taskpilot_conversations::{
    Conversation, ConversationCursor, ConversationEdit, ConversationFilter, ConversationId,
    ConversationService, Message, MessageBody, MessageCursor, MessageStatus, PageRequest,
};
use utoipa::{IntoParams, ToSchema};

use crate::api::chat::ToolCallBody;
use crate::api::chat_frames::UsageBody;
use crate::api::page::{DEFAULT_LIMIT, MAX_LIMIT, PageBody};
use crate::caller::Caller;
use crate::extract::{Json, Query, path_number};
use crate::problem::{Problem, ProblemDocument};

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
    q: Option<String>,
    /// By archive mark.
    archived: Option<bool>,
    /// Most rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageQuery {
    /// Most rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConversationUpdate {
    /// One line of 1 to 200 characters.
    title: Option<String>,
    /// Whether to put it away.
    archived: Option<bool>,
}

/// Lists the user's conversations, last used first.
#[utoipa::path(
    tag = "conversations",
    params(("user_id" = String, Path), ConversationQuery),
    responses(
        (status = 200, body = PageBody<ConversationBody>),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/conversations")]
pub(crate) async fn list(
    caller: Caller,
    service: Data<ConversationService>,
    query: Query<ConversationQuery>,
) -> Result<HttpResponse, Problem> {
    let query = query.0;
    let after = query
        .cursor
        .as_deref()
        .map(ConversationCursor::decode)
        .transpose();
    let after = after.map_err(taskpilot_conversations::ConversationError::from)?;
    let filter = ConversationFilter {
        archived: query.archived,
        text: query.q,
    };
    let page = PageRequest {
        after,
        limit: limit(query.limit)?,
    };
    let page = service.list(&caller.user, &filter, &page).await?;
    let rows = page
        .conversations
        .into_iter()
        .map(ConversationBody::from)
        .collect();
    Ok(HttpResponse::Ok().json(PageBody::new(rows, page.next.map(|cursor| cursor.encode()))))
}

fn limit(limit: Option<u32>) -> Result<u32, Problem> {
    match limit.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit),
        _ => Err(Problem::invalid_field("limit", "must be 1 to 100")),
    }
}

/// Shows one conversation.
#[utoipa::path(
    tag = "conversations",
    params(("user_id" = String, Path), ("conversation_id" = i64, Path)),
    responses(
        (status = 200, body = ConversationBody),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/conversations/{conversation_id}")]
pub(crate) async fn get(
    request: HttpRequest,
    caller: Caller,
    service: Data<ConversationService>,
) -> Result<HttpResponse, Problem> {
    let conversation = service
        .get(&caller.user, conversation_id(&request)?)
        .await?;
    Ok(HttpResponse::Ok().json(ConversationBody::from(conversation)))
}

/// Renames a conversation, or puts it away.
#[utoipa::path(
    tag = "conversations",
    params(("user_id" = String, Path), ("conversation_id" = i64, Path)),
    request_body = ConversationUpdate,
    responses(
        (status = 200, body = ConversationBody),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[patch("/api/{user_id}/conversations/{conversation_id}")]
pub(crate) async fn update(
    request: HttpRequest,
    caller: Caller,
    service: Data<ConversationService>,
    body: Json<ConversationUpdate>,
) -> Result<HttpResponse, Problem> {
    let id = conversation_id(&request)?;
    let edit = ConversationEdit {
        title: body.0.title,
        archived: body.0.archived,
    };
    let conversation = service.update(&caller.user, id, edit).await?;
    Ok(HttpResponse::Ok().json(ConversationBody::from(conversation)))
}

/// Deletes a conversation with all its messages.
#[utoipa::path(
    tag = "conversations",
    params(("user_id" = String, Path), ("conversation_id" = i64, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[delete("/api/{user_id}/conversations/{conversation_id}")]
pub(crate) async fn delete(
    request: HttpRequest,
    caller: Caller,
    service: Data<ConversationService>,
) -> Result<HttpResponse, Problem> {
    service
        .delete(&caller.user, conversation_id(&request)?)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists a conversation's messages, oldest first.
#[utoipa::path(
    tag = "conversations",
    params(("user_id" = String, Path), ("conversation_id" = i64, Path), MessageQuery),
    responses(
        (status = 200, body = PageBody<MessageView>),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/conversations/{conversation_id}/messages")]
pub(crate) async fn messages(
    request: HttpRequest,
    caller: Caller,
    service: Data<ConversationService>,
    query: Query<MessageQuery>,
) -> Result<HttpResponse, Problem> {
    let id = conversation_id(&request)?;
    let after = query
        .0
        .cursor
        .as_deref()
        .map(MessageCursor::decode)
        .transpose();
    let after = after.map_err(taskpilot_conversations::ConversationError::from)?;
    let page = PageRequest {
        after,
        limit: limit(query.0.limit)?,
    };
    let page = service.messages(&caller.user, id, &page).await?;
    let rows = page.messages.into_iter().map(MessageView::from).collect();
    Ok(HttpResponse::Ok().json(PageBody::new(rows, page.next.map(|cursor| cursor.encode()))))
}

fn conversation_id(request: &HttpRequest) -> Result<ConversationId, Problem> {
    path_number(request, "conversation_id").map(ConversationId::new)
}

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch};
use taskpilot_assistant::Assistant;
use taskpilot_conversations::{
    ConversationCursor, ConversationEdit, ConversationError, ConversationFilter, ConversationId,
    ConversationService, MessageCursor, PageRequest,
};

use crate::api::conversation_body::{
    ConversationBody, ConversationQuery, ConversationUpdate, MessageQuery, MessageView,
};
use crate::api::page::{DEFAULT_LIMIT, MAX_LIMIT, PageBody};
use crate::caller::Caller;
use crate::extract::{Json, Query, path_number};
use crate::problem::{Problem, ProblemDocument};

/// Lists the user's conversations, last used first.
#[utoipa::path(
    tag = "conversations",
    operation_id = "list_conversations",
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
    let after = after.map_err(ConversationError::from)?;
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
    operation_id = "get_conversation",
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
    operation_id = "update_conversation",
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
    operation_id = "delete_conversation",
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
    assistant: Data<Assistant>,
) -> Result<HttpResponse, Problem> {
    let id = conversation_id(&request)?;
    service.delete(&caller.user, id).await?;
    // Nobody wants an answer any more, wherever it is given.
    assistant.stop_run(&caller.user, id).await;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists a conversation's messages, oldest first.
#[utoipa::path(
    tag = "conversations",
    operation_id = "list_messages",
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
    let after = after.map_err(ConversationError::from)?;
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

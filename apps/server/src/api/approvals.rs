use std::time::Instant;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use taskpilot_assistant::{
    ApprovalAction, ApprovalDecision, ApprovalReason, ApprovalRequired, Assistant, MAX_REASON_CHARS,
};
use taskpilot_conversations::ConversationId;
use utoipa::ToSchema;

use crate::api::chat::{self, ChatResponse};
use crate::api::chat_frames::{ChatFrame, TurnMeter};
use crate::caller::Caller;
use crate::extract::{Json, path_number};
use crate::problem::{Problem, ProblemDocument};

/// What waits for the user's word: exactly this will be done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalBody {
    /// Names the question, for the answer.
    #[schema(example = "apr_0123456789abcdef0123456789abcdef")]
    id: String,
    /// Until when an answer counts.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// What will be done, in order.
    actions: Vec<ApprovalActionBody>,
}

/// One change that waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalActionBody {
    /// The call of a tool that waits.
    call_id: String,
    /// Which tool.
    #[schema(example = "delete_task")]
    tool: String,
    /// Which task; absent if one will be added.
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<i64>,
    /// What it is called, or will be.
    title: String,
    /// What will be done, for people.
    #[schema(example = "Delete “Milk”")]
    text: String,
    /// Why it waits.
    reason: ReasonWord,
}

/// Why a change waits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReasonWord {
    /// The turn does much at once.
    Many,
    /// The user did not ask for it in their own words, so it may come from the text of a task, a file or a quote. It is
    /// asked each time: `always` is no answer to it.
    NotAsked,
}

impl From<ApprovalReason> for ReasonWord {
    fn from(reason: ApprovalReason) -> Self {
        match reason {
            ApprovalReason::Many => Self::Many,
            _ => Self::NotAsked,
        }
    }
}

impl From<ApprovalRequired> for ApprovalBody {
    fn from(required: ApprovalRequired) -> Self {
        Self {
            id: required.id,
            expires_at: required.expires_at,
            actions: required.actions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ApprovalAction> for ApprovalActionBody {
    fn from(action: ApprovalAction) -> Self {
        Self {
            call_id: action.call_id,
            tool: action.tool,
            task_id: action.task_id,
            title: action.title,
            text: action.text,
            reason: action.reason.into(),
        }
    }
}

/// The user's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalAnswer {
    /// What they say.
    decision: DecisionWord,
    /// Why not, for the assistant; only with `reject`, at most 500 characters.
    reason: Option<String>,
    /// Whether to stream what follows; `Accept: text/event-stream` does the same.
    #[serde(default)]
    stream: bool,
}

/// What can be said.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DecisionWord {
    /// Do it.
    Approve,
    /// Leave it.
    Reject,
    /// Do it, and do not ask about actions of this kind in this conversation again; not if the `reason` of any is
    /// `not_asked`.
    Always,
}

impl ApprovalAnswer {
    fn decision(&self) -> Result<ApprovalDecision, Problem> {
        let reason = self.reason.as_deref().map(str::trim);
        let reason = reason.filter(|reason| !reason.is_empty());
        match (self.decision, reason) {
            (DecisionWord::Reject, Some(reason)) if reason.chars().count() > MAX_REASON_CHARS => {
                Err(Problem::invalid_field(
                    "reason",
                    format!("must have at most {MAX_REASON_CHARS} characters"),
                ))
            }
            (DecisionWord::Reject, reason) => {
                Ok(ApprovalDecision::Reject(reason.map(str::to_owned)))
            }
            (_, Some(_)) => Err(Problem::invalid_field("reason", "goes with `reject` only")),
            (DecisionWord::Approve, None) => Ok(ApprovalDecision::Approve),
            (DecisionWord::Always, None) => Ok(ApprovalDecision::Always),
        }
    }
}

/// What waits for the user's word in a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalList {
    /// At most one: a conversation waits for one word at a time.
    data: Vec<ApprovalBody>,
}

/// Lists what waits for the user's word in a conversation.
///
/// It is what an answer told as `approval_required`, for a client that has lost that answer. What was decided, passed
/// over or has expired is not listed.
#[utoipa::path(
    tag = "chat",
    params(
        ("user_id" = String, Path, description = "The token's user"),
        ("conversation_id" = i64, Path),
    ),
    operation_id = "list_approvals",
    responses(
        (status = 200, body = ApprovalList),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/conversations/{conversation_id}/approvals")]
pub(crate) async fn list(
    request: HttpRequest,
    caller: Caller,
    assistant: Data<Assistant>,
) -> Result<HttpResponse, Problem> {
    let conversation = path_number(&request, "conversation_id").map(ConversationId::new)?;
    let pending = assistant
        .pending_approvals(&caller.user, conversation)
        .await?;
    Ok(HttpResponse::Ok().json(ApprovalList {
        data: pending.into_iter().map(Into::into).collect(),
    }))
}

/// Answers what the assistant asked with `approval_required`, and goes on with that turn.
///
/// The answer is that of `POST /api/{user_id}/chat`, whole or as a stream. A question can be answered once, within
/// 24 hours, as long as nothing else was said in the conversation: later it is 409. Tasks that were changed or deleted
/// since are left alone, and the assistant says so.
#[utoipa::path(
    tag = "chat",
    params(
        ("user_id" = String, Path, description = "The token's user"),
        ("conversation_id" = i64, Path),
        ("approval_id" = String, Path),
        ("X-Time-Zone" = Option<String>, Header, description = "IANA zone of the user, UTC by default"),
    ),
    request_body = ApprovalAnswer,
    responses(
        (status = 200, description = "The answer, whole or as a stream", content(
            (ChatResponse = "application/json"),
            (ChatFrame = "text/event-stream"),
        )),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/{user_id}/conversations/{conversation_id}/approvals/{approval_id}")]
pub(crate) async fn decide(
    request: HttpRequest,
    caller: Caller,
    assistant: Data<Assistant>,
    body: Json<ApprovalAnswer>,
) -> Result<HttpResponse, Problem> {
    let started = Instant::now();
    let conversation = path_number(&request, "conversation_id").map(ConversationId::new)?;
    let id = request.match_info().get("approval_id").unwrap_or_default();
    let decision = body.0.decision()?;
    let turn = assistant
        .decide(caller.into_turn_context(), (conversation, id), &decision)
        .await?;
    let stream = body.0.stream || chat::accepts_events(&request);
    chat::respond(turn, TurnMeter::start(started), stream).await
}

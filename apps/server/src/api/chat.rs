use std::time::Instant;

use actix_web::http::StatusCode;
use actix_web::http::header::ACCEPT;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use taskpilot_assistant::{
    ApprovalRequired, Assistant, DAILY_LIMIT, TurnDone, TurnEvent, TurnFailure, TurnRequest,
    TurnStream,
};
use taskpilot_conversations::{ConversationId, ToolCall, ToolCallStatus};
use utoipa::ToSchema;

use crate::api::approvals::ApprovalBody;
use crate::api::chat_frames::{ChatEncoder, ChatFrame, TurnMeter, UsageBody};
use crate::caller::Caller;
use crate::extract::Json;
use crate::problem::{Problem, ProblemDocument};
use crate::sse;

/// The header that names a request, so that sending it twice does it once.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What the user says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatRequest {
    /// Where; leave it out to begin a conversation.
    #[schema(example = 1)]
    conversation_id: Option<i64>,
    /// What; 1 to 10,000 characters.
    #[schema(example = "add milk tomorrow at 5 and delete the gym task")]
    message: Option<String>,
    /// Another name for `message`.
    content: Option<String>,
    /// Whether to stream the answer; `Accept: text/event-stream` does the same.
    #[serde(default)]
    stream: bool,
}

/// What the assistant answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatResponse {
    /// Where it stands.
    conversation_id: i64,
    /// The assistant's message.
    message_id: i64,
    /// What it said.
    response: String,
    /// What it did.
    tool_calls: Vec<ToolCallBody>,
    /// What it cost.
    usage: UsageBody,
    /// What waits for the user's word, if anything: answer at
    /// `/api/{user_id}/conversations/{conversation_id}/approvals/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval_required: Option<ApprovalBody>,
}

/// One call of a tool, with its result.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ToolCallBody {
    /// Unique within the message.
    id: String,
    /// Which tool.
    #[schema(example = "add_task")]
    name: String,
    /// Its arguments (a string, if the model wrote malformed JSON).
    #[schema(value_type = Object)]
    arguments: Value,
    /// What it answered.
    #[schema(value_type = Object)]
    result: Value,
    /// How it ended: `completed`, `failed` or `interrupted`.
    #[schema(value_type = String, example = "completed")]
    status: ToolCallStatus,
}

impl From<ToolCall> for ToolCallBody {
    fn from(call: ToolCall) -> Self {
        let arguments =
            serde_json::from_str(&call.arguments).unwrap_or(Value::String(call.arguments));
        Self {
            id: call.id,
            name: call.name,
            arguments,
            result: call.result,
            status: call.status,
        }
    }
}

/// Says something to the assistant, and answers with what it said and did.
///
/// With `Accept: text/event-stream` or `"stream": true` the answer comes as server-sent events, one [`ChatFrame`]
/// each, the last of type `done`. With an `Idempotency-Key`, sending the same request again returns the stored
/// answer instead of asking twice.
#[utoipa::path(
    tag = "chat",
    params(
        ("user_id" = String, Path, description = "The token's user"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names this request; 1 to 255 visible ASCII characters"),
        ("X-Time-Zone" = Option<String>, Header, description = "IANA zone of the user, UTC by default"),
    ),
    request_body = ChatRequest,
    responses(
        (status = 200, description = "The answer, whole or as a stream", content(
            (ChatResponse = "application/json"),
            (ChatFrame = "text/event-stream"),
        )),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/{user_id}/chat")]
pub(crate) async fn chat(
    request: HttpRequest,
    caller: Caller,
    assistant: Data<Assistant>,
    body: Json<ChatRequest>,
) -> Result<HttpResponse, Problem> {
    let started = Instant::now();
    let stream = body.0.stream || accepts_events(&request);
    let turn = TurnRequest {
        conversation: body.0.conversation_id.map(ConversationId::new),
        message: message(body.0)?,
        idempotency_key: idempotency_key(&request)?,
    };
    let turn = assistant
        .start_turn(caller.into_turn_context(), turn)
        .await?;
    respond(turn, TurnMeter::start(started), stream).await
}

/// Answers with a turn, as a stream or whole.
pub(crate) async fn respond(
    turn: TurnStream,
    meter: TurnMeter,
    stream: bool,
) -> Result<HttpResponse, Problem> {
    if stream {
        return Ok(sse::response(turn, ChatEncoder::new(meter)));
    }
    answer(turn, meter)
        .await
        .map(|answer| HttpResponse::Ok().json(answer))
}

fn message(body: ChatRequest) -> Result<String, Problem> {
    match (body.message, body.content) {
        (Some(_), Some(_)) => Err(Problem::invalid_field(
            "content",
            "is another name for `message`: send one of them",
        )),
        (Some(text), None) | (None, Some(text)) => Ok(text),
        (None, None) => Err(Problem::invalid_field(
            "message",
            "is missing: say something",
        )),
    }
}

pub(crate) fn accepts_events(request: &HttpRequest) -> bool {
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/event-stream"))
}

pub(crate) fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| {
        Problem::invalid_field(
            "Idempotency-Key",
            "must be 1 to 255 visible ASCII characters",
        )
    })?;
    Ok(Some(text.to_owned()))
}

/// Runs the turn to its end; a client that leaves cancels it, as with a stream.
async fn answer(mut turn: TurnStream, mut meter: TurnMeter) -> Result<ChatResponse, Problem> {
    let mut failure = None;
    let mut done = None;
    let mut required = None;
    while let Some(event) = turn.next().await {
        meter.observe(&event);
        match event {
            TurnEvent::ApprovalRequired(asked) => required = Some(*asked),
            TurnEvent::Failed(failed) => failure = Some(failed),
            TurnEvent::Done(whole) => done = Some(whole),
            _ => {}
        }
    }
    match (failure, done) {
        (None, Some(done)) => Ok(response(*done, required)),
        (Some(failure), _) => Err(failed(&failure)),
        (None, None) => Err(Problem::internal(&std::io::Error::other(
            "a turn ended without a word",
        ))),
    }
}

fn response(done: TurnDone, required: Option<ApprovalRequired>) -> ChatResponse {
    ChatResponse {
        conversation_id: done.conversation.get(),
        message_id: done.message.get(),
        response: done.reply.content,
        tool_calls: done.reply.tool_calls.into_iter().map(Into::into).collect(),
        usage: done.reply.usage.into(),
        approval_required: required.map(Into::into),
    }
}

/// A turn that failed behind this server: 503 if asking again may help, else 502.
fn failed(failure: &TurnFailure) -> Problem {
    if failure.code == "conversation_deleted" {
        return Problem::new(StatusCode::CONFLICT, failure.code, &failure.message);
    }
    if let (DAILY_LIMIT, Some(wait)) = (failure.code, failure.retry_after) {
        return Problem::daily_limit(&failure.message, wait);
    }
    if failure.retryable {
        let problem = Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            failure.code,
            &failure.message,
        );
        return problem.retry_after(2);
    }
    Problem::new(StatusCode::BAD_GATEWAY, failure.code, &failure.message)
}

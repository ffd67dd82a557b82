use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use taskpilot_assistant::chatkit::ChatContext;
use taskpilot_chatkit::{ChatKit, RequestError, RequestOptions, Response};

use crate::api::chat::idempotency_key;
use crate::chatkit_caller::ChatKitCaller;
use crate::extract::JsonBytes;
use crate::problem::{Problem, ProblemDocument};
use crate::sse;

/// Talk to the assistant by the ChatKit protocol
///
/// One route for all requests of the protocol; `type` says which. Threads are conversations: what begins here goes on
/// at `/api/{user_id}/chat`, and the other way round.
#[utoipa::path(
    tag = "chatkit",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names a message, so that sending it twice stores and answers it once")),
    request_body(content = Object, description = "`{\"type\", \"params\", \"metadata\"?}`", content_type = "application/json"),
    responses(
        (status = 200, description = "A JSON document, or server-sent events for requests that are answered", content_type = "text/event-stream", body = String),
        (status = 400, description = "The body is not JSON", body = ProblemDocument),
        (status = 401, description = "No token or client secret, or a bad one", body = ProblemDocument),
        (status = 404, description = "There is no such thread, item or attachment", body = ProblemDocument),
        (status = 409, description = "It cannot be done as things are", body = ProblemDocument),
        (status = 422, description = "It is no request of the protocol", body = ProblemDocument),
        (status = 501, description = "This server does not do such things", body = ProblemDocument),
    ),
)]
#[post("/api/v1/chatkit")]
pub(crate) async fn chatkit(
    request: HttpRequest,
    caller: ChatKitCaller,
    chatkit: Data<ChatKit<ChatContext>>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let options = RequestOptions {
        idempotency_key: idempotency_key(&request)?,
    };
    let context = ChatContext::new(caller.0.into_turn_context(), base(&request));
    let response = chatkit.process_with(&body.0, context, options).await?;
    Ok(match response {
        Response::Json(json) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(json),
        Response::Stream(frames) => sse::streaming(frames),
    })
}

/// Returns this server's address as the client knows it.
pub(crate) fn base(request: &HttpRequest) -> String {
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match &error {
            RequestError::Invalid {
                field: Some(field),
                message,
            } => return Self::invalid_field(field.clone(), message.clone()),
            RequestError::Store(source) => return Self::unavailable(&**source),
            RequestError::Handler(source) => return Self::internal(&**source),
            _ => {}
        }
        let status = StatusCode::from_u16(error.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = match error.code() {
            // As the rest of the API calls it.
            "malformed" => "invalid_json",
            code => code,
        };
        Self::new(status, code, error.detail())
    }
}

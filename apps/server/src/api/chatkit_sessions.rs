use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, post};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use taskpilot_auth::session::{SessionId, Sessions};
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::extract::OptionalJson;
use crate::problem::{Problem, ProblemDocument};

/// Nothing to choose.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenSession {}

/// A session that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBody {
    /// Opens ChatKit, and nothing else, as a bearer token does. It is shown only here.
    #[schema(example = "cks_Zm9vYmFy")]
    client_secret: String,
    /// Names the session, to revoke it.
    session_id: String,
    /// When the secret is over.
    #[schema(value_type = String)]
    expires_at: Timestamp,
}

/// Opens a session: a short-lived secret for a ChatKit client
#[utoipa::path(
    tag = "chatkit",
    request_body(content = Option<OpenSession>),
    responses(
        (status = 200, body = SessionBody),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/v1/chatkit/sessions")]
pub(crate) async fn open(
    caller: Caller,
    sessions: Data<Sessions>,
    _body: OptionalJson<OpenSession>,
) -> Result<HttpResponse, Problem> {
    let session = sessions.open(&caller.user).await?;
    Ok(HttpResponse::Ok().json(SessionBody {
        client_secret: session.secret.expose().to_owned(),
        session_id: session.id.as_str().to_owned(),
        expires_at: session.expires_at,
    }))
}

/// Ends a session
///
/// Its secret opens nothing any more; an answer that streams goes on to its end. Ending it twice is no error.
#[utoipa::path(
    tag = "chatkit",
    params(("session_id" = String, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[delete("/api/v1/chatkit/sessions/{session_id}")]
pub(crate) async fn revoke(
    caller: Caller,
    sessions: Data<Sessions>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::new(path.into_inner());
    if sessions.revoke(&caller.user, &id).await? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(Problem::not_found("There is no such session."))
}

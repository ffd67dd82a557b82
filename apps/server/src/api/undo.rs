use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use taskpilot_tasks::{TaskService, UndoToken};
use utoipa::ToSchema;

use crate::api::task_body::TaskBody;
use crate::caller::Caller;
use crate::extract::Json;
use crate::problem::{Problem, ProblemDocument};

/// Which change to undo.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndoRequest {
    /// The token that the change answered with.
    undo_token: String,
}

/// What was undone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UndoResponse {
    /// The tasks as they were before the change.
    data: Vec<TaskBody>,
    /// The tasks that the change had created; they are gone.
    removed: Vec<i64>,
    /// Undoes the undo.
    undo_token: Option<String>,
}

/// Undoes one change, whatever it was, once.
#[utoipa::path(
    tag = "tasks",
    params(("user_id" = String, Path)),
    request_body = UndoRequest,
    responses(
        (status = 200, body = UndoResponse),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/{user_id}/undo")]
pub(crate) async fn undo(
    caller: Caller,
    service: Data<TaskService>,
    body: Json<UndoRequest>,
) -> Result<HttpResponse, Problem> {
    let token = UndoToken::from_text(body.0.undo_token);
    let undone = service.undo(&caller.user, &token).await?;
    Ok(HttpResponse::Ok().json(UndoResponse {
        data: undone.restored.iter().map(TaskBody::from).collect(),
        removed: undone.removed.iter().map(|id| id.get()).collect(),
        undo_token: undone.undo.map(|token| token.as_str().to_owned()),
    }))
}

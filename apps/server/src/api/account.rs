use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ContentDisposition, DispositionParam, DispositionType,
};
use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get};
use taskpilot_assistant::chatkit::Attachments;
use taskpilot_context::Clock;
use taskpilot_conversations::ConversationService;
use taskpilot_storage::Database;
use taskpilot_tasks::TaskService;

use crate::api::export::{Export, ExportDocument};
use crate::caller::Caller;
use crate::problem::{Problem, ProblemDocument};

/// Takes out all that is kept of the user, as one JSON document.
///
/// It is written as it is read, so it may be large. A document that ends early is not whole: ask again.
#[utoipa::path(
    tag = "account",
    operation_id = "export_account",
    params(("user_id" = String, Path)),
    responses(
        (status = 200, body = ExportDocument),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/export")]
pub(crate) async fn export(
    caller: Caller,
    tasks: Data<TaskService>,
    conversations: Data<ConversationService>,
    database: Data<Database>,
    clock: Data<dyn Clock>,
) -> HttpResponse {
    let export = Export {
        usage: database.usage(),
        user: caller.user,
        tasks: (**tasks).clone(),
        conversations: (**conversations).clone(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename("taskpilot.json".into())],
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(disposition)
        .streaming(export.write(clock.now()))
}

/// Deletes all that is kept of the user, for good: tasks, conversations, files, sessions.
///
/// The account itself belongs to who issues the tokens. Asking again does no harm.
#[utoipa::path(
    tag = "account",
    operation_id = "delete_account",
    params(("user_id" = String, Path)),
    responses(
        (status = 204, description = "Nothing is kept any more"),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "5XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[delete("/api/{user_id}")]
pub(crate) async fn erase(
    caller: Caller,
    attachments: Data<Attachments>,
    database: Data<Database>,
) -> Result<HttpResponse, Problem> {
    attachments.erase(&caller.user).await?;
    let erased = database.erase(&caller.user).await;
    erased.map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::NoContent().finish())
}

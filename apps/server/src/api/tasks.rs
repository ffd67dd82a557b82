use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, delete, get, patch, post, put};
use serde::Deserialize;
use taskpilot_context::Clock;
use taskpilot_tasks::{Changed, Completion, Task, TaskId, TaskService, Version};
use utoipa::ToSchema;

use crate::api::page::PageBody;
use crate::api::task_body::{TaskBody, TaskInput, TaskUpdate};
use crate::api::task_query::TaskQuery;
use crate::caller::Caller;
use crate::extract::{Json, Query, path_number};
use crate::problem::{Problem, ProblemDocument};

/// The header with the token that undoes a write.
const UNDO_TOKEN: &str = "Undo-Token";

/// Whether the task is done.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteRequest {
    /// `true` if it is left out.
    completed: Option<bool>,
}

/// Lists the user's tasks.
#[utoipa::path(
    tag = "tasks",
    operation_id = "list_tasks",
    params(("user_id" = String, Path), TaskQuery),
    responses(
        (status = 200, body = PageBody<TaskBody>),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/tasks")]
pub(crate) async fn list(
    caller: Caller,
    service: Data<TaskService>,
    clock: Data<dyn Clock>,
    query: Query<TaskQuery>,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = query.0.into_parts(&caller.zone, clock.now())?;
    let page = service.list(&caller.user, &filter, &page).await?;
    let rows = page.tasks.iter().map(TaskBody::from).collect();
    Ok(HttpResponse::Ok().json(PageBody::new(rows, page.next.map(|cursor| cursor.encode()))))
}

/// Adds a task.
#[utoipa::path(
    tag = "tasks",
    operation_id = "create_task",
    params(("user_id" = String, Path), ("X-Time-Zone" = Option<String>, Header)),
    request_body = TaskInput,
    responses(
        (status = 201, body = TaskBody, headers(("Location" = String), ("ETag" = String), ("Undo-Token" = String))),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/{user_id}/tasks")]
pub(crate) async fn create(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
    body: Json<TaskInput>,
) -> Result<HttpResponse, Problem> {
    let input = body.0.into_new_task(&caller.zone)?;
    let changed = service.create(&caller.user, input).await?;
    let mut builder = HttpResponse::Created();
    if let Some(task) = changed.tasks.first() {
        // As the client wrote it: not every character of a user id may stand in a URI.
        let path = request.uri().path();
        builder.insert_header((LOCATION, format!("{path}/{}", task.id)));
    }
    written(&mut builder, &changed)
}

/// Shows one task.
#[utoipa::path(
    tag = "tasks",
    operation_id = "get_task",
    params(("user_id" = String, Path), ("task_id" = i64, Path)),
    responses(
        (status = 200, body = TaskBody, headers(("ETag" = String))),
        (status = 304, description = "`If-None-Match` holds the task's version"),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/tasks/{task_id}")]
pub(crate) async fn get(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
) -> Result<HttpResponse, Problem> {
    let task = service.get(&caller.user, task_id(&request)?).await?;
    let etag = etag(&task);
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    if known == Some(&etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((ETAG, etag))
            .finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag))
        .json(TaskBody::from(&task)))
}

/// Replaces a task: what the body leaves out is emptied.
#[utoipa::path(
    tag = "tasks",
    operation_id = "replace_task",
    params(("user_id" = String, Path), ("task_id" = i64, Path), ("If-Match" = Option<String>, Header)),
    request_body = TaskInput,
    responses(
        (status = 200, body = TaskBody, headers(("ETag" = String), ("Undo-Token" = String))),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[put("/api/{user_id}/tasks/{task_id}")]
pub(crate) async fn replace(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
    body: Json<TaskInput>,
) -> Result<HttpResponse, Problem> {
    let (id, expected) = (task_id(&request)?, expected_version(&request)?);
    let input = body.0.into_new_task(&caller.zone)?;
    let service = service.get_ref().clone().with_zone(caller.zone);
    let changed = service.replace(&caller.user, id, input, expected).await?;
    written(&mut HttpResponse::Ok(), &changed)
}

/// Changes some fields of a task.
#[utoipa::path(
    tag = "tasks",
    operation_id = "update_task",
    params(("user_id" = String, Path), ("task_id" = i64, Path), ("If-Match" = Option<String>, Header)),
    request_body = TaskUpdate,
    responses(
        (status = 200, body = TaskBody, headers(("ETag" = String), ("Undo-Token" = String))),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[patch("/api/{user_id}/tasks/{task_id}")]
pub(crate) async fn update(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
    body: Json<TaskUpdate>,
) -> Result<HttpResponse, Problem> {
    let (id, expected) = (task_id(&request)?, expected_version(&request)?);
    let patch = body.0.into_patch(&caller.zone)?;
    let service = service.get_ref().clone().with_zone(caller.zone);
    let changed = service.update(&caller.user, id, patch, expected).await?;
    written(&mut HttpResponse::Ok(), &changed)
}

/// Deletes a task; the `Undo-Token` header brings it back.
#[utoipa::path(
    tag = "tasks",
    operation_id = "delete_task",
    params(("user_id" = String, Path), ("task_id" = i64, Path), ("If-Match" = Option<String>, Header)),
    responses(
        (status = 204, headers(("Undo-Token" = String))),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[delete("/api/{user_id}/tasks/{task_id}")]
pub(crate) async fn delete(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
) -> Result<HttpResponse, Problem> {
    let (id, expected) = (task_id(&request)?, expected_version(&request)?);
    let changed = service.delete(&caller.user, &[id], expected).await?;
    let mut builder = HttpResponse::NoContent();
    if let Some(undo) = &changed.undo {
        builder.insert_header((UNDO_TOKEN, undo.as_str()));
    }
    Ok(builder.finish())
}

/// Marks a task done, or open again; doing it twice is doing it once.
#[utoipa::path(
    tag = "tasks",
    operation_id = "complete_task",
    params(("user_id" = String, Path), ("task_id" = i64, Path), ("If-Match" = Option<String>, Header)),
    request_body = Option<CompleteRequest>,
    responses(
        (status = 200, body = TaskBody, headers(("ETag" = String), ("Undo-Token" = String))),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[patch("/api/{user_id}/tasks/{task_id}/complete")]
pub(crate) async fn complete(
    request: HttpRequest,
    caller: Caller,
    service: Data<TaskService>,
    body: crate::extract::OptionalJson<CompleteRequest>,
) -> Result<HttpResponse, Problem> {
    let (id, expected) = (task_id(&request)?, expected_version(&request)?);
    let completion = Completion::from_flag(body.0.completed.unwrap_or(true));
    let changed = service
        .set_completed(&caller.user, id, completion, &caller.zone, expected)
        .await?;
    written(&mut HttpResponse::Ok(), &changed)
}

fn task_id(request: &HttpRequest) -> Result<TaskId, Problem> {
    path_number(request, "task_id").map(TaskId::new)
}

fn etag(task: &Task) -> String {
    format!("\"{}\"", task.version)
}

/// Reads `If-Match`: one of our tags, or `*` for any version.
fn expected_version(request: &HttpRequest) -> Result<Option<Version>, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match number.and_then(|number| number.parse().ok()) {
        Some(number) => Ok(Some(Version::new(number))),
        None => Err(Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "version_conflict",
            "`If-Match` holds no version of this task: send the `ETag` of its last answer.",
        )),
    }
}

fn written(builder: &mut HttpResponseBuilder, changed: &Changed) -> Result<HttpResponse, Problem> {
    let Some(task) = changed.tasks.first() else {
        return Err(Problem::internal(&std::io::Error::other(
            "a write answered with no task",
        )));
    };
    if let Some(undo) = &changed.undo {
        builder.insert_header((UNDO_TOKEN, undo.as_str()));
    }
    builder.insert_header((ETAG, etag(task)));
    Ok(builder.json(TaskBody::written(
        task,
        changed.next.as_ref(),
        changed.undo.as_ref(),
    )))
}

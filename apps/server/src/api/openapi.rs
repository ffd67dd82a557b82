use std::collections::HashMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa::openapi::path::PathItem;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::api;

/// The description of the whole API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "TaskPilot",
        description = "An AI to-do assistant. Every route under `/api/{user_id}` takes a bearer token whose subject is that user. \
            Times are RFC 3339 in UTC. Errors are RFC 9457 problem documents with a stable `code`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        api::chat::chat,
        api::conversations::list,
        api::conversations::get,
        api::conversations::update,
        api::conversations::delete,
        api::conversations::messages,
        api::tasks::list,
        api::tasks::create,
        api::tasks::get,
        api::tasks::replace,
        api::tasks::update,
        api::tasks::delete,
        api::tasks::complete,
        api::undo::undo,
        api::events::events,
        api::health::healthz,
        api::health::readyz,
        api::health::metrics,
    ),
    components(schemas(crate::problem::ProblemDocument, api::chat_frames::ChatFrame<'static>)),
    tags(
        (name = "chat", description = "Talking to the assistant"),
        (name = "conversations", description = "What was said"),
        (name = "tasks", description = "What is to be done"),
        (name = "live", description = "What changes, as it changes"),
        (name = "operations", description = "For operators; no token needed"),
    ),
    modifiers(&Bearer),
    security(("bearer" = [])),
)]
struct ApiDescription;

/// Says that a bearer token is needed, except for operations.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Returns the description of the API as OpenAPI 3.1.
pub fn description() -> utoipa::openapi::OpenApi {
    ApiDescription::openapi()
}

/// The description, rendered once.
pub(crate) struct RenderedDescription(pub(crate) String);

#[get("/openapi.json")]
pub(crate) async fn openapi_json(description: Data<RenderedDescription>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(description.0.clone())
}

/// Which methods each described route answers to, as the header `Allow` lists them.
pub(crate) struct RouteMethods(HashMap<String, String>);

impl RouteMethods {
    pub(crate) fn of(description: &utoipa::openapi::OpenApi) -> Self {
        let routes = description.paths.paths.iter();
        Self(
            routes
                .map(|(route, item)| (route.clone(), methods(item)))
                .collect(),
        )
    }

    /// The routes that are not described (the description and its pages) are read only.
    pub(crate) fn allow(&self, route: &str) -> &str {
        self.0.get(route).map_or("GET", String::as_str)
    }
}

fn methods(item: &PathItem) -> String {
    let methods = [
        ("GET", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    let known = methods.into_iter().filter(|(_, known)| *known);
    known.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

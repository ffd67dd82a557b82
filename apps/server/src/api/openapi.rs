use std::collections::HashMap;
use std::sync::OnceLock;

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
        api::about::about,
        api::account::export,
        api::account::erase,
        api::chat::chat,
        api::approvals::decide,
        api::approvals::list,
        api::chatkit::chatkit,
        api::chatkit_attachments::send,
        api::chatkit_attachments::receive,
        api::chatkit_attachments::read,
        api::chatkit_sessions::open,
        api::chatkit_sessions::revoke,
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
        (name = "chatkit", description = "Talking to the assistant by the ChatKit protocol"),
        (name = "conversations", description = "What was said"),
        (name = "tasks", description = "What is to be done"),
        (name = "account", description = "All that is kept of a user"),
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

/// What is made of the description when somebody first asks for it: an idle server does not hold it.
#[derive(Default)]
pub(crate) struct Described(OnceLock<Made>);

struct Made {
    json: String,
    /// Which methods each described route answers to, as the header `Allow` lists them.
    methods: HashMap<String, String>,
}

impl Described {
    fn made(&self) -> &Made {
        self.0.get_or_init(|| {
            let description = description();
            let routes = description.paths.paths.iter();
            Made {
                methods: routes
                    .map(|(route, item)| (route.clone(), methods(item)))
                    .collect(),
                // The description is made of strings and numbers alone, which always serialise.
                json: description.to_json().unwrap_or_default(),
            }
        })
    }

    /// The routes that are not described (the description and its pages) are read only.
    pub(crate) fn allow(&self, route: &str) -> &str {
        let methods = self.made().methods.get(route);
        methods.map_or("GET", String::as_str)
    }
}

#[get("/openapi.json")]
pub(crate) async fn openapi_json(described: Data<Described>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(described.made().json.clone())
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

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use taskpilot_attachments::Limits;
use utoipa::ToSchema;

use crate::readiness::Readiness;

/// What this server is, for the page that is shown with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct About {
    /// Always `TaskPilot`.
    #[schema(example = "TaskPilot")]
    name: &'static str,
    /// The server's version.
    version: &'static str,
    /// What answers.
    model: AboutModel,
    /// What may be attached to a message.
    attachments: AboutAttachments,
}

/// What answers.
#[derive(Debug, Serialize, ToSchema)]
struct AboutModel {
    /// For people.
    name: String,
    /// Whether the built-in demo model answers because no other is configured.
    demo: bool,
}

/// What may be attached to a message.
#[derive(Debug, Serialize, ToSchema)]
struct AboutAttachments {
    /// The largest file, in bytes.
    max_bytes: u64,
    /// The media types that are taken.
    #[schema(example = json!(["image/png", "text/plain"]))]
    types: Vec<&'static str>,
}

/// Tells which model answers and what may be attached.
#[utoipa::path(tag = "operations", security(()), responses((status = 200, body = About)))]
#[get("/api/v1/about")]
pub(crate) async fn about(readiness: Data<Readiness>, limits: Data<Limits>) -> HttpResponse {
    HttpResponse::Ok().json(About {
        name: "TaskPilot",
        version: env!("CARGO_PKG_VERSION"),
        model: AboutModel {
            name: readiness.model().to_owned(),
            demo: readiness.is_demo(),
        },
        attachments: AboutAttachments {
            max_bytes: limits.max_bytes,
            types: limits.allowed.iter().map(|it| it.mime_type()).collect(),
        },
    })
}

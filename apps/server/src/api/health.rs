use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, route};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{Problem, ProblemDocument};
use crate::readiness::Readiness;
use crate::telemetry::Metrics;

/// Whether the server works.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
    /// The server's version.
    version: &'static str,
    /// Which model answers, for people.
    model: String,
    /// Whether the built-in demo model answers because no other is configured.
    demo: bool,
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = Health)))]
#[route("/healthz", method = "GET", method = "HEAD")]
pub(crate) async fn healthz(readiness: Data<Readiness>) -> HttpResponse {
    HttpResponse::Ok().json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        model: readiness.model().to_owned(),
        demo: readiness.is_demo(),
    })
}

/// Whether the server can do its work: database reachable, migrations applied, not shutting down.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operations",
    responses((status = 200, body = Health), (status = 503, body = ProblemDocument))
)]
#[route("/readyz", method = "GET", method = "HEAD")]
pub(crate) async fn readyz(readiness: Data<Readiness>) -> Result<HttpResponse, Problem> {
    if let Err(reason) = readiness.check().await {
        let detail = format!("Not ready: {reason}.");
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", detail);
        return Err(problem.retry_after(2));
    }
    Ok(HttpResponse::Ok().json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        model: readiness.model().to_owned(),
        demo: readiness.is_demo(),
    }))
}

/// What Prometheus scrapes.
#[utoipa::path(tag = "operations", responses((status = 200, content_type = "text/plain", body = String)))]
#[get("/metrics")]
pub(crate) async fn metrics(metrics: Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(metrics.render())
}

//! Around every request: its id, one log line, metrics, and the body of a problem.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse};

use crate::problem::Problem;

/// The header that names a request, in both directions.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names a request in logs, problems and answers.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// Takes the client's id if it is harmless (1 to 64 of `A-Za-z0-9._-`), else makes one.
    fn of(request: &ServiceRequest) -> Self {
        let given = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|value| value.to_str().ok());
        let harmless = |id: &&str| {
            (1..=64).contains(&id.len())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        given
            .filter(harmless)
            .map_or_else(Self::random, |id| Self(id.to_owned()))
    }

    fn random() -> Self {
        let number = getrandom::u64().unwrap_or_default();
        Self(format!("req_{number:016x}"))
    }

    /// Returns the id's text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware: see the module.
pub(crate) async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = RequestId::of(&request);
    request.extensions_mut().insert(id.clone());
    let started = Instant::now();
    // The request must not be cloned before this call: the router needs it for itself.
    let mut response = next.call(request).await?.map_into_boxed_body();
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let problem = response.response_mut().extensions_mut().remove::<Problem>();
    let (response, code) = match problem {
        Some(problem) => (
            problem_response(response, &problem, &id),
            Some(problem.code()),
        ),
        None if response.status().as_u16() >= 400 => refusal(response, &id),
        None => (response, None),
    };
    record(response.request(), response.response(), &id, code, started);
    Ok(response)
}

fn problem_response(
    response: ServiceResponse<BoxBody>,
    problem: &Problem,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    response.map_body(|head, _| {
        let json = HeaderValue::from_static("application/problem+json");
        head.headers_mut().insert(header::CONTENT_TYPE, json);
        let body = serde_json::to_vec(&problem.document(id.as_str())).unwrap_or_default();
        BoxBody::new(body)
    })
}

/// What refuses a request before any handler of ours sees it (CORS, say) does so in plain text.
fn refusal(
    response: ServiceResponse<BoxBody>,
    id: &RequestId,
) -> (ServiceResponse<BoxBody>, Option<&'static str>) {
    let status = response.status();
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let text = body.try_into_bytes().unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let detail = format!("{}.", text.trim().trim_end_matches('.'));
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::not_found("There is nothing here."),
        status => Problem::new(status, "refused", detail),
    };
    let response = ServiceResponse::new(request, response.set_body(BoxBody::new(())));
    (
        problem_response(response, &problem, id),
        Some(problem.code()),
    )
}

/// Streams are recorded when their head is sent; what follows is counted by the turns' own metrics.
fn record(
    request: &HttpRequest,
    response: &HttpResponse,
    id: &RequestId,
    code: Option<&'static str>,
    started: Instant,
) {
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    // The pattern, not the path: paths carry user ids.
    let route = request
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    let method = request.method().as_str().to_owned();
    metrics::counter!("http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route.clone())
        .record(elapsed.as_secs_f64());
    let duration_ms = elapsed.as_secs_f64() * 1_000.0;
    if status >= 500 {
        tracing::warn!(request.id = id.as_str(), http.method = %request.method(), http.route = route, http.status = status, code, duration_ms, "request failed");
    } else {
        tracing::debug!(request.id = id.as_str(), http.method = %request.method(), http.route = route, http.status = status, code, duration_ms, "request");
    }
}

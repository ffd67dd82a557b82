//! What handlers take: JSON bodies, queries and ids, each refused in words that say what to do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::problem::Problem;

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

/// Largest accepted body, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) usize);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if let Err(problem) = check_content_type(request) {
            return ready(Err(problem)).boxed_local();
        }
        let limit = request
            .app_data::<Data<BodyLimit>>()
            .map_or(usize::MAX, |limit| limit.0);
        let body = Bytes::from_request(request, payload);
        async move {
            let body = body.await.map_err(|error| unreadable(&error, limit))?;
            parse(&body).map(Self)
        }
        .boxed_local()
    }
}

/// A JSON body as it came.
pub(crate) struct JsonBytes(pub(crate) Bytes);

impl FromRequest for JsonBytes {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if let Err(problem) = check_content_type(request) {
            return ready(Err(problem)).boxed_local();
        }
        let limit = request
            .app_data::<Data<BodyLimit>>()
            .map_or(usize::MAX, |limit| limit.0);
        let body = Bytes::from_request(request, payload);
        let whole = async move {
            body.await
                .map(Self)
                .map_err(|error| unreadable(&error, limit))
        };
        whole.boxed_local()
    }
}

/// A JSON body that may be missing.
pub(crate) struct OptionalJson<T>(pub(crate) T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let typed = check_content_type(request);
        let limit = request
            .app_data::<Data<BodyLimit>>()
            .map_or(usize::MAX, |limit| limit.0);
        let body = Bytes::from_request(request, payload);
        async move {
            let body = body.await.map_err(|error| unreadable(&error, limit))?;
            if body.is_empty() {
                return Ok(Self(T::default()));
            }
            typed?;
            parse(&body).map(Self)
        }
        .boxed_local()
    }
}

fn check_content_type(request: &HttpRequest) -> Result<(), Problem> {
    let value = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    let json = essence.eq_ignore_ascii_case("application/json")
        || (essence.len() > 5 && essence.to_ascii_lowercase().ends_with("+json"));
    if json {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "The body must be JSON: send the header `Content-Type: application/json`.",
    ))
}

fn unreadable(error: &actix_web::Error, limit: usize) -> Problem {
    if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("The body is larger than {limit} bytes."),
        );
    }
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unreadable_body",
        "The body could not be read to its end.",
    )
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // serde would take an array for a struct, field by field.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<Value>(body) {
            Ok(_) => Problem::invalid_field("body", "must be a JSON object"),
            Err(error) => invalid_json(&error),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| json_problem(body, &error.path().to_string(), error.inner()))?;
    deserializer.end().map_err(|error| invalid_json(&error))?;
    Ok(value)
}

fn json_problem(body: &[u8], path: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    // The position helps nobody who sent one line.
    let message = text.split(" at line ").next().unwrap_or_default();
    if error.classify() == Category::Data {
        return data_problem(path, message);
    }
    // A number where a word is expected is told as a fault of the syntax.
    match serde_json::from_slice::<Value>(body) {
        Ok(_) => data_problem(path, "has the wrong type"),
        Err(error) => invalid_json(&error),
    }
}

fn invalid_json(error: &serde_json::Error) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "invalid_json",
        format!("The body is not valid JSON: {error}."),
    )
}

/// Says in the client's words which field breaks which rule; `path` is where serde noticed.
fn data_problem(path: &str, message: &str) -> Problem {
    let quoted = |prefix: &str| message.strip_prefix(prefix)?.split('`').next();
    if let Some(name) = quoted("missing field `") {
        return Problem::invalid_field(join(path, name), "is missing");
    }
    if let Some(name) = quoted("duplicate field `") {
        return Problem::invalid_field(join(path, name), "is given twice");
    }
    if let Some(name) = quoted("unknown field `") {
        return Problem::invalid_field(join(path, name), message);
    }
    let message = match message.split_once("expected struct ") {
        Some((found, _)) => format!("{found}expected an object"),
        None => message.replace("expected i64", "expected a whole number"),
    };
    Problem::invalid_field(path, message)
}

fn join(path: &str, name: &str) -> String {
    let parent = path.strip_suffix(name).unwrap_or(path);
    match parent.trim_end_matches('.') {
        "" => name.to_owned(),
        parent => format!("{parent}.{name}"),
    }
}

/// A query string; unknown parameters are refused, because a filter that is silently ignored shows too much.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        let deserializer = serde_urlencoded::Deserializer::new(pairs);
        let parsed = serde_path_to_error::deserialize(deserializer);
        ready(parsed.map(Self).map_err(|error| {
            let message = error.inner().to_string();
            data_problem(&error.path().to_string(), query_message(&message))
        }))
    }
}

/// What `FromStr` says of numbers and flags means nothing to somebody who wrote a query.
fn query_message(message: &str) -> &str {
    if message.contains("digit") || message.starts_with("number too") {
        return "must be a whole number";
    }
    if message.starts_with("provided string was not") {
        return "must be `true` or `false`";
    }
    message
}

/// Reads a number from the path; what is no number names nothing.
pub(crate) fn path_number(request: &HttpRequest, name: &str) -> Result<i64, Problem> {
    let text = request.match_info().get(name).unwrap_or_default();
    text.parse().map_err(|_| {
        Problem::not_found(format!(
            "`{text}` names nothing here: ids are whole numbers."
        ))
    })
}

#[expect(
    clippy::option_option,
    reason = "missing and null mean different things"
)]
/// Tells a field that is `null` (`Some(None)`) from one that is missing (`None`).
pub(crate) fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

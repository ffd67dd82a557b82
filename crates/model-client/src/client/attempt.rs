use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{RequestBuilder, Response, StatusCode};
use tokio::time::Instant;

use super::Inner;
use super::answer::Answer;
use super::watchdog::Watchdog;
use crate::decode::DecodeOptions;
use crate::error::{ErrorKind, ModelError};
use crate::failure::{Failure, ProviderError};
use crate::redact::Redactor;
use crate::retry::{asked_wait, should_retry};

/// The headers under which providers name a request.
const REQUEST_ID_HEADERS: [&str; 3] = ["x-request-id", "request-id", "x-generation-id"];

impl Inner {
    /// Sends the request and returns the answer once its headers say that it is a stream.
    pub(super) async fn open(
        &self,
        body: &Bytes,
        options: &DecodeOptions,
    ) -> Result<Answer, Failure> {
        let mut watchdog = Watchdog::new(self.config.timeouts);
        let request = self
            .client
            .post(self.endpoint.clone())
            .headers(self.headers.clone())
            .body(body.clone());
        let response = self.send(request, &mut watchdog).await?;
        let status = response.status();
        let request_id = request_id(response.headers());
        if !status.is_success() || !may_be_stream(response.headers()) {
            let failure = self.refused(response, &mut watchdog).await;
            return Err(with_request_id(failure, request_id));
        }
        Ok(Answer::new(
            Box::pin(response.bytes_stream()),
            watchdog,
            self.config.api,
            options,
            status.as_u16(),
            request_id,
        ))
    }

    /// Sends a request and returns the answer once its headers are there.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        watchdog: &mut Watchdog,
    ) -> Result<Response, Failure> {
        let response = watched(watchdog, request.send())
            .await?
            .map_err(transport)?;
        if response.url().origin() != self.endpoint.origin() {
            return Err(Failure::new(
                ErrorKind::Configuration,
                "the provider redirected to another origin",
            ));
        }
        Ok(response)
    }

    /// Reads an answer that is no stream: an error, whatever the status says.
    pub(super) async fn refused(&self, mut response: Response, watchdog: &mut Watchdog) -> Failure {
        let status = response.status();
        let headers = response.headers().clone();
        let limit = self.config.limits.max_error_bytes;
        // What can be read is read; the status counts even if the body does not come.
        let body = watched(watchdog, read_body(&mut response, limit)).await;
        let body = body.unwrap_or_default();
        refusal(status, &headers, &body, &self.redactor)
    }
}

/// Returns what an answer that is no stream amounts to.
fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8], redactor: &Redactor) -> Failure {
    let body = String::from_utf8_lossy(body);
    let error = ProviderError::from_body(&body);
    if status.is_success() && !is_error(&body) {
        let mut failure = Failure::new(
            ErrorKind::Protocol,
            "the provider answered with something else than an event stream",
        );
        failure.error.status = Some(status.as_u16());
        return failure;
    }
    let mut failure = Failure::provider(Some(status.as_u16()), &error, redactor);
    if error.message.is_none() {
        failure.error.message = describe_status(status);
    }
    failure.retryable = should_retry(headers).or(failure.retryable);
    failure.ask_wait(asked_wait(headers));
    failure
}

/// Runs `work` under the watchdog's eyes.
pub(super) async fn watched<T>(
    watchdog: &mut Watchdog,
    work: impl Future<Output = T>,
) -> Result<T, ModelError> {
    let deadline = watchdog.deadline(Instant::now());
    let mut work = pin!(work);
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(result) => Poll::Ready(Ok(result)),
        Poll::Pending => watchdog.poll_expired(deadline, Instant::now(), cx).map(Err),
    })
    .await
}

/// Returns the first `limit` bytes of the body, or as many as come.
pub(super) async fn read_body(response: &mut Response, limit: usize) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = limit.saturating_sub(body.len());
        body.extend(chunk.into_iter().take(room));
        if body.len() >= limit {
            break;
        }
    }
    body
}

/// Returns whether the headers allow for an event stream. Servers that say nothing, or say plain text, are
/// taken at their body.
fn may_be_stream(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let media_type = content_type
        .and_then(|it| it.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    !(media_type.ends_with("json") || media_type.ends_with("html") || media_type.ends_with("xml"))
}

fn is_error(body: &str) -> bool {
    serde_json::from_str(body)
        .ok()
        .is_some_and(|value| ProviderError::from_value(&value).is_some())
}

fn describe_status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("the provider answered {} {reason}", status.as_u16()),
        None => format!("the provider answered {}", status.as_u16()),
    }
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = REQUEST_ID_HEADERS
        .iter()
        .find_map(|name| headers.get(*name))?;
    Some(id.to_str().ok()?.chars().take(200).collect())
}

pub(super) fn with_request_id(mut failure: Failure, request_id: Option<String>) -> Failure {
    failure.error.request_id = request_id;
    failure
}

/// Returns the failure of an exchange that broke.
fn transport(error: reqwest::Error) -> Failure {
    let (kind, message) = if error.is_connect() {
        (ErrorKind::Network, "the provider cannot be reached")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "the provider did not answer in time")
    } else if error.is_builder() || error.is_redirect() {
        (ErrorKind::Configuration, "the request cannot be sent")
    } else {
        (
            ErrorKind::Network,
            "the connection broke before the answer began",
        )
    };
    ModelError {
        source: Some(Box::new(error.without_url())),
        ..ModelError::new(kind, message)
    }
    .into()
}

#[cfg(test)]
mod tests;

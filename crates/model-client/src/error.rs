use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What kind of failure it was; tells a caller what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The key is missing or wrong (401).
    Auth,
    /// The key may not do this (403).
    Permission,
    /// The account has no credit (402).
    PaymentRequired,
    /// There is no such model or path (404).
    NotFound,
    /// The provider does not understand the request (400, 422).
    BadRequest,
    /// The provider is busy with the same object (409).
    Conflict,
    /// Too many requests (429); wait as long as asked.
    RateLimited {
        /// How long the provider asks to wait.
        retry_after: Option<Duration>,
    },
    /// The quota is used up (429 with `insufficient_quota`); waiting does not help.
    QuotaExhausted,
    /// The conversation is too long for the model.
    ContextLength,
    /// The provider refuses the content.
    ContentFilter,
    /// The provider is overloaded or broken (5xx).
    Unavailable,
    /// The provider did not answer in time (408, 504, or our own limit).
    Timeout,
    /// No connection, or it broke before the answer began.
    Network,
    /// The stream ended before the answer did.
    Truncated,
    /// The stream fell silent.
    Stalled,
    /// The provider sent what this crate cannot read.
    Protocol,
    /// The answer is larger than allowed.
    TooLarge,
    /// The client is set up wrongly.
    Configuration,
}

impl ErrorKind {
    /// Returns a stable, machine-readable name, such as `rate_limited`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Permission => "permission",
            Self::PaymentRequired => "payment_required",
            Self::NotFound => "not_found",
            Self::BadRequest => "bad_request",
            Self::Conflict => "conflict",
            Self::RateLimited { .. } => "rate_limited",
            Self::QuotaExhausted => "quota_exhausted",
            Self::ContextLength => "context_length",
            Self::ContentFilter => "content_filter",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::Truncated => "truncated",
            Self::Stalled => "stalled",
            Self::Protocol => "protocol",
            Self::TooLarge => "too_large",
            Self::Configuration => "configuration",
        }
    }

    /// Returns whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Conflict
                | Self::RateLimited { .. }
                | Self::Unavailable
                | Self::Timeout
                | Self::Network
                | Self::Truncated
                | Self::Stalled
        )
    }
}

/// A call of a model failed.
///
/// Neither `Display` nor `Debug` ever holds a key or a prompt.
#[derive(Debug, thiserror::Error)]
#[error("the model call failed ({}): {message}", kind.code())]
pub struct ModelError {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// The provider's message, cut to 500 characters and cleared of keys, or our own.
    pub message: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The provider's id of the request, for its support.
    pub request_id: Option<String>,
    /// Attempts made, this one included.
    pub attempts: u32,
    /// Why, if it was not the provider who said so.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ModelError {
    /// Returns an error of `kind` after one attempt, with nothing known of an HTTP answer.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            status: None,
            request_id: None,
            attempts: 1,
            source: None,
        }
    }
}

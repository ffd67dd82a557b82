//! Errors as HTTP shows them: RFC 9457 problem documents, and the one table that maps errors to status and code.

use std::fmt;
use std::time::Duration;

use crate::telemetry::cause;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use taskpilot_assistant::{DailyLimitReached, DecideError, TurnError};
use taskpilot_auth::AuthError;
use taskpilot_conversations::ConversationError;
use taskpilot_tasks::TaskError;
use utoipa::ToSchema;

/// Why a request was not done.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<InvalidField>,
    retry_after_seconds: Option<u64>,
}

/// A field that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct InvalidField {
    /// The field's name, with dots for nesting.
    pub(crate) field: String,
    /// Which rule.
    pub(crate) message: String,
}

/// The body of every error: RFC 9457, `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDocument {
    /// `urn:taskpilot:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:taskpilot:problem:not_found")]
    pub(crate) kind: String,
    /// The status in words.
    pub(crate) title: &'static str,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What is wrong with this request, and what to do.
    pub(crate) detail: String,
    /// Stable, for programs.
    pub(crate) code: &'static str,
    /// Names this request in the server's log.
    pub(crate) request_id: String,
    /// Each field that breaks a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<InvalidField>,
}

impl Problem {
    /// Returns a problem with this status, code and explanation.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// A resource that does not exist, or is someone else's.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// Fields that break rules.
    pub(crate) fn invalid(errors: Vec<InvalidField>) -> Self {
        let listed: Vec<_> = errors
            .iter()
            .map(|error| format!("{}: {}", error.field, error.message))
            .collect();
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            format!("Some values are not acceptable. {}.", listed.join("; ")),
        );
        problem.errors = errors;
        problem
    }

    /// One field that breaks a rule.
    pub(crate) fn invalid_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![InvalidField {
            field: field.into(),
            message: message.into(),
        }])
    }

    /// The user has spent what they may in a day.
    pub(crate) fn daily_limit(detail: &str, wait: Duration) -> Self {
        let seconds = wait.saturating_add(Duration::from_millis(999)).as_secs();
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "daily_limit", detail);
        problem.retry_after(seconds)
    }

    /// Asks the client to come back after `seconds`.
    #[must_use]
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// Something that is this server's fault; the cause is logged, not shown.
    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "a request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong here. Try again; if it stays, tell the operator the request id.",
        )
    }

    /// The database does not answer; the cause is logged, not shown.
    pub(crate) fn unavailable(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::warn!(error, "the database is not available");
        let detail = "The database cannot be reached at the moment. Try again shortly.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_after(2)
    }

    /// Returns the machine-readable code.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the body for the request named `request_id`.
    pub(crate) fn document(&self, request_id: &str) -> ProblemDocument {
        ProblemDocument {
            kind: format!("urn:taskpilot:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code,
            request_id: request_id.to_owned(),
            errors: self.errors.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The body is written by [`crate::observe`], which knows the request id.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = if self.code == "missing_token" {
                HeaderValue::from_static("Bearer")
            } else {
                HeaderValue::from_static("Bearer error=\"invalid_token\"")
            };
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<TaskError> for Problem {
    fn from(error: TaskError) -> Self {
        match error {
            TaskError::NotFound(id) => Self::not_found(format!("There is no task {id}.")),
            TaskError::Invalid(errors) => Self::invalid(
                errors
                    .into_iter()
                    .map(|error| InvalidField {
                        field: error.field.into(),
                        message: error.message,
                    })
                    .collect(),
            ),
            TaskError::Conflict { id, current } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "version_conflict",
                format!(
                    "Task {id} has changed since: it is at version {current}. Read it again, then repeat."
                ),
            ),
            TaskError::TooManyTasks(limit) => Self::new(
                StatusCode::CONFLICT,
                "too_many_tasks",
                format!("There are already {limit} tasks, the most allowed. Delete some first."),
            ),
            TaskError::UnknownUndo => Self::not_found("There is nothing to undo by this token."),
            TaskError::UndoSpent => Self::new(
                StatusCode::CONFLICT,
                "undo_spent",
                "This change was already undone. Undoing the undo needs the token it returned.",
            ),
            TaskError::UndoOutdated(id) => Self::new(
                StatusCode::CONFLICT,
                "undo_outdated",
                format!("Task {id} has changed since. Undo the later change first."),
            ),
            TaskError::InvalidCursor => invalid_cursor(),
            TaskError::Store(error) if error.transient => Self::unavailable(&error),
            error => Self::internal(&error),
        }
    }
}

impl From<ConversationError> for Problem {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NotFound(id) => {
                Self::not_found(format!("There is no conversation {id}."))
            }
            ConversationError::NoMessage(id) => {
                Self::not_found(format!("There is no message {id}."))
            }
            ConversationError::Invalid(errors) => Self::invalid(
                errors
                    .into_iter()
                    .map(|error| InvalidField { field: error.field.into(), message: error.message })
                    .collect(),
            ),
            ConversationError::InvalidCursor => invalid_cursor(),
            ConversationError::KeyReused => Self::new(
                StatusCode::CONFLICT,
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request. Use a new key for each message.",
            ),
            ConversationError::StillRunning => Self::new(
                StatusCode::CONFLICT,
                "still_running",
                "The request with this Idempotency-Key is still being answered. Ask again in a moment.",
            )
            .retry_after(2),
            ConversationError::Store(error) if error.transient => Self::unavailable(&error),
            error => Self::internal(&error),
        }
    }
}

impl From<DailyLimitReached> for Problem {
    fn from(reached: DailyLimitReached) -> Self {
        Self::daily_limit(&reached.message, reached.retry_after)
    }
}

impl From<TurnError> for Problem {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::Conversation(error) => error.into(),
            TurnError::DailyLimit(reached) => reached.into(),
            TurnError::Busy => Self::new(
                StatusCode::CONFLICT,
                "busy",
                "This conversation is being answered already. Wait until that is done, then try again.",
            )
            .retry_after(2),
            TurnError::ShuttingDown => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "shutting_down",
                "The server is restarting. Try again in a moment.",
            )
            .retry_after(2),
            error => Self::internal(&error),
        }
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        let conflict = |code, detail| Self::new(StatusCode::CONFLICT, code, detail);
        match error {
            DecideError::NotFound => Self::not_found("There is no such approval."),
            DecideError::Decided => conflict(
                "approval_decided",
                "This was decided already, or the conversation went on without it.",
            ),
            DecideError::NotAlways => Self::invalid_field(
                "decision",
                "cannot be `always` for what the user did not ask for: it is asked each time",
            ),
            DecideError::Expired => conflict(
                "approval_expired",
                "This waited for more than a day. Ask again.",
            ),
            DecideError::Unreadable(error) => {
                let error: &(dyn std::error::Error + 'static) = &*error;
                tracing::warn!(error, "what waits cannot be read");
                conflict(
                    "approval_outdated",
                    "This was asked by another version of the server. Ask again.",
                )
            }
            DecideError::Conversation(error) => error.into(),
            DecideError::DailyLimit(reached) => reached.into(),
            DecideError::Busy => TurnError::Busy.into(),
            DecideError::ShuttingDown => TurnError::ShuttingDown.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        if let AuthError::KeysUnavailable { retry_after } = &error {
            tracing::warn!(error = cause(&error), "tokens cannot be verified");
            let detail = "The sign-in service cannot be reached, so the token cannot be checked. Try again shortly.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "auth_unavailable", detail)
                .retry_after(retry_after.as_secs());
        }
        let detail = format!("The token is not accepted: {error}. Sign in again.");
        Self::new(StatusCode::UNAUTHORIZED, error.code(), detail)
    }
}

fn invalid_cursor() -> Problem {
    Problem::invalid_field(
        "cursor",
        "did not come from a page of this list with the same sort and filters; leave it out to begin again",
    )
}

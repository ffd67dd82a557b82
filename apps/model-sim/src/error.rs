use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use serde_json::{Value, json};
use taskpilot_model_client::{ErrorKind, ModelError};

/// An error as the provider words it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) code: Option<String>,
    pub(crate) param: Option<String>,
    pub(crate) message: String,
    /// Seconds.
    pub(crate) retry_after: Option<u64>,
}

impl ApiError {
    /// The client's mistake, in the part of the body that `param` names.
    pub(crate) fn invalid(param: &str, message: impl Into<String>) -> Self {
        Self {
            param: Some(param.to_owned()),
            ..Self::with_status(400, message)
        }
    }

    /// An error with the kind that goes with `status`.
    pub(crate) fn with_status(status: u16, message: impl Into<String>) -> Self {
        let kind = match status {
            401 => "authentication_error",
            403 => "permission_error",
            429 => "rate_limit_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        };
        Self {
            status,
            kind,
            code: None,
            param: None,
            message: message.into(),
            retry_after: None,
        }
    }

    /// What a model's own failure would look like from outside.
    pub(crate) fn from_model(error: &ModelError) -> Self {
        let status = error.status.unwrap_or(match error.kind {
            ErrorKind::BadRequest | ErrorKind::ContextLength => 400,
            ErrorKind::RateLimited { .. } | ErrorKind::QuotaExhausted => 429,
            _ => 500,
        });
        Self {
            code: Some(error.kind.code().to_owned()),
            ..Self::with_status(status, &error.message)
        }
    }

    /// The body, as both APIs send it.
    pub(crate) fn body(&self) -> Value {
        json!({"error": {
            "message": self.message, "type": self.kind, "param": self.param, "code": self.code,
        }})
    }

    pub(crate) fn response(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = HttpResponse::build(status);
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        response.json(self.body())
    }
}

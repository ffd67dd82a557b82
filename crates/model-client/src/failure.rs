//! What went wrong in one attempt, and what the provider says about trying again.

mod classify;
mod provider_error;

use std::time::Duration;

pub(crate) use classify::classify;
pub(crate) use provider_error::ProviderError;

use crate::error::{ErrorKind, ModelError};
use crate::redact::Redactor;

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Box<ModelError>,
    /// The provider's own word on whether another attempt makes sense.
    pub(crate) retryable: Option<bool>,
    /// How long the provider asks to wait.
    pub(crate) asked_wait: Option<Duration>,
    /// The conversation is held by another call, which takes seconds rather than milliseconds.
    pub(crate) locked: bool,
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        ModelError::new(kind, message).into()
    }

    /// Returns what a provider's error object means; `status` is that of the HTTP answer, if it matters.
    pub(crate) fn provider(
        status: Option<u16>,
        error: &ProviderError,
        redactor: &Redactor,
    ) -> Self {
        let kind = classify(status, error);
        let message = match &error.message {
            Some(message) => redactor.clean(message),
            None => "the provider gave no reason".to_owned(),
        };
        let mut model_error = ModelError::new(kind, message);
        model_error.status = status;
        let mut failure = Self::from(model_error);
        failure.retryable = error
            .retryable
            .or_else(|| is_malformed_call(error).then_some(true));
        failure.locked = error.code.as_deref() == Some("conversation_locked");
        failure.ask_wait(error.retry_after);
        failure
    }

    /// Notes how long the provider asks to wait, if it does.
    pub(crate) fn ask_wait(&mut self, wait: Option<Duration>) {
        let Some(wait) = wait else { return };
        self.asked_wait = Some(wait);
        if let ErrorKind::RateLimited { retry_after } = &mut self.error.kind {
            *retry_after = Some(wait);
        }
    }
}

/// Returns whether the provider refuses what its own model wrote (Groq): another attempt writes something else.
fn is_malformed_call(error: &ProviderError) -> bool {
    error.code.as_deref() == Some("tool_use_failed")
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self {
            error: Box::new(error),
            retryable: None,
            asked_wait: None,
            locked: false,
        }
    }
}

impl From<crate::sse::Error> for Failure {
    fn from(error: crate::sse::Error) -> Self {
        ModelError::from(error).into()
    }
}

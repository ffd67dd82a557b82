use std::sync::Arc;

use crate::event::RunFailure;

/// Makes answers of failures: of too many turns, a refusal, an answer without its form, no answer at all, malformed
/// calls, and a spent budget. Other failures stay what they are.
#[derive(Clone)]
pub struct ErrorHandler(Handle);

type Handle = Arc<dyn Fn(&RunFailure) -> Option<Fallback> + Send + Sync>;

/// An answer in place of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallback {
    /// What is said; for an agent with a form, its JSON. It is not checked by guardrails.
    pub text: String,
    /// Whether the conversation holds it.
    pub in_history: bool,
}

impl Fallback {
    /// Returns an answer that the conversation holds.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            in_history: true,
        }
    }
}

impl ErrorHandler {
    /// Returns a handler that asks `handle`; where it returns nothing, the run fails.
    pub fn new(handle: impl Fn(&RunFailure) -> Option<Fallback> + Send + Sync + 'static) -> Self {
        Self(Arc::new(handle))
    }

    pub(crate) fn handle(&self, failure: &RunFailure) -> Option<Fallback> {
        (self.0)(failure)
    }
}

impl std::fmt::Debug for ErrorHandler {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ErrorHandler")
    }
}

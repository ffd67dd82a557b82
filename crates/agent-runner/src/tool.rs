use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use taskpilot_model_client::ToolSpec;

pub use crate::tool_context::ToolContext;

/// What a tool answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolOutput {
    /// The answer; the model reads it as JSON text (a JSON string is sent bare).
    pub value: Value,
}

impl From<Value> for ToolOutput {
    fn from(value: Value) -> Self {
        Self { value }
    }
}

/// A tool refused or failed, in words for the model (and the person): no internals.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the tool answered with an error: {value}")]
pub struct ToolError {
    /// What went wrong and what to do, as JSON: `{"error": {"code", "message", …}}`.
    pub value: Value,
}

impl ToolError {
    /// Returns an error of the usual shape, `{"error": {"code", "message"}}`; `code` is for programs, `message` says
    /// to the model what went wrong and what to do.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            value: json!({"error": {"code": code, "message": message.into()}}),
        }
    }
}

/// Something the model may call.
#[async_trait]
pub trait Tool<Cx>: Send + Sync {
    /// Returns name, description and schema; the same for as long as the tool lives.
    fn spec(&self) -> &ToolSpec;

    /// Returns whether a call may run beside the other calls of its turn, which is so unless a tool says otherwise.
    ///
    /// If not, it begins when all calls before it have ended, and the calls after it wait for it.
    fn is_parallel(&self) -> bool {
        true
    }

    /// Returns how long a call may take, if not as long as the run says
    /// ([`RunOptions::tool_timeout`](crate::RunOptions::tool_timeout)).
    fn timeout(&self) -> Option<Duration> {
        None
    }

    /// Runs the tool with the arguments as the model wrote them, already known to be a JSON object.
    ///
    /// # Errors
    /// A [`ToolError`] goes to the model, which may try otherwise; it does not end the run.
    async fn call(
        &self,
        context: ToolContext<Cx>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError>;
}

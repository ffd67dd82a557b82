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

/// What a tool does to the world, as far as it says; the hints of MCP. Nothing is known by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ToolAnnotations {
    /// It changes nothing.
    pub read_only: bool,
    /// It may destroy what was there.
    pub destructive: bool,
    /// To call it twice is to call it once.
    pub idempotent: bool,
}

/// What may run beside a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concurrency {
    /// Anything.
    Shared,
    /// Anything but calls of the same answer with the same key, which run one after the other, in order: the key names
    /// what they change.
    Keyed(String),
    /// Nothing: it begins when all calls before it have ended, and the calls after it wait for it.
    Alone,
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

    /// Returns what may run beside a call with these arguments; by default what [`Tool::is_parallel`] says.
    fn concurrency(&self, arguments: &Value) -> Concurrency {
        let _ = arguments;
        if self.is_parallel() {
            Concurrency::Shared
        } else {
            Concurrency::Alone
        }
    }

    /// Returns what the tool does to the world; see [`ApprovalPolicy`](crate::ApprovalPolicy).
    fn annotations(&self) -> ToolAnnotations {
        ToolAnnotations::default()
    }

    /// Returns whether a call with these arguments waits for a person's word. A [hook](crate::Hooks::before_tool) can
    /// say so, too, and may look things up for it.
    fn needs_approval(&self, context: &ToolContext<Cx>, arguments: &Value) -> bool {
        let _ = (context, arguments);
        false
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

/// What a call comes to.
pub(crate) type ToolResult = Result<ToolOutput, ToolError>;

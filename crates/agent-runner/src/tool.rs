use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use taskpilot_model_client::ToolSpec;

/// What a tool answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolOutput {
    /// The answer; the model reads it as JSON text (a JSON string is sent bare).
    pub value: Value,
}

/// A tool refused or failed, in words for the model (and the person): no internals.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the tool answered with an error: {value}")]
pub struct ToolError {
    /// What went wrong and what to do, as JSON: `{"error": {"code", "message", …}}`.
    pub value: Value,
}

/// What a tool knows of the call.
#[derive(Debug, Clone)]
pub struct ToolContext<Cx> {
    /// The application's context: whose run it is, for instance. Never sent to the model.
    pub app: Arc<Cx>,
    /// The call's id.
    pub call_id: String,
}

/// Something the model may call.
#[async_trait]
pub trait Tool<Cx>: Send + Sync {
    /// Returns name, description and schema; the same for as long as the tool lives.
    fn spec(&self) -> &ToolSpec;

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

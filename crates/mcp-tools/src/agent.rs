use async_trait::async_trait;
use serde_json::{Value, json};
use taskpilot_agent_runner::{Tool, ToolContext, ToolError, ToolOutput};
use taskpilot_model_client::ToolSpec;

use crate::caller::ToolCaller;
use crate::definition::ToolDefinition;
use crate::tools::TaskTools;

/// One of the tools, as an agent calls it.
pub(crate) struct AgentTool {
    tools: TaskTools,
    spec: ToolSpec,
    /// Writes run in the order of their calls, so that tasks are numbered as they were named.
    is_parallel: bool,
}

impl AgentTool {
    pub(crate) fn new(tools: TaskTools, definition: &ToolDefinition) -> Self {
        Self {
            tools,
            is_parallel: definition.hints.read_only,
            spec: ToolSpec {
                name: definition.name.to_owned(),
                description: definition.description.clone(),
                parameters: definition.input_schema.clone(),
                // A strict schema has no optional arguments, and these have many.
                strict: false,
            },
        }
    }
}

#[async_trait]
impl Tool<ToolCaller> for AgentTool {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn is_parallel(&self) -> bool {
        self.is_parallel
    }

    async fn call(
        &self,
        context: ToolContext<ToolCaller>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        let answer = self.tools.call(&context.app, &self.spec.name, arguments);
        match answer.await {
            Ok(value) => Ok(ToolOutput { value }),
            Err(fault) => Err(ToolError {
                value: json!({ "error": fault.to_value() }),
            }),
        }
    }
}

//! Tools of an MCP server: `cargo run -p taskpilot-agent-runner --example mcp`.
//!
//! The server runs in this process, at the other end of a pipe; the agent's side is the same for any that `rmcp` can
//! reach. Which model answers: as in `hello`.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{Peer, RequestContext};
use rmcp::{ErrorData, RoleClient, RoleServer, ServerHandler, ServiceExt as _};
use serde_json::{Value, json};
use taskpilot_agent_runner::{
    Agent, RunEventKind, RunOptions, Tool, ToolAnnotations, ToolContext, ToolError, ToolOutput, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Role, ToolSpec};

/// A tool of an MCP server.
struct McpTool {
    server: Peer<RoleClient>,
    spec: ToolSpec,
    annotations: ToolAnnotations,
}

impl McpTool {
    fn new(server: Peer<RoleClient>, tool: rmcp::model::Tool) -> Self {
        let hints = tool.annotations.unwrap_or_default();
        Self {
            server,
            spec: ToolSpec {
                name: tool.name.into_owned(),
                description: tool.description.unwrap_or_default().into_owned(),
                parameters: Value::Object((*tool.input_schema).clone()),
                strict: false,
            },
            annotations: ToolAnnotations {
                read_only: hints.read_only_hint.unwrap_or_default(),
                destructive: hints.destructive_hint.unwrap_or_default(),
                idempotent: hints.idempotent_hint.unwrap_or_default(),
            },
        }
    }
}

#[async_trait]
impl Tool<()> for McpTool {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    /// What the server calls destructive can be made to wait for a person: `RunOptions::approvals`.
    fn annotations(&self) -> ToolAnnotations {
        self.annotations
    }

    async fn call(
        &self,
        context: ToolContext<()>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        let mut request = CallToolRequestParams::new(self.spec.name.clone());
        request.arguments = arguments.as_object().cloned();
        let answer = self.server.call_tool(request).await;
        let answer =
            answer.map_err(|_| ToolError::new("unreachable", "the server does not answer"))?;
        let mut texts = Vec::new();
        for block in &answer.content {
            match block {
                ContentBlock::Text(text) => texts.push(text.text.clone()),
                ContentBlock::Image(image) => context.attach(ContentPart::Image {
                    url: format!("data:{};base64,{}", image.mime_type, image.data),
                }),
                _ => {}
            }
        }
        let text = texts.join("\n");
        if answer.is_error.unwrap_or_default() {
            return Err(ToolError::new("tool_failed", text));
        }
        Ok(Value::String(text).into())
    }
}

/// A server with one tool.
#[derive(Clone)]
struct Weather;

impl ServerHandler for Weather {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let schema = json!({
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        });
        let schema = schema.as_object().cloned().unwrap_or_default();
        let tool = rmcp::model::Tool::new("weather", "Today's weather.", Arc::new(schema));
        Ok(ListToolsResult::with_all_items(vec![tool]))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let Some(city) = arguments.get("city").and_then(Value::as_str) else {
            let message = ContentBlock::text("say which city");
            return Ok(CallToolResult::error(vec![message]).into());
        };
        let text = ContentBlock::text(format!("Rain in {city}."));
        let map = ContentBlock::image("aGk=", "image/png");
        Ok(CallToolResult::success(vec![text, map]).into())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (here, there) = tokio::io::duplex(64 * 1024);
    tokio::spawn(async move {
        Weather
            .serve(there)
            .await?
            .waiting()
            .await
            .map_err(Box::<dyn Error + Send + Sync>::from)
    });
    let client = ().serve(here).await?;

    let mut agent = Agent::new("helper", common::model()?);
    for tool in client.list_all_tools().await? {
        agent = agent.with_tool(McpTool::new(client.peer().clone(), tool));
    }
    let input = vec![InputItem::text(
        Role::User,
        "Do I need an umbrella in Bergen?",
    )];
    let mut events = run(Arc::new(agent), Arc::new(()), input, RunOptions::default());
    while let Some(event) = events.next().await {
        match event.kind {
            RunEventKind::TextDelta(text) => print!("{text}"),
            RunEventKind::ToolFinished { name, result, .. } => println!("  {name}: {result:?}"),
            RunEventKind::Failed(failure) => return Err(failure.error.into()),
            _ => {}
        }
    }
    println!();
    client.cancel().await?;
    Ok(())
}

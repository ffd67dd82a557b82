//! Tools of an MCP server: `cargo run -p taskpilot-agent-runner --example mcp`.
//!
//! The server runs in this process, at the other end of a pipe; the agent's side is the same for any that `rmcp` can
//! reach. Which model answers: as in `hello`.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::Arc;

use futures_util::StreamExt as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _};
use serde_json::{Value, json};
use taskpilot_agent_runner::mcp::{self, McpOptions, McpServer};
use taskpilot_agent_runner::{Agent, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Role};

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
        // Without this, a call would wait for a person's word: it may do anything.
        let tool = tool.with_annotations(ToolAnnotations::new().read_only(true));
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
    let servers = [McpServer::connect("weather", here, McpOptions::default()).await?];
    let agent = Agent::new("helper", common::model()?).with_tools(mcp::tools(&servers).await?);
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
    Ok(())
}

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rmcp::model::{
    CallToolRequest, CallToolRequestParams, CancelledNotificationParam, ClientRequest,
    ProgressNotificationParam, RequestId, ServerResult, Tool as Definition,
};
use rmcp::service::{PeerRequestOptions, ServiceError};
use rmcp::{Peer, RoleClient};
use serde_json::{Value, json};
use taskpilot_model_client::ToolSpec;
use tokio::runtime::Handle;
use tokio::sync::broadcast::error::RecvError;

use super::answer;
use super::server::Link;
use super::{McpApproval, McpServer};
use crate::tool::{Concurrency, Tool, ToolAnnotations, ToolContext, ToolError, ToolOutput};

/// A tool of an MCP server.
pub(super) struct McpTool {
    link: Link,
    server: Arc<str>,
    /// Its name there.
    remote: String,
    spec: ToolSpec,
    annotations: ToolAnnotations,
    asks: bool,
    timeout: Option<Duration>,
}

impl McpTool {
    pub(super) fn new(server: &McpServer, name: String, tool: &Definition) -> Self {
        let hints = tool.annotations.clone().unwrap_or_default();
        let read_only = hints.read_only_hint.unwrap_or_default();
        let destructive = !read_only && hints.destructive_hint.unwrap_or(true);
        let asks = match &server.options().approval {
            McpApproval::Hinted => destructive,
            McpApproval::Always => true,
            McpApproval::Only(names) => names.iter().any(|name| *name == tool.name),
            McpApproval::Never => false,
        };
        let mut parameters = (*tool.input_schema).clone();
        // Providers refuse what they do not know.
        parameters.remove("$schema");
        Self {
            link: server.link(),
            server: Arc::clone(server.name()),
            remote: tool.name.clone().into_owned(),
            spec: ToolSpec {
                name,
                description: tool.description.clone().unwrap_or_default().into_owned(),
                parameters: Value::Object(parameters),
                strict: false,
            },
            annotations: ToolAnnotations {
                read_only,
                destructive,
                idempotent: read_only || hints.idempotent_hint.unwrap_or_default(),
            },
            asks,
            timeout: server.options().call_timeout,
        }
    }

    fn unreachable(&self) -> ToolError {
        let message = format!("the server {} does not answer", self.server);
        ToolError::new("unreachable", message)
    }

    fn failed(&self, error: &ServiceError) -> ToolError {
        match error {
            ServiceError::McpError(error) => {
                ToolError::new("refused", format!("the server refused: {}", error.message))
            }
            _ => self.unreachable(),
        }
    }
}

#[async_trait]
impl<Cx: Send + Sync + 'static> Tool<Cx> for McpTool {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    /// What changes something waits for what else changes something at that server.
    fn concurrency(&self, _: &Value) -> Concurrency {
        if self.annotations.read_only {
            return Concurrency::Shared;
        }
        Concurrency::Keyed(format!("mcp {}", self.server))
    }

    fn annotations(&self) -> ToolAnnotations {
        self.annotations
    }

    fn needs_approval(&self, _: &ToolContext<Cx>, _: &Value) -> bool {
        self.asks
    }

    fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    async fn call(
        &self,
        context: ToolContext<Cx>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        let mut params = CallToolRequestParams::new(self.remote.clone());
        params.arguments = arguments.as_object().cloned();
        let request = ClientRequest::CallToolRequest(CallToolRequest::new(params));
        let mut progress = self.link.progress();
        let peer = self.link.peer();
        let sent = peer.send_cancellable_request(request, PeerRequestOptions::no_options());
        let sent = sent.await.map_err(|error| self.failed(&error))?;
        let token = sent.progress_token.clone();
        let mut open = OpenCall::new(peer, sent.id.clone());
        let mut answer = pin!(sent.await_response());
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut answer => break answer,
                // What may have changed something is waited for: what it did belongs into the conversation.
                () = context.cancel.cancelled(), if self.annotations.read_only => {
                    return Err(ToolError::new("cancelled", "the run was cancelled"));
                }
                news = progress.recv() => match news {
                    Ok(news) if news.progress_token == token => context.progress(shown(&news)).await,
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Err(self.unreachable()),
                },
            }
        };
        open.has_ended();
        match answer.map_err(|error| self.failed(&error))? {
            ServerResult::CallToolResult(result) => answer::read(&context, result),
            ServerResult::InputRequiredResult(_) => Err(ToolError::new(
                "input_required",
                "the server wants to ask the person something, which cannot be done from here",
            )),
            _ => Err(self.unreachable()),
        }
    }
}

fn shown(news: &ProgressNotificationParam) -> Value {
    json!({"progress": news.progress, "total": news.total, "message": news.message})
}

/// Tells the server that nobody waits any more, if it is dropped before the answer came.
struct OpenCall {
    waiting: Option<(Peer<RoleClient>, RequestId)>,
}

impl OpenCall {
    fn new(peer: &Peer<RoleClient>, id: RequestId) -> Self {
        Self {
            waiting: Some((peer.clone(), id)),
        }
    }

    fn has_ended(&mut self) {
        self.waiting = None;
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        let Some((peer, id)) = self.waiting.take() else {
            return;
        };
        // Without a runtime there is no connection either.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                let reason = "nobody waits for the answer any more".to_owned();
                let told = CancelledNotificationParam::new(Some(id), Some(reason));
                let _ = peer.notify_cancelled(told).await;
            });
        }
    }
}

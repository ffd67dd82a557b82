use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::Span;

use super::slot::Ticket;
use super::wording;
use crate::guardrail::{GuardrailStage, ToolGuardrail, ToolVerdict, Trip, Tripped};
use crate::hooks::{CallFlow, Flow, Hooks};
use crate::telemetry;
use crate::tool::{Concurrency, Tool, ToolContext, ToolError, ToolOutput, ToolResult};

/// A call that can be run.
pub(super) struct Call<Cx> {
    pub(super) slot: usize,
    pub(super) tool: Arc<dyn Tool<Cx>>,
    pub(super) context: ToolContext<Cx>,
    pub(super) arguments: Value,
    pub(super) concurrency: Concurrency,
    pub(super) guardrails: Vec<Arc<dyn ToolGuardrail<Cx>>>,
    pub(super) hooks: Vec<Arc<dyn Hooks<Cx>>>,
    /// The run wants a person's word, whatever the tool says.
    pub(super) needs_approval: bool,
    pub(super) word: Word,
    /// It waited, and goes on.
    pub(super) is_resumed: bool,
    pub(super) timeout: Duration,
    /// Bytes that it may attach.
    pub(super) max_attachment_bytes: usize,
    pub(super) ticket: Ticket,
}

/// What a person has said of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    None,
    Approved,
    Rejected(Option<String>),
}

/// What a call came to.
pub(super) enum CallEnd {
    Answered(ToolResult),
    Tripped(Tripped),
    Stopped(String),
    /// It waits for a person's word on these arguments.
    Waits(Value),
}

impl CallEnd {
    /// Notes it in the call's span.
    pub(super) fn note(&self, span: &Span, holds_content: bool) {
        match self {
            Self::Answered(Ok(output)) => {
                telemetry::end_tool(span, &output.value, None, holds_content);
            }
            Self::Answered(Err(error)) => {
                let code = error.value.pointer("/error/code").and_then(Value::as_str);
                let code = code.unwrap_or("tool_error");
                telemetry::end_tool(span, &error.value, Some(code), holds_content);
            }
            Self::Tripped(_) => telemetry::fail(span, "guardrail"),
            Self::Stopped(_) => telemetry::fail(span, "stopped"),
            Self::Waits(_) => {}
        }
    }
}

impl<Cx: Send + Sync + 'static> Call<Cx> {
    /// Runs the tool between its hooks and guardrails, all within its time limit.
    pub(super) async fn run(self) -> CallEnd {
        let limit = self.timeout;
        tokio::time::timeout(limit, self.checked())
            .await
            .unwrap_or_else(|_| CallEnd::Answered(Err(wording::timed_out(limit))))
    }

    async fn checked(mut self) -> CallEnd {
        if let Some(end) = self.before().await {
            return end;
        }
        if self.context.cancel.is_cancelled() {
            return CallEnd::Answered(Err(wording::cancelled(false)));
        }
        self.ticket.begin();
        let arguments = std::mem::take(&mut self.arguments);
        let result = self.tool.call(self.context.clone(), arguments).await;
        self.after(result).await
    }

    /// Asks all who may object; returns what comes of the call if one does.
    async fn before(&mut self) -> Option<CallEnd> {
        let mut needs_approval = self.needs_approval;
        if !self.is_resumed {
            let name = &self.tool.spec().name;
            for hook in &self.hooks {
                let flow = hook.before_tool(&self.context, name, &mut self.arguments);
                match flow.await {
                    CallFlow::Run => {}
                    CallFlow::Ask => needs_approval = true,
                    CallFlow::Answer(value) => return Some(CallEnd::Answered(Ok(value.into()))),
                    CallFlow::Deny(why) => return Some(denied(why)),
                    CallFlow::Stop(reason) => return Some(CallEnd::Stopped(reason)),
                }
            }
        }
        for guardrail in &self.guardrails {
            let name = &self.tool.spec().name;
            let verdict = guardrail.before(&self.context, name, &self.arguments).await;
            if let Some(objection) = objection(guardrail.name(), verdict) {
                return Some(objection);
            }
        }
        needs_approval = needs_approval || self.tool.needs_approval(&self.context, &self.arguments);
        match &self.word {
            Word::Rejected(message) if needs_approval || self.is_resumed => {
                let error = wording::not_approved(message.as_deref());
                Some(CallEnd::Answered(Err(error)))
            }
            Word::None if needs_approval => {
                Some(CallEnd::Waits(std::mem::take(&mut self.arguments)))
            }
            _ => None,
        }
    }

    async fn after(&self, result: ToolResult) -> CallEnd {
        let name = &self.tool.spec().name;
        let mut result = result
            .map(|output| output.value)
            .map_err(|error| error.value);
        for guardrail in &self.guardrails {
            let verdict = guardrail.after(&self.context, name, result.as_ref()).await;
            if let Some(objection) = objection(guardrail.name(), verdict) {
                return objection;
            }
        }
        for hook in &self.hooks {
            let flow = hook.after_tool(&self.context, name, &mut result).await;
            if let Flow::Stop(reason) = flow {
                return CallEnd::Stopped(reason);
            }
        }
        if result.is_ok() && self.context.attached_bytes() > self.max_attachment_bytes {
            self.context.detach();
            let error = wording::too_large(self.max_attachment_bytes);
            return CallEnd::Answered(Err(error));
        }
        let result = result
            .map(ToolOutput::from)
            .map_err(|value| ToolError { value });
        CallEnd::Answered(result)
    }
}

fn objection(guardrail: &str, verdict: ToolVerdict) -> Option<CallEnd> {
    match verdict {
        ToolVerdict::Allow => None,
        ToolVerdict::Reject(message) => Some(denied(message)),
        ToolVerdict::Trip(trip) => Some(tripped(guardrail, trip)),
    }
}

fn denied(message: String) -> CallEnd {
    CallEnd::Answered(Err(wording::rejected(message)))
}

fn tripped(guardrail: &str, trip: Trip) -> CallEnd {
    CallEnd::Tripped(Tripped {
        stage: GuardrailStage::Tool,
        guardrail: guardrail.to_owned(),
        trip,
    })
}

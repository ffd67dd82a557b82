use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::{Limit, ToolResult, wording};
use crate::guardrail::{GuardrailStage, ToolGuardrail, ToolVerdict, Trip, Tripped};
use crate::tool::{Tool, ToolContext};

/// A call that can be run.
pub(super) struct Call<Cx> {
    pub(super) slot: usize,
    pub(super) tool: Arc<dyn Tool<Cx>>,
    pub(super) context: ToolContext<Cx>,
    pub(super) arguments: Value,
    pub(super) guardrails: Vec<Arc<dyn ToolGuardrail<Cx>>>,
    pub(super) timeout: Limit,
    pub(super) ticket: Ticket,
}

/// Whether a tool has begun.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticket(Arc<AtomicBool>);

impl Ticket {
    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What a call came to.
pub(super) enum CallEnd {
    Answered(ToolResult),
    Tripped(Tripped),
}

/// What a guardrail says instead of the tool.
type Objection = CallEnd;

impl<Cx: Send + Sync + 'static> Call<Cx> {
    /// Runs the tool between its guardrails, all within its time limit.
    pub(super) async fn run(self) -> CallEnd {
        let limit = self.timeout;
        tokio::time::timeout(limit, self.checked())
            .await
            .unwrap_or_else(|_| CallEnd::Answered(Err(wording::timed_out(limit))))
    }

    async fn checked(self) -> CallEnd {
        for guardrail in &self.guardrails {
            let name = &self.tool.spec().name;
            let verdict = guardrail.before(&self.context, name, &self.arguments).await;
            if let Some(objection) = objection(guardrail.name(), verdict) {
                return objection;
            }
        }
        if self.context.cancel.is_cancelled() {
            return CallEnd::Answered(Err(wording::cancelled(false)));
        }
        self.ticket.begin();
        let result = self.tool.call(self.context.clone(), self.arguments).await;
        for guardrail in &self.guardrails {
            let name = &self.tool.spec().name;
            let seen = match &result {
                Ok(output) => Ok(&output.value),
                Err(error) => Err(&error.value),
            };
            let verdict = guardrail.after(&self.context, name, seen).await;
            if let Some(objection) = objection(guardrail.name(), verdict) {
                return objection;
            }
        }
        CallEnd::Answered(result)
    }
}

fn objection(guardrail: &str, verdict: ToolVerdict) -> Option<Objection> {
    match verdict {
        ToolVerdict::Allow => None,
        ToolVerdict::Reject(message) => Some(CallEnd::Answered(Err(wording::rejected(message)))),
        ToolVerdict::Trip(trip) => Some(tripped(guardrail, trip)),
    }
}

fn tripped(guardrail: &str, trip: Trip) -> CallEnd {
    CallEnd::Tripped(Tripped {
        stage: GuardrailStage::Tool,
        guardrail: guardrail.to_owned(),
        trip,
    })
}

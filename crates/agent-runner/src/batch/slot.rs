use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use taskpilot_model_client::{ContentPart, InputItem};

use super::wording;
use crate::approval::{ApprovalRequest, fingerprint};
use crate::state::{CallState, PendingCall, RunState};
use crate::tool_context::{Attached, Meter};

/// A call and what became of it.
pub(super) struct Slot {
    pub(super) call_id: String,
    pub(super) name: String,
    pub(super) arguments: Value,
    pub(super) ticket: Ticket,
    pub(super) meter: Meter,
    /// What the model will read.
    pub(super) output: Option<String>,
    /// What it attaches while it runs.
    pub(super) attached: Attached,
    /// What the model will see behind the output.
    pub(super) shown: Vec<ContentPart>,
    pub(super) is_ok: bool,
    pub(super) is_handoff: bool,
    pub(super) hold: Option<Hold>,
}

/// What a call waits for.
pub(super) enum Hold {
    /// For a person's word.
    Approval,
    /// For the run inside of it, which does.
    Suspended(Box<RunState>),
}

/// Whether a tool has begun.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticket(Arc<AtomicBool>);

impl Ticket {
    pub(super) fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    pub(super) fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Slot {
    pub(super) fn new(call_id: String, name: String, arguments: Value) -> Self {
        Self {
            call_id,
            name,
            arguments,
            ticket: Ticket::default(),
            meter: Meter::default(),
            output: None,
            attached: Attached::default(),
            shown: Vec::new(),
            is_ok: false,
            is_handoff: false,
            hold: None,
        }
    }

    /// Waits for a word on the call with these arguments, which hooks may have changed.
    pub(super) fn wait_with(&mut self, arguments: Value) {
        self.arguments = arguments;
        self.hold = Some(Hold::Approval);
    }

    pub(super) fn request(&self, agent: &str) -> ApprovalRequest {
        ApprovalRequest {
            agent: agent.to_owned(),
            path: Vec::new(),
            call_id: self.call_id.clone(),
            tool: self.name.clone(),
            arguments: self.arguments.clone(),
            fingerprint: fingerprint(&self.name, &self.arguments),
        }
    }

    pub(super) fn pending(&self) -> PendingCall {
        PendingCall {
            call_id: self.call_id.clone(),
            name: self.name.clone(),
            arguments: self.arguments.clone(),
            fingerprint: fingerprint(&self.name, &self.arguments),
            state: match &self.hold {
                Some(Hold::Approval) => CallState::Waiting { decision: None },
                Some(Hold::Suspended(run)) => CallState::Suspended { run: run.clone() },
                None => CallState::Ended {
                    output: self.text(),
                    shown: self.shown.clone(),
                    is_ok: self.is_ok,
                },
            },
        }
    }

    pub(super) fn into_output(self) -> InputItem {
        let output = self.text();
        let call_id = self.call_id;
        if self.shown.is_empty() {
            return InputItem::ToolOutput { call_id, output };
        }
        let mut content = vec![ContentPart::Text(output)];
        content.extend(self.shown);
        InputItem::ToolContent { call_id, content }
    }

    fn text(&self) -> String {
        let error = match (&self.output, &self.hold) {
            (Some(output), _) => return output.clone(),
            (None, Some(_)) => wording::unapproved(),
            (None, None) => wording::cancelled(self.ticket.has_begun()),
        };
        error.value.to_string()
    }
}

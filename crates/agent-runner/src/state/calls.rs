use serde::{Deserialize, Serialize};
use serde_json::Value;
use taskpilot_model_client::ContentPart;

use super::RunState;
use crate::approval::{ApprovalRequest, Decision};

/// A call of the answer at which a run waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PendingCall {
    pub(crate) call_id: String,
    pub(crate) name: String,
    /// As they will be run.
    pub(crate) arguments: Value,
    pub(crate) fingerprint: String,
    pub(crate) state: CallState,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum CallState {
    /// It is answered.
    Ended {
        /// What the model reads.
        output: String,
        /// What it sees behind that.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shown: Vec<ContentPart>,
        /// Whether it was an answer, not an error.
        is_ok: bool,
    },
    /// It waits for a person's word.
    Waiting {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Decision>,
    },
    /// Inside of it a run waits.
    Suspended { run: Box<RunState> },
}

impl PendingCall {
    pub(super) fn request(&self, agent: &str, path: &[String]) -> ApprovalRequest {
        ApprovalRequest {
            agent: agent.to_owned(),
            path: path.to_vec(),
            call_id: self.call_id.clone(),
            tool: self.name.clone(),
            arguments: self.arguments.clone(),
            fingerprint: self.fingerprint.clone(),
        }
    }
}

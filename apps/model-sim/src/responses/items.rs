use serde_json::{Value, json};
use taskpilot_model_client::ToolCall;

/// An item of the answer while it is being written.
pub(crate) struct Item {
    /// The wire id, such as `msg_…`.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// All of its text or arguments so far.
    pub(crate) text: String,
    pub(crate) status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InProgress,
    Completed,
    /// The answer was cut while this was being written.
    Incomplete,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Refusal,
    Reasoning,
    Call { call_id: String, name: String },
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Incomplete => "incomplete",
        }
    }
}

impl Kind {
    pub(crate) fn call(call: &ToolCall) -> Self {
        Self::Call {
            call_id: call.call_id.clone(),
            name: call.name.clone(),
        }
    }

    pub(crate) fn prefix(&self) -> &'static str {
        match self {
            Self::Text | Self::Refusal => "msg",
            Self::Reasoning => "rs",
            Self::Call { .. } => "fc",
        }
    }

    /// Returns the part that holds `text`; a call has none.
    pub(crate) fn part(&self, text: &str) -> Option<Value> {
        match self {
            Self::Text => Some(
                json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []}),
            ),
            Self::Refusal => Some(json!({"type": "refusal", "refusal": text})),
            Self::Reasoning => Some(json!({"type": "summary_text", "text": text})),
            Self::Call { .. } => None,
        }
    }
}

impl Item {
    pub(crate) fn is_done(&self) -> bool {
        self.status != Status::InProgress
    }

    /// Returns the item as it is sent: with its parts once it is done, without them before.
    pub(crate) fn json(&self) -> Value {
        let status = self.status.name();
        let done = self.is_done();
        let text = if done { self.text.as_str() } else { "" };
        let parts: Vec<Value> = self.kind.part(text).into_iter().filter(|_| done).collect();
        match &self.kind {
            Kind::Text | Kind::Refusal => json!({
                "id": self.id, "type": "message", "status": status, "role": "assistant", "content": parts,
            }),
            Kind::Reasoning => json!({"id": self.id, "type": "reasoning", "summary": parts}),
            Kind::Call { call_id, name } => json!({
                "id": self.id, "type": "function_call", "status": status,
                "call_id": call_id, "name": name, "arguments": text,
            }),
        }
    }
}

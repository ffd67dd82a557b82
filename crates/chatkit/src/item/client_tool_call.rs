use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ItemBody, ItemKind};

/// A tool that runs in the browser, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientToolCall {
    /// Whether its result is there.
    #[serde(default)]
    pub status: ToolCallStatus,
    /// Joins call and result for the model.
    pub call_id: String,
    /// Which tool.
    pub name: String,
    /// What it is called with.
    #[serde(default)]
    pub arguments: Map<String, Value>,
    /// What it answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output: Option<Value>,
}

impl ClientToolCall {
    /// Returns a call that waits for its result.
    pub fn pending(call_id: String, name: String, arguments: Map<String, Value>) -> Self {
        Self {
            status: ToolCallStatus::Pending,
            call_id,
            name,
            arguments,
            output: None,
        }
    }
}

impl ItemBody for ClientToolCall {
    const KIND: ItemKind = ItemKind::ClientToolCall;
}

/// How far a client's tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ToolCallStatus {
    /// The client runs it.
    #[default]
    Pending,
    /// Its result is there.
    Completed,
}

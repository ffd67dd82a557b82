use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::retry::RetryBudget;

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The application, beside the instructions.
    Developer,
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContentPart {
    /// Plain text.
    Text(String),
    /// An image, by `https:` or `data:` URL.
    Image {
        /// Where it is.
        url: String,
    },
    /// A file, by `https:` or `data:` URL.
    File {
        /// What it is called, with its ending.
        name: String,
        /// Where it is.
        url: String,
    },
    /// What the assistant said instead of answering.
    Refusal(String),
}

/// One item of what the model reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InputItem {
    /// Something that was said.
    Message {
        /// By whom.
        role: Role,
        /// What.
        content: Vec<ContentPart>,
    },
    /// A tool call the model made before.
    ToolCall {
        /// Joins call and output.
        call_id: String,
        /// Which tool.
        name: String,
        /// The arguments as the model wrote them; empty is sent as `{}`.
        arguments: String,
    },
    /// What a tool answered.
    ToolOutput {
        /// Joins call and output.
        call_id: String,
        /// The answer, as text.
        output: String,
    },
    /// What a tool answered, if that is more than text; it stands where [`InputItem::ToolOutput`] would.
    ///
    /// The Responses API takes it as it is. Chat Completions takes texts of tools only: images and files follow in a
    /// message behind the answers, or are named and left out ([`Dialect::tool_media`](crate::Dialect::tool_media)).
    ToolContent {
        /// Joins call and output.
        call_id: String,
        /// The answer, in its parts.
        content: Vec<ContentPart>,
    },
    /// What the model thought before, in the provider's own form; replayed only to the model that made it.
    Reasoning {
        /// The model that made it.
        model: String,
        /// The provider's item, untouched.
        raw: Value,
    },
}

impl InputItem {
    /// Returns a text message by `role`.
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self::Message {
            role,
            content: vec![ContentPart::Text(text.into())],
        }
    }
}

/// A function the model may call.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolSpec {
    /// `^[a-zA-Z0-9_-]{1,64}$`.
    pub name: String,
    /// When and how to use it, for the model.
    pub description: String,
    /// JSON Schema of the arguments object.
    pub parameters: Value,
    /// Whether the provider shall hold the model to the schema; needs a strict schema.
    pub strict: bool,
}

/// Whether the model must call a tool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ToolChoice {
    /// As it likes; sent as nothing.
    #[default]
    Auto,
    /// At least one.
    Required,
    /// None.
    None,
    /// This one.
    Named(String),
}

/// How long the model may think.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasoningEffort {
    /// Hardly.
    Minimal,
    /// A little.
    Low,
    /// As usual.
    Medium,
    /// Long.
    High,
}

/// A form that the answer is held to.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputSchema {
    /// `^[a-zA-Z0-9_-]{1,64}$`.
    pub name: String,
    /// JSON Schema of the answer.
    pub schema: Value,
    /// Whether the provider shall hold the model to the schema; needs a strict schema.
    pub strict: bool,
}

/// One call of a model. Whatever is `None` or empty is not sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ModelRequest {
    /// The model's name; `None` takes the client's own.
    pub model: Option<String>,
    /// The system text.
    pub instructions: Option<String>,
    /// What the model reads, oldest first.
    pub input: Vec<InputItem>,
    /// What it may call; shared, because it is the same for each call of a run.
    pub tools: std::sync::Arc<[ToolSpec]>,
    /// Whether it must call.
    pub tool_choice: ToolChoice,
    /// Whether it may ask for several calls at once; sent only with tools.
    pub parallel_tool_calls: Option<bool>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Nucleus sampling.
    pub top_p: Option<f64>,
    /// Most tokens to write.
    pub max_output_tokens: Option<u64>,
    /// How long to think.
    pub reasoning_effort: Option<ReasoningEffort>,
    /// A form for the answer. Servers that would then call no tools
    /// ([`Dialect::schema_beside_tools`](crate::Dialect::schema_beside_tools)) are told of it only when they may call
    /// none.
    pub output: Option<OutputSchema>,
    /// Tools that the provider runs itself (`{"type": "web_search"}`, `{"type": "image_generation"}`, …), sent as
    /// they are behind `tools`; to the Responses API only.
    pub hosted_tools: Vec<Value>,
    /// What further attempts there may be, if others share them; `None` leaves it to the model.
    pub retry_budget: Option<RetryBudget>,
    /// Further fields of the request body, sent as they are; they win over the fields above.
    pub extra_body: Map<String, Value>,
}

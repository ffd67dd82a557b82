use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::annotation::Annotation;

/// A tool call the model asked for, complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Joins call and output; unique within the response, made up if the provider gave none.
    pub call_id: String,
    /// Which tool; possibly one that does not exist.
    pub name: String,
    /// The arguments as the model wrote them: `{}` if empty, possibly malformed JSON.
    pub arguments: String,
}

/// An image that the provider made (`image_generation_call`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneratedImage {
    /// The provider's id, unique within the response; made up if it gave none.
    pub image_id: String,
    /// The image, as base64.
    pub base64: String,
    /// Its format (`png`, `jpeg`, `webp`), if the provider says so; PNG otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// Without the image, which is long.
impl std::fmt::Debug for GeneratedImage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("GeneratedImage")
            .field("image_id", &self.image_id)
            .field("base64_bytes", &self.base64.len())
            .field("format", &self.format)
            .finish()
    }
}

/// One item of what the model wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutputItem {
    /// Text.
    Message {
        /// All of it.
        text: String,
        /// Where parts of it come from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        annotations: Vec<Annotation>,
    },
    /// A refusal.
    Refusal {
        /// In the model's words.
        text: String,
    },
    /// A tool call.
    ToolCall(ToolCall),
    /// Thoughts, in the provider's own form.
    Reasoning {
        /// The readable part (summary or text), if any.
        text: String,
        /// The provider's item, untouched, for replay.
        raw: Value,
    },
    /// An image that the provider made.
    Image(GeneratedImage),
    /// An item of a kind this crate does not know, untouched.
    Other(Value),
}

impl OutputItem {
    /// Returns a message that cites nothing.
    pub fn message(text: impl Into<String>) -> Self {
        Self::Message {
            text: text.into(),
            annotations: Vec::new(),
        }
    }
}

/// Why the model stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinishReason {
    /// It was done.
    Stop,
    /// It asks for tools.
    ToolCalls,
    /// It reached the token cap; an unfinished tool call was dropped.
    Length,
    /// The provider cut it.
    ContentFilter,
    /// Something this crate does not know; treated as [`FinishReason::Stop`].
    Other(String),
}

/// Tokens one call cost, as the provider counted; parts it did not report are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Attempts, failed ones included.
    pub requests: u64,
    /// Tokens read.
    pub input_tokens: u64,
    /// Of these, read from the provider's cache.
    pub cached_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Of these, spent on thinking (some servers report more than `output_tokens`).
    pub reasoning_tokens: u64,
    /// What it cost in money, in billionths of a US dollar, where the provider says so: OpenRouter (with a key of
    /// one's own, its fee and what the upstream charges), xAI, Perplexity, `DeepInfra`. Others say nothing, and
    /// what nobody said is 0.
    pub cost_nanos: u64,
}

impl std::ops::AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.requests = self.requests.saturating_add(other.requests);
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.cached_tokens = self.cached_tokens.saturating_add(other.cached_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.reasoning_tokens = self.reasoning_tokens.saturating_add(other.reasoning_tokens);
        self.cost_nanos = self.cost_nanos.saturating_add(other.cost_nanos);
    }
}

/// What one call of a model came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelResponse {
    /// The provider's id of the response, if it gave one.
    pub id: Option<String>,
    /// The model that answered.
    pub model: String,
    /// What it wrote, in order.
    pub output: Vec<OutputItem>,
    /// Why it stopped.
    pub finish: FinishReason,
    /// What it cost.
    pub usage: Usage,
}

impl ModelResponse {
    /// Returns the tool calls among the output, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.output.iter().filter_map(|item| match item {
            OutputItem::ToolCall(call) => Some(call),
            _ => None,
        })
    }

    /// Returns the text of all messages, joined by blank lines.
    pub fn text(&self) -> String {
        let texts = self.output.iter().filter_map(|item| match item {
            OutputItem::Message { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n\n")
    }
}

//! What servers do differently, as data.

mod known;

use serde::{Deserialize, Serialize};

pub use known::KnownServer;

/// How the key travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthStyle {
    /// `Authorization: Bearer …`.
    #[default]
    Bearer,
    /// `api-key: …`, as Azure has it.
    ApiKeyHeader,
}

/// What the cap on written tokens is called in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxTokensField {
    /// `max_tokens`, which nearly every server knows.
    #[default]
    MaxTokens,
    /// `max_completion_tokens`, which OpenAI's reasoning models insist on.
    MaxCompletionTokens,
}

/// How far a server can be made to call a tool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForcedChoice {
    /// Any tool, or a certain one.
    #[default]
    Full,
    /// Any tool; a certain one is asked for by offering no other.
    AnyTool,
    /// Not at all: `tool_choice` is not sent, and a certain tool is offered alone.
    Unsupported,
}

/// Where the application's texts may stand in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemMessages {
    /// In one `system` message at the start; chat templates often refuse any other.
    #[default]
    FirstOnly,
    /// Where they belong, by the role `developer`.
    Developer,
}

/// What tool-call ids a server takes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallIds {
    /// Any.
    #[default]
    Any,
    /// Nine letters or digits, as Mistral has it; others are mapped, always the same way.
    NineAlphanumerics,
}

/// How earlier thoughts go back in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasoningReplay {
    /// They do not.
    #[default]
    Never,
    /// As they came, on the message they belong to.
    AsReceived,
    /// As `reasoning_content` on every assistant message, empty if there was none (`DeepSeek`).
    ContentAlways,
}

/// How thinking is asked for in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasoningRequest {
    /// `reasoning_effort`.
    #[default]
    Effort,
    /// `reasoning: {"effort": …}` (OpenRouter).
    Object,
}

/// What `[DONE]` without a finish reason means in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BareDone {
    /// The answer was cut.
    #[default]
    Truncated,
    /// The answer is whole.
    Accepted,
}

/// Whether a field or feature is used with a server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// It is not sent.
    #[default]
    Off,
    /// It is sent where it applies.
    On,
}

/// How the form of an answer ([`OutputSchema`](crate::OutputSchema)) is told in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerForm {
    /// `response_format: {"type": "json_schema", …}`.
    #[default]
    JsonSchema,
    /// `response_format: {"type": "json_object"}`, and the schema in the system text: the server holds the model
    /// to JSON, and only the model itself to the schema.
    JsonObject,
    /// In the system text alone.
    Instructions,
}

/// What a server does differently from the others: a record of facts, and nothing that runs.
///
/// [`Dialect::default`] sends only what nearly all servers understand. Take the closest record of
/// [`Dialect::KNOWN`] and change what is different; or read one from a configuration file, where what is not
/// named is as in the default:
///
/// ```
/// # use taskpilot_model_client::{Dialect, ForcedChoice};
/// let dialect: Dialect = serde_json::from_str(r#"{"forced_choice": "any_tool", "include_usage": "on"}"#)?;
/// assert_eq!(dialect.forced_choice, ForcedChoice::AnyTool);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dialect {
    /// How the key travels.
    pub auth: AuthStyle,
    /// What the cap on written tokens is called.
    pub max_tokens: MaxTokensField,
    /// Whether `strict` of a tool is sent in Chat Completions.
    pub strict_tools: Feature,
    /// Whether usage has to be asked for (`stream_options.include_usage`) in Chat Completions.
    pub include_usage: Feature,
    /// How far a tool call can be forced.
    pub forced_choice: ForcedChoice,
    /// Where the application's texts may stand.
    pub system: SystemMessages,
    /// What tool-call ids are taken back.
    pub call_ids: CallIds,
    /// How earlier thoughts go back.
    pub reasoning_replay: ReasoningReplay,
    /// How thinking is asked for.
    pub reasoning_request: ReasoningRequest,
    /// What `[DONE]` alone means.
    pub bare_done: BareDone,
    /// Whether a form for the answer is sent beside tools: vLLM, llama.cpp and Mistral, for instance, call none then.
    pub schema_beside_tools: Feature,
    /// Whether a router is told to pass requests with tools only to those who know tools (OpenRouter).
    pub require_parameters: Feature,
    /// How the form of an answer is told.
    pub answer_form: AnswerForm,
    /// Whether images and files that tools answered are sent in Chat Completions, as a message of the person behind
    /// the tools' texts; where they are not, the model reads that there was one.
    pub tool_media: Feature,
}

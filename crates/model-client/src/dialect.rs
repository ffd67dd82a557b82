/// How the key travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AuthStyle {
    /// `Authorization: Bearer …`.
    #[default]
    Bearer,
    /// `api-key: …`, as Azure has it.
    ApiKeyHeader,
}

/// What the cap on written tokens is called in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MaxTokensField {
    /// `max_tokens`, which nearly every server knows.
    #[default]
    MaxTokens,
    /// `max_completion_tokens`, which OpenAI's reasoning models insist on.
    MaxCompletionTokens,
}

/// How far a server can be made to call a tool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SystemMessages {
    /// In one `system` message at the start; chat templates often refuse any other.
    #[default]
    FirstOnly,
    /// Where they belong, by the role `developer`.
    Developer,
}

/// What tool-call ids a server takes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CallIds {
    /// Any.
    #[default]
    Any,
    /// Nine letters or digits, as Mistral has it; others are mapped, always the same way.
    NineAlphanumerics,
}

/// How earlier thoughts go back in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReasoningRequest {
    /// `reasoning_effort`.
    #[default]
    Effort,
    /// `reasoning: {"effort": …}` (OpenRouter).
    Object,
}

/// What `[DONE]` without a finish reason means in Chat Completions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BareDone {
    /// The answer was cut.
    #[default]
    Truncated,
    /// The answer is whole.
    Accepted,
}

/// Whether a field or feature is used with a server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Feature {
    /// It is not sent.
    #[default]
    Off,
    /// It is sent where it applies.
    On,
}

/// What a server does differently from the others.
///
/// [`Dialect::default`] is for servers nobody knows: it sends only what nearly all understand. Take the
/// closest constructor and change what is different.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
}

impl Dialect {
    /// OpenAI itself.
    pub fn openai() -> Self {
        Self {
            max_tokens: MaxTokensField::MaxCompletionTokens,
            strict_tools: Feature::On,
            schema_beside_tools: Feature::On,
            include_usage: Feature::On,
            system: SystemMessages::Developer,
            ..Self::default()
        }
    }

    /// Azure's OpenAI service.
    pub fn azure() -> Self {
        Self {
            auth: AuthStyle::ApiKeyHeader,
            ..Self::openai()
        }
    }

    /// OpenRouter: usage comes unasked, thoughts go back as they came.
    pub fn openrouter() -> Self {
        Self {
            strict_tools: Feature::On,
            reasoning_replay: ReasoningReplay::AsReceived,
            reasoning_request: ReasoningRequest::Object,
            require_parameters: Feature::On,
            ..Self::default()
        }
    }

    /// Ollama: knows no `tool_choice`.
    pub fn ollama() -> Self {
        Self {
            include_usage: Feature::On,
            forced_choice: ForcedChoice::Unsupported,
            ..Self::default()
        }
    }

    /// llama.cpp's server: takes a named tool for `auto`.
    pub fn llama_cpp() -> Self {
        Self {
            include_usage: Feature::On,
            forced_choice: ForcedChoice::AnyTool,
            ..Self::default()
        }
    }

    /// vLLM.
    pub fn vllm() -> Self {
        Self {
            include_usage: Feature::On,
            ..Self::default()
        }
    }

    /// Mistral: tool-call ids of nine letters or digits, usage comes unasked.
    pub fn mistral() -> Self {
        Self {
            call_ids: CallIds::NineAlphanumerics,
            ..Self::default()
        }
    }

    /// `DeepSeek`: wants its thoughts back on every message, and no tool forced while it thinks.
    pub fn deepseek() -> Self {
        Self {
            include_usage: Feature::On,
            forced_choice: ForcedChoice::Unsupported,
            reasoning_replay: ReasoningReplay::ContentAlways,
            ..Self::default()
        }
    }
}

use url::Url;

use super::{
    AnswerForm, AuthStyle, BareDone, CallIds, Dialect, Feature, ForcedChoice, MaxTokensField,
    ReasoningReplay, ReasoningRequest, SystemMessages,
};
use crate::config::Api;

/// A server whose dialect is known. Where each fact is from stands in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownServer {
    /// What it is called in a configuration, such as `llama_cpp`.
    pub name: &'static str,
    /// Where it usually is; `None` if each customer has an address of their own.
    pub base_url: Option<&'static str>,
    /// The hosts that can be no other server; one with a leading dot stands for whatever ends like it.
    /// Servers that anyone runs have none: a port says nothing about who listens.
    pub hosts: &'static [&'static str],
    /// The API that it speaks best.
    pub api: Api,
    /// What it does differently.
    pub dialect: Dialect,
}

/// What [`Dialect::default`] is, for constants.
const PLAIN: Dialect = Dialect {
    auth: AuthStyle::Bearer,
    max_tokens: MaxTokensField::MaxTokens,
    strict_tools: Feature::Off,
    include_usage: Feature::Off,
    forced_choice: ForcedChoice::Full,
    system: SystemMessages::FirstOnly,
    call_ids: CallIds::Any,
    reasoning_replay: ReasoningReplay::Never,
    reasoning_request: ReasoningRequest::Effort,
    bare_done: BareDone::Truncated,
    schema_beside_tools: Feature::Off,
    require_parameters: Feature::Off,
    answer_form: AnswerForm::JsonSchema,
    tool_media: Feature::Off,
};

const GENERIC: Dialect = Dialect {
    include_usage: Feature::On,
    ..PLAIN
};

const OPENAI: Dialect = Dialect {
    max_tokens: MaxTokensField::MaxCompletionTokens,
    strict_tools: Feature::On,
    schema_beside_tools: Feature::On,
    system: SystemMessages::Developer,
    tool_media: Feature::On,
    ..GENERIC
};

const AZURE: Dialect = Dialect {
    auth: AuthStyle::ApiKeyHeader,
    ..OPENAI
};

const OPENROUTER: Dialect = Dialect {
    strict_tools: Feature::On,
    reasoning_replay: ReasoningReplay::AsReceived,
    reasoning_request: ReasoningRequest::Object,
    require_parameters: Feature::On,
    tool_media: Feature::On,
    ..PLAIN
};

const OLLAMA: Dialect = Dialect {
    forced_choice: ForcedChoice::Unsupported,
    ..GENERIC
};

const LLAMA_CPP: Dialect = Dialect {
    forced_choice: ForcedChoice::AnyTool,
    ..GENERIC
};

const VLLM: Dialect = GENERIC;

const LM_STUDIO: Dialect = Dialect {
    forced_choice: ForcedChoice::AnyTool,
    ..GENERIC
};

const MISTRAL: Dialect = Dialect {
    call_ids: CallIds::NineAlphanumerics,
    ..PLAIN
};

const DEEPSEEK: Dialect = Dialect {
    forced_choice: ForcedChoice::Unsupported,
    reasoning_replay: ReasoningReplay::ContentAlways,
    answer_form: AnswerForm::JsonObject,
    ..GENERIC
};

const GROQ: Dialect = Dialect {
    answer_form: AnswerForm::JsonObject,
    ..GENERIC
};

/// A server that anyone may run, by Chat Completions.
const fn local(name: &'static str, base_url: &'static str, dialect: Dialect) -> KnownServer {
    hosted(name, base_url, &[], dialect)
}

/// A service with one address, by Chat Completions.
const fn hosted(
    name: &'static str,
    base_url: &'static str,
    hosts: &'static [&'static str],
    dialect: Dialect,
) -> KnownServer {
    KnownServer {
        name,
        base_url: Some(base_url),
        hosts,
        api: Api::ChatCompletions,
        dialect,
    }
}

impl Dialect {
    /// The servers whose dialects are known.
    pub const KNOWN: &'static [KnownServer] = &[
        KnownServer {
            api: Api::Responses,
            ..hosted(
                "openai",
                "https://api.openai.com/v1",
                &["api.openai.com"],
                OPENAI,
            )
        },
        KnownServer {
            name: "azure",
            base_url: None,
            hosts: &[".openai.azure.com", ".services.ai.azure.com"],
            api: Api::Responses,
            dialect: AZURE,
        },
        hosted(
            "openrouter",
            "https://openrouter.ai/api/v1",
            &["openrouter.ai", ".openrouter.ai"],
            OPENROUTER,
        ),
        hosted(
            "mistral",
            "https://api.mistral.ai/v1",
            &["api.mistral.ai"],
            MISTRAL,
        ),
        hosted(
            "deepseek",
            "https://api.deepseek.com",
            &["api.deepseek.com"],
            DEEPSEEK,
        ),
        hosted(
            "groq",
            "https://api.groq.com/openai/v1",
            &["api.groq.com"],
            GROQ,
        ),
        local("ollama", "http://localhost:11434/v1", OLLAMA),
        local("llama_cpp", "http://127.0.0.1:8080/v1", LLAMA_CPP),
        local("vllm", "http://localhost:8000/v1", VLLM),
        local("lm_studio", "http://localhost:1234/v1", LM_STUDIO),
        KnownServer {
            name: "generic",
            base_url: None,
            hosts: &[],
            api: Api::ChatCompletions,
            dialect: GENERIC,
        },
    ];

    /// Returns the dialect of the server called `name` in [`Dialect::KNOWN`].
    pub fn named(name: &str) -> Option<Self> {
        KnownServer::named(name).map(|server| server.dialect)
    }

    /// Returns the dialect of the server at `url` if its host leaves no doubt, and [`Dialect::generic`] otherwise.
    pub fn for_url(url: &Url) -> Self {
        KnownServer::at(url).map_or(GENERIC, |server| server.dialect)
    }

    /// A server nobody knows: the default, and usage is asked for. Servers that do not know the option ignore it.
    pub const fn generic() -> Self {
        GENERIC
    }

    /// OpenAI itself.
    pub const fn openai() -> Self {
        OPENAI
    }

    /// Azure's OpenAI service.
    pub const fn azure() -> Self {
        AZURE
    }

    /// OpenRouter: usage comes unasked, thoughts go back as they came.
    pub const fn openrouter() -> Self {
        OPENROUTER
    }

    /// Ollama: knows no `tool_choice`.
    pub const fn ollama() -> Self {
        OLLAMA
    }

    /// llama.cpp's server: takes a named tool for `auto`.
    pub const fn llama_cpp() -> Self {
        LLAMA_CPP
    }

    /// vLLM.
    pub const fn vllm() -> Self {
        VLLM
    }

    /// LM Studio: takes `tool_choice` as a word only.
    pub const fn lm_studio() -> Self {
        LM_STUDIO
    }

    /// Mistral: tool-call ids of nine letters or digits, usage comes unasked.
    pub const fn mistral() -> Self {
        MISTRAL
    }

    /// `DeepSeek`: wants its thoughts back on every message, no tool forced while it thinks, and knows no schema
    /// of answers.
    pub const fn deepseek() -> Self {
        DEEPSEEK
    }

    /// Groq: no schema of answers in streams.
    pub const fn groq() -> Self {
        GROQ
    }
}

impl KnownServer {
    /// Returns the server called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        Dialect::KNOWN.iter().find(|server| server.name == name)
    }

    /// Returns the server that `url` can only be an address of.
    pub(crate) fn at(url: &Url) -> Option<&'static Self> {
        Dialect::KNOWN.iter().find(|server| server.is_at(url))
    }

    /// Returns what OpenTelemetry calls it (`gen_ai.provider.name`).
    pub(crate) fn provider(&self) -> &'static str {
        match self.name {
            "azure" => "azure.ai.openai",
            "mistral" => "mistral_ai",
            name => name,
        }
    }

    /// Returns whether `url` can only be this server's.
    fn is_at(&self, url: &Url) -> bool {
        let Some(host) = url.domain() else {
            return false;
        };
        self.hosts
            .iter()
            .any(|known| match known.strip_prefix('.') {
                Some(_) => host.ends_with(known),
                None => host == *known,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_the_default_is_the_default() {
        assert_eq!(PLAIN, Dialect::default());
    }

    #[test]
    fn every_server_is_known_by_its_name() {
        let names: Vec<_> = Dialect::KNOWN.iter().map(|server| server.name).collect();
        assert_eq!(
            names,
            [
                "openai",
                "azure",
                "openrouter",
                "mistral",
                "deepseek",
                "groq",
                "ollama",
                "llama_cpp",
                "vllm",
                "lm_studio",
                "generic",
            ]
        );
        for server in Dialect::KNOWN {
            assert_eq!(Dialect::named(server.name), Some(server.dialect));
        }
        assert_eq!(Dialect::named("unheard-of"), None);
    }

    #[test]
    fn a_host_is_trusted_only_where_it_can_be_no_other() {
        let name_at = |url: &str| {
            let url = Url::parse(url).unwrap();
            KnownServer::at(&url).map_or("generic", |server| server.name)
        };
        for (url, expected) in [
            ("https://api.openai.com/v1", "openai"),
            ("https://API.OpenAI.com/v1", "openai"),
            ("https://me.openai.azure.com/openai/v1", "azure"),
            ("https://me.services.ai.azure.com/openai/v1", "azure"),
            ("https://openrouter.ai/api/v1", "openrouter"),
            ("https://eu.openrouter.ai/api/v1", "openrouter"),
            ("https://api.mistral.ai/v1", "mistral"),
            ("https://api.deepseek.com", "deepseek"),
            ("https://api.groq.com/openai/v1", "groq"),
            ("http://localhost:11434/v1", "generic"),
            ("http://127.0.0.1:8080/v1", "generic"),
            ("https://api.openai.com.evil.test/v1", "generic"),
            ("https://notopenrouter.ai/v1", "generic"),
            ("https://openai.azure.com/v1", "generic"),
        ] {
            assert_eq!(name_at(url), expected, "{url}");
        }
    }

    #[test]
    fn records_can_be_written_down_and_read() {
        for server in Dialect::KNOWN {
            let text = serde_json::to_string(&server.dialect).unwrap();
            assert_eq!(
                serde_json::from_str::<Dialect>(&text).unwrap(),
                server.dialect
            );
        }
        insta::assert_json_snapshot!(Dialect::deepseek());
        assert!(serde_json::from_str::<Dialect>(r#"{"forced_choise": "full"}"#).is_err());
    }
}

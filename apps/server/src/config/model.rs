use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use secrecy::SecretString;
use taskpilot_demo_model::DemoModel;
use taskpilot_model_client::{
    Api, HttpModel, Model, OPENAI_TRANSCRIPTION_MODEL, ProviderConfig, Timeouts, Transcriber,
    http_client,
};
use url::Url;

/// Which model answers. With none of these set, the built-in demo model does.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub struct ModelArgs {
    /// A key of OpenAI.
    #[arg(long, env = "OPENAI_API_KEY", hide_env_values = true)]
    pub openai_api_key: Option<String>,

    /// A key of OpenRouter; a free model is used unless `AGENT_MODEL` names another.
    #[arg(long, env = "OPENROUTER_API_KEY", hide_env_values = true)]
    pub openrouter_api_key: Option<String>,

    /// Any OpenAI-compatible server, such as `http://localhost:11434/v1` (Ollama). No key is needed.
    #[arg(long, env = "OPENAI_BASE_URL")]
    pub openai_base_url: Option<String>,

    /// Lets `OPENAI_BASE_URL` be plain `http:` on another machine, such as one of a private network.
    #[arg(long, env = "MODEL_ALLOW_PLAIN_HTTP")]
    pub model_allow_plain_http: bool,

    /// Which API the server speaks. By default `responses` for OpenAI, `chat_completions` for all others.
    #[arg(long, env = "MODEL_API", value_enum)]
    pub model_api: Option<ModelApi>,

    /// The model's name at the provider.
    #[arg(long, env = "AGENT_MODEL")]
    pub agent_model: Option<String>,

    /// The model that takes down speech, at the same provider. By default OpenAI's own at OpenAI, and none elsewhere.
    #[arg(long, env = "TRANSCRIPTION_MODEL")]
    pub transcription_model: Option<String>,
}

/// An API of model providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum ModelApi {
    /// `POST /responses`.
    Responses,
    /// `POST /chat/completions`.
    ChatCompletions,
}

/// The model that the configuration chooses.
#[derive(Debug, Clone)]
pub enum ModelChoice {
    /// The built-in rules.
    Demo,
    /// A provider behind HTTP.
    Provider {
        /// The model that answers.
        answers: Box<ProviderConfig>,
        /// The model that takes down speech, if there is one.
        transcribes: Option<Box<ProviderConfig>>,
    },
}

impl ModelArgs {
    /// Decides which model answers; the first key found picks the provider.
    ///
    /// # Errors
    /// The base URL cannot be read, or a base URL is set without a model name.
    pub fn choose(&self) -> anyhow::Result<ModelChoice> {
        let Some(mut config) = self.provider()? else {
            return Ok(ModelChoice::Demo);
        };
        if let Some(api) = self.model_api {
            config.api = match api {
                ModelApi::Responses => Api::Responses,
                ModelApi::ChatCompletions => Api::ChatCompletions,
            };
        }
        if let Some(model) = set(self.agent_model.as_ref()) {
            model.clone_into(&mut config.model);
        }
        config.allow_plain_http = self.model_allow_plain_http;
        let transcribes = self.transcription(&config);
        if config.model.is_empty() {
            bail!("AGENT_MODEL: name the model to use at {}", config.base_url);
        }
        Ok(ModelChoice::Provider {
            answers: Box::new(config),
            transcribes,
        })
    }

    fn transcription(&self, answers: &ProviderConfig) -> Option<Box<ProviderConfig>> {
        let is_openai = answers.base_url == ProviderConfig::openai(String::new().into()).base_url;
        let own = is_openai.then_some(OPENAI_TRANSCRIPTION_MODEL);
        let model = set(self.transcription_model.as_ref()).or(own)?;
        Some(Box::new(answers.clone().with_model(model)))
    }

    fn provider(&self) -> anyhow::Result<Option<ProviderConfig>> {
        let secret = |key: &str| SecretString::from(key.to_owned());
        let openai = set(self.openai_api_key.as_ref());
        let openrouter = set(self.openrouter_api_key.as_ref());
        if let Some(base) = set(self.openai_base_url.as_ref()) {
            let url = Url::parse(base).context("OPENAI_BASE_URL is not a URL")?;
            return Ok(Some(ProviderConfig::compatible(
                url,
                openai.or(openrouter).map(secret),
            )));
        }
        if let Some(key) = openai {
            return Ok(Some(ProviderConfig::openai(secret(key))));
        }
        Ok(openrouter.map(|key| ProviderConfig::openrouter(secret(key))))
    }
}

/// An empty variable counts as unset, as in a `.env` template.
fn set(value: Option<&String>) -> Option<&str> {
    value
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

/// The built-in model, at the pace of somebody who thinks. The product asks before much is done, so it need not.
fn demo() -> DemoModel {
    DemoModel::new()
        .with_pace(Duration::from_millis(12))
        .with_approvals()
}

impl ModelChoice {
    /// Returns the model, with an HTTP client of its own.
    ///
    /// # Errors
    /// The configuration cannot work, such as a plain `http` address of another machine.
    pub fn build(&self) -> anyhow::Result<Arc<dyn Model>> {
        match self {
            Self::Demo => Ok(Arc::new(demo())),
            Self::Provider { answers, .. } => {
                let client = http_client(&Timeouts::default())?;
                let model = HttpModel::new((**answers).clone(), client).context(
                    "OPENAI_BASE_URL cannot be used (plain http needs MODEL_ALLOW_PLAIN_HTTP=true)",
                )?;
                Ok(Arc::new(model))
            }
        }
    }

    /// Returns what takes down speech, if anything does.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn transcriber(&self) -> anyhow::Result<Option<Transcriber>> {
        let Self::Provider {
            transcribes: Some(config),
            ..
        } = self
        else {
            return Ok(None);
        };
        let client = http_client(&Timeouts::default())?;
        Ok(Some(Transcriber::new((**config).clone(), client)?))
    }

    /// Returns the model for where the results of tools are shown beside the text; `model` is what
    /// [`build`](Self::build) returned. Other models are told so by their instructions.
    pub(crate) fn beside_widgets(&self, model: Arc<dyn Model>) -> Arc<dyn Model> {
        match self {
            Self::Demo => Arc::new(demo().beside_widgets()),
            Self::Provider { .. } => model,
        }
    }

    /// Says which model answers, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Demo => "the built-in demo model (rules, no key needed)".into(),
            Self::Provider { answers, .. } => {
                let host = answers.base_url.host_str().unwrap_or("unknown host");
                format!("{} at {host}", answers.model)
            }
        }
    }

    /// Returns whether the built-in demo model answers.
    pub fn is_demo(&self) -> bool {
        matches!(self, Self::Demo)
    }
}

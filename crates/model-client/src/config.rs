use std::fmt;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;
use url::Url;

use crate::dialect::{Dialect, KnownServer};
use crate::retry::{RetryPolicy, SharedWaits};
use crate::routing::Routing;

/// The model OpenAI is asked for unless told otherwise: small, quick, and good with tools.
pub const OPENAI_DEFAULT_MODEL: &str = "gpt-5-mini";

/// The model that takes down speech at OpenAI unless told otherwise.
pub const OPENAI_TRANSCRIPTION_MODEL: &str = "gpt-4o-mini-transcribe";

/// The model OpenRouter is asked for unless told otherwise: its router to a free model that supports what the
/// request needs, tools included.
///
/// Single free models (`…:free`) come and go within weeks; the router outlives them.
/// Source: OpenRouter's guide "Free Models Router".
pub const OPENROUTER_FREE_MODEL: &str = "openrouter/free";

/// Which of OpenAI's two APIs a server is spoken to with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// `POST {base}/responses`.
    Responses,
    /// `POST {base}/chat/completions`.
    ChatCompletions,
}

/// What one answer may cost in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest single event, in bytes; 16 MiB, because the last event of the Responses API repeats the answer.
    pub max_event_bytes: usize,
    /// Most of an error's body that is read, in bytes; 64 KiB.
    pub max_error_bytes: usize,
    /// Largest whole answer, in bytes; 64 MiB.
    pub max_response_bytes: usize,
    /// Largest arguments of one tool call, in bytes; 1 MiB.
    pub max_tool_arguments_bytes: usize,
    /// Most tool calls in one answer; 128.
    pub max_tool_calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_event_bytes: 16 << 20,
            max_error_bytes: 64 << 10,
            max_response_bytes: 64 << 20,
            max_tool_arguments_bytes: 1 << 20,
            max_tool_calls: 128,
        }
    }
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection; 10 s.
    pub connect: Duration,
    /// From sending the request to the first byte of the answer's body; 120 s.
    pub first_event: Duration,
    /// Between two bytes of the body, comments included; 300 s.
    pub idle: Duration,
    /// For one attempt as a whole; none, because long answers are no fault.
    pub total: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_event: Duration::from_mins(2),
            idle: Duration::from_mins(5),
            total: None,
        }
    }
}

/// Where a model is, and how to talk to it.
///
/// `Debug` shows neither the key nor the values of headers.
#[derive(Clone)]
pub struct ProviderConfig {
    /// What the API's paths are appended to, such as `https://api.openai.com/v1`; a query is kept.
    pub base_url: Url,
    /// Which API.
    pub api: Api,
    /// The key; without one, no header for it is sent.
    pub key: Option<SecretString>,
    /// The model for requests that name none.
    pub model: String,
    /// What the server does differently.
    pub dialect: Dialect,
    /// Who answers behind a router; sent by both APIs.
    pub routing: Routing,
    /// What an answer may cost.
    pub limits: Limits,
    /// How often and how long to try.
    pub retry: RetryPolicy,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// Whether a base URL may be plain `http:` although it is not this machine's.
    pub allow_plain_http: bool,
    /// Further headers of each request.
    pub headers: HeaderMap,
    /// The waits providers asked for; clones share them, and so may several clients of one provider.
    pub shared_waits: SharedWaits,
}

impl ProviderConfig {
    /// OpenAI, by its Responses API.
    pub fn openai(key: SecretString) -> Self {
        Self {
            dialect: Dialect::openai(),
            model: OPENAI_DEFAULT_MODEL.to_owned(),
            ..Self::new(well_known("https://api.openai.com/v1"), Some(key))
        }
        .with_api(Api::Responses)
    }

    /// OpenRouter, by Chat Completions, with a free model.
    pub fn openrouter(key: SecretString) -> Self {
        Self {
            dialect: Dialect::openrouter(),
            model: OPENROUTER_FREE_MODEL.to_owned(),
            ..Self::new(well_known("https://openrouter.ai/api/v1"), Some(key))
        }
    }

    /// Any server that speaks like OpenAI, by Chat Completions; name the model by [`Self::with_model`].
    ///
    /// The dialect is that of the host where it leaves no doubt, else the careful one ([`Dialect::for_url`]).
    pub fn compatible(base_url: Url, key: Option<SecretString>) -> Self {
        Self::new(base_url, key)
    }

    /// The server called `name` in [`Dialect::KNOWN`], where it usually is; name the model by
    /// [`Self::with_model`]. `None` for a name that is not known, and for servers without a usual address.
    pub fn known(name: &str, key: Option<SecretString>) -> Option<Self> {
        let server = KnownServer::named(name)?;
        let config = Self::new(well_known(server.base_url?), key);
        Some(config.with_dialect(server.dialect).with_api(server.api))
    }

    /// Asks for another model.
    #[must_use]
    pub fn with_model(mut self, model: impl Into<String>) -> Self {
        self.model = model.into();
        self
    }

    /// Talks by another API.
    #[must_use]
    pub fn with_api(mut self, api: Api) -> Self {
        self.api = api;
        self
    }

    /// Talks to another address, as one does with a proxy in front of the provider.
    #[must_use]
    pub fn with_base_url(mut self, base_url: Url) -> Self {
        self.base_url = base_url;
        self
    }

    /// Talks in another dialect.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Tells the router who is to answer.
    #[must_use]
    pub fn with_routing(mut self, routing: Routing) -> Self {
        self.routing = routing;
        self
    }

    /// Sets other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Tries more or less often.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Waits longer or shorter.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sends one more header with each request.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Lets a plain `http:` base URL lead to other machines, such as one in a private network.
    #[must_use]
    pub fn allowing_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    fn new(base_url: Url, key: Option<SecretString>) -> Self {
        Self {
            dialect: Dialect::for_url(&base_url),
            base_url,
            api: Api::ChatCompletions,
            key,
            model: String::new(),
            routing: Routing::default(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            allow_plain_http: false,
            headers: HeaderMap::new(),
            shared_waits: SharedWaits::default(),
        }
    }
}

#[expect(
    clippy::expect_used,
    reason = "the addresses are constants of this file"
)]
fn well_known(url: &'static str) -> Url {
    Url::parse(url).expect("a constant address is valid")
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("ProviderConfig")
            .field("base_url", &bare(&self.base_url).as_str())
            .field("api", &self.api)
            .field("key", &self.key.as_ref().map(|_| "[redacted]"))
            .field("model", &self.model)
            .field("dialect", &self.dialect)
            .field("routing", &self.routing)
            .field("limits", &self.limits)
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .field("allow_plain_http", &self.allow_plain_http)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// Returns `url` without user, password, query and fragment.
fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Both fail only for URLs that cannot have any.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let mut config = ProviderConfig::openai("s3cr3t-key".to_owned().into())
            .with_base_url(Url::parse("https://me:pass@host.test/v1?token=qqq").unwrap())
            .with_header(
                HeaderName::from_static("x-portkey"),
                HeaderValue::from_static("hhh"),
            );
        config
            .headers
            .insert("x-two", HeaderValue::from_static("jjj"));
        let text = format!("{config:?}");
        for secret in ["s3cr3t", "pass", "qqq", "hhh", "jjj", "me:"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(text.contains("https://host.test/v1") && text.contains("x-portkey"));
    }

    #[test]
    fn the_dialect_is_that_of_the_host_until_another_is_chosen() {
        let at = |url: &str| ProviderConfig::compatible(Url::parse(url).unwrap(), None);
        let mistral = at("https://api.mistral.ai/v1");
        assert_eq!(mistral.dialect, Dialect::mistral());
        let own = mistral.with_dialect(Dialect::generic());
        assert_eq!(own.dialect, Dialect::generic());
        assert_eq!(at("http://localhost:11434/v1").dialect, Dialect::generic());
    }

    #[test]
    fn known_servers_come_with_address_and_dialect() {
        let groq = ProviderConfig::known("groq", Some("k".to_owned().into())).unwrap();
        assert_eq!(groq.base_url.as_str(), "https://api.groq.com/openai/v1");
        assert_eq!(groq.dialect, Dialect::groq());
        for server in Dialect::KNOWN {
            let config = ProviderConfig::known(server.name, None);
            assert_eq!(
                config.is_some(),
                server.base_url.is_some(),
                "{}",
                server.name
            );
        }
        assert!(ProviderConfig::known("unheard-of", None).is_none());
    }

    #[test]
    fn openrouter_is_free_by_default() {
        let config = ProviderConfig::openrouter("k".to_owned().into());
        assert_eq!(config.model, "openrouter/free");
        assert_eq!(config.api, Api::ChatCompletions);
        assert_eq!(config.base_url.as_str(), "https://openrouter.ai/api/v1");
    }
}

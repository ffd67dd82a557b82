//! Models behind HTTP.

mod answer;
mod attempt;
mod call;
mod transcribe;
mod watchdog;

pub use transcribe::{Speech, Transcriber};

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep};
use url::{Host, Url};

use self::call::Call;
use crate::config::{Api, ProviderConfig};
use crate::decode::DecodeOptions;
use crate::dialect::{AuthStyle, KnownServer};
use crate::error::{ErrorKind, ModelError};
use crate::failure::Failure;
use crate::model::{Model, ModelStream};
use crate::redact::Redactor;
use crate::request::ModelRequest;
use crate::request_body::WrittenTools;
use crate::retry::{Account, RetryBudget};
use crate::{chat, request_body, responses};

/// A model behind HTTP. Clones share everything and cost nothing.
#[derive(Clone)]
pub struct HttpModel(Arc<Inner>);

struct Inner {
    config: ProviderConfig,
    client: reqwest::Client,
    endpoint: Url,
    headers: HeaderMap,
    redactor: Redactor,
    account: Account,
    written: WrittenTools,
}

impl HttpModel {
    /// Returns the model that `config` describes, asked over `client`; [`http_client`](crate::http_client)
    /// makes one that suits. A client of your own must not have a limit on whole answers.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if no model is named, if the key fits into no header, or if the base URL is
    /// no plain `http:` or `https:` address, holds a password, or would carry prompts to another machine
    /// unencrypted.
    pub fn new(config: ProviderConfig, client: reqwest::Client) -> Result<Self, ModelError> {
        let path: &[&str] = match config.api {
            Api::Responses => &["responses"],
            Api::ChatCompletions => &["chat", "completions"],
        };
        Ok(Self(Arc::new(Inner::new(config, client, path)?)))
    }
}

impl Model for HttpModel {
    fn name(&self) -> &str {
        &self.0.config.model
    }

    fn provider(&self) -> &str {
        KnownServer::at(&self.0.endpoint).map_or("", KnownServer::provider)
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        Box::pin(Call::new(Arc::clone(&self.0), request))
    }
}

impl fmt::Debug for HttpModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HttpModel").field(&self.0.config).finish()
    }
}

impl Inner {
    fn new(
        config: ProviderConfig,
        client: reqwest::Client,
        path: &[&str],
    ) -> Result<Self, ModelError> {
        if config.model.is_empty() {
            return Err(configuration("no model is named"));
        }
        check_base_url(&config)?;
        Ok(Self {
            endpoint: endpoint(&config, path)?,
            headers: headers(&config)?,
            redactor: Redactor::new(config.key.clone()),
            account: Account::new(&config.base_url, config.key.as_ref()),
            written: WrittenTools::default(),
            config,
            client,
        })
    }

    fn body(&self, request: &ModelRequest) -> Result<Bytes, ModelError> {
        let config = &self.config;
        let body = match config.api {
            Api::Responses => responses::request::body(request, config, &self.written),
            Api::ChatCompletions => chat::request::body(request, config, &self.written),
        };
        body.map(Bytes::from)
    }

    fn decode_options(&self, request: &ModelRequest) -> DecodeOptions {
        // Ids that we make up must not repeat in the calls to come, whose input these answers are.
        let nonce = getrandom::u64().unwrap_or_default();
        DecodeOptions {
            limits: self.config.limits,
            bare_done: self.config.dialect.bare_done,
            call_id_prefix: format!("call_{nonce:016x}_"),
            redactor: self.redactor.clone(),
            ..DecodeOptions::new(request_body::model_of(request, &self.config.model))
        }
    }

    /// Waits as long as the provider asked any caller with this key to.
    async fn wait_turn(&self, begun: Instant, budget: &RetryBudget) -> Result<(), ModelError> {
        while let Some(wait) = self.config.shared_waits.remaining(self.account) {
            if budget.has_alternative()
                || begun.elapsed().saturating_add(wait) > self.config.retry.max_elapsed
            {
                return Err(ModelError::new(
                    ErrorKind::RateLimited {
                        retry_after: Some(wait),
                    },
                    "the provider asked to wait longer than this call may take",
                ));
            }
            sleep(wait).await;
        }
        Ok(())
    }

    /// Tells the other callers with this key of a wait that was asked for.
    fn note_wait(&self, failure: &Failure) {
        let is_busy = matches!(
            failure.error.kind,
            ErrorKind::RateLimited { .. } | ErrorKind::Unavailable
        );
        // A wait of hours is about this model or quota, and no reason to hold back all others.
        let wait = failure
            .asked_wait
            .filter(|wait| is_busy && *wait <= self.config.retry.max_asked_wait);
        if let Some(wait) = wait {
            self.config.shared_waits.extend(self.account, wait);
        }
    }
}

fn check_base_url(config: &ProviderConfig) -> Result<(), ModelError> {
    let url = &config.base_url;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(configuration("the base url holds a user or password"));
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if config.allow_plain_http || is_loopback(url) => Ok(()),
        "http" => Err(configuration(
            "the base url is plain http to another machine, which has to be allowed explicitly",
        )),
        _ => Err(configuration("the base url is neither https nor http")),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn endpoint(config: &ProviderConfig, path: &[&str]) -> Result<Url, ModelError> {
    let mut endpoint = config.base_url.clone();
    endpoint.set_fragment(None);
    endpoint
        .path_segments_mut()
        .map_err(|()| configuration("the base url takes no path"))?
        .pop_if_empty()
        .extend(path);
    Ok(endpoint)
}

fn headers(config: &ProviderConfig) -> Result<HeaderMap, ModelError> {
    let mut headers = config.headers.clone();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
    // Compression holds events back until there is enough to compress.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    if let Some(key) = &config.key {
        let key = key.expose_secret().trim();
        let (name, value) = match config.dialect.auth {
            AuthStyle::Bearer => (
                AUTHORIZATION,
                HeaderValue::try_from(format!("Bearer {key}")),
            ),
            AuthStyle::ApiKeyHeader => (
                HeaderName::from_static("api-key"),
                HeaderValue::try_from(key),
            ),
        };
        let mut value = value.map_err(|_| configuration("the key fits into no header"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

fn configuration(message: &str) -> ModelError {
    ModelError::new(ErrorKind::Configuration, message)
}

//! An issuer that does what a test tells it to.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use taskpilot_auth::{
    AuthConfig, AuthError, DEFAULT_LEEWAY, Hs256Config, JwksConfig, Verifier, same_origin_redirects,
};
use taskpilot_context::FixedClock;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::keys::NOW;

pub(crate) struct Issuer {
    server: MockServer,
    answer: Answer,
}

#[derive(Clone)]
struct Answer(Arc<Mutex<ResponseTemplate>>);

impl Respond for Answer {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().clone()
    }
}

impl Issuer {
    pub(crate) async fn start(keys: &[Value]) -> Self {
        Self::start_on(TcpListener::bind("127.0.0.1:0").unwrap(), keys).await
    }

    pub(crate) async fn start_on(listener: TcpListener, keys: &[Value]) -> Self {
        let server = MockServer::builder().listener(listener).start().await;
        let answer = Answer(Arc::new(Mutex::new(key_set(keys))));
        Mock::given(path("/jwks"))
            .respond_with(answer.clone())
            .mount(&server)
            .await;
        Self { server, answer }
    }

    pub(crate) fn publish(&self, keys: &[Value]) {
        self.answer(key_set(keys));
    }

    pub(crate) fn answer(&self, answer: ResponseTemplate) {
        *self.answer.0.lock().unwrap() = answer;
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/jwks", self.server.uri())
    }

    /// An address on the same origin that redirects to the keys.
    pub(crate) async fn redirecting_url(&self) -> String {
        let redirect = ResponseTemplate::new(307).insert_header("Location", "/jwks");
        Mock::given(path("/old"))
            .respond_with(redirect)
            .mount(&self.server)
            .await;
        format!("{}/old", self.server.uri())
    }

    /// How often the keys were fetched.
    pub(crate) async fn fetches(&self) -> usize {
        self.server.received_requests().await.unwrap().len()
    }
}

pub(crate) fn key_set(keys: &[Value]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "keys": keys }))
}

/// A verifier and the clock it goes by.
pub(crate) struct Server {
    pub(crate) verifier: Verifier,
    pub(crate) clock: Arc<FixedClock>,
}

impl Server {
    /// A server that accepts the tokens of the issuer at `url`, and HS256 ones if there is a secret.
    pub(crate) fn new(url: Option<&str>, secret: Option<&str>) -> Self {
        Self::with_client(url, secret, client(same_origin_redirects()))
    }

    pub(crate) fn with_client(
        url: Option<&str>,
        secret: Option<&str>,
        client: reqwest::Client,
    ) -> Self {
        let clock = Arc::new(FixedClock::at(Timestamp::from_second(NOW).unwrap()));
        let config = AuthConfig {
            jwks: url.map(|url| JwksConfig {
                url: url.parse().unwrap(),
                issuer: Some("http://issuer.test".to_owned()),
                audience: Some("taskpilot".to_owned()),
            }),
            hs256: secret.map(|secret| Hs256Config {
                secret: secret.into(),
                issuer: None,
                audience: None,
            }),
            leeway: DEFAULT_LEEWAY,
        };
        let verifier = Verifier::new(config, client, clock.clone()).unwrap();
        Self { verifier, clock }
    }

    /// Returns the user's id, or the error's code.
    pub(crate) async fn user(&self, token: &str) -> String {
        match self.verifier.verify(token).await {
            Ok(identity) => identity.user.to_string(),
            Err(error) => error.code().to_owned(),
        }
    }

    pub(crate) async fn error(&self, token: &str) -> AuthError {
        self.verifier.verify(token).await.unwrap_err()
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }
}

pub(crate) fn client(redirects: reqwest::redirect::Policy) -> reqwest::Client {
    // The second test finds the first one's provider there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(redirects)
        .build()
        .unwrap()
}

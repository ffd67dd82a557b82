use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, StatusCode};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::config::Timeouts;
use crate::error::{ErrorKind, ModelError};

/// Most redirects followed, all within one origin.
const MAX_REDIRECTS: usize = 3;

/// How often a connection is asked for a sign of life, so that dead ones behind a NAT are noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// Returns a client fit for streams: TLS by rustls with the system's certificates, connections kept and
/// shared, no limit on the whole of an answer, and no redirect to another origin.
///
/// # Errors
/// [`ErrorKind::Configuration`] if TLS cannot be set up.
pub fn http_client(timeouts: &Timeouts) -> Result<Client, ModelError> {
    Client::builder()
        .tls_backend_preconfigured(tls()?)
        .user_agent(concat!(
            env!("CARGO_PKG_NAME"),
            "/",
            env!("CARGO_PKG_VERSION")
        ))
        .redirect(Policy::custom(|attempt| {
            if may_follow(&attempt) {
                attempt.follow()
            } else {
                attempt.stop()
            }
        }))
        .connect_timeout(timeouts.connect)
        .tcp_nodelay(true)
        .tcp_keepalive(KEEP_ALIVE)
        .http2_keep_alive_interval(KEEP_ALIVE)
        .http2_keep_alive_timeout(KEEP_ALIVE)
        .build()
        .map_err(|error| ModelError {
            source: Some(Box::new(error.without_url())),
            ..configuration("the http client cannot be built")
        })
}

/// Allows a redirect that keeps method, body and origin.
fn may_follow(attempt: &Attempt<'_>) -> bool {
    let keeps_request = matches!(
        attempt.status(),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let keeps_origin = attempt
        .previous()
        .iter()
        .all(|url| url.origin() == attempt.url().origin());
    keeps_request && keeps_origin && attempt.previous().len() <= MAX_REDIRECTS
}

fn tls() -> Result<ClientConfig, ModelError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ModelError {
            source: Some(Box::new(error)),
            ..configuration("tls cannot be set up")
        })?;
    let mut config = match Verifier::new(provider) {
        Ok(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth(),
        Err(error) => {
            // A bare container has no certificates, and a model beside it needs none.
            tracing::warn!(%error, "no system certificates: https connections will fail");
            builder
                .with_root_certificates(RootCertStore::empty())
                .with_no_client_auth()
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn configuration(message: &str) -> ModelError {
    ModelError::new(ErrorKind::Configuration, message)
}

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use url::Url;

use crate::key_set::KeySet;

/// How long a fetch may take, body included.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Largest key set that is read, in bytes; real ones have a few hundred.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// Most redirects that are followed.
const MAX_REDIRECTS: usize = 3;

/// A fetch of the key set failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("the request failed")]
    Request(#[source] reqwest::Error),
    #[error("the issuer answered {0}")]
    Status(StatusCode),
    #[error("the issuer redirected to another origin")]
    OtherOrigin,
    #[error("the key set is larger than {MAX_BODY_BYTES} bytes")]
    TooLarge,
    #[error("the answer is not a JSON Web Key Set")]
    NotAKeySet(#[source] serde_json::Error),
}

/// Returns a policy that follows at most three redirects, and none to another origin.
///
/// For the client given to [`Verifier::new`](crate::Verifier::new): an issuer's keys come from the
/// issuer alone. An answer from elsewhere is refused in any case; with this policy the other origin
/// is not even asked.
pub fn same_origin_redirects() -> Policy {
    Policy::custom(|attempt| {
        let first = attempt.previous().first();
        let same = first.is_some_and(|url| url.origin() == attempt.url().origin());
        if same && attempt.previous().len() <= MAX_REDIRECTS {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

/// Fetches the key set at `url`.
pub(crate) async fn fetch(client: &Client, url: &Url) -> Result<KeySet, FetchError> {
    let request = client.get(url.clone()).timeout(TIMEOUT);
    let response = request.header(ACCEPT, "application/json").send().await;
    let mut response = response.map_err(request_failed)?;
    if response.url().origin() != url.origin() {
        return Err(FetchError::OtherOrigin);
    }
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status(response.status()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(request_failed)? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    KeySet::parse(&body).map_err(FetchError::NotAKeySet)
}

/// The URL may carry a key in its query, so it stays out of the error.
fn request_failed(error: reqwest::Error) -> FetchError {
    FetchError::Request(error.without_url())
}

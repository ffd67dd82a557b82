//! Buckets.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::client::{HttpClient, HttpConnector};
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use secrecy::ExposeSecret as _;
use url::Url;

use crate::config::S3Config;
use crate::error::OpenError;

/// The size of the parts in which larger files are sent: the smallest that S3 takes.
pub(crate) const PART_BYTES: usize = 5 * 1024 * 1024;

/// How often, and for how long, a request that failed is sent again; people wait for it.
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(20);

/// Sets up a bucket, without asking it anything yet.
pub(crate) fn open(config: &S3Config) -> Result<Arc<dyn ObjectStore>, OpenError> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&config.bucket)
        .with_http_connector(Given(config.client.clone()))
        .with_retry(RetryConfig {
            max_retries: RETRIES,
            retry_timeout: RETRY_FOR,
            ..RetryConfig::default()
        });
    if let Some(region) = &config.region {
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = &config.endpoint {
        if !is_web(endpoint) {
            return Err(OpenError::Endpoint);
        }
        if config.keys.is_none() {
            return Err(OpenError::NoKeys);
        }
        builder = builder
            .with_endpoint(endpoint.as_str())
            .with_allow_http(endpoint.scheme() == "http");
    }
    if let Some(keys) = &config.keys {
        builder = builder
            .with_access_key_id(&keys.access_key_id)
            .with_secret_access_key(keys.secret_access_key.expose_secret());
        if let Some(token) = &keys.session_token {
            builder = builder.with_token(token.expose_secret());
        }
    }
    let bucket = builder
        .build()
        .map_err(|error| OpenError::Bucket(error.into()))?;
    Ok(Arc::new(bucket))
}

fn is_web(endpoint: &Url) -> bool {
    matches!(endpoint.scheme(), "http" | "https")
        && endpoint.has_host()
        && endpoint.username().is_empty()
        && endpoint.password().is_none()
}

/// Hands out the client that was given, with the TLS that it was set up with.
#[derive(Debug)]
struct Given(reqwest::Client);

impl HttpConnector for Given {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}

//! The model that an example asks.

use std::error::Error;
use std::sync::Arc;

use taskpilot_model_client::{Api, HttpModel, Model, ProviderConfig, http_client};

/// Returns the model at `OPENAI_BASE_URL`, or at `model-sim`'s own address, by Chat Completions unless `OPENAI_API` is
/// `responses`.
#[expect(
    clippy::disallowed_methods,
    reason = "an example is a program, and those read the environment"
)]
pub(crate) fn model() -> Result<Arc<dyn Model>, Box<dyn Error>> {
    let address = std::env::var("OPENAI_BASE_URL");
    let address = address.unwrap_or_else(|_| "http://127.0.0.1:9090/v1".to_owned());
    let key = std::env::var("OPENAI_API_KEY").ok().map(Into::into);
    let name = std::env::var("OPENAI_MODEL").unwrap_or_else(|_| "gpt-5-mini".to_owned());
    let config = ProviderConfig::compatible(address.parse()?, key).with_model(name);
    let config = match std::env::var("OPENAI_API").as_deref() {
        Ok("responses") => config.with_api(Api::Responses),
        _ => config,
    };
    let client = http_client(&config.timeouts)?;
    Ok(Arc::new(HttpModel::new(config, client)?))
}

//! The client against servers on loopback.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cancel;
mod configuration;
mod errors;
mod fallback;
mod redaction;
mod redirects;
mod retry;
mod server;
mod transcribe;

use std::time::Duration;

use futures_util::StreamExt;
use taskpilot_model_client::{
    ErrorKind, HttpModel, InputItem, Jitter, Model, ModelError, ModelEvent, ModelRequest,
    ProviderConfig, RetryPolicy, Role, Timeouts, http_client,
};

const KEY: &str = "s3cr3t-key-0123456789";

const CHAT: &str = "data: {\"id\":\"x\",\"model\":\"m-1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n\
    data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
    data: [DONE]\n\n";

/// A provider at `url`, asked again without delay.
fn config(url: &str) -> ProviderConfig {
    ProviderConfig::compatible(url.parse().unwrap(), Some(KEY.to_owned().into()))
        .with_model("m")
        .with_retry(RetryPolicy {
            first_delay: Duration::from_millis(1),
            jitter: Jitter::none(),
            ..RetryPolicy::default()
        })
}

fn model(config: ProviderConfig) -> HttpModel {
    let client = http_client(&Timeouts::default()).unwrap();
    HttpModel::new(config, client).unwrap()
}

fn question() -> ModelRequest {
    ModelRequest {
        input: vec![InputItem::text(Role::User, "Hi")],
        ..ModelRequest::default()
    }
}

/// Asks and reads to the end; checks that nothing follows it.
async fn ask(model: &impl Model) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut stream = model.stream(question());
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => events.push(event),
            Err(error) => {
                assert!(stream.next().await.is_none(), "something follows the error");
                return (events, Some(error));
            }
        }
    }
    assert!(stream.next().await.is_none());
    assert!(matches!(events.last(), Some(ModelEvent::Finished(_))));
    (events, None)
}

/// Returns the reasons for which the call was tried again.
fn retries(events: &[ModelEvent]) -> Vec<(Duration, ErrorKind)> {
    events
        .iter()
        .filter_map(|event| match event {
            ModelEvent::RetryScheduled { delay, cause } => Some((*delay, cause.clone())),
            _ => None,
        })
        .collect()
}

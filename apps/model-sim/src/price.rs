use std::time::Duration;

use serde_json::{Value, json};
use taskpilot_model_client::Usage;

/// Adds what an answer costs to its usage, as OpenRouter does; a provider that is not asked to say so says nothing.
pub(crate) fn priced(mut said: Value, usage: Usage) -> Value {
    if let Some(said) = said.as_object_mut().filter(|_| usage.cost_nanos > 0) {
        // A dollar has as many billionths as a second.
        let dollars = Duration::from_nanos(usage.cost_nanos).as_secs_f64();
        said.insert("cost".to_owned(), json!(dollars));
    }
    said
}

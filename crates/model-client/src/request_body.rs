//! What the bodies of both APIs have in common.

use serde_json::{Map, Value};

use crate::error::{ErrorKind, ModelError};
use crate::request::{ContentPart, ModelRequest, ReasoningEffort};

/// Returns the model a request is for.
pub(crate) fn model_of<'a>(request: &'a ModelRequest, default: &'a str) -> &'a str {
    request.model.as_deref().unwrap_or(default)
}

/// Writes `body`, with the caller's own fields over ours.
pub(crate) fn finish(
    mut body: Map<String, Value>,
    request: &ModelRequest,
) -> Result<Vec<u8>, ModelError> {
    for (key, value) in &request.extra_body {
        body.insert(key.clone(), value.clone());
    }
    // Whatever else is asked for, this client reads streams only.
    body.insert("stream".to_owned(), Value::Bool(true));
    serde_json::to_vec(&body).map_err(|error| ModelError {
        source: Some(Box::new(error)),
        ..ModelError::new(
            ErrorKind::BadRequest,
            "the request cannot be written as json",
        )
    })
}

/// Sets a field unless there is nothing to say.
pub(crate) fn set(body: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(key.to_owned(), value.into());
    }
}

pub(crate) fn effort(effort: ReasoningEffort) -> &'static str {
    match effort {
        ReasoningEffort::Minimal => "minimal",
        ReasoningEffort::Low => "low",
        ReasoningEffort::Medium => "medium",
        ReasoningEffort::High => "high",
    }
}

/// Returns the arguments of a call as servers take them back: JSON text, never empty.
pub(crate) fn arguments_or_empty(arguments: &str) -> &str {
    if arguments.trim().is_empty() {
        "{}"
    } else {
        arguments
    }
}

/// Returns the texts of a message joined by blank lines, and `None` if there is more than text.
pub(crate) fn plain_text(content: &[ContentPart]) -> Option<String> {
    let mut texts = Vec::with_capacity(content.len());
    for part in content {
        match part {
            ContentPart::Text(text) | ContentPart::Refusal(text) => texts.push(text.as_str()),
            ContentPart::Image { .. } => return None,
        }
    }
    Some(texts.join("\n\n"))
}

/// Returns whether thoughts of the model `made` may go to the model `asked`.
///
/// Providers answer by the dated name of the model that was asked for (`gpt-x` by `gpt-x-2026-01-31`).
pub(crate) fn is_same_model(made: &str, asked: &str) -> bool {
    made.strip_prefix(asked).is_some_and(|rest| {
        rest.is_empty()
            || (rest.starts_with('-') && rest.chars().all(|c| c == '-' || c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_name_is_the_same_model() {
        assert!(is_same_model("gpt-5", "gpt-5"));
        assert!(is_same_model("gpt-5-2025-08-07", "gpt-5"));
        assert!(!is_same_model("gpt-5-mini", "gpt-5"));
        assert!(!is_same_model("gpt-5", "gpt-5-mini"));
        assert!(!is_same_model("gpt-55", "gpt-5"));
        assert!(!is_same_model("some/model:free", "openrouter/free"));
    }
}

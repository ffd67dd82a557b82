//! What the bodies of both APIs have in common.

use std::sync::{Arc, Mutex, PoisonError};

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::error::{ErrorKind, ModelError};
use crate::request::{ContentPart, ModelRequest, ReasoningEffort, ToolSpec};

/// What a body without its tools seldom exceeds.
const USUAL_BYTES: usize = 8 * 1024;

/// A body under way: the fields, and the tools as JSON that was written before.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) fields: Map<String, Value>,
    pub(crate) tools: Option<Arc<RawValue>>,
}

impl Body {
    /// Sets a field unless there is nothing to say.
    pub(crate) fn set(&mut self, key: &str, value: Option<impl Into<Value>>) {
        set(&mut self.fields, key, value);
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in &self.fields {
            map.serialize_entry(key, value)?;
        }
        // A caller's own `tools` win.
        if let Some(tools) = &self.tools
            && !self.fields.contains_key("tools")
        {
            map.serialize_entry("tools", tools)?;
        }
        map.end()
    }
}

/// The tools as JSON. They are the largest part of most bodies and the same in all calls of an agent, so the last
/// list is kept as it was written.
#[derive(Debug, Default)]
pub(crate) struct WrittenTools(Mutex<Option<Written>>);

/// Tools, and their JSON.
type Written = (Arc<[ToolSpec]>, Arc<RawValue>);

impl WrittenTools {
    /// Returns the list that holds what `write` makes of each of `specs`; `write` must always be the same.
    pub(crate) fn of(
        &self,
        specs: &Arc<[ToolSpec]>,
        write: impl Fn(&ToolSpec) -> Value,
    ) -> Result<Arc<RawValue>, ModelError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, json)) = &*last
            && Arc::ptr_eq(of, specs)
        {
            return Ok(Arc::clone(json));
        }
        let tools: Vec<Value> = specs.iter().map(write).collect();
        let json = list(&tools)?;
        *last = Some((Arc::clone(specs), Arc::clone(&json)));
        Ok(json)
    }
}

/// Writes a list.
pub(crate) fn list(items: &[Value]) -> Result<Arc<RawValue>, ModelError> {
    let json = to_raw_value(items).map_err(unwritable)?;
    Ok(json.into())
}

/// Returns the model a request is for.
pub(crate) fn model_of<'a>(request: &'a ModelRequest, default: &'a str) -> &'a str {
    request.model.as_deref().unwrap_or(default)
}

/// Writes `body`, with the caller's own fields over ours.
pub(crate) fn finish(mut body: Body, request: &ModelRequest) -> Result<Vec<u8>, ModelError> {
    for (key, value) in &request.extra_body {
        body.fields.insert(key.clone(), value.clone());
    }
    // Whatever else is asked for, this client reads streams only.
    body.set("stream", Some(true));
    let tools = body.tools.as_ref().map_or(0, |tools| tools.get().len());
    let mut json = Vec::with_capacity(tools.saturating_add(USUAL_BYTES));
    serde_json::to_writer(&mut json, &body).map_err(unwritable)?;
    Ok(json)
}

fn unwritable(error: serde_json::Error) -> ModelError {
    ModelError {
        source: Some(Box::new(error)),
        ..ModelError::new(
            ErrorKind::BadRequest,
            "the request cannot be written as json",
        )
    }
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
            ContentPart::Image { .. } | ContentPart::File { .. } => return None,
        }
    }
    Some(texts.join("\n\n"))
}

/// What OpenRouter lets stand behind a model's name to choose among its providers; the model is the same.
/// Source: its guides "Model Variants". `:free`, `:thinking` and the like are other models, or may be.
const ROUTING_SUFFIXES: [&str; 4] = [":nitro", ":floor", ":exacto", ":online"];

/// Returns whether thoughts of the model `made` may go to the model `asked`.
///
/// Providers answer by the dated name of the model that was asked for (`gpt-x` by `gpt-x-2026-01-31`), and routers
/// without the wish for a way to it (`some/model:nitro` by `some/model`).
pub(crate) fn is_same_model(made: &str, asked: &str) -> bool {
    let asked = ROUTING_SUFFIXES
        .iter()
        .find_map(|suffix| asked.strip_suffix(suffix).filter(|_| made != asked))
        .unwrap_or(asked);
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

    #[test]
    fn a_wish_for_a_provider_is_no_other_model() {
        assert!(is_same_model("some/model", "some/model:nitro"));
        assert!(is_same_model("some/model:nitro", "some/model:nitro"));
        assert!(is_same_model("some/model-2026-01-31", "some/model:floor"));
        assert!(!is_same_model("some/model", "some/model:thinking"));
        assert!(!is_same_model("other/model", "some/model:nitro"));
    }
}

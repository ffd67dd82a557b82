use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::price::Price;
use crate::response::Usage;
use crate::wire::{Count, Text};

/// One event, with the fields of all that matter; items stay as text until they are needed.
#[derive(Deserialize)]
pub(super) struct Event<'a> {
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Text<'a>,
    #[serde(borrow, default)]
    pub(super) delta: Text<'a>,
    #[serde(borrow, default)]
    pub(super) text: Text<'a>,
    #[serde(borrow, default)]
    pub(super) refusal: Text<'a>,
    #[serde(borrow, default)]
    pub(super) name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) arguments: Text<'a>,
    #[serde(borrow, default)]
    pub(super) item_id: Text<'a>,
    #[serde(default)]
    pub(super) output_index: Count,
    #[serde(default)]
    pub(super) content_index: Count,
    #[serde(default)]
    pub(super) summary_index: Count,
    #[serde(default)]
    pub(super) partial_image_index: Count,
    #[serde(borrow, default)]
    pub(super) partial_image_b64: Text<'a>,
    #[serde(borrow, default)]
    pub(super) annotation: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) item: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) response: Option<&'a RawValue>,
}

/// The response inside of the events that begin and end a stream.
#[derive(Default, Deserialize)]
pub(super) struct Response<'a> {
    #[serde(borrow, default)]
    pub(super) id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) model: Text<'a>,
    #[serde(default)]
    pub(super) output: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) usage: Option<ResponseUsage>,
    #[serde(borrow, default)]
    pub(super) incomplete_details: Option<IncompleteDetails<'a>>,
}

#[derive(Deserialize)]
pub(super) struct IncompleteDetails<'a> {
    #[serde(borrow, default)]
    pub(super) reason: Text<'a>,
}

#[derive(Default, Deserialize)]
pub(super) struct ResponseUsage {
    #[serde(default)]
    input_tokens: Count,
    #[serde(default)]
    output_tokens: Count,
    #[serde(default)]
    input_tokens_details: Option<InputDetails>,
    #[serde(default)]
    output_tokens_details: Option<OutputDetails>,
    #[serde(flatten)]
    price: Price,
}

#[derive(Deserialize)]
struct InputDetails {
    #[serde(default)]
    cached_tokens: Count,
}

#[derive(Deserialize)]
struct OutputDetails {
    #[serde(default)]
    reasoning_tokens: Count,
}

impl From<ResponseUsage> for Usage {
    fn from(usage: ResponseUsage) -> Self {
        Self {
            requests: 1,
            input_tokens: usage.input_tokens.or_zero(),
            cached_tokens: usage
                .input_tokens_details
                .map_or(0, |details| details.cached_tokens.or_zero()),
            output_tokens: usage.output_tokens.or_zero(),
            reasoning_tokens: usage
                .output_tokens_details
                .map_or(0, |details| details.reasoning_tokens.or_zero()),
            cost_nanos: usage.price.nanos().unwrap_or(0),
        }
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Begun,
    ItemAdded,
    ItemDone,
    TextDelta,
    TextDone,
    RefusalDelta,
    RefusalDone,
    ArgumentsDelta,
    ArgumentsDone,
    SummaryDelta,
    SummaryDone,
    ReasoningDelta,
    ReasoningDone,
    Annotation,
    PartialImage,
    Completed,
    Incomplete,
    Failed,
}

impl Kind {
    /// Returns the kind of the event type `name`; `None` for those that do not matter here.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "response.output_text.delta" => Self::TextDelta,
            "response.function_call_arguments.delta" => Self::ArgumentsDelta,
            "response.reasoning_summary_text.delta" => Self::SummaryDelta,
            "response.reasoning_text.delta" => Self::ReasoningDelta,
            "response.refusal.delta" => Self::RefusalDelta,
            "response.created" | "response.queued" | "response.in_progress" => Self::Begun,
            "response.output_item.added" => Self::ItemAdded,
            "response.output_item.done" => Self::ItemDone,
            "response.output_text.done" => Self::TextDone,
            "response.refusal.done" => Self::RefusalDone,
            "response.function_call_arguments.done" => Self::ArgumentsDone,
            "response.reasoning_summary_text.done" => Self::SummaryDone,
            "response.reasoning_text.done" => Self::ReasoningDone,
            "response.output_text.annotation.added" => Self::Annotation,
            "response.image_generation_call.partial_image" => Self::PartialImage,
            "response.completed" => Self::Completed,
            "response.incomplete" => Self::Incomplete,
            "response.failed" | "response.error" | "error" => Self::Failed,
            _ => return None,
        })
    }
}

/// Returns the type of an event if it stands first, as OpenAI writes it, without reading the rest.
pub(super) fn leading_type(data: &str) -> Option<&str> {
    let rest = data.strip_prefix('{')?.trim_ascii_start();
    let rest = rest.strip_prefix("\"type\"")?.trim_ascii_start();
    let rest = rest.strip_prefix(':')?.trim_ascii_start();
    let (name, _) = rest.strip_prefix('"')?.split_once('"')?;
    (!name.contains('\\')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_seen_without_reading_on() {
        assert_eq!(leading_type(r#"{"type":"ping","x":"#), Some("ping"));
        assert_eq!(leading_type(r#"{ "type" : "ping" }"#), Some("ping"));
        for other in [
            "",
            "{",
            r#"{"a":1,"type":"ping"}"#,
            r#"{"type":"pi\u006eg"}"#,
            r#"{"type":7}"#,
        ] {
            assert_eq!(leading_type(other), None, "{other}");
        }
    }
}

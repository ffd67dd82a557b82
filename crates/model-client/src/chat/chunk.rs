use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;

use crate::price::Price;
use crate::response::Usage;
use crate::wire::{Content, Count, JsonText, Text};

/// One `chat.completion.chunk`; everything may be missing or null.
#[derive(Deserialize)]
pub(super) struct Chunk<'a> {
    #[serde(borrow, default)]
    pub(super) id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) model: Text<'a>,
    #[serde(borrow, default)]
    pub(super) choices: FirstChoice<'a>,
    #[serde(default)]
    pub(super) usage: Option<ChatUsage>,
    #[serde(default)]
    error: Option<IgnoredAny>,
}

impl Chunk<'_> {
    /// Returns whether the chunk has an error, or so little else that it may be one.
    pub(super) fn may_be_error(&self) -> bool {
        self.error.is_some() || (self.choices.0.is_none() && self.usage.is_none())
    }
}

/// The choice with index 0; this crate asks for one, and ignores others.
#[derive(Default)]
pub(super) struct FirstChoice<'a>(pub(super) Option<Choice<'a>>);

#[derive(Deserialize)]
pub(super) struct Choice<'a> {
    #[serde(default)]
    index: Count,
    #[serde(borrow, default)]
    pub(super) delta: Option<Delta<'a>>,
    #[serde(borrow, default)]
    pub(super) finish_reason: Text<'a>,
    #[serde(default)]
    pub(super) error: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct Delta<'a> {
    #[serde(borrow, default)]
    pub(super) content: Content<'a>,
    #[serde(borrow, default)]
    pub(super) refusal: Text<'a>,
    #[serde(borrow, default)]
    pub(super) reasoning_content: Text<'a>,
    #[serde(borrow, default)]
    pub(super) reasoning: Text<'a>,
    #[serde(default)]
    pub(super) reasoning_details: Option<Vec<Value>>,
    #[serde(default)]
    pub(super) annotations: Option<Vec<Value>>,
    #[serde(borrow, default)]
    pub(super) tool_calls: Option<Vec<CallFragment<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct CallFragment<'a> {
    #[serde(default)]
    pub(super) index: Count,
    #[serde(borrow, default)]
    pub(super) id: Text<'a>,
    #[serde(borrow, default)]
    pub(super) function: Option<FunctionFragment<'a>>,
}

#[derive(Default, Deserialize)]
pub(super) struct FunctionFragment<'a> {
    #[serde(borrow, default)]
    pub(super) name: Text<'a>,
    #[serde(borrow, default)]
    pub(super) arguments: JsonText<'a>,
}

#[derive(Deserialize)]
pub(super) struct ChatUsage {
    #[serde(default)]
    prompt_tokens: Count,
    #[serde(default)]
    completion_tokens: Count,
    #[serde(default)]
    prompt_tokens_details: Option<PromptDetails>,
    #[serde(default)]
    completion_tokens_details: Option<CompletionDetails>,
    #[serde(flatten)]
    price: Price,
}

#[derive(Deserialize)]
struct PromptDetails {
    #[serde(default)]
    cached_tokens: Count,
}

#[derive(Deserialize)]
struct CompletionDetails {
    #[serde(default)]
    reasoning_tokens: Count,
}

impl ChatUsage {
    /// Takes what this report has. Servers that report with each chunk report sums, so the last one counts;
    /// an empty report changes nothing.
    pub(super) fn add_to(self, usage: &mut Usage) {
        if let Some(tokens) = self.prompt_tokens.0 {
            usage.input_tokens = tokens;
        }
        if let Some(tokens) = self.completion_tokens.0 {
            usage.output_tokens = tokens;
        }
        if let Some(details) = self.prompt_tokens_details {
            usage.cached_tokens = details.cached_tokens.or_zero();
        }
        if let Some(details) = self.completion_tokens_details {
            usage.reasoning_tokens = details.reasoning_tokens.or_zero();
        }
        if let Some(nanos) = self.price.nanos() {
            usage.cost_nanos = nanos;
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for FirstChoice<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChoicesVisitor)
    }
}

struct ChoicesVisitor;

impl<'de> Visitor<'de> for ChoicesVisitor {
    type Value = FirstChoice<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of choices")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(FirstChoice(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        while let Some(choice) = seq.next_element::<Choice<'de>>()? {
            if first.is_none() && choice.index.or_zero() == 0 {
                first = Some(choice);
            }
        }
        Ok(FirstChoice(first))
    }
}

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_model_client::{
    Annotation, FinishReason, GeneratedImage, ModelResponse, OutputItem, ToolCall, Usage,
};

use crate::script::Fault;

/// One answer of the simulated model: what it says, what it calls, and what goes wrong.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reply {
    /// Answers only requests whose last user message holds this text; case does not matter.
    pub when: Option<String>,
    /// Answers only requests that do (or do not) end with a tool's output.
    pub after_tool: Option<bool>,
    /// How many requests it answers; 0 is without limit.
    pub times: u32,
    /// Readable thoughts, told first; a blank line begins another summary.
    pub reasoning: Option<String>,
    /// An image that it makes before it speaks; the Responses API alone has images.
    pub image: Option<ScriptedImage>,
    /// What it says, streamed word by word.
    pub text: Option<String>,
    /// Characters of text in each event instead of a word; 0 means words.
    pub piece_chars: usize,
    /// What the text cites, each told once the text has got to its end.
    pub annotations: Vec<Annotation>,
    /// What it says instead of answering.
    pub refusal: Option<String>,
    /// What it calls, all in this one answer.
    pub tool_calls: Vec<ScriptedCall>,
    /// Why it stops; by default what fits the rest.
    pub finish: Option<Finish>,
    /// What it says it cost; by default words count as tokens.
    pub usage: Option<ScriptedUsage>,
    /// Milliseconds before the first event.
    pub first_delay_ms: u64,
    /// Milliseconds between two events.
    pub delay_ms: u64,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

/// A tool call in a script.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedCall {
    /// Which tool.
    pub name: String,
    /// With what.
    #[serde(default)]
    pub arguments: Arguments,
    /// Joins call and output; made up when missing.
    #[serde(default)]
    pub id: Option<String>,
}

/// An image in a script.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedImage {
    /// The image, as base64.
    pub base64: String,
    /// What it looks like on the way there, each as base64.
    #[serde(default)]
    pub partial: Vec<String>,
}

/// The arguments of a scripted call: JSON, or, as a string, any text, so that it may be malformed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Arguments(Value);

/// Why a scripted answer stops.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// It is done.
    Stop,
    /// It asks for tools.
    ToolCalls,
    /// It reached the token cap.
    Length,
    /// The provider cut it.
    ContentFilter,
}

/// What a scripted answer says it cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScriptedUsage {
    /// Tokens read.
    pub input_tokens: u64,
    /// Of these, from the cache.
    pub cached_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Of these, spent on thinking.
    pub reasoning_tokens: u64,
    /// What it cost, in billionths of a US dollar; told in dollars if it is more than nothing.
    pub cost_nanos: u64,
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            when: None,
            after_tool: None,
            times: 1,
            reasoning: None,
            image: None,
            text: None,
            piece_chars: 0,
            annotations: Vec::new(),
            refusal: None,
            tool_calls: Vec::new(),
            finish: None,
            usage: None,
            first_delay_ms: 0,
            delay_ms: 0,
            fault: None,
        }
    }
}

impl Reply {
    /// Says `text`.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Calls a tool; see [`Reply::and_call`].
    pub fn call(name: impl Into<String>, arguments: impl Into<Value>) -> Self {
        Self::default().and_call(name, arguments)
    }

    /// Refuses, in these words.
    pub fn refusal(text: impl Into<String>) -> Self {
        Self {
            refusal: Some(text.into()),
            ..Self::default()
        }
    }

    /// Goes wrong.
    pub fn fault(fault: Fault) -> Self {
        Self::default().and_fault(fault)
    }

    /// Is an HTTP error.
    pub fn status(status: u16) -> Self {
        Self::fault(Fault::Status {
            status,
            retry_after_s: None,
            code: None,
            message: None,
        })
    }

    /// Is an HTTP error that asks to wait.
    pub fn retry_after(status: u16, seconds: u64) -> Self {
        Self::fault(Fault::Status {
            status,
            retry_after_s: Some(seconds),
            code: None,
            message: None,
        })
    }

    /// Calls one more tool in the same answer. A JSON string is sent as it is, even if it is not JSON.
    #[must_use]
    pub fn and_call(mut self, name: impl Into<String>, arguments: impl Into<Value>) -> Self {
        self.tool_calls.push(ScriptedCall {
            name: name.into(),
            arguments: Arguments(arguments.into()),
            id: None,
        });
        self
    }

    /// Names the last call added.
    #[must_use]
    pub fn with_call_id(mut self, id: impl Into<String>) -> Self {
        if let Some(call) = self.tool_calls.last_mut() {
            call.id = Some(id.into());
        }
        self
    }

    /// Thinks aloud first.
    #[must_use]
    pub fn with_reasoning(mut self, text: impl Into<String>) -> Self {
        self.reasoning = Some(text.into());
        self
    }

    /// Says why it stops.
    #[must_use]
    pub fn with_finish(mut self, finish: Finish) -> Self {
        self.finish = Some(finish);
        self
    }

    /// Says what it cost.
    #[must_use]
    pub fn with_usage(mut self, usage: ScriptedUsage) -> Self {
        self.usage = Some(usage);
        self
    }

    /// Takes this long between two events, and before the first.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.first_delay_ms = self.delay_ms;
        self
    }

    /// Goes wrong as well.
    #[must_use]
    pub fn and_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Answers only when the last user message holds `text`.
    #[must_use]
    pub fn when(mut self, text: impl Into<String>) -> Self {
        self.when = Some(text.into());
        self
    }

    /// Answers only requests that end with a tool's output, or only those that do not.
    #[must_use]
    pub fn after_tool(mut self, after_tool: bool) -> Self {
        self.after_tool = Some(after_tool);
        self
    }

    /// Answers so many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Answers without limit.
    #[must_use]
    pub fn always(self) -> Self {
        self.times(0)
    }

    /// Returns whether it answers a request that ends so; `said` is in lower case.
    pub(crate) fn fits(&self, said: &str, after_tool: bool) -> bool {
        let when = self.when.as_ref();
        when.is_none_or(|text| said.contains(&text.to_lowercase()))
            && self.after_tool.is_none_or(|wanted| wanted == after_tool)
    }

    /// Returns the whole answer; `id` makes the ids of its calls unique.
    pub(crate) fn response(&self, model: &str, id: &str) -> ModelResponse {
        let reasoning = self.reasoning.iter().map(|text| OutputItem::Reasoning {
            text: text.clone(),
            raw: json!({}),
        });
        let image = self.image.iter().map(|image| {
            OutputItem::Image(GeneratedImage {
                image_id: format!("ig_{id}"),
                base64: image.base64.clone(),
                format: None,
            })
        });
        let text = self.text.iter().map(|text| OutputItem::Message {
            text: text.clone(),
            annotations: self.annotations.clone(),
        });
        let refusal = self.refusal.iter();
        let refusal = refusal.map(|text| OutputItem::Refusal { text: text.clone() });
        let calls = self.tool_calls.iter().enumerate();
        let calls = calls.map(|(index, call)| OutputItem::ToolCall(call.to_call(id, index)));
        ModelResponse {
            id: None,
            model: model.to_owned(),
            output: reasoning
                .chain(image)
                .chain(text)
                .chain(refusal)
                .chain(calls)
                .collect(),
            finish: self.finish_reason(),
            usage: self.usage(),
        }
    }

    fn finish_reason(&self) -> FinishReason {
        match self.finish {
            Some(Finish::Length) => FinishReason::Length,
            Some(Finish::ContentFilter) => FinishReason::ContentFilter,
            Some(Finish::ToolCalls) => FinishReason::ToolCalls,
            None if !self.tool_calls.is_empty() => FinishReason::ToolCalls,
            Some(Finish::Stop) | None => FinishReason::Stop,
        }
    }

    fn usage(&self) -> Usage {
        let said = [&self.reasoning, &self.text, &self.refusal];
        let words = said
            .into_iter()
            .flatten()
            .map(|text| text.split_whitespace().count());
        let words = words.sum::<usize>() + self.tool_calls.len();
        let usage = self.usage.unwrap_or(ScriptedUsage {
            input_tokens: 10,
            output_tokens: u64::try_from(words).unwrap_or(u64::MAX),
            ..ScriptedUsage::default()
        });
        Usage {
            requests: 1,
            input_tokens: usage.input_tokens,
            cached_tokens: usage.cached_tokens,
            output_tokens: usage.output_tokens,
            reasoning_tokens: usage.reasoning_tokens,
            cost_nanos: usage.cost_nanos,
        }
    }
}

impl ScriptedCall {
    fn to_call(&self, id: &str, index: usize) -> ToolCall {
        let made_up = || format!("call_{id}_{index}");
        ToolCall {
            call_id: self.id.clone().unwrap_or_else(made_up),
            name: self.name.clone(),
            arguments: match &self.arguments.0 {
                Value::String(text) => text.clone(),
                json => json.to_string(),
            },
        }
    }
}

impl From<Value> for Arguments {
    fn from(json: Value) -> Self {
        Self(json)
    }
}

impl Default for Arguments {
    fn default() -> Self {
        Self(json!({}))
    }
}

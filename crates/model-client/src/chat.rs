//! Chat Completions: from the events of a stream to [`ModelEvent`]s.

mod chunk;
mod reasoning;
pub(crate) mod request;

use std::borrow::Cow;

use crate::annotation::Annotation;
use crate::decode::{DecodeOptions, Progress, malformed, truncated};
use crate::dialect::BareDone;
use crate::error::ModelError;
use crate::event::ModelEvent;
use crate::failure::{Failure, ProviderError};
use crate::response::{FinishReason, ModelResponse, OutputItem, Usage};
use crate::tool_calls::{Assembly, Fragment, Keep};
use crate::wire::{Content, Text};
use chunk::{Choice, Chunk, Delta};
use reasoning::{Field, Thoughts};

/// Reads the events of one Chat Completions stream. It does no I/O.
#[derive(Debug)]
pub struct Decoder {
    options: DecodeOptions,
    started: bool,
    ended: bool,
    id: Option<String>,
    model: Option<String>,
    text: String,
    annotations: Vec<Annotation>,
    refusal: String,
    thoughts: Thoughts,
    calls: Assembly,
    finish: Option<FinishReason>,
    usage: Usage,
}

impl Decoder {
    /// Returns a decoder for one answer.
    pub fn new(options: DecodeOptions) -> Self {
        Self {
            calls: Assembly::new(&options.limits, &options.call_id_prefix),
            options,
            started: false,
            ended: false,
            id: None,
            model: None,
            text: String::new(),
            annotations: Vec::new(),
            refusal: String::new(),
            thoughts: Thoughts::default(),
            finish: None,
            usage: Usage::default(),
        }
    }

    /// Takes the data of the next event and appends what it means to `out`.
    ///
    /// # Errors
    /// What the provider says went wrong, or [`ErrorKind::Protocol`](crate::ErrorKind::Protocol),
    /// [`TooLarge`](crate::ErrorKind::TooLarge) or [`Truncated`](crate::ErrorKind::Truncated).
    pub fn push(
        &mut self,
        event_data: &str,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Progress, ModelError> {
        self.step(event_data, out).map_err(|failure| *failure.error)
    }

    /// Says that the stream ended.
    ///
    /// # Errors
    /// [`ErrorKind::Truncated`](crate::ErrorKind::Truncated) if the answer was not complete.
    pub fn finish(&mut self, out: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        if self.ended {
            return Ok(());
        }
        if !self.is_answered() {
            return Err(truncated());
        }
        self.complete(out);
        Ok(())
    }

    /// Returns whether only usage and the end mark can be missing.
    pub(crate) fn is_answered(&self) -> bool {
        self.finish.is_some()
    }

    pub(crate) fn step(
        &mut self,
        data: &str,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Progress, Failure> {
        let data = data.trim_ascii();
        if self.ended || data.is_empty() {
            return Ok(Progress::More);
        }
        if data.starts_with("[DONE]") {
            return Ok(self.end_mark(out)?);
        }
        let chunk: Chunk<'_> = serde_json::from_str(data).map_err(|error| malformed(&error))?;
        if chunk.may_be_error() {
            self.check_error(data)?;
        }
        self.take(chunk, out)?;
        Ok(Progress::More)
    }

    fn take(&mut self, chunk: Chunk<'_>, out: &mut Vec<ModelEvent>) -> Result<(), Failure> {
        if !self.started {
            self.started = true;
            out.push(ModelEvent::Started);
        }
        if self.id.is_none() {
            self.id = chunk.id.filled().map(Into::into);
        }
        if self.model.is_none() {
            self.model = chunk.model.filled().map(Into::into);
        }
        if let Some(usage) = chunk.usage {
            usage.add_to(&mut self.usage);
        }
        match chunk.choices.0 {
            Some(choice) => self.choice(choice, out),
            None => Ok(()),
        }
    }

    fn choice(&mut self, choice: Choice<'_>, out: &mut Vec<ModelEvent>) -> Result<(), Failure> {
        if let Some(delta) = choice.delta {
            self.delta(delta, out)?;
        }
        let Some(reason) = choice.finish_reason.filled() else {
            return Ok(());
        };
        self.finish = Some(match &*reason {
            "stop" => FinishReason::Stop,
            "tool_calls" | "function_call" => FinishReason::ToolCalls,
            "length" | "max_tokens" => FinishReason::Length,
            "content_filter" => FinishReason::ContentFilter,
            "error" => {
                let error = choice.error.as_ref().map(ProviderError::object);
                return Err(self.provider_failure(&error.unwrap_or_default()));
            }
            other => FinishReason::Other(other.to_owned()),
        });
        Ok(())
    }

    fn delta(&mut self, delta: Delta<'_>, out: &mut Vec<ModelEvent>) -> Result<(), Failure> {
        if let Some(details) = delta.reasoning_details {
            self.thoughts.add_details(details);
        }
        let Content { text, thoughts } = delta.content;
        if let Some((field, text)) = thoughts_of(delta.reasoning_content, delta.reasoning, thoughts)
        {
            self.thoughts.add_text(field, &text);
            out.push(ModelEvent::ReasoningDelta(text.into_owned()));
        }
        if let Some(text) = text.filled() {
            self.text.push_str(&text);
            out.push(ModelEvent::TextDelta(text.into_owned()));
        }
        for wire in delta.annotations.unwrap_or_default() {
            self.annotate(&wire, out);
        }
        if let Some(text) = delta.refusal.filled() {
            self.refusal.push_str(&text);
            out.push(ModelEvent::RefusalDelta(text.into_owned()));
        }
        for call in delta.tool_calls.unwrap_or_default() {
            let function = call.function.unwrap_or_default();
            let fragment = Fragment {
                index: call.index.0,
                id: call.id.0,
                name: function.name.0,
                arguments: function.arguments.0.0,
            };
            self.calls.push(fragment, out)?;
        }
        Ok(())
    }

    /// Takes a citation. Some servers send all of them again with each chunk.
    fn annotate(&mut self, wire: &serde_json::Value, out: &mut Vec<ModelEvent>) {
        let Some(annotation) = Annotation::read(wire) else {
            return;
        };
        if self.annotations.contains(&annotation) {
            return;
        }
        self.annotations.push(annotation.clone());
        out.push(ModelEvent::Annotation(Box::new(annotation)));
    }

    /// Takes `[DONE]`.
    fn end_mark(&mut self, out: &mut Vec<ModelEvent>) -> Result<Progress, ModelError> {
        let is_tool_turn = !self.calls.is_empty() && self.calls.is_complete();
        let is_whole =
            self.is_answered() || is_tool_turn || self.options.bare_done == BareDone::Accepted;
        if !is_whole {
            return Err(truncated());
        }
        self.complete(out);
        Ok(Progress::Done)
    }

    fn complete(&mut self, out: &mut Vec<ModelEvent>) {
        self.ended = true;
        let reason = self.finish.take();
        let keep = match reason {
            None | Some(FinishReason::Length | FinishReason::ContentFilter) => Keep::Complete,
            Some(_) => Keep::All,
        };
        let reason = reason.unwrap_or(FinishReason::Stop);
        let calls = self.calls.finish(keep, out);
        let finish = match reason {
            FinishReason::Length | FinishReason::ContentFilter => reason,
            _ if !calls.is_empty() => FinishReason::ToolCalls,
            FinishReason::ToolCalls => FinishReason::Stop,
            other => other,
        };
        let text = std::mem::take(&mut self.text);
        let annotations = std::mem::take(&mut self.annotations);
        let refusal = std::mem::take(&mut self.refusal);
        let is_refused = !refusal.is_empty()
            || (finish == FinishReason::ContentFilter && text.is_empty() && calls.is_empty());
        let mut output: Vec<OutputItem> = self.thoughts.take().into_iter().collect();
        output.extend((!text.is_empty()).then_some(OutputItem::Message { text, annotations }));
        output.extend(is_refused.then_some(OutputItem::Refusal { text: refusal }));
        output.extend(calls.into_iter().map(OutputItem::ToolCall));
        self.usage.requests = 1;
        out.push(ModelEvent::Finished(Box::new(ModelResponse {
            id: self.id.take(),
            model: self
                .model
                .take()
                .unwrap_or_else(|| self.options.model.clone()),
            output,
            finish,
            usage: self.usage,
        })));
    }

    /// Reads `data` once more, as an error.
    fn check_error(&self, data: &str) -> Result<(), Failure> {
        let value = serde_json::from_str(data).map_err(|error| malformed(&error))?;
        match ProviderError::from_value(&value) {
            Some(error) => Err(self.provider_failure(&error)),
            None => Ok(()),
        }
    }

    fn provider_failure(&self, error: &ProviderError) -> Failure {
        Failure::provider(None, error, &self.options.redactor)
    }
}

/// Returns the thoughts of a delta and where they stood. Some servers send the same ones under two names.
fn thoughts_of<'a>(
    reasoning_content: Text<'a>,
    reasoning: Text<'a>,
    parts: String,
) -> Option<(Field, Cow<'a, str>)> {
    if let Some(text) = reasoning_content.filled() {
        return Some((Field::ReasoningContent, text));
    }
    if let Some(text) = reasoning.filled() {
        return Some((Field::Reasoning, text));
    }
    (!parts.is_empty()).then_some((Field::Thinking, Cow::Owned(parts)))
}

#[cfg(test)]
mod tests;

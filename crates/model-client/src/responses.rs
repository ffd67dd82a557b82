//! The Responses API: from the events of a stream to [`ModelEvent`]s.

mod citations;
mod event;
mod items;
pub(crate) mod request;
mod slot;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::decode::{DecodeOptions, Progress, malformed, truncated};
use crate::error::ModelError;
use crate::event::ModelEvent;
use crate::failure::{Failure, ProviderError};
use crate::response::{FinishReason, ModelResponse, OutputItem, Usage};
use event::{Event, Kind, Response, leading_type};
use items::Items;

/// Reads the events of one Responses API stream. It does no I/O.
#[derive(Debug)]
pub struct Decoder {
    options: DecodeOptions,
    started: bool,
    ended: bool,
    items: Items,
}

/// How the provider ended the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Completed,
    Incomplete,
}

impl Decoder {
    /// Returns a decoder for one answer.
    pub fn new(options: DecodeOptions) -> Self {
        Self {
            items: Items::new(&options),
            options,
            started: false,
            ended: false,
        }
    }

    /// Takes the data of the next event and appends what it means to `out`.
    ///
    /// # Errors
    /// What the provider says went wrong, or [`ErrorKind::Protocol`](crate::ErrorKind::Protocol) or
    /// [`TooLarge`](crate::ErrorKind::TooLarge).
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
    pub fn finish(&mut self) -> Result<(), ModelError> {
        if self.ended { Ok(()) } else { Err(truncated()) }
    }

    pub(crate) fn step(
        &mut self,
        data: &str,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Progress, Failure> {
        let data = data.trim_ascii();
        // Some gateways add `[DONE]`; whether the answer is complete is said before it.
        if self.ended || data.is_empty() || data.starts_with("[DONE]") {
            return Ok(Progress::More);
        }
        if leading_type(data).is_some_and(|name| Kind::of(name).is_none()) {
            return Ok(Progress::More);
        }
        let event: Event<'_> = serde_json::from_str(data).map_err(|error| malformed(&error))?;
        let Some(kind) = Kind::of(event.kind.as_str()) else {
            return self.untyped(&event, data);
        };
        match kind {
            Kind::Completed => self.complete(event.response, Ending::Completed, out),
            Kind::Incomplete => self.complete(event.response, Ending::Incomplete, out),
            Kind::Failed => Err(self.failure(data)),
            Kind::Begun => {
                self.start(out);
                Ok(Progress::More)
            }
            _ => {
                self.start(out);
                self.items.take(kind, event, out)?;
                Ok(Progress::More)
            }
        }
    }

    fn start(&mut self, out: &mut Vec<ModelEvent>) {
        if !self.started {
            self.started = true;
            out.push(ModelEvent::Started);
        }
    }

    /// Takes an event of no known type; only an error may come without one.
    fn untyped(&self, event: &Event<'_>, data: &str) -> Result<Progress, Failure> {
        if !event.kind.as_str().is_empty() {
            return Ok(Progress::More);
        }
        let value = serde_json::from_str(data).map_err(|error| malformed(&error))?;
        match ProviderError::from_value(&value) {
            Some(error) => Err(Failure::provider(None, &error, &self.options.redactor)),
            None => Ok(Progress::More),
        }
    }

    fn failure(&self, data: &str) -> Failure {
        let error = ProviderError::from_body(data);
        Failure::provider(None, &error, &self.options.redactor)
    }

    fn complete(
        &mut self,
        response: Option<&RawValue>,
        ending: Ending,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Progress, Failure> {
        let response = match response {
            Some(raw) => Response::deserialize(&mut serde_json::Deserializer::from_str(raw.get()))
                .map_err(|error| malformed(&error))?,
            None => Response::default(),
        };
        self.start(out);
        let output = response.output.unwrap_or_default();
        let output = self
            .items
            .finish(output, ending == Ending::Completed, out)?;
        let details = response.incomplete_details.as_ref();
        let reason = details.map(|it| it.reason.as_str()).unwrap_or_default();
        let finish = finish_reason(ending, reason, &output);
        let mut usage = response.usage.map(Usage::from).unwrap_or_default();
        usage.requests = 1;
        self.ended = true;
        out.push(ModelEvent::Finished(Box::new(ModelResponse {
            id: response.id.filled().map(Into::into),
            model: response
                .model
                .filled()
                .map_or_else(|| self.options.model.clone(), Into::into),
            output: with_refusal(output, &finish),
            finish,
            usage,
        })));
        Ok(Progress::Done)
    }
}

fn finish_reason(ending: Ending, reason: &str, output: &[OutputItem]) -> FinishReason {
    match (reason, ending) {
        ("max_output_tokens" | "length" | "max_tokens", _) => FinishReason::Length,
        ("content_filter", _) => FinishReason::ContentFilter,
        ("", Ending::Incomplete) => FinishReason::Other("incomplete".to_owned()),
        (other, Ending::Incomplete) => FinishReason::Other(other.to_owned()),
        (_, Ending::Completed) => {
            let has_calls = output
                .iter()
                .any(|item| matches!(item, OutputItem::ToolCall(_)));
            if has_calls {
                FinishReason::ToolCalls
            } else {
                FinishReason::Stop
            }
        }
    }
}

/// Adds the refusal that a filter amounts to when it left nothing else.
fn with_refusal(mut output: Vec<OutputItem>, finish: &FinishReason) -> Vec<OutputItem> {
    let is_void = output
        .iter()
        .all(|item| matches!(item, OutputItem::Reasoning { .. } | OutputItem::Other(_)));
    if *finish == FinishReason::ContentFilter && is_void {
        output.push(OutputItem::Refusal {
            text: String::new(),
        });
    }
    output
}

#[cfg(test)]
mod tests;

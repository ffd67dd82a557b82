//! Sends an answer as a model would: event by event.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use taskpilot_model_client::{
    FinishReason, ModelEvent, ModelResponse, ModelStream, OutputItem, Usage,
};

use crate::dialogue::Next;

/// Returns the events of `next`, with `pace` before each word of a text.
pub(crate) fn stream(next: Next, model: String, pace: Duration) -> ModelStream {
    let events = events(next, model);
    if pace.is_zero() {
        return Box::pin(stream::iter(events).map(Ok).fuse());
    }
    let paced = stream::iter(events).then(move |event| async move {
        if matches!(event, ModelEvent::TextDelta(_)) {
            tokio::time::sleep(pace).await;
        }
        Ok(event)
    });
    Box::pin(paced.fuse())
}

fn events(next: Next, model: String) -> Vec<ModelEvent> {
    let mut events = vec![ModelEvent::Started];
    let (output, finish) = match next {
        Next::Say(text) => {
            events.extend(words(&text).map(|word| ModelEvent::TextDelta(word.to_owned())));
            (vec![OutputItem::message(text)], FinishReason::Stop)
        }
        Next::Call(calls) => {
            for call in &calls {
                events.push(ModelEvent::ToolCallStarted {
                    call_id: call.call_id.clone(),
                    name: call.name.clone(),
                });
                events.push(ModelEvent::ToolCallDelta {
                    call_id: call.call_id.clone(),
                    delta: call.arguments.clone(),
                });
                events.push(ModelEvent::ToolCallReady(call.clone()));
            }
            (
                calls.into_iter().map(OutputItem::ToolCall).collect(),
                FinishReason::ToolCalls,
            )
        }
    };
    // Rules read no tokens and write none; the call alone is counted.
    let usage = Usage {
        requests: 1,
        ..Usage::default()
    };
    events.push(ModelEvent::Finished(Box::new(ModelResponse {
        id: None,
        model,
        output,
        finish,
        usage,
    })));
    events
}

/// Cuts a text after each run of white space.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (_, tail) = rest.split_at_checked(word)?;
        let end = tail
            .find(|letter: char| !letter.is_whitespace())
            .map_or(rest.len(), |gap| word.saturating_add(gap));
        let (head, tail) = rest.split_at_checked(end)?;
        rest = tail;
        (!head.is_empty()).then_some(head)
    })
}

use bytes::Bytes;
use serde_json::{Value, json};
use taskpilot_model_client::{
    Annotation, CitedSource, FinishReason, ModelEvent, ModelResponse, OutputItem, ToolCall, Usage,
};

use crate::api::Envelope;
use crate::error::ApiError;
use crate::price::priced;

/// What ends a stream.
const DONE: &[u8] = b"data: [DONE]\n\n";

/// Writes the chunks of one answer.
pub(crate) struct Writer {
    envelope: Envelope,
    include_usage: bool,
    /// Whether the role was said, which the first delta does.
    began: bool,
    said_text: bool,
    /// The tool calls so far; their position is their index.
    calls: Vec<String>,
}

impl Writer {
    pub(crate) fn new(envelope: Envelope, include_usage: bool) -> Self {
        Self {
            envelope,
            include_usage,
            began: false,
            said_text: false,
            calls: Vec::new(),
        }
    }

    pub(crate) fn event(&mut self, event: ModelEvent) -> Vec<Bytes> {
        match event {
            ModelEvent::TextDelta(text) => {
                self.said_text = true;
                let mut frames = self.begin(&json!({"content": "", "refusal": null}));
                frames.push(self.delta(&json!({"content": text})));
                frames
            }
            ModelEvent::ReasoningDelta(text) => {
                let mut frames = self.begin(&json!({"content": null}));
                frames.push(self.delta(&json!({"reasoning_content": text})));
                frames
            }
            ModelEvent::RefusalDelta(text) => {
                self.said_text = true;
                let mut frames = self.begin(&json!({"content": null, "refusal": ""}));
                frames.push(self.delta(&json!({"refusal": text})));
                frames
            }
            ModelEvent::Annotation(annotation) => self.cite(&annotation),
            ModelEvent::ToolCallStarted { call_id, name } => self.start_call(&call_id, &name),
            ModelEvent::ToolCallDelta { call_id, delta } => {
                let index = self.calls.iter().position(|id| *id == call_id);
                let function = json!({"arguments": delta});
                let call = json!({"index": index, "function": function});
                vec![self.delta(&json!({"tool_calls": [call]}))]
            }
            ModelEvent::ToolCallReady(call) => self.ready(&call),
            ModelEvent::Finished(response) => self.finish(&response),
            _ => Vec::new(),
        }
    }

    /// Says the role, once, together with `first`.
    fn begin(&mut self, first: &Value) -> Vec<Bytes> {
        if self.began {
            return Vec::new();
        }
        self.began = true;
        let mut delta = json!({"role": "assistant"});
        if let (Some(delta), Some(first)) = (delta.as_object_mut(), first.as_object()) {
            delta.extend(first.clone());
        }
        vec![self.delta(&delta)]
    }

    /// This API knows citations of web pages alone.
    fn cite(&self, annotation: &Annotation) -> Vec<Bytes> {
        let CitedSource::Url { url, title } = &annotation.source else {
            return Vec::new();
        };
        let citation = json!({
            "url": url, "title": title, "start_index": annotation.start, "end_index": annotation.end,
        });
        let annotation = json!({"type": "url_citation", "url_citation": citation});
        vec![self.delta(&json!({"annotations": [annotation]}))]
    }

    fn start_call(&mut self, call_id: &str, name: &str) -> Vec<Bytes> {
        let mut frames = self.begin(&json!({"content": null}));
        let function = json!({"name": name, "arguments": ""});
        let index = self.calls.len();
        self.calls.push(call_id.to_owned());
        let call = json!({"index": index, "id": call_id, "type": "function", "function": function});
        frames.push(self.delta(&json!({"tool_calls": [call]})));
        frames
    }

    /// A model may give a call all at once; then it is told all at once.
    fn ready(&mut self, call: &ToolCall) -> Vec<Bytes> {
        if self.calls.contains(&call.call_id) {
            return Vec::new();
        }
        let mut frames = self.start_call(&call.call_id, &call.name);
        frames.extend(self.event(ModelEvent::ToolCallDelta {
            call_id: call.call_id.clone(),
            delta: call.arguments.clone(),
        }));
        frames
    }

    fn finish(&mut self, response: &ModelResponse) -> Vec<Bytes> {
        let mut frames = Vec::new();
        let text = response.text();
        if !self.said_text && !text.is_empty() {
            frames.extend(self.event(ModelEvent::TextDelta(text)));
        }
        frames.extend(self.begin(&json!({"content": ""})));
        frames.push(self.chunk(&json!([{
            "index": 0, "delta": {}, "logprobs": null, "finish_reason": reason(&response.finish),
        }]), &Value::Null));
        if self.include_usage {
            frames.push(self.chunk(&json!([]), &usage(response.usage)));
        }
        frames.push(Bytes::from_static(DONE));
        frames
    }

    fn delta(&self, delta: &Value) -> Bytes {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": null});
        self.chunk(&json!([choice]), &Value::Null)
    }

    fn chunk(&self, choices: &Value, usage: &Value) -> Bytes {
        let mut chunk = json!({
            "id": format!("chatcmpl-{}", self.envelope.id),
            "object": "chat.completion.chunk",
            "created": self.envelope.created,
            "model": self.envelope.model,
            "service_tier": "default",
            "system_fingerprint": null,
            "choices": choices,
        });
        if let Some(chunk) = chunk.as_object_mut()
            && self.include_usage
        {
            chunk.insert("usage".to_owned(), usage.clone());
        }
        frame(&chunk)
    }
}

/// Returns the frame by which a gateway tells of a failure after the stream began.
pub(crate) fn failure(error: &ApiError) -> Bytes {
    let mut chunk = error.body();
    if let Some(chunk) = chunk.as_object_mut() {
        let choice = json!({"index": 0, "delta": {"content": ""}, "finish_reason": "error"});
        chunk.insert("choices".to_owned(), json!([choice]));
    }
    frame(&chunk)
}

/// Returns the body of an answer that is not streamed.
pub(crate) fn whole(envelope: &Envelope, response: &ModelResponse) -> Value {
    let refusal = response.output.iter().find_map(|item| match item {
        OutputItem::Refusal { text } => Some(text),
        _ => None,
    });
    let reasoning = response.output.iter().find_map(|item| match item {
        OutputItem::Reasoning { text, .. } => Some(text),
        _ => None,
    });
    let text = Some(response.text()).filter(|text| !text.is_empty());
    let mut message = json!({"role": "assistant", "content": text, "refusal": refusal});
    let calls: Vec<Value> = response.tool_calls().map(whole_call).collect();
    if let Some(message) = message.as_object_mut() {
        if !calls.is_empty() {
            message.insert("tool_calls".to_owned(), calls.into());
        }
        if let Some(reasoning) = reasoning {
            message.insert("reasoning_content".to_owned(), reasoning.clone().into());
        }
    }
    json!({
        "id": format!("chatcmpl-{}", envelope.id),
        "object": "chat.completion",
        "created": envelope.created,
        "model": envelope.model,
        "choices": [{
            "index": 0, "message": message, "logprobs": null, "finish_reason": reason(&response.finish),
        }],
        "usage": usage(response.usage),
        "service_tier": "default",
        "system_fingerprint": null,
    })
}

fn whole_call(call: &ToolCall) -> Value {
    let function = json!({"name": call.name, "arguments": call.arguments});
    json!({"id": call.call_id, "type": "function", "function": function})
}

fn reason(finish: &FinishReason) -> &str {
    match finish {
        FinishReason::ToolCalls => "tool_calls",
        FinishReason::Length => "length",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Other(reason) => reason,
        _ => "stop",
    }
}

fn usage(usage: Usage) -> Value {
    let said = json!({
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens, "audio_tokens": 0},
    });
    priced(said, usage)
}

fn frame(chunk: &Value) -> Bytes {
    format!("data: {chunk}\n\n").into()
}

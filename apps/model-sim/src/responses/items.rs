use serde_json::{Value, json};
use taskpilot_model_client::{Annotation, CitedSource, ToolCall};

/// An item of the answer while it is being written.
pub(crate) struct Item {
    /// The wire id, such as `msg_…`.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// The parts before the one under way; only thoughts have several.
    pub(crate) done_parts: Vec<String>,
    /// All of the text, arguments or image so far, of the part under way.
    pub(crate) text: String,
    /// What the text cites, as it is sent.
    pub(crate) annotations: Vec<Value>,
    pub(crate) status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InProgress,
    Completed,
    /// The answer was cut while this was being written.
    Incomplete,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Refusal,
    Reasoning,
    Image,
    Call { call_id: String, name: String },
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Incomplete => "incomplete",
        }
    }
}

impl Kind {
    pub(crate) fn call(call: &ToolCall) -> Self {
        Self::Call {
            call_id: call.call_id.clone(),
            name: call.name.clone(),
        }
    }

    pub(crate) fn prefix(&self) -> &'static str {
        match self {
            Self::Text | Self::Refusal => "msg",
            Self::Reasoning => "rs",
            Self::Image => "ig",
            Self::Call { .. } => "fc",
        }
    }

    /// Returns whether it is told in pieces until something else begins.
    pub(crate) fn is_spoken(&self) -> bool {
        matches!(self, Self::Text | Self::Refusal | Self::Reasoning)
    }
}

impl Item {
    pub(crate) fn new(id: String, kind: Kind) -> Self {
        Self {
            id,
            kind,
            done_parts: Vec::new(),
            text: String::new(),
            annotations: Vec::new(),
            status: Status::InProgress,
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.status != Status::InProgress
    }

    /// Returns the part under way, as it is so far; calls and images have none.
    pub(crate) fn part(&self) -> Option<Value> {
        match &self.kind {
            Kind::Text => Some(json!({
                "type": "output_text", "text": self.text, "annotations": self.annotations, "logprobs": [],
            })),
            Kind::Refusal => Some(json!({"type": "refusal", "refusal": self.text})),
            Kind::Reasoning => Some(summary(&self.text)),
            Kind::Image | Kind::Call { .. } => None,
        }
    }

    /// Returns the item as it is sent: with its parts once it is done, without them before.
    pub(crate) fn json(&self) -> Value {
        let status = self.status.name();
        let done = self.is_done();
        let text = if done { self.text.as_str() } else { "" };
        let parts: Vec<Value> = self.part().into_iter().filter(|_| done).collect();
        match &self.kind {
            Kind::Text | Kind::Refusal => json!({
                "id": self.id, "type": "message", "status": status, "role": "assistant", "content": parts,
            }),
            Kind::Reasoning => {
                let before = self.done_parts.iter().filter(|_| done);
                let parts: Vec<Value> = before.map(|text| summary(text)).chain(parts).collect();
                json!({"id": self.id, "type": "reasoning", "summary": parts})
            }
            Kind::Image => {
                let image = done.then_some(text);
                json!({"id": self.id, "type": "image_generation_call", "status": status, "result": image})
            }
            Kind::Call { call_id, name } => json!({
                "id": self.id, "type": "function_call", "status": status,
                "call_id": call_id, "name": name, "arguments": text,
            }),
        }
    }
}

fn summary(text: &str) -> Value {
    json!({"type": "summary_text", "text": text})
}

/// Returns a citation as it is sent, its places counted from the beginning of the message.
pub(crate) fn citation(annotation: &Annotation) -> Value {
    let (start, end) = (annotation.start, annotation.end);
    match &annotation.source {
        CitedSource::Url { url, title } => json!({
            "type": "url_citation", "url": url, "title": title, "start_index": start, "end_index": end,
        }),
        CitedSource::File { file_id, filename } => json!({
            "type": "file_citation", "file_id": file_id, "filename": filename, "index": end,
        }),
        CitedSource::ContainerFile {
            container_id,
            file_id,
            filename,
        } => json!({
            "type": "container_file_citation", "container_id": container_id, "file_id": file_id,
            "filename": filename, "start_index": start, "end_index": end,
        }),
        _ => Value::Null,
    }
}

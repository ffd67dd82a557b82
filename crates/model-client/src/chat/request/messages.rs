use serde_json::{Map, Value, json};

use super::tool_media::ToolMedia;
use super::{call_ids, form_in_words};
use crate::dialect::{Dialect, ReasoningReplay, SystemMessages};
use crate::request::{ContentPart, InputItem, ModelRequest, Role};
use crate::request_body::{arguments_or_empty, is_same_model, plain_text, set};

/// Returns the fields in which thoughts go back.
fn reasoning_fields(replay: ReasoningReplay) -> &'static [&'static str] {
    match replay {
        ReasoningReplay::Never => &[],
        ReasoningReplay::AsReceived => &["reasoning_content", "reasoning", "reasoning_details"],
        ReasoningReplay::ContentAlways => &["reasoning_content"],
    }
}

/// Returns the messages for what the model shall read.
pub(super) fn build(request: &ModelRequest, model: &str, dialect: &Dialect) -> Vec<Value> {
    let mut writer = Writer {
        dialect,
        messages: Vec::with_capacity(request.input.len().saturating_add(1)),
        assistant: Assistant::default(),
        media: ToolMedia::new(dialect.tool_media),
    };
    if let Some(system) = system_text(request, dialect) {
        writer
            .messages
            .push(json!({"role": "system", "content": system}));
    }
    for item in &request.input {
        writer.item(item, model);
    }
    writer.end_assistant();
    writer.messages.extend(writer.media.take());
    writer.messages
}

/// Returns the text of the first message: the instructions, and whatever may stand nowhere else.
fn system_text(request: &ModelRequest, dialect: &Dialect) -> Option<String> {
    let mut texts: Vec<String> = request.instructions.iter().cloned().collect();
    if dialect.system == SystemMessages::FirstOnly {
        texts.extend(request.input.iter().filter_map(|item| match item {
            InputItem::Message {
                role: Role::Developer,
                content,
            } => plain_text(content),
            _ => None,
        }));
    }
    texts.extend(form_in_words(request, dialect));
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

struct Writer<'a> {
    dialect: &'a Dialect,
    messages: Vec<Value>,
    /// The assistant's message under way: its text, its calls and its thoughts belong into one.
    assistant: Assistant,
    /// Images and files of tools, which stand behind the answers of all tools.
    media: ToolMedia,
}

#[derive(Default)]
struct Assistant {
    text: Option<String>,
    calls: Vec<Value>,
    thoughts: Map<String, Value>,
}

impl Writer<'_> {
    fn item(&mut self, item: &InputItem, model: &str) {
        if !matches!(
            item,
            InputItem::ToolOutput { .. } | InputItem::ToolContent { .. }
        ) {
            self.messages.extend(self.media.take());
        }
        match item {
            InputItem::Message { role, content } => self.message(*role, content),
            InputItem::ToolCall {
                call_id,
                name,
                arguments,
            } => self.assistant.calls.push(json!({
                "type": "function",
                "id": call_ids::for_server(call_id, self.dialect.call_ids),
                "function": {"name": name, "arguments": arguments_or_empty(arguments)},
            })),
            InputItem::ToolOutput { call_id, output } => self.output(call_id, output),
            InputItem::ToolContent { call_id, content } => {
                let text = self.media.read(content);
                self.output(call_id, &text);
            }
            InputItem::Reasoning {
                model: made_by,
                raw,
            } => {
                if is_same_model(made_by, model) {
                    self.thoughts(raw);
                }
            }
        }
    }

    fn output(&mut self, call_id: &str, text: &str) {
        self.end_assistant();
        self.messages.push(json!({
            "role": "tool",
            "tool_call_id": call_ids::for_server(call_id, self.dialect.call_ids),
            "content": text,
        }));
    }

    fn message(&mut self, role: Role, content: &[ContentPart]) {
        match role {
            Role::Assistant => {
                if self.assistant.text.is_some() {
                    self.end_assistant();
                }
                self.assistant.text = Some(plain_text(content).unwrap_or_default());
            }
            Role::User => {
                self.end_assistant();
                let content = user_content(content);
                self.messages
                    .push(json!({"role": "user", "content": content}));
            }
            Role::Developer if self.dialect.system == SystemMessages::Developer => {
                self.end_assistant();
                let content = plain_text(content).unwrap_or_default();
                self.messages
                    .push(json!({"role": "developer", "content": content}));
            }
            // It stands in the first message already.
            Role::Developer => {}
        }
    }

    /// Takes the fields of thoughts that came by this API.
    fn thoughts(&mut self, raw: &Value) {
        let mut fields = Map::new();
        for field in reasoning_fields(self.dialect.reasoning_replay) {
            set(&mut fields, field, raw.get(*field).cloned());
        }
        if fields.is_empty() {
            return;
        }
        // Thoughts come first in a turn, so these begin another.
        if self.assistant.text.is_some() || !self.assistant.calls.is_empty() {
            self.end_assistant();
        }
        self.assistant.thoughts.extend(fields);
    }

    fn end_assistant(&mut self) {
        let assistant = std::mem::take(&mut self.assistant);
        if assistant.text.is_none() && assistant.calls.is_empty() {
            return;
        }
        let mut message = assistant.thoughts;
        if self.dialect.reasoning_replay == ReasoningReplay::ContentAlways {
            message
                .entry("reasoning_content")
                .or_insert_with(|| Value::String(String::new()));
        }
        set(&mut message, "role", Some("assistant"));
        set(
            &mut message,
            "content",
            Some(assistant.text.map_or(Value::Null, Value::String)),
        );
        if !assistant.calls.is_empty() {
            set(&mut message, "tool_calls", Some(assistant.calls));
        }
        self.messages.push(Value::Object(message));
    }
}

fn user_content(content: &[ContentPart]) -> Value {
    if let Some(text) = plain_text(content) {
        return Value::String(text);
    }
    Value::Array(content.iter().map(content_part).collect())
}

/// Returns a part of a person's message.
pub(super) fn content_part(part: &ContentPart) -> Value {
    match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => {
            json!({"type": "text", "text": text})
        }
        ContentPart::Image { url } => json!({"type": "image_url", "image_url": {"url": url}}),
        ContentPart::File { name, url } => {
            json!({"type": "file", "file": {"filename": name, "file_data": url}})
        }
    }
}

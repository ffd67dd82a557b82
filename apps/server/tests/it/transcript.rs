//! Requests and answers as text for snapshots: method, path, body, status, the headers that matter, body.

use std::fmt::Write as _;

use serde_json::Value;

use crate::user::Answer;

/// The headers that are part of the contract.
const HEADERS: [&str; 12] = [
    "access-control-allow-origin",
    "allow",
    "cache-control",
    "content-type",
    "etag",
    "location",
    "retry-after",
    "undo-token",
    "www-authenticate",
    "x-accel-buffering",
    "x-request-id",
    "vary",
];

/// What was said, in order.
#[derive(Default)]
pub(crate) struct Transcript(String);

impl Transcript {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Writes an exchange down.
    pub(crate) fn add(&mut self, answer: &Answer) -> &mut Self {
        let out = &mut self.0;
        if !out.is_empty() {
            out.push_str("\n----------\n\n");
        }
        writeln!(out, "{}", answer.line).unwrap();
        if let Some(body) = &answer.sent {
            writeln!(out, "{}", redacted(body)).unwrap();
        }
        writeln!(out, "\n{}", answer.status).unwrap();
        for name in HEADERS {
            if let Some(value) = answer.header(name) {
                writeln!(out, "{name}: {}", redacted_header(name, value)).unwrap();
            }
        }
        if answer.body.is_empty() {
            return self;
        }
        let body = match serde_json::from_slice::<Value>(&answer.body) {
            Ok(json) => serde_json::to_string_pretty(&redacted(&json)).unwrap(),
            Err(_) => answer.text(),
        };
        writeln!(out, "\n{body}").unwrap();
        self
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// The frames of a stream, one on each line.
pub(crate) fn frames(frames: &[Value]) -> String {
    let lines: Vec<_> = frames
        .iter()
        .map(|frame| redacted(frame).to_string())
        .collect();
    lines.join("\n")
}

fn redacted_header(name: &str, value: &str) -> String {
    match name {
        "undo-token" => "[undo token]".into(),
        "x-request-id" if value.starts_with("req_") => "[request id]".into(),
        _ => value.into(),
    }
}

/// The same without what differs from run to run.
pub(crate) fn redacted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), redacted_field(name, value)))
            .collect(),
        Value::Array(values) => values.iter().map(redacted).collect(),
        value => value.clone(),
    }
}

fn redacted_field(name: &str, value: &Value) -> Value {
    let Some(text) = value.as_str() else {
        return redacted(value);
    };
    match name {
        "created_at" | "updated_at" | "completed_at" => "[time]".into(),
        // Tests that name a date take one in the thirties; the others say "tomorrow".
        "due_at" if text.starts_with("202") => "[time]".into(),
        "undo_token" => "[undo token]".into(),
        "next_cursor" => "[cursor]".into(),
        "request_id" if text.starts_with("req_") => "[request id]".into(),
        _ => value.clone(),
    }
}

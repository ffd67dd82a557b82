//! The streams that all are given, and what has to come of them.

use serde_json::{Value, json};

/// How many deltas the long streams have.
const DELTAS: usize = 1000;

/// How many bytes come at once: what fits into an Ethernet packet.
pub const PACKET: usize = 1400;

/// A recorded stream of Chat Completions.
#[derive(Debug, Clone)]
pub struct Recording {
    /// What it is called, fit for a path.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it comes to.
    pub answer: Answer,
}

/// What a stream comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// All of the text.
    pub text: String,
    /// The arguments of the tool calls, in order.
    pub calls: Vec<Value>,
}

/// Returns all recordings: a long text, a long tool call, and a short answer with two calls.
#[must_use]
pub fn recordings() -> Vec<Recording> {
    vec![long_text(), long_call(), short_calls()]
}

fn long_text() -> Recording {
    let delta = json!({"content": " word"});
    Recording {
        name: "long-text",
        bytes: stream(
            &[json!({"role": "assistant", "content": ""})],
            &delta,
            "stop",
        ),
        answer: Answer {
            text: " word".repeat(DELTAS),
            calls: Vec::new(),
        },
    }
}

fn long_call() -> Recording {
    let call = |arguments: &str| json!({"tool_calls": [{"index": 0, "function": {"arguments": arguments}}]});
    let begin = json!({"role": "assistant", "content": null, "tool_calls": [
        {"index": 0, "id": "call_1", "type": "function", "function": {"name": "f", "arguments": ""}},
    ]});
    let mut bytes = stream(&[begin, call("{\"a\":\"")], &call(" word"), "");
    bytes.truncate(bytes.len() - END.len());
    bytes.extend(event(&call("\"}"), None));
    bytes.extend(event(&json!({}), Some("tool_calls")));
    bytes.extend(END.as_bytes());
    Recording {
        name: "long-call",
        bytes,
        answer: Answer {
            text: String::new(),
            calls: vec![json!({"a": " word".repeat(DELTAS)})],
        },
    }
}

fn short_calls() -> Recording {
    Recording {
        name: "short-calls",
        bytes: include_bytes!(
            "../../../crates/model-client/tests/golden/openai_chat_parallel_tools.sse"
        )
        .to_vec(),
        answer: Answer {
            text: String::new(),
            calls: vec![json!({"title": "Milk"}), json!({})],
        },
    }
}

/// The end of a stream.
const END: &str = "data: [DONE]\n\n";

fn stream(begin: &[Value], delta: &Value, reason: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = begin.iter().flat_map(|it| event(it, None)).collect();
    bytes.extend(event(delta, None).repeat(DELTAS));
    if !reason.is_empty() {
        bytes.extend(event(&json!({}), Some(reason)));
    }
    bytes.extend(END.as_bytes());
    bytes
}

/// An event with the fields that OpenAI sends along.
fn event(delta: &Value, reason: Option<&str>) -> Vec<u8> {
    let chunk = json!({
        "id": "chatcmpl-CAbcDefGhiJklMnoPqrStuVwx",
        "object": "chat.completion.chunk",
        "created": 1_789_000_000,
        "model": "gpt-x-2026-01-31",
        "service_tier": "default",
        "system_fingerprint": "fp_0123456789",
        "choices": [{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}],
        "usage": null,
        "obfuscation": "aB3dE5",
    });
    format!("data: {chunk}\n\n").into_bytes()
}

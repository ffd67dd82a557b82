//! What was said, in the form of `gen_ai.input.messages` and its like.

use serde_json::{Value, json};
use taskpilot_model_client::{ContentPart, InputItem, OutputItem, Role};

pub(super) fn instructions(text: &str) -> Value {
    json!([{"type": "text", "content": text}])
}

pub(super) fn input(items: &[InputItem]) -> Value {
    items.iter().filter_map(message).collect()
}

fn message(item: &InputItem) -> Option<Value> {
    let (role, parts) = match item {
        InputItem::Message { role, content } => {
            let role = match role {
                Role::Developer => "system",
                Role::User => "user",
                Role::Assistant => "assistant",
            };
            (role, content.iter().map(part).collect())
        }
        InputItem::ToolCall {
            call_id,
            name,
            arguments,
        } => ("assistant", vec![call(call_id, name, arguments)]),
        InputItem::ToolOutput { call_id, output } => {
            ("tool", vec![response(call_id, &json!(output))])
        }
        InputItem::ToolContent { call_id, content } => {
            let parts: Value = content.iter().map(part).collect();
            ("tool", vec![response(call_id, &parts)])
        }
        // Thoughts are in the provider's own form, often sealed.
        _ => return None,
    };
    Some(json!({"role": role, "parts": parts}))
}

pub(super) fn output(items: &[OutputItem], finish: &str) -> Value {
    let parts = items.iter().filter_map(|item| match item {
        OutputItem::Message { text, .. } | OutputItem::Refusal { text } => {
            Some(json!({"type": "text", "content": text}))
        }
        OutputItem::ToolCall(it) => Some(call(&it.call_id, &it.name, &it.arguments)),
        _ => None,
    });
    let parts: Vec<Value> = parts.collect();
    json!([{"role": "assistant", "parts": parts, "finish_reason": finish}])
}

fn call(call_id: &str, name: &str, arguments: &str) -> Value {
    let read = serde_json::from_str(arguments);
    let arguments: Value = read.unwrap_or_else(|_| json!(arguments));
    json!({"type": "tool_call", "id": call_id, "name": name, "arguments": arguments})
}

fn response(call_id: &str, response: &Value) -> Value {
    json!({"type": "tool_call_response", "id": call_id, "response": response})
}

/// Media are named, not held: a trace is no place for them.
fn part(part: &ContentPart) -> Value {
    match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => {
            json!({"type": "text", "content": text})
        }
        ContentPart::File { name, .. } => json!({"type": "file", "name": name}),
        _ => json!({"type": "image"}),
    }
}

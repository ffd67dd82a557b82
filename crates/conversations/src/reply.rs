use std::borrow::Cow;

use serde_json::Value;

use crate::message::{AssistantMessage, ToolCall};

/// Returns the reply without NUL characters, which a model can write and `PostgreSQL` cannot keep:
/// losing the whole answer for one of them would be worse than the replacement character.
pub(crate) fn storable(reply: &AssistantMessage) -> Cow<'_, AssistantMessage> {
    let clean = !reply.content.contains('\0') && reply.tool_calls.iter().all(is_clean);
    if clean {
        return Cow::Borrowed(reply);
    }
    let mut reply = reply.clone();
    clean_text(&mut reply.content);
    for call in &mut reply.tool_calls {
        clean_text(&mut call.id);
        clean_text(&mut call.name);
        clean_text(&mut call.arguments);
        clean_value(&mut call.result);
    }
    Cow::Owned(reply)
}

fn is_clean(call: &ToolCall) -> bool {
    let texts = [&call.id, &call.name, &call.arguments];
    !texts.iter().any(|text| text.contains('\0')) && is_clean_value(&call.result)
}

fn is_clean_value(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(values) => values.iter().all(is_clean_value),
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| !name.contains('\0') && is_clean_value(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn clean_text(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{fffd}");
    }
}

fn clean_value(value: &mut Value) {
    match value {
        Value::String(text) => clean_text(text),
        Value::Array(values) => values.iter_mut().for_each(clean_value),
        Value::Object(fields) => {
            let old = std::mem::take(fields);
            for (mut name, mut value) in old {
                clean_text(&mut name);
                clean_value(&mut value);
                fields.insert(name, value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::message::{MessageId, MessageStatus, ToolCallStatus, Usage};

    fn reply(content: &str, result: Value) -> AssistantMessage {
        AssistantMessage {
            reply_to: MessageId::new(1),
            content: content.to_owned(),
            tool_calls: vec![ToolCall {
                id: "call_1".to_owned(),
                name: "add_task".to_owned(),
                arguments: "{}".to_owned(),
                result,
                status: ToolCallStatus::Completed,
                round: 1,
            }],
            status: MessageStatus::Completed,
            error_code: None,
            usage: Usage::default(),
        }
    }

    #[test]
    fn a_clean_reply_is_not_copied() {
        let reply = reply("done", json!({"a": ["b", 1, null]}));
        assert!(matches!(storable(&reply), Cow::Borrowed(_)));
    }

    #[test]
    fn nul_characters_are_replaced_everywhere() {
        let reply = reply("d\0ne", json!({"a\0": ["b\0", {"c": "\0"}]}));
        let stored = storable(&reply);
        assert_eq!(stored.content, "d\u{fffd}ne");
        assert_eq!(
            stored.tool_calls[0].result,
            json!({"a\u{fffd}": ["b\u{fffd}", {"c": "\u{fffd}"}]})
        );
    }
}

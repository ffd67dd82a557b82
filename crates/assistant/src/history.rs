use std::collections::HashSet;

use serde_json::Value;
use taskpilot_conversations::{AssistantMessage, Message, MessageBody, ToolCall};
use taskpilot_model_client::{InputItem, Role};

/// Turns stored messages into what the model reads: each round of tool calls, their outputs, then the text.
///
/// A stored call always has its result beside it, so a pair is never split, whatever window was loaded.
pub(crate) fn to_input(messages: Vec<Message>) -> Vec<InputItem> {
    let mut items = Vec::with_capacity(messages.len());
    let mut seen_calls = HashSet::new();
    for message in messages {
        match message.body {
            MessageBody::User { content } => items.push(InputItem::text(Role::User, content)),
            MessageBody::Assistant(reply) => push_reply(*reply, &mut seen_calls, &mut items),
        }
    }
    items
}

/// Turns the calls of an unfinished attempt into what the model reads after the user's message.
pub(crate) fn calls_to_input(calls: &[ToolCall]) -> Vec<InputItem> {
    let mut items = Vec::with_capacity(calls.len().saturating_mul(2));
    push_calls(calls, &mut HashSet::new(), &mut items);
    items
}

fn push_reply(reply: AssistantMessage, seen: &mut HashSet<String>, items: &mut Vec<InputItem>) {
    push_calls(&reply.tool_calls, seen, items);
    if !reply.content.is_empty() {
        items.push(InputItem::text(Role::Assistant, reply.content));
    }
}

fn push_calls(calls: &[ToolCall], seen: &mut HashSet<String>, items: &mut Vec<InputItem>) {
    for round in calls.chunk_by(|one, next| one.round == next.round) {
        let ids: Vec<String> = round.iter().map(|call| unique_id(&call.id, seen)).collect();
        let calls = round.iter().zip(&ids);
        items.extend(calls.clone().map(|(call, id)| call_item(call, id)));
        items.extend(calls.map(|(call, id)| output_item(call, id)));
    }
}

/// Some providers number their calls anew in each response; a model must not read one id twice.
fn unique_id(id: &str, seen: &mut HashSet<String>) -> String {
    let mut candidate = id.to_owned();
    let mut count = 1_u32;
    while !seen.insert(candidate.clone()) {
        count = count.saturating_add(1);
        candidate = format!("{id}_{count}");
    }
    candidate
}

fn call_item(call: &ToolCall, id: &str) -> InputItem {
    InputItem::ToolCall {
        call_id: id.to_owned(),
        name: call.name.clone(),
        arguments: call.arguments.clone(),
    }
}

fn output_item(call: &ToolCall, id: &str) -> InputItem {
    let output = match &call.result {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    InputItem::ToolOutput {
        call_id: id.to_owned(),
        output,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use taskpilot_conversations::{
        ConversationId, MessageId, MessageStatus, ToolCallStatus, Usage,
    };

    use super::*;

    fn call(id: &str, round: u32) -> ToolCall {
        ToolCall {
            id: id.into(),
            name: "add_task".into(),
            arguments: "{}".into(),
            result: json!({"task_id": 1}),
            status: ToolCallStatus::Completed,
            round,
        }
    }

    fn reply(content: &str, tool_calls: Vec<ToolCall>) -> Message {
        let body = AssistantMessage {
            reply_to: MessageId::new(1),
            content: content.into(),
            tool_calls,
            status: MessageStatus::Completed,
            error_code: None,
            usage: Usage::default(),
        };
        Message {
            id: MessageId::new(2),
            conversation_id: ConversationId::new(1),
            body: MessageBody::Assistant(Box::new(body)),
            created_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn shape(items: &[InputItem]) -> Vec<String> {
        let name = |item: &InputItem| match item {
            InputItem::ToolCall { call_id, .. } => format!("call {call_id}"),
            InputItem::ToolOutput { call_id, .. } => format!("output {call_id}"),
            InputItem::Message { role, .. } => format!("{role:?}"),
            _ => "other".into(),
        };
        items.iter().map(name).collect()
    }

    #[test]
    fn rounds_stay_apart_and_pairs_together() {
        let items = to_input(vec![reply(
            "done",
            vec![call("a", 1), call("b", 1), call("c", 2)],
        )]);
        assert_eq!(
            shape(&items),
            [
                "call a",
                "call b",
                "output a",
                "output b",
                "call c",
                "output c",
                "Assistant"
            ]
        );
    }

    #[test]
    fn an_id_that_comes_again_is_renamed_in_both_places() {
        let items = to_input(vec![
            reply("", vec![call("a", 1)]),
            reply("", vec![call("a", 1)]),
        ]);
        assert_eq!(
            shape(&items),
            ["call a", "output a", "call a_2", "output a_2"]
        );
    }
}

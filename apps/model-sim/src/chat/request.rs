use serde_json::Value;
use taskpilot_model_client::{InputItem, ModelRequest, Role};

use crate::api::Call;
use crate::body;
use crate::error::ApiError;

/// Reads the body of `POST /chat/completions`.
pub(crate) fn read(body: &Value) -> Result<Call, ApiError> {
    let messages = body::list(body, "messages")?;
    if messages.is_empty() {
        return Err(ApiError::invalid(
            "messages",
            "Missing required parameter: 'messages'.",
        ));
    }
    let tools = body::list(body, "tools")?.iter();
    let tools = tools.map(|tool| body::tool(tool.get("function").unwrap_or(&Value::Null)));
    let mut request = body::shared_members(body, tools.collect::<Result<_, _>>()?);
    for message in messages {
        read_message(message, &mut request)?;
    }
    request.tool_choice = body::tool_choice(body, |choice| choice.get("function")?.get("name"))?;
    let mut most = ["max_completion_tokens", "max_tokens"].into_iter();
    request.max_output_tokens = most.find_map(|name| body.get(name)?.as_u64());
    request.reasoning_effort = body::effort(body.get("reasoning_effort"));
    let options = body.get("stream_options").unwrap_or(&Value::Null);
    Ok(Call {
        request,
        stream: body::flag(body, "stream").unwrap_or_default(),
        include_usage: body::flag(options, "include_usage").unwrap_or_default(),
    })
}

fn read_message(message: &Value, request: &mut ModelRequest) -> Result<(), ApiError> {
    let content = body::content(message.get("content"))?;
    let role = match body::text(message, "role")? {
        "system" if request.input.is_empty() && request.instructions.is_none() => {
            request.instructions = Some(body::text(message, "content")?.to_owned());
            return Ok(());
        }
        "system" | "developer" => Role::Developer,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" => {
            request.input.push(InputItem::ToolOutput {
                call_id: body::text(message, "tool_call_id")?.to_owned(),
                output: plain(&content),
            });
            return Ok(());
        }
        other => {
            let message = format!("Invalid value: '{other}'.");
            return Err(ApiError::invalid("messages", message));
        }
    };
    if !content.is_empty() {
        request.input.push(InputItem::Message { role, content });
    }
    for call in body::list(message, "tool_calls")? {
        let function = call.get("function").unwrap_or(&Value::Null);
        request.input.push(InputItem::ToolCall {
            call_id: body::text(call, "id")?.to_owned(),
            name: body::text(function, "name")?.to_owned(),
            arguments: body::text(function, "arguments")?.to_owned(),
        });
    }
    Ok(())
}

fn plain(content: &[taskpilot_model_client::ContentPart]) -> String {
    let texts = content.iter().filter_map(|part| match part {
        taskpilot_model_client::ContentPart::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_request_is_understood() {
        let call = read(&json!({
            "model": "gpt-test",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [
                    {"type": "text", "text": "Look"},
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
                ]},
                {"role": "assistant", "content": "One moment.", "tool_calls": [
                    {"id": "call_1", "type": "function",
                     "function": {"name": "add_task", "arguments": "{\"title\":\"Milk\"}"}},
                ]},
                {"role": "tool", "tool_call_id": "call_1", "content": "{\"task_id\":1}"},
                {"role": "system", "content": "Be kind."},
            ],
            "tools": [{"type": "function", "function": {
                "name": "add_task", "description": "Adds.", "parameters": {"type": "object"}, "strict": true,
            }}],
            "tool_choice": {"type": "function", "function": {"name": "add_task"}},
            "parallel_tool_calls": false, "temperature": 0.5, "max_tokens": 100,
            "reasoning_effort": "low", "stream": true, "stream_options": {"include_usage": true},
        }))
        .unwrap();
        insta::assert_debug_snapshot!(call);
    }

    #[test]
    fn what_openai_refuses_is_refused() {
        let message = |body| read(&body).unwrap_err().message;
        let answers = [
            message(json!({})),
            message(json!({"messages": "hello"})),
            message(json!({"messages": [{"content": "hello"}]})),
            message(json!({"messages": [{"role": "robot", "content": "hello"}]})),
            message(json!({"messages": [{"role": "user", "content": 7}]})),
            message(json!({"messages": [{"role": "user", "content": [{"type": "smell"}]}]})),
            message(json!({"messages": [{"role": "tool", "content": "no id"}]})),
            message(json!({"messages": [{"role": "user", "content": "a"}], "tools": [{}]})),
            message(
                json!({"messages": [{"role": "user", "content": "a"}], "tool_choice": "perhaps"}),
            ),
        ];
        insta::assert_snapshot!(answers.join("\n"));
    }
}

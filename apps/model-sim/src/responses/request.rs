use serde_json::Value;
use taskpilot_model_client::{InputItem, Role};

use crate::api::Call;
use crate::body;
use crate::error::ApiError;

/// Reads the body of `POST /responses`.
pub(crate) fn read(body: &Value) -> Result<Call, ApiError> {
    let tools = body::list(body, "tools")?.iter();
    // What the provider runs itself (web search, images) is no function, and a script plays it unasked.
    let functions = tools.filter(|tool| tool.get("type").is_none_or(|kind| kind == "function"));
    let tools = functions.map(body::tool);
    let mut request = body::shared_members(body, tools.collect::<Result<_, _>>()?);
    request.input = match body.get("input") {
        Some(Value::String(text)) => vec![InputItem::text(Role::User, text)],
        Some(Value::Array(items)) => {
            let items = items
                .iter()
                .map(|item| read_item(item, request.model.as_deref()));
            items.collect::<Result<_, _>>()?
        }
        _ => {
            return Err(ApiError::invalid(
                "input",
                "Missing required parameter: 'input'.",
            ));
        }
    };
    let instructions = body.get("instructions").and_then(Value::as_str);
    request.instructions = instructions.map(str::to_owned);
    request.tool_choice = body::tool_choice(body, |choice| choice.get("name"))?;
    request.max_output_tokens = body.get("max_output_tokens").and_then(Value::as_u64);
    request.reasoning_effort = body::effort(body.get("reasoning").and_then(|it| it.get("effort")));
    Ok(Call {
        request,
        stream: body::flag(body, "stream").unwrap_or_default(),
        include_usage: true,
    })
}

fn read_item(item: &Value, model: Option<&str>) -> Result<InputItem, ApiError> {
    let kind = item
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("message");
    match kind {
        "message" => Ok(InputItem::Message {
            role: role(body::text(item, "role")?)?,
            content: body::content(item.get("content"))?,
        }),
        "function_call" => Ok(InputItem::ToolCall {
            call_id: body::text(item, "call_id")?.to_owned(),
            name: body::text(item, "name")?.to_owned(),
            arguments: body::text(item, "arguments")?.to_owned(),
        }),
        "function_call_output" => Ok(InputItem::ToolOutput {
            call_id: body::text(item, "call_id")?.to_owned(),
            output: body::text(item, "output")?.to_owned(),
        }),
        "reasoning" => Ok(InputItem::Reasoning {
            model: model.unwrap_or_default().to_owned(),
            raw: item.clone(),
        }),
        other => Err(ApiError::invalid(
            "input",
            format!("Invalid value: '{other}'."),
        )),
    }
}

fn role(name: &str) -> Result<Role, ApiError> {
    match name {
        "system" | "developer" => Ok(Role::Developer),
        "user" => Ok(Role::User),
        "assistant" => Ok(Role::Assistant),
        other => Err(ApiError::invalid(
            "input",
            format!("Invalid value: '{other}'."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_request_is_understood() {
        let call = read(&json!({
            "model": "gpt-test",
            "instructions": "Be brief.",
            "input": [
                {"role": "user", "content": [
                    {"type": "input_text", "text": "Look"},
                    {"type": "input_image", "image_url": "data:image/png;base64,AA"},
                ]},
                {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"},
                {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hm."}]},
                {"type": "function_call", "call_id": "call_1", "name": "add_task", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "call_1", "output": "done"},
            ],
            "tools": [{"type": "function", "name": "add_task", "parameters": {"type": "object"}, "strict": false}],
            "tool_choice": {"type": "function", "name": "add_task"},
            "parallel_tool_calls": true, "top_p": 0.9, "max_output_tokens": 100,
            "reasoning": {"effort": "high"}, "stream": true, "store": false,
        }))
        .unwrap();
        insta::assert_debug_snapshot!(call);
    }

    #[test]
    fn a_plain_string_is_what_the_person_says() {
        let call = read(&json!({"input": "hello"})).unwrap();
        assert_eq!(call.request.input, [InputItem::text(Role::User, "hello")]);
        assert!(!call.stream);
    }

    #[test]
    fn what_openai_refuses_is_refused() {
        let message = |body| read(&body).unwrap_err().message;
        let answers = [
            message(json!({})),
            message(json!({"input": 7})),
            message(json!({"input": [{"content": "hello"}]})),
            message(json!({"input": [{"type": "telepathy"}]})),
            message(json!({"input": [{"type": "function_call", "name": "a", "arguments": "{}"}]})),
        ];
        insta::assert_snapshot!(answers.join("\n"));
    }
}

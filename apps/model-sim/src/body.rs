//! Reading what the two request bodies have in common.

use std::sync::Arc;

use serde_json::Value;
use taskpilot_model_client::{
    ContentPart, InputItem, ModelRequest, ReasoningEffort, ToolChoice, ToolSpec,
};

use crate::error::ApiError;

/// Returns the text of a member, or an error that names it.
pub(crate) fn text<'a>(object: &'a Value, name: &str) -> Result<&'a str, ApiError> {
    let value = object.get(name).and_then(Value::as_str);
    value.ok_or_else(|| {
        let message = format!("Missing required parameter: '{name}' must be a string.");
        ApiError::invalid(name, message)
    })
}

/// Returns the elements of a member; none when it is missing or null.
pub(crate) fn list<'a>(object: &'a Value, name: &str) -> Result<&'a [Value], ApiError> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => {
            let message = format!("Invalid type for '{name}': expected an array.");
            Err(ApiError::invalid(name, message))
        }
    }
}

pub(crate) fn flag(object: &Value, name: &str) -> Option<bool> {
    object.get(name).and_then(Value::as_bool)
}

/// Reads a function's name, description, parameters and strictness.
pub(crate) fn tool(function: &Value) -> Result<ToolSpec, ApiError> {
    let description = function.get("description").and_then(Value::as_str);
    Ok(ToolSpec {
        name: text(function, "name")?.to_owned(),
        description: description.unwrap_or_default().to_owned(),
        parameters: function.get("parameters").cloned().unwrap_or_default(),
        strict: flag(function, "strict").unwrap_or_default(),
    })
}

/// Reads `tool_choice`; `named` says where the name of a function is.
pub(crate) fn tool_choice(
    body: &Value,
    named: fn(&Value) -> Option<&Value>,
) -> Result<ToolChoice, ApiError> {
    let choice = match body.get("tool_choice") {
        None | Some(Value::Null) => return Ok(ToolChoice::Auto),
        Some(choice) => choice,
    };
    match (choice.as_str(), named(choice).and_then(Value::as_str)) {
        (Some("auto"), _) => Ok(ToolChoice::Auto),
        (Some("required"), _) => Ok(ToolChoice::Required),
        (Some("none"), _) => Ok(ToolChoice::None),
        (_, Some(name)) => Ok(ToolChoice::Named(name.to_owned())),
        _ => Err(ApiError::invalid(
            "tool_choice",
            "Invalid value for 'tool_choice'.",
        )),
    }
}

pub(crate) fn effort(name: Option<&Value>) -> Option<ReasoningEffort> {
    match name.and_then(Value::as_str)? {
        "minimal" => Some(ReasoningEffort::Minimal),
        "low" => Some(ReasoningEffort::Low),
        "medium" => Some(ReasoningEffort::Medium),
        "high" => Some(ReasoningEffort::High),
        _ => None,
    }
}

/// Reads content: a string, or a list of parts of either API.
pub(crate) fn content(content: Option<&Value>) -> Result<Vec<ContentPart>, ApiError> {
    match content {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![ContentPart::Text(text.clone())]),
        Some(Value::Array(parts)) => parts.iter().map(part).collect(),
        Some(_) => Err(ApiError::invalid(
            "content",
            "Invalid type for 'content': expected a string or an array.",
        )),
    }
}

fn part(part: &Value) -> Result<ContentPart, ApiError> {
    match text(part, "type")? {
        "text" | "input_text" | "output_text" => {
            Ok(ContentPart::Text(text(part, "text")?.to_owned()))
        }
        "refusal" => Ok(ContentPart::Refusal(text(part, "refusal")?.to_owned())),
        "input_image" => Ok(ContentPart::Image {
            url: text(part, "image_url")?.to_owned(),
        }),
        "image_url" => {
            let image = part.get("image_url").unwrap_or(&Value::Null);
            Ok(ContentPart::Image {
                url: text(image, "url")?.to_owned(),
            })
        }
        other => Err(ApiError::invalid(
            "content",
            format!("Invalid value: '{other}'."),
        )),
    }
}

/// Refuses a history that OpenAI refuses: each tool call needs its output, and each output its call.
pub(crate) fn check_history(input: &[InputItem]) -> Result<(), ApiError> {
    let mut open: Vec<&str> = Vec::new();
    for item in input {
        match item {
            InputItem::ToolCall { call_id, .. } => open.push(call_id),
            InputItem::ToolOutput { call_id, .. } => {
                let Some(position) = open.iter().position(|id| id == call_id) else {
                    let message = format!(
                        "No tool call found for function call output with call_id {call_id}."
                    );
                    return Err(ApiError::invalid("input", message));
                };
                open.swap_remove(position);
            }
            _ => {}
        }
    }
    match open.first() {
        None => Ok(()),
        Some(call_id) => {
            let message = format!("No tool output found for function call {call_id}.");
            Err(ApiError::invalid("input", message))
        }
    }
}

/// Fills in the members that both APIs name alike.
pub(crate) fn shared_members(body: &Value, tools: Vec<ToolSpec>) -> ModelRequest {
    ModelRequest {
        model: body.get("model").and_then(Value::as_str).map(str::to_owned),
        tools: Arc::from(tools),
        parallel_tool_calls: flag(body, "parallel_tool_calls"),
        temperature: body.get("temperature").and_then(Value::as_f64),
        top_p: body.get("top_p").and_then(Value::as_f64),
        ..ModelRequest::default()
    }
}

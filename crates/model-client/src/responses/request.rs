//! The body of `POST /responses`.

use serde_json::{Value, json};

use crate::config::ProviderConfig;
use crate::dialect::Feature;
use crate::error::ModelError;
use crate::request::{
    ContentPart, InputItem, ModelRequest, OutputSchema, Role, ToolChoice, ToolSpec,
};
use crate::request_body::{
    Body, WrittenTools, arguments_or_empty, effort, finish, is_same_model, list, model_of,
    plain_text,
};

/// Returns the body for `request`; what the caller did not set is not in it, except `store: false`.
pub(crate) fn body(
    request: &ModelRequest,
    config: &ProviderConfig,
    written: &WrittenTools,
) -> Result<Vec<u8>, ModelError> {
    let model = model_of(request, &config.model);
    let mut body = Body::default();
    body.set("model", Some(model));
    // Conversations are kept by those who own them.
    body.set("store", Some(false));
    body.set("instructions", request.instructions.as_deref());
    body.set("input", Some(input(&request.input, model)));
    tools(&mut body, request, written)?;
    body.set("temperature", request.temperature);
    body.set("top_p", request.top_p);
    body.set("max_output_tokens", request.max_output_tokens);
    let effort = request.reasoning_effort.map(effort);
    body.set("reasoning", effort.map(|it| json!({"effort": it})));
    let output = request.output.as_ref();
    body.set("text", output.map(|it| json!({"format": format(it)})));
    let is_demanding = body.tools.is_some() || output.is_some();
    let needs_all = is_demanding && config.dialect.require_parameters == Feature::On;
    config.routing.write(&mut body.fields, needs_all);
    if effort.is_some() || request.extra_body.contains_key("reasoning") {
        // What is not stored must come along to be sent back.
        body.set("include", Some(json!(["reasoning.encrypted_content"])));
    }
    finish(body, request)
}

fn format(output: &OutputSchema) -> Value {
    json!({
        "type": "json_schema",
        "name": output.name,
        "schema": output.schema,
        "strict": output.strict,
    })
}

fn tools(
    body: &mut Body,
    request: &ModelRequest,
    written: &WrittenTools,
) -> Result<(), ModelError> {
    if request.tools.is_empty() && request.hosted_tools.is_empty() {
        return Ok(());
    }
    body.tools = Some(if request.hosted_tools.is_empty() {
        written.of(&request.tools, tool)?
    } else {
        let functions = request.tools.iter().map(tool);
        let all: Vec<Value> = functions.chain(request.hosted_tools.clone()).collect();
        list(&all)?
    });
    let choice = match &request.tool_choice {
        ToolChoice::Auto => None,
        ToolChoice::Required => Some(json!("required")),
        ToolChoice::None => Some(json!("none")),
        ToolChoice::Named(name) => Some(json!({"type": "function", "name": name})),
    };
    body.set("tool_choice", choice);
    body.set("parallel_tool_calls", request.parallel_tool_calls);
    Ok(())
}

fn tool(spec: &ToolSpec) -> Value {
    json!({
        "type": "function",
        "name": spec.name,
        "description": spec.description,
        "parameters": spec.parameters,
        // Always said: this API takes silence for `true`.
        "strict": spec.strict,
    })
}

fn input(items: &[InputItem], model: &str) -> Vec<Value> {
    let mut input = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let rest = items.get(at.saturating_add(1)..).unwrap_or_default();
        input.extend(match item {
            InputItem::Message { role, content } => Some(message(*role, content)),
            InputItem::ToolCall {
                call_id,
                name,
                arguments,
            } => Some(json!({
                "type": "function_call",
                "call_id": call_id,
                "name": name,
                "arguments": arguments_or_empty(arguments),
            })),
            InputItem::ToolOutput { call_id, output } => Some(json!({
                "type": "function_call_output",
                "call_id": call_id,
                "output": output,
            })),
            InputItem::ToolContent { call_id, content } => Some(json!({
                "type": "function_call_output",
                "call_id": call_id,
                "output": plain_text(content).map_or_else(|| parts(content), Value::String),
            })),
            InputItem::Reasoning {
                model: made_by,
                raw,
            } => {
                let fits = is_same_model(made_by, model) && is_followed(rest, made_by);
                fits.then(|| reasoning(raw)).flatten()
            }
        });
    }
    input
}

/// Returns whether thoughts are followed by what they led to; the API refuses them otherwise.
fn is_followed(rest: &[InputItem], made_by: &str) -> bool {
    let next = rest
        .iter()
        .find(|item| !matches!(item, InputItem::Reasoning { model, .. } if model == made_by));
    matches!(
        next,
        Some(
            InputItem::ToolCall { .. }
                | InputItem::Message {
                    role: Role::Assistant,
                    ..
                }
        )
    )
}

/// Returns a reasoning item to send back: without its id, because nothing is stored under it, and only if
/// there is something in it that the model can read.
fn reasoning(raw: &Value) -> Option<Value> {
    let fields = raw.as_object()?;
    if fields.get("type").and_then(Value::as_str) != Some("reasoning") {
        return None;
    }
    let is_filled = |key: &str| match fields.get(key) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(parts)) => !parts.is_empty(),
        _ => false,
    };
    if !is_filled("encrypted_content") && !is_filled("content") {
        return None;
    }
    let mut item = fields.clone();
    item.retain(|key, value| !matches!(&**key, "id" | "status") && !value.is_null());
    item.entry("summary").or_insert_with(|| json!([]));
    Some(Value::Object(item))
}

fn message(role: Role, content: &[ContentPart]) -> Value {
    let role = match role {
        Role::Developer => "developer",
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    if let Some(text) = plain_text(content) {
        return json!({"type": "message", "role": role, "content": text});
    }
    json!({"type": "message", "role": role, "content": parts(content)})
}

fn parts(content: &[ContentPart]) -> Value {
    let parts = content.iter().map(|part| match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => {
            json!({"type": "input_text", "text": text})
        }
        ContentPart::Image { url } => json!({"type": "input_image", "image_url": url}),
        ContentPart::File { name, url } if url.starts_with("data:") => {
            json!({"type": "input_file", "filename": name, "file_data": url})
        }
        ContentPart::File { url, .. } => json!({"type": "input_file", "file_url": url}),
    });
    parts.collect()
}

#[cfg(test)]
mod tests;

//! The body of `POST /chat/completions`.

mod call_ids;
mod messages;

use serde_json::{Map, Value, json};

use crate::dialect::{Dialect, Feature, ForcedChoice, MaxTokensField, ReasoningRequest};
use crate::error::ModelError;
use crate::request::{ModelRequest, ToolChoice, ToolSpec};
use crate::request_body::{effort, finish, model_of, set};

/// Returns the body for `request`; what the caller did not set is not in it.
pub(crate) fn body(
    request: &ModelRequest,
    default_model: &str,
    dialect: &Dialect,
) -> Result<Vec<u8>, ModelError> {
    let model = model_of(request, default_model);
    let mut body = Map::new();
    set(&mut body, "model", Some(model));
    let messages = messages::build(request, model, dialect);
    set(&mut body, "messages", Some(messages));
    tools(&mut body, request, dialect);
    set(&mut body, "temperature", request.temperature);
    set(&mut body, "top_p", request.top_p);
    let cap = match dialect.max_tokens {
        MaxTokensField::MaxTokens => "max_tokens",
        MaxTokensField::MaxCompletionTokens => "max_completion_tokens",
    };
    set(&mut body, cap, request.max_output_tokens);
    let effort = request.reasoning_effort.map(effort);
    match dialect.reasoning_request {
        ReasoningRequest::Effort => set(&mut body, "reasoning_effort", effort),
        ReasoningRequest::Object => {
            set(
                &mut body,
                "reasoning",
                effort.map(|it| json!({"effort": it})),
            );
        }
    }
    if dialect.include_usage == Feature::On {
        set(
            &mut body,
            "stream_options",
            Some(json!({"include_usage": true})),
        );
    }
    finish(body, request)
}

fn tools(body: &mut Map<String, Value>, request: &ModelRequest, dialect: &Dialect) {
    let (offered, choice) = choice(request, dialect);
    if offered.is_empty() {
        return;
    }
    let tools: Vec<Value> = offered.iter().map(|it| tool(it, dialect)).collect();
    set(body, "tools", Some(tools));
    set(body, "tool_choice", choice);
    set(body, "parallel_tool_calls", request.parallel_tool_calls);
    if dialect.require_parameters == Feature::On {
        set(body, "provider", Some(json!({"require_parameters": true})));
    }
}

/// Returns the tools to offer and the choice to send, as far as the server can be made to follow it.
fn choice<'a>(request: &'a ModelRequest, dialect: &Dialect) -> (Vec<&'a ToolSpec>, Option<Value>) {
    let all = || request.tools.iter().collect();
    let only = |name: &str| request.tools.iter().filter(|it| it.name == name).collect();
    match (&request.tool_choice, dialect.forced_choice) {
        (ToolChoice::Auto, _) | (ToolChoice::Required, ForcedChoice::Unsupported) => (all(), None),
        (ToolChoice::None, ForcedChoice::Unsupported) => (Vec::new(), None),
        (ToolChoice::None, _) => (all(), Some("none".into())),
        (ToolChoice::Required, _) => (all(), Some("required".into())),
        (ToolChoice::Named(name), ForcedChoice::Full) => (
            all(),
            Some(json!({"type": "function", "function": {"name": name}})),
        ),
        (ToolChoice::Named(name), ForcedChoice::AnyTool) => (only(name), Some("required".into())),
        (ToolChoice::Named(name), ForcedChoice::Unsupported) => (only(name), None),
    }
}

fn tool(spec: &ToolSpec, dialect: &Dialect) -> Value {
    let mut function = Map::new();
    set(&mut function, "name", Some(spec.name.as_str()));
    set(
        &mut function,
        "description",
        Some(spec.description.as_str()),
    );
    set(&mut function, "parameters", Some(spec.parameters.clone()));
    if spec.strict && dialect.strict_tools == Feature::On {
        set(&mut function, "strict", Some(true));
    }
    json!({"type": "function", "function": function})
}

#[cfg(test)]
mod tests;

//! The body of `POST /chat/completions`.

mod call_ids;
mod messages;
mod tool_media;

use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::config::ProviderConfig;
use crate::dialect::{
    AnswerForm, Dialect, Feature, ForcedChoice, MaxTokensField, ReasoningRequest,
};
use crate::error::ModelError;
use crate::request::{ModelRequest, OutputSchema, ToolChoice, ToolSpec};
use crate::request_body::{Body, WrittenTools, effort, finish, list, model_of, set};

/// Returns the body for `request`; what the caller did not set is not in it.
pub(crate) fn body(
    request: &ModelRequest,
    config: &ProviderConfig,
    written: &WrittenTools,
) -> Result<Vec<u8>, ModelError> {
    let dialect = &config.dialect;
    let model = model_of(request, &config.model);
    let mut body = Body::default();
    body.set("model", Some(model));
    let messages = messages::build(request, model, dialect);
    body.set("messages", Some(messages));
    tools(&mut body, request, dialect, written)?;
    let format = response_format(request, dialect);
    let is_demanding = body.tools.is_some() || format.is_some();
    body.set("response_format", format);
    let needs_all = is_demanding && dialect.require_parameters == Feature::On;
    config.routing.write(&mut body.fields, needs_all);
    body.set("temperature", request.temperature);
    body.set("top_p", request.top_p);
    let cap = match dialect.max_tokens {
        MaxTokensField::MaxTokens => "max_tokens",
        MaxTokensField::MaxCompletionTokens => "max_completion_tokens",
    };
    body.set(cap, request.max_output_tokens);
    let effort = request.reasoning_effort.map(effort);
    match dialect.reasoning_request {
        ReasoningRequest::Effort => body.set("reasoning_effort", effort),
        ReasoningRequest::Object => {
            body.set("reasoning", effort.map(|it| json!({"effort": it})));
        }
    }
    if dialect.include_usage == Feature::On {
        body.set("stream_options", Some(json!({"include_usage": true})));
    }
    finish(body, request)
}

fn tools(
    body: &mut Body,
    request: &ModelRequest,
    dialect: &Dialect,
    written: &WrittenTools,
) -> Result<(), ModelError> {
    let (offered, choice) = choice(request, dialect);
    let Some(tools) = offered.write(&request.tools, dialect, written)? else {
        return Ok(());
    };
    body.tools = Some(tools);
    body.set("tool_choice", choice);
    body.set("parallel_tool_calls", request.parallel_tool_calls);
    Ok(())
}

/// Returns the form of the answer, unless it would keep the server from calling tools.
fn form<'a>(request: &'a ModelRequest, dialect: &Dialect) -> Option<&'a OutputSchema> {
    let may_call = !request.tools.is_empty() && request.tool_choice != ToolChoice::None;
    let is_kept_back = may_call && dialect.schema_beside_tools == Feature::Off;
    request.output.as_ref().filter(|_| !is_kept_back)
}

fn response_format(request: &ModelRequest, dialect: &Dialect) -> Option<Value> {
    let output = form(request, dialect)?;
    match dialect.answer_form {
        AnswerForm::JsonSchema => Some(json!({
            "type": "json_schema",
            "json_schema": {"name": output.name, "schema": output.schema, "strict": output.strict},
        })),
        AnswerForm::JsonObject => Some(json!({"type": "json_object"})),
        AnswerForm::Instructions => None,
    }
}

/// Returns what the model itself has to be told of the form of its answer.
fn form_in_words(request: &ModelRequest, dialect: &Dialect) -> Option<String> {
    if dialect.answer_form == AnswerForm::JsonSchema {
        return None;
    }
    let schema = &form(request, dialect)?.schema;
    Some(format!(
        "Answer with JSON alone, and by this JSON Schema: {schema}"
    ))
}

/// Which of the request's tools are offered.
enum Offered<'a> {
    All,
    Only(&'a str),
    None,
}

impl Offered<'_> {
    /// Returns the list to send, unless it is empty.
    fn write(
        &self,
        specs: &Arc<[ToolSpec]>,
        dialect: &Dialect,
        written: &WrittenTools,
    ) -> Result<Option<Arc<RawValue>>, ModelError> {
        if specs.is_empty() {
            return Ok(None);
        }
        match self {
            Self::None => Ok(None),
            Self::All => written.of(specs, |spec| tool(spec, dialect)).map(Some),
            Self::Only(name) => {
                let named = specs.iter().filter(|spec| spec.name == *name);
                let tools: Vec<Value> = named.map(|spec| tool(spec, dialect)).collect();
                (!tools.is_empty()).then(|| list(&tools)).transpose()
            }
        }
    }
}

/// Returns the tools to offer and the choice to send, as far as the server can be made to follow it.
fn choice<'a>(request: &'a ModelRequest, dialect: &Dialect) -> (Offered<'a>, Option<Value>) {
    match (&request.tool_choice, dialect.forced_choice) {
        (ToolChoice::Auto, _) | (ToolChoice::Required, ForcedChoice::Unsupported) => {
            (Offered::All, None)
        }
        (ToolChoice::None, ForcedChoice::Unsupported) => (Offered::None, None),
        (ToolChoice::None, _) => (Offered::All, Some("none".into())),
        (ToolChoice::Required, _) => (Offered::All, Some("required".into())),
        (ToolChoice::Named(name), ForcedChoice::Full) => (
            Offered::All,
            Some(json!({"type": "function", "function": {"name": name}})),
        ),
        (ToolChoice::Named(name), ForcedChoice::AnyTool) => {
            (Offered::Only(name), Some("required".into()))
        }
        (ToolChoice::Named(name), ForcedChoice::Unsupported) => (Offered::Only(name), None),
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

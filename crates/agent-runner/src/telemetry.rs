//! Spans with the names of OpenTelemetry's conventions for generative AI.
//!
//! All are at debug level, because that of a run is entered for each delta.

mod messages;

use serde_json::Value;
use taskpilot_model_client::{FinishReason, Model, ModelRequest, ModelResponse, ToolSpec, Usage};
use tracing::field::Empty;
use tracing::{Span, debug_span};

use crate::event::{RunError, RunEventKind};

/// Returns the span of a run, or, inside of that, of an agent that has taken over.
pub(crate) fn run_span(agent: &str, run_id: &str) -> Span {
    debug_span!(
        "invoke_agent",
        otel.name = format!("invoke_agent {agent}"),
        otel.kind = "internal",
        otel.status_code = Empty,
        error.r#type = Empty,
        gen_ai.operation.name = "invoke_agent",
        gen_ai.agent.name = agent,
        gen_ai.usage.input_tokens = Empty,
        gen_ai.usage.output_tokens = Empty,
        gen_ai.usage.cache_read.input_tokens = Empty,
        run.id = run_id,
    )
}

pub(crate) fn end_run(span: &Span, end: &RunEventKind, usage: &Usage) {
    if span.is_disabled() {
        return;
    }
    spend(span, usage);
    match end {
        RunEventKind::Failed(failure) => fail(span, code(&failure.error)),
        RunEventKind::Cancelled(_) => fail(span, "cancelled"),
        _ => {}
    }
}

/// Ends the span of an agent that has handed over.
pub(crate) fn end_agent(span: &Span, usage: &Usage) {
    if !span.is_disabled() {
        spend(span, usage);
    }
}

fn code(error: &RunError) -> &'static str {
    match error {
        RunError::Model(error) => error.kind.code(),
        RunError::MaxTurns(_) => "max_turns",
        RunError::TooManyBadCalls(_) => "bad_calls",
        RunError::Refused(_) => "refused",
        RunError::Guardrail { .. } => "guardrail",
        RunError::Budget(_) => "budget",
        RunError::Stopped(_) => "stopped",
        RunError::InvalidOutput(_) => "invalid_output",
        RunError::Session(_) => "session",
        RunError::UnknownAgent(_) => "unknown_agent",
        RunError::Empty => "empty",
    }
}

pub(crate) fn call_span(
    agent_span: &Span,
    agent: &str,
    model: &dyn Model,
    request: &ModelRequest,
    holds_content: bool,
) -> Span {
    let asked = request.model.as_deref().unwrap_or_else(|| model.name());
    let span = debug_span!(
        parent: agent_span,
        "chat",
        otel.name = format!("chat {asked}"),
        otel.kind = "client",
        otel.status_code = Empty,
        error.r#type = Empty,
        gen_ai.operation.name = "chat",
        gen_ai.provider.name = model.provider(),
        gen_ai.agent.name = agent,
        gen_ai.request.model = asked,
        gen_ai.request.temperature = request.temperature,
        gen_ai.request.top_p = request.top_p,
        gen_ai.request.max_tokens = request.max_output_tokens.map(number),
        gen_ai.response.id = Empty,
        gen_ai.response.model = Empty,
        gen_ai.response.finish_reasons = Empty,
        gen_ai.usage.input_tokens = Empty,
        gen_ai.usage.output_tokens = Empty,
        gen_ai.usage.cache_read.input_tokens = Empty,
        gen_ai.system_instructions = Empty,
        gen_ai.input.messages = Empty,
        gen_ai.output.messages = Empty,
        requests = Empty,
        switches = Empty,
    );
    if holds_content && !span.is_disabled() {
        if let Some(text) = &request.instructions {
            let told = messages::instructions(text).to_string();
            span.record("gen_ai.system_instructions", told);
        }
        let read = messages::input(&request.input).to_string();
        span.record("gen_ai.input.messages", read);
    }
    span
}

/// Notes what a model answered.
pub(crate) fn hear(span: &Span, response: &ModelResponse, holds_content: bool) {
    if span.is_disabled() {
        return;
    }
    span.record("gen_ai.response.id", response.id.as_deref());
    span.record("gen_ai.response.model", response.model.as_str());
    let finish = finish(&response.finish);
    // A list, as far as fields of spans can say so.
    span.record("gen_ai.response.finish_reasons", format!("[\"{finish}\"]"));
    if holds_content {
        let said = messages::output(&response.output, finish).to_string();
        span.record("gen_ai.output.messages", said);
    }
}

fn finish(reason: &FinishReason) -> &str {
    match reason {
        FinishReason::Stop => "stop",
        FinishReason::ToolCalls => "tool_call",
        FinishReason::Length => "length",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Other(reason) => reason,
        _ => "unknown",
    }
}

pub(crate) fn end_call(span: &Span, (usage, switches): (&Usage, u32), failed: Option<&str>) {
    if span.is_disabled() {
        return;
    }
    spend(span, usage);
    span.record("requests", number(usage.requests));
    span.record("switches", i64::from(switches));
    if let Some(code) = failed {
        fail(span, code);
    }
}

pub(crate) fn tool_span(
    spec: &ToolSpec,
    call_id: &str,
    arguments: &Value,
    holds_content: bool,
) -> Span {
    let name = &spec.name;
    let span = debug_span!(
        "execute_tool",
        otel.name = format!("execute_tool {name}"),
        otel.kind = "internal",
        otel.status_code = Empty,
        error.r#type = Empty,
        gen_ai.operation.name = "execute_tool",
        gen_ai.tool.name = name,
        gen_ai.tool.r#type = "function",
        gen_ai.tool.call.id = call_id,
        gen_ai.tool.call.arguments = Empty,
        gen_ai.tool.call.result = Empty,
    );
    if holds_content && !span.is_disabled() {
        span.record("gen_ai.tool.call.arguments", arguments.to_string());
    }
    span
}

pub(crate) fn end_tool(span: &Span, value: &Value, failed: Option<&str>, holds_content: bool) {
    if span.is_disabled() {
        return;
    }
    if holds_content {
        span.record("gen_ai.tool.call.result", value.to_string());
    }
    if let Some(code) = failed {
        fail(span, code);
    }
}

pub(crate) fn fail(span: &Span, code: &str) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", code);
}

fn spend(span: &Span, usage: &Usage) {
    span.record("gen_ai.usage.input_tokens", number(usage.input_tokens));
    span.record("gen_ai.usage.output_tokens", number(usage.output_tokens));
    span.record(
        "gen_ai.usage.cache_read.input_tokens",
        number(usage.cached_tokens),
    );
}

/// OpenTelemetry's numbers have a sign; others are exported as text.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

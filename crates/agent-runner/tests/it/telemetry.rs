//! Spans as an exporter of OpenTelemetry gets them.

use std::sync::{Arc, LazyLock};

use futures_util::StreamExt;
use opentelemetry::Value;
use opentelemetry::trace::{SpanKind, Status, TraceContextExt as _, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{Agent, AgentTool, Handoff, RunOptions, run};
use taskpilot_model_client::{ErrorKind, ModelRequest, Usage};
use tracing::info_span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::support::{World, question, script, tools};

/// What all tests of this program export.
///
/// The subscriber is the whole process's: while one is only a thread's, a test beside it that comes first to a span
/// turns that span off for all of them (`tracing` keeps a callsite's interest once for the process).
static EXPORTED: LazyLock<(InMemorySpanExporter, SdkTracerProvider)> = LazyLock::new(|| {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer)).unwrap();
    // A provider that is dropped exports no more.
    (exporter, provider)
});

/// Runs an agent; returns the spans, in the order in which they ended.
async fn exported(agent: Agent<World>, options: RunOptions) -> Vec<SpanData> {
    let (exported, _) = &*EXPORTED;
    // It is open until the spans are read, so it is none of them.
    let test = info_span!("test");
    let trace = test.context().span().span_context().trace_id();
    let events = test.in_scope(|| run(Arc::new(agent), Arc::default(), question(), options));
    let _: Vec<_> = events.collect().await;
    let mut spans = exported.get_finished_spans().unwrap();
    spans.retain(|it| it.span_context.trace_id() == trace);
    spans
}

/// Runs an agent that calls a tool and an inner agent.
async fn spans(options: RunOptions, end: Turn) -> Vec<SpanData> {
    let usage = Usage {
        input_tokens: 10,
        output_tokens: 2,
        cached_tokens: 4,
        ..Usage::default()
    };
    let inner: Agent<World> = Agent::new("inner", script([Turn::new().text("Inner secret.")]));
    let model = script([
        Turn::new()
            .call_with_id("c1", "refuse", "{}")
            .call_with_id("c2", "inner", r#"{"input": "the secret"}"#)
            .usage(usage),
        end.usage(usage),
    ]);
    let agent = Agent::new("helper", model)
        .with_instructions("Keep the secret.")
        .with_tools(tools())
        .with_tool(AgentTool::new(Arc::new(inner), "inner", ""));
    exported(agent, options).await
}

fn attribute(span: &SpanData, key: &str) -> Option<Value> {
    let mut found = span.attributes.iter().filter(|it| it.key.as_str() == key);
    found.next().map(|it| it.value.clone())
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let mut found = spans.iter().filter(|it| it.name == name);
    let names: Vec<_> = spans.iter().map(|it| &it.name).collect();
    found
        .next()
        .unwrap_or_else(|| panic!("no {name} in {names:?}"))
}

fn options() -> RunOptions {
    RunOptions {
        request: ModelRequest {
            model: Some("big".into()),
            temperature: Some(0.5),
            ..ModelRequest::default()
        },
        run_id: Some("run_1".into()),
        ..RunOptions::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_its_calls_and_its_tools_are_spans_inside_of_each_other() {
    let spans = spans(options(), Turn::new().text("Done.")).await;
    assert_eq!(spans.len(), 7);
    let run = named(&spans, "invoke_agent helper");
    let call = named(&spans, "chat big");
    let tool = named(&spans, "execute_tool refuse");
    let nested = named(&spans, "execute_tool inner");
    let inner = named(&spans, "invoke_agent inner");
    let inner_call = named(&spans, "chat scripted");
    for (child, parent) in [
        (call, run),
        (tool, run),
        (nested, run),
        (inner, nested),
        (inner_call, inner),
    ] {
        assert_eq!(
            child.parent_span_id,
            parent.span_context.span_id(),
            "{}",
            child.name
        );
    }
    assert_eq!(
        (&run.span_kind, &call.span_kind),
        (&SpanKind::Internal, &SpanKind::Client)
    );
    for (span, key, value) in [
        (run, "gen_ai.operation.name", Value::from("invoke_agent")),
        (run, "gen_ai.agent.name", "helper".into()),
        (run, "gen_ai.usage.input_tokens", 20.into()),
        (run, "run.id", "run_1".into()),
        (call, "gen_ai.operation.name", "chat".into()),
        (call, "gen_ai.request.model", "big".into()),
        (call, "gen_ai.request.temperature", 0.5.into()),
        (
            call,
            "gen_ai.response.finish_reasons",
            r#"["tool_call"]"#.into(),
        ),
        (call, "gen_ai.usage.input_tokens", 10.into()),
        (call, "gen_ai.usage.output_tokens", 2.into()),
        (call, "gen_ai.usage.cache_read.input_tokens", 4.into()),
        (tool, "gen_ai.operation.name", "execute_tool".into()),
        (tool, "gen_ai.tool.name", "refuse".into()),
        (tool, "gen_ai.tool.type", "function".into()),
        (tool, "gen_ai.tool.call.id", "c1".into()),
    ] {
        assert_eq!(attribute(span, key), Some(value), "{key} of {}", span.name);
    }
    assert!(
        matches!(tool.status, Status::Error { .. }),
        "{:?}",
        tool.status
    );
    assert!(attribute(tool, "error.type").is_some());
    assert_eq!(run.status, Status::Unset);
}

#[tokio::test(start_paused = true)]
async fn each_agent_that_takes_over_has_a_span_in_the_run() {
    let used = |input_tokens| Usage {
        input_tokens,
        ..Usage::default()
    };
    let last: Agent<World> = Agent::new(
        "last",
        script([
            Turn::new()
                .call_with_id("c2", "refuse", "{}")
                .usage(used(100)),
            Turn::new().text("Done.").usage(used(100)),
        ]),
    )
    .with_tools(tools());
    let middle = Agent::new(
        "middle",
        script([Turn::new()
            .call("transfer_to_last", json!({}))
            .usage(used(10))]),
    );
    let middle = middle.with_handoff(Handoff::to(Arc::new(last)));
    let first = Agent::new(
        "first",
        script([Turn::new()
            .call("transfer_to_middle", json!({}))
            .usage(used(1))]),
    );
    let first = first.with_handoff(Handoff::to(Arc::new(middle)));
    let options = RunOptions {
        run_id: Some("run_1".into()),
        ..RunOptions::default()
    };
    let spans = exported(first, options).await;
    let run = named(&spans, "invoke_agent first");
    let (middle, last) = (
        named(&spans, "invoke_agent middle"),
        named(&spans, "invoke_agent last"),
    );
    let id = |span: &SpanData| span.span_context.span_id();
    for agent in [middle, last] {
        assert_eq!(agent.parent_span_id, id(run));
        assert_eq!(attribute(agent, "run.id"), Some("run_1".into()));
    }
    let calls = spans.iter().filter(|it| it.name == "chat scripted");
    let parents: Vec<_> = calls.map(|call| call.parent_span_id).collect();
    assert_eq!(parents, [id(run), id(middle), id(last), id(last)]);
    let tool = named(&spans, "execute_tool refuse");
    assert_eq!(tool.parent_span_id, id(last));
    for (span, tokens) in [(run, 211), (middle, 10), (last, 200)] {
        let spent = attribute(span, "gen_ai.usage.input_tokens");
        assert_eq!(spent, Some(tokens.into()), "{}", span.name);
    }
    let place = |span: &SpanData| spans.iter().position(|it| id(it) == id(span));
    assert!(place(middle) < place(last) && place(last) < place(run));
}

#[tokio::test(start_paused = true)]
async fn what_was_said_is_in_no_span_unless_it_is_wanted() {
    let said = |spans: &[SpanData]| format!("{spans:?}").contains("secret");
    assert!(!said(
        &spans(options(), Turn::new().text("A secret.")).await
    ));
    let wanted = RunOptions {
        trace_content: true,
        ..options()
    };
    let spans = spans(wanted, Turn::new().text("A secret.")).await;
    let call = named(&spans, "chat big");
    let tool = named(&spans, "execute_tool inner");
    for (span, key, value) in [
        (
            call,
            "gen_ai.system_instructions",
            json!([{"type": "text", "content": "Keep the secret."}]),
        ),
        (
            tool,
            "gen_ai.tool.call.arguments",
            json!({"input": "the secret"}),
        ),
        (
            call,
            "gen_ai.output.messages",
            json!([{"role": "assistant", "finish_reason": "tool_call", "parts": [
                {"type": "tool_call", "id": "c1", "name": "refuse", "arguments": {}},
                {"type": "tool_call", "id": "c2", "name": "inner", "arguments": {"input": "the secret"}},
            ]}]),
        ),
    ] {
        let found = attribute(span, key).unwrap_or_else(|| panic!("no {key}"));
        let found: serde_json::Value = serde_json::from_str(&found.as_str()).unwrap();
        assert_eq!(found, value, "{key}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_one_in_its_spans() {
    let spans = spans(options(), Turn::new().fail(ErrorKind::Unavailable)).await;
    let failed = spans.iter().filter(|it| it.name == "chat big");
    for span in failed.skip(1).chain([named(&spans, "invoke_agent helper")]) {
        assert!(matches!(span.status, Status::Error { .. }), "{span:?}");
        assert_eq!(
            attribute(span, "error.type"),
            Some(ErrorKind::Unavailable.code().into())
        );
    }
}

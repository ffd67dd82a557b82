//! What one delta costs: framing, then reading.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use taskpilot_model_client::{DecodeOptions, ModelEvent, chat, responses, sse};

const DELTAS: usize = 1000;

/// Events of about the size OpenAI sends.
fn chat_text() -> Vec<String> {
    let delta = r#"{"id":"chatcmpl-CAbcDefGhiJklMnoPqrStuVwx","object":"chat.completion.chunk","created":1789000000,"model":"gpt-x-2026-01-31","service_tier":"default","system_fingerprint":"fp_0123456789","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB3dE5"}"#;
    let end = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
    events(delta, &[end, "[DONE]"])
}

fn chat_tool() -> Vec<String> {
    let begin = r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":\""}}]}}]}"#;
    let delta = r#"{"id":"chatcmpl-CAbcDefGhiJklMnoPqrStuVwx","object":"chat.completion.chunk","created":1789000000,"model":"gpt-x-2026-01-31","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":" word"}}]},"logprobs":null,"finish_reason":null}]}"#;
    let end = r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"}"}}]},"finish_reason":"tool_calls"}]}"#;
    let mut all = vec![begin.to_owned()];
    all.extend(events(delta, &[end, "[DONE]"]));
    all
}

fn responses_text() -> Vec<String> {
    let delta = r#"{"type":"response.output_text.delta","sequence_number":12,"item_id":"msg_0123456789abcdef0123456789abcdef","output_index":0,"content_index":0,"delta":" word","logprobs":[],"obfuscation":"aB3dE5fG7"}"#;
    let end = r#"{"type":"response.completed","response":{"id":"r","output":[],"usage":{"input_tokens":1}}}"#;
    events(delta, &[end])
}

fn responses_tool() -> Vec<String> {
    let begin = r#"{"type":"response.output_item.added","output_index":0,"item":{"id":"f","type":"function_call","call_id":"c","name":"f","arguments":""}}"#;
    let delta = r#"{"type":"response.function_call_arguments.delta","sequence_number":12,"item_id":"f","output_index":0,"delta":" word","obfuscation":"aB3dE5fG7"}"#;
    let end = r#"{"type":"response.completed","response":{"id":"r","output":[]}}"#;
    let mut all = vec![begin.to_owned()];
    all.extend(events(delta, &[end]));
    all
}

fn events(delta: &str, end: &[&str]) -> Vec<String> {
    let mut all = vec![delta.to_owned(); DELTAS];
    all.extend(end.iter().map(ToString::to_string));
    all
}

fn frame(events: &[String]) -> Vec<u8> {
    let frames: Vec<String> = events.iter().map(|it| format!("data: {it}\n\n")).collect();
    frames.concat().into_bytes()
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("decode");
    group.throughput(Throughput::Elements(
        u64::try_from(DELTAS).unwrap_or(u64::MAX),
    ));

    let bytes = frame(&chat_text());
    for (name, chunk) in [("sse, packets", 1400), ("sse, one chunk", bytes.len())] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut decoder = sse::Decoder::new(1 << 20);
                let mut out = Vec::new();
                for chunk in bytes.chunks(chunk) {
                    let _ = decoder.push(chunk, &mut out);
                    out.clear();
                }
            });
        });
    }
    for (name, events) in [("chat text", chat_text()), ("chat tool call", chat_tool())] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut decoder = chat::Decoder::new(DecodeOptions::new("m"));
                decode(&events, |data, out| decoder.push(data, out).is_ok());
            });
        });
    }
    for (name, events) in [
        ("responses text", responses_text()),
        ("responses tool call", responses_tool()),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut decoder = responses::Decoder::new(DecodeOptions::new("m"));
                decode(&events, |data, out| decoder.push(data, out).is_ok());
            });
        });
    }
    group.finish();
}

fn decode(events: &[String], mut push: impl FnMut(&str, &mut Vec<ModelEvent>) -> bool) {
    let mut out = Vec::new();
    for data in events {
        assert!(push(black_box(data), &mut out));
        if !matches!(out.last(), Some(ModelEvent::Finished(_))) {
            out.clear();
        }
    }
    assert!(matches!(out.last(), Some(ModelEvent::Finished(_))));
}

criterion_group!(all, benches);
criterion_main!(all);

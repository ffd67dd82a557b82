use std::fmt::Write;

use super::*;
use crate::error::ErrorKind;

fn decoder() -> Decoder {
    Decoder::new(DecodeOptions::new("asked"))
}

/// Decodes events of `data`, and writes down what came of it. `EOF` ends the stream.
fn check(lines: &str) -> String {
    check_with(decoder(), lines)
}

fn check_with(mut decoder: Decoder, lines: &str) -> String {
    let mut out = Vec::new();
    let mut error = None;
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let result = match line {
            "EOF" => decoder.finish(&mut out),
            data => decoder.push(data, &mut out).map(|_| ()),
        };
        if let Err(failure) = result {
            error = Some(failure);
            break;
        }
    }
    let mut text = String::new();
    for event in out {
        match event {
            ModelEvent::Finished(it) => {
                writeln!(text, "{:?} {:#?}", it.finish, it.output).unwrap();
                if it.usage
                    != (Usage {
                        requests: 1,
                        ..Usage::default()
                    })
                {
                    writeln!(text, "{:?}", it.usage).unwrap();
                }
            }
            ModelEvent::Started => {}
            other => writeln!(text, "{other:?}").unwrap(),
        }
    }
    if let Some(error) = error {
        writeln!(text, "{error}").unwrap();
    }
    text
}

fn text(text: &str) -> String {
    format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#)
}

fn end(reason: &str) -> String {
    format!(r#"{{"choices":[{{"index":0,"delta":{{}},"finish_reason":{reason}}}]}}"#)
}

#[test]
fn odd_fields_cost_nothing() {
    let answer = check(
        r#"
        {"choices":[],"prompt_filter_results":[{}]}
        {"choices":null,"usage":{}}
        {"id":"x","created":1.5,"model":null,"service_tier":"on_demand","choices":[{"delta":{"role":"assistant","content":null,"tool_calls":null}}]}
        {"choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"role":"assistant","content":"a"}}],"usage":null}
        {"choices":[{"delta":{"role":"assistant","content":[{"type":"text","text":"b"}]},"logprobs":null,"finish_reason":""}]}
        {"choices":[{"index":0}],"timings":{"x":1},"obfuscation":"zz"}
        {"choices":[{"index":0,"delta":null,"finish_reason":"eos"}]}
        {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":null,"completion_tokens_details":{"reasoning_tokens":9}}}
        [DONE]
        "#,
    );
    insta::assert_snapshot!(answer, @r#"
    TextDelta("a")
    TextDelta("b")
    Other("eos") [
        Message {
            text: "ab",
            annotations: [],
        },
    ]
    Usage { requests: 1, input_tokens: 3, cached_tokens: 0, output_tokens: 0, reasoning_tokens: 9, cost_nanos: 0 }
    "#);
}

#[test]
fn tool_calls_make_a_tool_turn_whatever_the_reason() {
    let call = r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":{"x":1}}}]}}]}"#;
    for reason in ["\"stop\"", "\"\"", "null", "\"tool_calls\"", "\"load\""] {
        let answer = check(&format!("{call}\n{}\n[DONE]", end(reason)));
        assert!(answer.contains("ToolCalls ["), "{reason}: {answer}");
        assert!(answer.contains(r#"arguments: "{\"x\":1}""#), "{answer}");
    }
}

#[test]
fn an_end_without_a_reason_is_a_cut() {
    assert!(
        check(&format!("{}\nEOF", text("a")))
            .ends_with("(truncated): the stream ended before the answer did\n")
    );
    assert!(check(&format!("{}\n[DONE]", text("a"))).contains("(truncated)"));
    assert!(check("EOF").contains("(truncated)"));
    let half = r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"x\":"}}]}}]}"#;
    let cut = check(&format!("{half}\n[DONE]"));
    assert!(
        cut.contains("(truncated)") && !cut.contains("Ready"),
        "{cut}"
    );
    let lenient = DecodeOptions {
        bare_done: BareDone::Accepted,
        ..DecodeOptions::new("asked")
    };
    let accepted = check_with(
        Decoder::new(lenient.clone()),
        &format!("{}\n[DONE]", text("a")),
    );
    assert!(accepted.contains("Stop ["), "{accepted}");
    let half = check_with(Decoder::new(lenient), &format!("{half}\n[DONE]"));
    assert!(!half.contains("Ready"), "{half}");
    assert!(check(&format!("{}\n{}\nEOF", text("a"), end("\"stop\""))).contains("Stop ["));
}

#[test]
fn length_drops_the_unfinished_call() {
    let calls = r#"{"choices":[{"delta":{"tool_calls":[
        {"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},
        {"index":1,"id":"b","function":{"name":"f","arguments":"{\"x\":"}}]}}]}"#
        .replace('\n', "");
    let answer = check(&format!("{calls}\n{}\n[DONE]", end("\"length\"")));
    insta::assert_snapshot!(answer, @r#"
    ToolCallStarted { call_id: "a", name: "f" }
    ToolCallDelta { call_id: "a", delta: "{}" }
    ToolCallStarted { call_id: "b", name: "f" }
    ToolCallDelta { call_id: "b", delta: "{\"x\":" }
    ToolCallReady(ToolCall { call_id: "a", name: "f", arguments: "{}" })
    Length [
        ToolCall(
            ToolCall {
                call_id: "a",
                name: "f",
                arguments: "{}",
            },
        ),
    ]
    "#);
}

#[test]
fn a_filter_without_text_is_a_refusal() {
    let answer = check(&format!("{}\n[DONE]", end("\"content_filter\"")));
    insta::assert_snapshot!(answer, @r#"
    ContentFilter [
        Refusal {
            text: "",
        },
    ]
    "#);
    let answer = check(&format!(
        "{}\n{}\n[DONE]",
        text("half"),
        end("\"content_filter\"")
    ));
    assert!(answer.contains("ContentFilter [") && !answer.contains("Refusal"));
}

#[test]
fn thoughts_under_two_names_are_told_once() {
    let answer = check(&format!(
        r#"{{"choices":[{{"delta":{{"reasoning":"hm","reasoning_content":"hm"}}}}]}}
        {}
        {}
        [DONE]"#,
        text("a"),
        end("\"stop\"")
    ));
    insta::assert_snapshot!(answer, @r#"
    ReasoningDelta("hm")
    TextDelta("a")
    Stop [
        Reasoning {
            text: "hm",
            raw: Object {
                "reasoning_content": String("hm"),
            },
        },
        Message {
            text: "a",
            annotations: [],
        },
    ]
    "#);
}

fn kind_of(event: &str) -> ErrorKind {
    let mut out = Vec::new();
    decoder().push(event, &mut out).unwrap_err().kind
}

#[test]
fn errors_in_the_stream_are_errors() {
    for (event, code) in [
        (
            r#"{"id":"x","error":{"code":502,"message":"upstream"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"#,
            "unavailable",
        ),
        (
            r#"{"error":{"code":"429","message":"slow down"}}"#,
            "rate_limited",
        ),
        (
            r#"{"choices":null,"error":{"message":"no","code":402}}"#,
            "payment_required",
        ),
        (r#"{"error":"overloaded"}"#, "unavailable"),
        (
            r#"{"object":"error","message":"This model's maximum context length is 10","code":400}"#,
            "context_length",
        ),
        (
            r#"{"choices":[{"delta":{},"finish_reason":"error","error":{"code":503,"message":"x"}}]}"#,
            "unavailable",
        ),
        (
            r#"{"choices":[{"delta":{},"finish_reason":"error"}]}"#,
            "unavailable",
        ),
        ("{", "protocol"),
        ("<html>", "protocol"),
        (r#"{"choices":7}"#, "protocol"),
    ] {
        assert_eq!(kind_of(event).code(), code, "{event}");
    }
}

#[test]
fn a_provider_may_forbid_another_attempt() {
    let event = r#"{"error":{"code":503,"message":"no","metadata":{"error_type":"provider_overloaded"},"availability":{"retryable":false}}}"#;
    let failure = decoder().step(event, &mut Vec::new()).unwrap_err();
    assert_eq!(failure.retryable, Some(false));
}

#[test]
fn errors_show_neither_event_nor_key() {
    let error = decoder()
        .push(r#"{"choices":"secret prompt"}"#, &mut Vec::new())
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn nothing_follows_the_end() {
    let mut decoder = decoder();
    let mut out = Vec::new();
    decoder.push(&end("\"stop\""), &mut out).unwrap();
    assert_eq!(decoder.push("[DONE]", &mut out).unwrap(), Progress::Done);
    let before = out.len();
    decoder.push(&text("more"), &mut out).unwrap();
    decoder.finish(&mut out).unwrap();
    assert_eq!(out.len(), before);
}

use std::fmt::Write;

use super::*;
use crate::error::ErrorKind;

fn decoder() -> Decoder {
    Decoder::new(DecodeOptions::new("asked"))
}

/// Decodes events of `data`, and writes down what came of it.
fn check(lines: &str) -> String {
    let mut decoder = decoder();
    let mut out = Vec::new();
    let mut text = String::new();
    let mut error = None;
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Err(failure) = decoder.push(line, &mut out) {
            error = Some(failure);
            break;
        }
    }
    for event in out {
        match event {
            ModelEvent::Finished(it) => {
                writeln!(text, "{:?} {:#?}", it.finish, it.output).unwrap();
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

const COMPLETED: &str =
    r#"{"type":"response.completed","response":{"id":"r","model":"m","output":[]}}"#;

#[test]
fn the_done_item_wins_over_deltas() {
    let answer = check(&format!(
        r#"
        {{"type":"response.output_item.added","output_index":0,"item":{{"id":"m1","type":"message","content":[]}}}}
        {{"type":"response.output_text.delta","item_id":"m1","output_index":0,"content_index":0,"delta":"Helo"}}
        {{"type":"response.output_item.done","output_index":0,"item":{{"id":"m1","type":"message","content":[{{"type":"output_text","text":"Hello"}}]}}}}
        {COMPLETED}
        "#
    ));
    insta::assert_snapshot!(answer, @r#"
    TextDelta("Helo")
    Stop [
        Message {
            text: "Hello",
            annotations: [],
        },
    ]
    "#);
}

#[test]
fn what_was_not_streamed_is_shown_at_the_end() {
    let output = r#"[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
        {"type":"message","content":[{"type":"output_text","text":"Hi"}]},
        {"type":"function_call","call_id":"c","name":"f","arguments":""}]"#
        .replace('\n', "");
    let answer = check(&COMPLETED.replace("[]", &output));
    insta::assert_snapshot!(answer, @r#"
    ReasoningDelta("hm")
    TextDelta("Hi")
    ToolCallStarted { call_id: "c", name: "f" }
    ToolCallReady(ToolCall { call_id: "c", name: "f", arguments: "{}" })
    ToolCalls [
        Reasoning {
            text: "hm",
            raw: Object {
                "summary": Array [
                    Object {
                        "text": String("hm"),
                        "type": String("summary_text"),
                    },
                ],
                "type": String("reasoning"),
            },
        },
        Message {
            text: "Hi",
            annotations: [],
        },
        ToolCall(
            ToolCall {
                call_id: "c",
                name: "f",
                arguments: "{}",
            },
        ),
    ]
    "#);
}

#[test]
fn deltas_alone_are_enough() {
    let answer = check(&format!(
        r#"
        {{"type":"response.output_text.delta","delta":"Hi"}}
        {{"type":"response.function_call_arguments.delta","output_index":1,"item_id":"f1","delta":"{{\"a\":"}}
        {{"type":"response.function_call_arguments.done","output_index":1,"item_id":"f1","name":"f","arguments":"{{\"a\":1}}"}}
        {COMPLETED}
        "#
    ));
    insta::assert_snapshot!(answer, @r#"
    TextDelta("Hi")
    ToolCallStarted { call_id: "call_0", name: "f" }
    ToolCallDelta { call_id: "call_0", delta: "{\"a\":1}" }
    ToolCallReady(ToolCall { call_id: "call_0", name: "f", arguments: "{\"a\":1}" })
    ToolCalls [
        Message {
            text: "Hi",
            annotations: [],
        },
        ToolCall(
            ToolCall {
                call_id: "call_0",
                name: "f",
                arguments: "{\"a\":1}",
            },
        ),
    ]
    "#);
}

#[test]
fn calls_that_share_an_index_stay_apart() {
    let answer = check(&format!(
        r#"
        {{"type":"response.output_item.added","output_index":0,"item":{{"id":"f1","type":"function_call","call_id":"a","name":"f","arguments":""}}}}
        {{"type":"response.output_item.added","output_index":0,"item":{{"id":"f2","type":"function_call","call_id":"b","name":"g","arguments":""}}}}
        {{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"f1","delta":"{{}}"}}
        {{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"f2","delta":"[]"}}
        {COMPLETED}
        "#
    ));
    assert!(
        answer.contains(r#"ToolCallReady(ToolCall { call_id: "a", name: "f", arguments: "{}" })"#)
    );
    assert!(
        answer.contains(r#"ToolCallReady(ToolCall { call_id: "b", name: "g", arguments: "[]" })"#)
    );
}

#[test]
fn an_incomplete_answer_drops_the_unfinished_call() {
    for (reason, finish) in [
        ("max_output_tokens", "Length"),
        ("content_filter", "ContentFilter"),
        ("other", "Other(\"other\")"),
    ] {
        let answer = check(&format!(
            r#"
            {{"type":"response.output_item.added","output_index":0,"item":{{"id":"f1","type":"function_call","call_id":"a","name":"f","arguments":""}}}}
            {{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"f1","delta":"{{\"x\":"}}
            {{"type":"response.output_item.done","output_index":0,"item":{{"id":"f1","type":"function_call","status":"incomplete","call_id":"a","name":"f","arguments":"{{\"x\":"}}}}
            {{"type":"response.incomplete","response":{{"id":"r","incomplete_details":{{"reason":"{reason}"}}}}}}
            "#
        ));
        assert!(!answer.contains("Ready"), "{answer}");
        assert!(answer.contains(&format!("{finish} [")), "{answer}");
    }
}

#[test]
fn thoughts_in_parts_are_parted() {
    let answer = check(
        r#"
        {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}
        {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"b"}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"x","type":"reasoning","encrypted_content":"e","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}]}}
        "#,
    );
    insta::assert_snapshot!(answer, @r#"
    ReasoningDelta("a")
    ReasoningBreak
    ReasoningDelta("b")
    "#);
}

#[test]
fn thoughts_of_two_items_are_parted() {
    let answer = check(
        r#"
        {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"x","type":"reasoning","summary":[{"type":"summary_text","text":"a"}]}}
        {"type":"response.reasoning_summary_text.delta","output_index":1,"summary_index":0,"delta":"b"}
        {"type":"response.output_item.done","output_index":1,"item":{"id":"y","type":"reasoning","summary":[{"type":"summary_text","text":"b"}]}}
        {"type":"response.output_item.done","output_index":2,"item":{"id":"z","type":"reasoning","summary":[{"type":"summary_text","text":"c"}]}}
        "#,
    );
    insta::assert_snapshot!(answer, @r#"
    ReasoningDelta("a")
    ReasoningBreak
    ReasoningDelta("b")
    ReasoningBreak
    ReasoningDelta("c")
    "#);
}

#[test]
fn parts_of_thoughts_that_were_not_streamed_are_shown_at_the_end() {
    let answer = check(
        r#"
        {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"x","type":"reasoning","summary":[{"type":"summary_text","text":"ab"},{"type":"summary_text","text":"c"}]}}
        "#,
    );
    insta::assert_snapshot!(answer, @r#"
    ReasoningDelta("a")
    ReasoningDelta("b")
    ReasoningBreak
    ReasoningDelta("c")
    "#);
}

#[test]
fn unknown_events_and_items_pass() {
    let answer = check(&format!(
        r#"
        {{"type":"keepalive","sequence_number":1}}
        {{"type":"response.code_interpreter_call_code.delta","delta":"not even closed
        {{"sequence_number":3,"type":"response.web_search_call.searching","output_index":0}}
        {{"type":"response.output_item.done","output_index":0,"item":{{"id":"ws","type":"web_search_call","status":"completed"}}}}
        [DONE]
        {COMPLETED}
        "#
    ));
    insta::assert_snapshot!(answer, @r#"
    Stop [
        Other(
            Object {
                "id": String("ws"),
                "status": String("completed"),
                "type": String("web_search_call"),
            },
        ),
    ]
    "#);
}

#[test]
fn errors_in_all_their_shapes() {
    for (event, code) in [
        (
            r#"{"type":"error","code":"rate_limit_exceeded","message":"x","param":null}"#,
            "rate_limited",
        ),
        (
            r#"{"type":"error","error":{"type":"server_error","code":"x","message":"y"}}"#,
            "unavailable",
        ),
        (
            r#"{"type":"response.failed","response":{"error":{"code":"server_error","message":"x"}}}"#,
            "unavailable",
        ),
        (
            r#"{"type":"response.error","error":{"code":"insufficient_quota","message":"x"}}"#,
            "quota_exhausted",
        ),
        (
            r#"{"type":"response.failed","response":{"error":{"code":"some_new_code","message":"x"}}}"#,
            "unavailable",
        ),
        (r#"{"error":{"code":401,"message":"x"}}"#, "auth"),
        (r#"{"type":"response.output_text.delta""#, "protocol"),
    ] {
        let error = decoder().push(event, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind.code(), code, "{event}");
    }
}

#[test]
fn limits_hold() {
    let mut options = DecodeOptions::new("asked");
    options.limits.max_tool_arguments_bytes = 8;
    options.limits.max_tool_calls = 1;
    let mut decoder = Decoder::new(options);
    let delta =
        r#"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"123456"}"#;
    let mut out = Vec::new();
    decoder.push(delta, &mut out).unwrap();
    assert_eq!(
        decoder.push(delta, &mut out).unwrap_err().kind,
        ErrorKind::TooLarge
    );
    let added = |id| {
        format!(
            r#"{{"type":"response.output_item.added","item":{{"id":"{id}","type":"function_call","call_id":"{id}","name":"f"}}}}"#
        )
    };
    decoder.push(&added("a"), &mut out).unwrap();
    assert_eq!(
        decoder.push(&added("b"), &mut out).unwrap_err().kind,
        ErrorKind::TooLarge
    );
}

#[test]
fn an_end_without_a_last_event_is_a_cut() {
    let mut decoder = decoder();
    let mut out = Vec::new();
    decoder
        .push(r#"{"type":"response.created","response":{}}"#, &mut out)
        .unwrap();
    assert_eq!(decoder.finish().unwrap_err().kind, ErrorKind::Truncated);
    decoder.push(COMPLETED, &mut out).unwrap();
    assert!(decoder.finish().is_ok());
}

//! What models and tools do wrong.

use std::time::Duration;

use futures_util::StreamExt;
use insta::assert_snapshot;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{RunError, RunEventKind, RunOptions};
use taskpilot_model_client::{ErrorKind, FinishReason};

use crate::support::{outcome, play, render, script, start};

#[tokio::test]
async fn unknown_tool() {
    let events = play([
        Turn::new().call("fly", json!({})),
        Turn::new().text("I cannot fly."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn malformed_arguments() {
    let events = play([
        Turn::new()
            .raw_call("echo", "{\"text\": \"hi")
            .raw_call("echo", "[1]")
            .raw_call("wait", ""),
        Turn::new().text("Sorry."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn an_id_twice_in_one_answer_and_again_in_the_next() {
    let events = play([
        Turn::new()
            .call_with_id("call_0", "echo", r#"{"text":"a"}"#)
            .call_with_id("call_0", "echo", r#"{"text":"b"}"#),
        Turn::new().call_with_id("call_0", "echo", r#"{"text":"c"}"#),
        Turn::new().text("Done."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn an_answer_cut_by_its_length_runs_no_tool() {
    let events = play([
        Turn::new()
            .text("I add both. ")
            .call("echo", json!({"text": "a"}))
            .cut_call("call_9", "echo")
            .finish(FinishReason::Length),
        Turn::new().text("Sorry."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn a_text_cut_by_its_length_is_an_answer() {
    let events = play([Turn::new().text("And so").finish(FinishReason::Length)]).await;
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Completed(_)
    ));
}

#[tokio::test]
async fn an_answer_cut_by_the_provider_is_a_failure() {
    let turn = Turn::new()
        .text("And so ")
        .call("echo", json!({"text": "a"}))
        .finish(FinishReason::ContentFilter);
    let events = play([turn]).await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn a_failing_and_a_panicking_tool_answer_the_model() {
    let events = play([
        Turn::new().call("refuse", json!({})),
        Turn::new().call("panic", json!({})),
        Turn::new().call("echo", json!({"text": 7})),
        Turn::new().text("Nothing works."),
    ])
    .await;
    let shown = render(&events);
    assert!(!shown.contains("secret"), "{shown}");
    assert_snapshot!(shown);
}

#[tokio::test(start_paused = true)]
async fn a_tool_that_takes_too_long_answers_the_model_and_is_dropped() {
    let model = script([
        Turn::new().call("wait", json!({"seconds": 61})),
        Turn::new().text("Never mind."),
    ]);
    let events: Vec<_> = start(model, RunOptions::default()).collect().await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn too_long_an_output_is_cut_for_the_model_only() {
    let model = script([
        Turn::new().call("echo", json!({"text": "é".repeat(50)})),
        Turn::new().text("Ok."),
    ]);
    let options = RunOptions {
        max_tool_output_bytes: 20,
        ..RunOptions::default()
    };
    let events: Vec<_> = start(model, options).collect().await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn model_error_in_mid_text() {
    let turn = Turn::new()
        .text("The answer is ")
        .cut_call("call_1", "echo")
        .fail(ErrorKind::Stalled);
    let events = play([Turn::new().call("echo", json!({"text": "a"})), turn]).await;
    let RunEventKind::Failed(failure) = &events.last().unwrap().kind else {
        panic!()
    };
    assert!(matches!(&failure.error, RunError::Model(error) if error.kind == ErrorKind::Stalled));
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn a_stream_that_ends_without_an_answer_is_truncated() {
    let events = play([Turn::new().text("The answer ").vanish()]).await;
    let RunEventKind::Failed(failure) = &events.last().unwrap().kind else {
        panic!()
    };
    assert!(matches!(&failure.error, RunError::Model(error) if error.kind == ErrorKind::Truncated));
    assert_eq!(outcome(&events).text, "The answer ");
    assert_eq!(outcome(&events).new_items.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn time_that_the_model_needs_is_no_fault() {
    let turn = Turn::new().sleep(Duration::from_hours(1)).text("At last.");
    assert_eq!(outcome(&play([turn]).await).text, "At last.");
}

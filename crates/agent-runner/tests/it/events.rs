//! The exact order of events.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use insta::assert_snapshot;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{RunEventKind, RunOptions, run};
use taskpilot_model_client::{
    ErrorKind, FinishReason, InputItem, Model, ModelEvent, ModelRequest, ModelResponse,
    ModelStream, OutputItem, Role, ToolCall, ToolChoice, Usage,
};

use crate::support::{outcome, play, question, render, script, start};

#[tokio::test]
async fn text() {
    let events = play([Turn::new().text("Hello there.")]).await;
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn reasoning_and_a_retry() {
    let raw = json!({"id": "rs_1"});
    let turn = Turn::new()
        .retry(Duration::from_secs(2), ErrorKind::Unavailable)
        .reasoning("hm", raw)
        .text("Yes.")
        .usage(Usage {
            requests: 2,
            input_tokens: 7,
            ..Usage::default()
        });
    let events = play([turn]).await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn one_tool() {
    let events = play([
        Turn::new()
            .reasoning("hm", json!({"id": "rs_1"}))
            .text("Let me see. ")
            .call("echo", json!({"text": "hi"})),
        Turn::new().text("Done."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn a_slow_first_tool_hides_no_fast_one_and_outputs_stay_in_call_order() {
    let events = play([
        Turn::new()
            .call("wait", json!({"seconds": 3}))
            .call("wait", json!({"seconds": 1}))
            .call("echo", json!({"text": "hi"})),
        Turn::new().text("Done."),
    ])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn no_more_tools_run_at_once_than_allowed() {
    let model = script([
        Turn::new()
            .call("wait", json!({"seconds": 3}))
            .call("wait", json!({"seconds": 1}))
            .call("wait", json!({"seconds": 1})),
        Turn::new().text("Done."),
    ]);
    let began = tokio::time::Instant::now();
    let options = RunOptions {
        max_parallel_tools: 1,
        ..RunOptions::default()
    };
    let events: Vec<_> = start(model, options).collect().await;
    assert_eq!(began.elapsed(), Duration::from_secs(5));
    assert_eq!(outcome(&events).text, "Done.");
}

#[tokio::test]
async fn refusal() {
    let events = play([Turn::new()
        .call("echo", json!({"text": "hi"}))
        .refusal("No.")])
    .await;
    assert_snapshot!(render(&events));
}

#[tokio::test]
async fn an_empty_answer_is_asked_for_once_more() {
    let events = play([Turn::new().text(" \n"), Turn::new().text("Here.")]).await;
    assert_snapshot!(render(&events));
    let events = play([Turn::new(), Turn::new()]).await;
    assert_snapshot!("empty_twice", render(&events));
    let events = play([
        Turn::new(),
        Turn::new().call("echo", json!({"text": "hi"})),
        Turn::new(),
        Turn::new().text("Here."),
    ])
    .await;
    assert_eq!(outcome(&events).text, "Here.", "twice, but not in a row");
}

#[tokio::test]
async fn each_turn_asks_with_instructions_tools_and_the_whole_history() {
    let model = script([
        Turn::new().call("echo", json!({"text": "hi"})),
        Turn::new().text("Done."),
    ]);
    let mut options = RunOptions::default();
    options.request.temperature = Some(0.5);
    options.request.tool_choice = ToolChoice::Required;
    let events: Vec<_> = start(model.clone(), options).collect().await;
    let requests = model.requests();
    let [first, second] = requests.as_slice() else {
        panic!("{} requests", requests.len())
    };
    assert_eq!(first.input, question());
    let mut whole = question();
    whole.extend(outcome(&events).new_items.iter().take(2).cloned());
    assert_eq!(second.input, whole);
    for request in &requests {
        assert_eq!(request.instructions.as_deref(), Some("Help."));
        assert_eq!(request.temperature, Some(0.5));
        let names: Vec<_> = request
            .tools
            .iter()
            .map(|spec| spec.name.as_str())
            .collect();
        assert_eq!(names, ["echo", "wait", "refuse", "panic"]);
    }
    assert!(Arc::ptr_eq(&first.tools, &second.tools));
    // A model that must call in every turn would never end.
    assert_eq!(first.tool_choice, ToolChoice::Required);
    assert_eq!(second.tool_choice, ToolChoice::Auto);
}

#[tokio::test]
async fn the_template_may_replace_instructions_and_offer_fewer_tools() {
    let model = script([
        Turn::new().call("wait", json!({"seconds": 0})),
        Turn::new().text("Done."),
    ]);
    let mut options = RunOptions::default();
    options.request.instructions = Some("Help today.".into());
    options.request.tools = vec![crate::support::tools()[0].spec().clone()].into();
    let events: Vec<_> = start(model.clone(), options).collect().await;
    assert_eq!(
        model.requests()[0].instructions.as_deref(),
        Some("Help today.")
    );
    // What was not offered cannot be called, even if the agent has it.
    let unknown = events.iter().any(|event| match &event.kind {
        RunEventKind::ToolFinished {
            result: Err(error), ..
        } => {
            error["error"]["code"] == "unknown_tool"
                && error["error"]["message"] == "there is no tool \"wait\"; the tools are: echo"
        }
        _ => false,
    });
    assert!(unknown, "{}", render(&events));
}

#[tokio::test]
async fn the_input_is_repaired_before_it_is_sent() {
    let model = script([
        Turn::new().call_with_id("a", "echo", "{\"text\":\"\"}"),
        Turn::new().text("Done."),
    ]);
    let call = InputItem::ToolCall {
        call_id: "a".into(),
        name: "echo".into(),
        arguments: "{}".into(),
    };
    let input = vec![call, InputItem::text(Role::User, "go on")];
    let agent = crate::support::agent(model.clone());
    let stream = run(agent, Arc::default(), input, RunOptions::default());
    let events: Vec<_> = stream.collect().await;
    assert_eq!(model.requests()[0].input.len(), 3);
    // The provider used an id that the history has.
    assert_snapshot!(render(&events));
}

/// Says nothing until its answer is whole.
struct Terse;

impl Model for Terse {
    fn name(&self) -> &'static str {
        "terse"
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let thought = |id: &str| OutputItem::Reasoning {
            text: String::new(),
            raw: json!({"id": id}),
        };
        let message = |text: &str| OutputItem::message(text);
        let output = if request.input.len() == 1 {
            let call = ToolCall {
                call_id: "a".into(),
                name: "echo".into(),
                arguments: r#"{"text":"x"}"#.into(),
            };
            vec![
                thought("1"),
                OutputItem::Other(json!({"type": "web_search_call"})),
                thought("2"),
                OutputItem::ToolCall(call),
                message("I echo."),
                thought("3"),
            ]
        } else {
            vec![message("One."), message("Two.")]
        };
        let response = ModelResponse {
            id: None,
            model: "terse-1".into(),
            output,
            // As some servers say even if there are calls.
            finish: FinishReason::Stop,
            usage: Usage::default(),
        };
        let event = ModelEvent::Finished(Box::new(response));
        Box::pin(futures_util::stream::iter([Ok(event)]))
    }
}

#[tokio::test]
async fn a_model_that_shows_nothing_until_its_answer_is_whole() {
    let agent = crate::support::agent(Arc::new(Terse));
    let stream = run(agent, Arc::default(), question(), RunOptions::default());
    let events: Vec<_> = stream.collect().await;
    assert_snapshot!(render(&events));
}

#[test]
fn a_run_stream_goes_anywhere() {
    fn goes_anywhere<T: Send + Unpin + 'static>() {}
    goes_anywhere::<taskpilot_agent_runner::RunStream>();
}

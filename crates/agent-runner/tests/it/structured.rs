//! Answers with a form, and answers in place of failures.

use std::sync::Arc;

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, ErrorHandler, Fallback, RunError, RunEvent, RunEventKind, RunOptions, run,
};
use taskpilot_model_client::{ErrorKind, InputItem, Role, ToolChoice};

use crate::support::{World, outcome, question, render, script, tools};

#[derive(Deserialize, schemars::JsonSchema)]
#[expect(dead_code, reason = "only its form counts")]
struct Plan {
    steps: Vec<String>,
}

async fn play(
    turns: Vec<Turn>,
    options: RunOptions,
    has_form: bool,
) -> (Vec<RunEvent>, Arc<ScriptedModel>) {
    let model = script(turns);
    let mut agent = Agent::new("helper", model.clone()).with_tools(tools());
    if has_form {
        agent = agent.with_output::<Plan>();
    }
    let world = Arc::new(World::default());
    let events = run(Arc::new(agent), world, question(), options);
    (events.collect().await, model)
}

fn plan() -> Turn {
    Turn::new().text(r#"{"steps": ["go"]}"#)
}

#[tokio::test(start_paused = true)]
async fn an_answer_comes_in_its_form() {
    let turns = vec![Turn::new().call("echo", json!({"text": "x"})), plan()];
    let (events, model) = play(turns, RunOptions::default(), true).await;
    assert_eq!(outcome(&events).output, Some(json!({"steps": ["go"]})));
    for request in model.requests() {
        let form = request.output.unwrap();
        assert_eq!((form.name.as_str(), form.strict), ("final_output", true));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_its_form_is_asked_for_again_and_not_kept() {
    let turns = vec![
        Turn::new()
            .reasoning("hm", json!({"id": "rs"}))
            .text("Well, go."),
        plan(),
    ];
    let (events, model) = play(turns, RunOptions::default(), true).await;
    assert_eq!(outcome(&events).output, Some(json!({"steps": ["go"]})));
    assert_eq!(
        outcome(&events).new_items,
        [InputItem::text(Role::Assistant, r#"{"steps": ["go"]}"#)]
    );
    let again = &model.requests()[1];
    assert_eq!(again.tool_choice, ToolChoice::None);
    assert_eq!(
        again.input.len(),
        4,
        "with the thoughts, the answer, and what is wrong"
    );
    insta::assert_debug_snapshot!(again.input.last().unwrap());
}

#[tokio::test(start_paused = true)]
async fn after_that_the_run_fails() {
    let turns = vec![Turn::new().text("Well."), Turn::new().text("{}")];
    let (events, _) = play(turns, RunOptions::default(), true).await;
    let RunEventKind::Failed(failure) = &events.last().unwrap().kind else {
        panic!("{}", render(&events));
    };
    assert!(matches!(&failure.error, RunError::InvalidOutput(why) if why.contains("steps")));
}

/// Answers in place of what it can.
fn handler(in_history: bool) -> RunOptions {
    let on_error = ErrorHandler::new(move |failure| match &failure.error {
        RunError::Empty => None,
        error => Some(Fallback {
            text: format!(r#"{{"steps": ["{error}"]}}"#),
            in_history,
        }),
    });
    RunOptions {
        max_turns: 2,
        max_repairs: 0,
        on_error: Some(on_error),
        ..RunOptions::default()
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_answers_in_place_of_failures() {
    let echo = || Turn::new().call("echo", json!({"text": "x"}));
    for (turns, told) in [
        (vec![echo(), echo()], "the run did not end within 2 turns"),
        (vec![Turn::new().refusal("no")], "the model refused"),
        (
            vec![Turn::new().text("Well.")],
            "the answer does not have its form",
        ),
    ] {
        for in_history in [true, false] {
            let (events, _) = play(turns.clone(), handler(in_history), true).await;
            let RunEventKind::Completed(outcome) = &events.last().unwrap().kind else {
                panic!("{}", render(&events));
            };
            assert!(outcome.text.contains(told), "{}", outcome.text);
            let output = outcome.output.as_ref().unwrap();
            assert!(output["steps"][0].as_str().unwrap().contains(told));
            let said = InputItem::text(Role::Assistant, &*outcome.text);
            assert_eq!(outcome.new_items.contains(&said), in_history);
            let shown = |event: &RunEvent| matches!(&event.kind, RunEventKind::TextDelta(text) if *text == outcome.text);
            assert!(events.iter().any(shown));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn other_failures_stay_what_they_are() {
    for turns in [
        vec![Turn::new().fail(ErrorKind::Auth)],
        vec![Turn::new(), Turn::new()],
    ] {
        let (events, _) = play(turns, handler(true), false).await;
        assert!(matches!(
            events.last().unwrap().kind,
            RunEventKind::Failed(_)
        ));
    }
}

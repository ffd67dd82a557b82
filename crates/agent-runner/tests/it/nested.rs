//! Agents as tools of agents, and tools that tell how far they are.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, AgentTool, FunctionTool, RunEvent, RunEventKind, RunOptions, ToolContext, run,
};
use taskpilot_model_client::{ErrorKind, InputItem, Role, Usage};
use tokio_util::sync::CancellationToken;

use crate::support::{World, outcome, question, render, script, tools};

fn paid(turn: Turn, tokens: u64) -> Turn {
    turn.usage(Usage {
        requests: 1,
        input_tokens: tokens,
        ..Usage::default()
    })
}

/// An agent that asks another, which plays `inner`.
fn nested(outer: Vec<Turn>, inner: Arc<ScriptedModel>) -> Arc<Agent<World>> {
    let expert = Arc::new(Agent::new("expert", inner).with_tools(tools()));
    let agent = Agent::new("helper", script(outer)).with_tool(AgentTool::new(
        expert,
        "ask_expert",
        "Knows all.",
    ));
    Arc::new(agent)
}

fn asks() -> Vec<Turn> {
    vec![
        paid(
            Turn::new().call("ask_expert", json!({"input": "why?"})),
            100,
        ),
        paid(Turn::new().text("So it is."), 200),
    ]
}

async fn play(agent: Arc<Agent<World>>, options: RunOptions) -> Vec<RunEvent> {
    run(agent, Arc::new(World::default()), question(), options)
        .collect()
        .await
}

/// Returns one line per event, those of inner runs indented.
fn outline(events: &[RunEvent]) -> String {
    let lines = events.iter().map(|event| match &event.kind {
        RunEventKind::Nested { call_id, event } => format!(
            "  {call_id}: {} {} t{} {}",
            event.agent,
            event.sequence,
            event.turn,
            name(event)
        ),
        _ => format!("{} {}", event.agent, name(event)),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn name(event: &RunEvent) -> String {
    let debug = format!("{:?}", event.kind);
    let end = debug.find([' ', '(', '{']).unwrap_or(debug.len());
    debug[..end].to_owned()
}

#[tokio::test(start_paused = true)]
async fn what_an_inner_agent_does_is_seen_as_it_happens() {
    let inner = script([
        paid(Turn::new().call("echo", json!({"text": "x"})), 10),
        paid(Turn::new().text("Because."), 20),
    ]);
    let options = RunOptions {
        run_id: Some("r1".into()),
        ..RunOptions::default()
    };
    let events = play(nested(asks(), inner.clone()), options).await;
    insta::assert_snapshot!(outline(&events));
    assert_eq!(outcome(&events).usage.input_tokens, 330);
    assert_eq!(outcome(&events).usage.requests, 4);
    for event in &events {
        match &event.kind {
            RunEventKind::Nested { event, .. } => assert_eq!(&*event.run_id, "r1/call_1"),
            _ => assert_eq!(&*event.run_id, "r1"),
        }
    }
    assert_eq!(
        inner.requests()[0].input,
        [InputItem::text(Role::User, "why?")]
    );
    let output = outcome(&events)
        .new_items
        .iter()
        .find_map(|item| match item {
            InputItem::ToolOutput { output, .. } => Some(output.as_str()),
            _ => None,
        });
    assert_eq!(output, Some("Because."));
}

#[tokio::test(start_paused = true)]
async fn an_inner_failure_is_an_answer_and_its_attempts_count() {
    let inner = script([Turn::new()
        .retry(Duration::ZERO, ErrorKind::Unavailable)
        .fail(ErrorKind::Unavailable)]);
    let events = play(nested(asks(), inner), RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "So it is.");
    assert_eq!(outcome(&events).usage.requests, 3);
    let failure = events.iter().find_map(|event| match &event.kind {
        RunEventKind::ToolFinished { result, .. } => result.as_ref().err(),
        _ => None,
    });
    assert_eq!(failure.unwrap()["error"]["code"], "agent_failed");
}

#[tokio::test(start_paused = true)]
async fn an_inner_run_is_cancelled_with_the_outer_one() {
    let inner = script([Turn::new().text("Well ").hang()]);
    let cancel = CancellationToken::new();
    let options = RunOptions {
        cancel: cancel.clone(),
        ..RunOptions::default()
    };
    let mut events = run(
        nested(asks(), inner),
        Arc::new(World::default()),
        question(),
        options,
    );
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        if matches!(&event.kind, RunEventKind::Nested { event, .. } if matches!(event.kind, RunEventKind::TextDelta(_)))
        {
            cancel.cancel();
        }
        seen.push(event);
    }
    insta::assert_snapshot!(outline(&seen));
}

#[tokio::test(start_paused = true)]
async fn an_inner_run_ends_when_the_outer_one_is_dropped() {
    let inner = script([
        Turn::new().call("wait", json!({"seconds": 5})),
        Turn::new().text("never asked"),
    ]);
    let world = Arc::new(World::default());
    let mut events = run(
        nested(asks(), inner.clone()),
        Arc::clone(&world),
        question(),
        RunOptions::default(),
    );
    while world.begun() == 0 {
        let wait = tokio::time::timeout(Duration::from_millis(1), events.next());
        drop(wait.await);
    }
    drop(events);
    tokio::time::sleep(Duration::from_mins(1)).await;
    assert_eq!(world.ended(), 1, "a tool that has begun ends");
    assert_eq!(inner.turns_left(), 1, "the model is not asked again");
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Steps {
    steps: u64,
}

#[tokio::test(start_paused = true)]
async fn progress_comes_in_order_and_before_the_end_however_much_there_is() {
    let tool = FunctionTool::new(
        "count",
        "Counts.",
        |context: ToolContext<World>, args: Steps| async move {
            for step in 0..args.steps {
                context.progress(step).await;
            }
            Ok(args.steps)
        },
    );
    let model = script([
        Turn::new().call("count", json!({"steps": 500})),
        Turn::new().text("Counted."),
    ]);
    let agent = Arc::new(Agent::new("helper", model).with_tool(tool));
    let events = play(agent, RunOptions::default()).await;
    let told: Vec<Value> = events
        .iter()
        .filter_map(|event| match &event.kind {
            RunEventKind::ToolProgress { value, .. } => Some(value.clone()),
            RunEventKind::ToolFinished { result, .. } => Some(result.clone().unwrap()),
            _ => None,
        })
        .collect();
    assert_eq!(told, (0..=500).map(Value::from).collect::<Vec<_>>());
    assert!(render(&events).contains("Completed"));
}

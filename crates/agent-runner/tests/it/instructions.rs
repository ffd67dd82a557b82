//! Instructions that are written for each turn.

use std::sync::Arc;

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{Agent, RunError, RunEvent, RunEventKind, RunOptions, Scene, run};

use crate::support::{World, question, script, tools};

async fn play(agent: Agent<World>, options: RunOptions) -> Vec<RunEvent> {
    run(Arc::new(agent), Arc::default(), question(), options)
        .collect()
        .await
}

fn two_turns() -> Arc<taskpilot_agent_runner::testing::ScriptedModel> {
    script([
        Turn::new().call("echo", json!({"text": "x"})),
        Turn::new().text("Done."),
    ])
}

async fn write(scene: Scene<World>) -> Result<String, String> {
    let begun = scene.app.begun();
    Ok(match scene.turn {
        3 => String::new(),
        turn => format!("This is turn {turn} of {}; {begun}.", scene.agent),
    })
}

#[tokio::test(start_paused = true)]
async fn they_stand_behind_those_that_do_not_change() {
    let model = two_turns();
    let agent = Agent::new("helper", model.clone())
        .with_instructions("Help.")
        .with_dynamic_instructions(write)
        .with_tools(tools());
    play(agent, RunOptions::default()).await;
    let told: Vec<_> = model
        .requests()
        .into_iter()
        .map(|it| it.instructions.unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "Help.\n\nThis is turn 1 of helper; 0.",
            "Help.\n\nThis is turn 2 of helper; 0."
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn what_the_caller_says_stands_for_them() {
    let model = script([Turn::new().text("Done.")]);
    let agent = Agent::new("helper", model.clone()).with_dynamic_instructions(write);
    let mut options = RunOptions::default();
    options.request.instructions = Some("Only this.".into());
    play(agent, options).await;
    assert_eq!(
        model.requests()[0].instructions.as_deref(),
        Some("Only this.")
    );
}

#[tokio::test(start_paused = true)]
async fn an_agent_does_not_act_without_them() {
    let model = two_turns();
    let agent = Agent::new("helper", model.clone())
        .with_tools(tools())
        .with_dynamic_instructions(|scene: Scene<World>| async move {
            if scene.turn == 1 {
                Ok("Go.".to_owned())
            } else {
                Err("the rules cannot be read".to_owned())
            }
        });
    let mut events = play(agent, RunOptions::default()).await;
    let Some(RunEventKind::Failed(failure)) = events.pop().map(|it| it.kind) else {
        panic!("{events:?}");
    };
    assert!(
        matches!(&failure.error, RunError::Stopped(why) if why == "the rules cannot be read"),
        "{:?}",
        failure.error
    );
    assert_eq!(model.requests().len(), 1);
    assert_eq!(failure.partial.new_items.len(), 2, "what was done stays");
}

//! Where a run ends that will not end by itself.

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{RunError, RunEvent, RunEventKind, RunOptions};

use crate::support::{render, script, start};

async fn play(turns: Vec<Turn>, options: RunOptions) -> (Vec<RunEvent>, usize) {
    let model = script(turns);
    let events = start(model.clone(), options).collect().await;
    (events, model.requests().len())
}

fn error(events: &[RunEvent]) -> &RunError {
    match &events.last().unwrap().kind {
        RunEventKind::Failed(failure) => &failure.error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn max_turns() {
    let turns = vec![Turn::new().call("echo", json!({"text": "again"})); 5];
    let options = RunOptions {
        max_turns: 2,
        ..RunOptions::default()
    };
    let (events, requests) = play(turns, options).await;
    assert_eq!(requests, 2);
    insta::assert_snapshot!(render(&events));
}

#[tokio::test]
async fn an_answer_in_the_last_turn_counts() {
    let turns = vec![
        Turn::new().call("echo", json!({"text": "a"})),
        Turn::new().text("Done."),
    ];
    let options = RunOptions {
        max_turns: 2,
        ..RunOptions::default()
    };
    let (events, _) = play(turns, options).await;
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Completed(_)
    ));
}

#[tokio::test]
async fn bad_calls_in_a_row_are_forgiven_a_few_times() {
    let bad = || Turn::new().call("fly", json!({})).raw_call("echo", "{");
    let (events, requests) = play(vec![bad(); 9], RunOptions::default()).await;
    assert!(
        matches!(error(&events), RunError::TooManyBadCalls(4)),
        "{}",
        render(&events)
    );
    assert_eq!(requests, 4);
    let options = RunOptions {
        max_bad_calls: 0,
        ..RunOptions::default()
    };
    assert_eq!(play(vec![bad(); 9], options).await.1, 1);
}

#[tokio::test]
async fn a_good_call_makes_up_for_bad_ones() {
    let bad = || Turn::new().call("fly", json!({}));
    let mixed = bad().call("echo", json!({"text": "a"}));
    let mut turns = vec![bad(), bad(), bad(), mixed, bad(), bad(), bad()];
    turns.push(Turn::new().text("Done."));
    let (events, _) = play(turns, RunOptions::default()).await;
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Completed(_)
    ));
}

#[tokio::test]
async fn an_empty_last_turn_is_an_empty_answer() {
    let options = RunOptions {
        max_turns: 1,
        ..RunOptions::default()
    };
    let (events, _) = play(vec![Turn::new(); 2], options).await;
    assert!(matches!(error(&events), RunError::Empty));
}

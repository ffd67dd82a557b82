//! The test kit itself.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_agent_runner::testing::{
    Cassette, Fault, FaultyModel, RecordingModel, ReplayModel, Turn, VirtualClock,
};
use taskpilot_agent_runner::{Agent, RunEvent, RunOptions, run};
use taskpilot_model_client::{ErrorKind, InputItem, Model, ModelEvent, ModelRequest, Role};
use tokio::time::Instant;

use crate::support::{agent, outcome, question, render, script};

fn turns() -> [Turn; 2] {
    [
        Turn::new()
            .reasoning("hm", json!({"id": "rs"}))
            .text("I echo. ")
            .call("echo", json!({"text": "x"})),
        Turn::new().text("Done."),
    ]
}

async fn play(model: Arc<dyn Model>, input: Vec<InputItem>) -> Vec<RunEvent> {
    let options = RunOptions::default();
    run(agent(model), Arc::default(), input, options)
        .collect()
        .await
}

#[tokio::test(start_paused = true)]
async fn what_was_recorded_is_replayed_and_another_request_is_noticed() {
    let tape = Arc::new(RecordingModel::new(script(turns())));
    let recorded = play(tape.clone(), question()).await;
    let text = tape.cassette().to_json().unwrap();
    let cassette = Cassette::from_json(&text).unwrap();
    assert_eq!(cassette, tape.cassette());
    assert_eq!(cassette.len(), 2);
    let replayed = play(
        Arc::new(ReplayModel::new("scripted", cassette.clone())),
        question(),
    )
    .await;
    assert_eq!(render(&replayed), render(&recorded));
    let other = vec![InputItem::text(Role::User, "something else")];
    let strange = play(Arc::new(ReplayModel::new("scripted", cassette)), other).await;
    let failure = format!("{:?}", strange.last().unwrap().kind);
    assert!(
        failure.contains("request 1 is not the one recorded: input differs"),
        "{failure}"
    );
    assert!(Cassette::from_json("{}").is_err());
}

#[tokio::test(start_paused = true)]
async fn failures_are_recorded_too() {
    let model = script([Turn::new().text("Half ").fail(ErrorKind::Stalled)]);
    let tape = Arc::new(RecordingModel::new(model));
    let recorded = play(tape.clone(), question()).await;
    let replay = ReplayModel::new("scripted", tape.cassette());
    let replayed = play(Arc::new(replay), question()).await;
    assert_eq!(render(&replayed), render(&recorded));
}

async fn events(fault: Fault) -> Vec<String> {
    let model = FaultyModel::new(script([Turn::new().text("a b c")]), [fault]);
    let events = model.stream(ModelRequest::default());
    // Longer than anything but for ever.
    let events = events.take_until(tokio::time::sleep(Duration::from_hours(1)));
    let shown = events.map(|event| match event {
        Ok(ModelEvent::TextDelta(text)) => text,
        Ok(ModelEvent::Finished(_)) => "end".to_owned(),
        Ok(other) => format!("{other:?}"),
        Err(error) => error.kind.code().to_owned(),
    });
    shown.collect().await
}

#[tokio::test(start_paused = true)]
async fn each_fault_does_what_it_says() {
    assert_eq!(
        events(Fault::None).await,
        ["Started", "a ", "b ", "c", "end"]
    );
    assert_eq!(events(Fault::Refused(ErrorKind::Auth)).await, ["auth"]);
    assert_eq!(events(Fault::Cut(2)).await, ["Started", "a ", "truncated"]);
    assert_eq!(
        events(Fault::Duplicate(1)).await,
        ["Started", "a ", "a ", "b ", "c", "end"]
    );
    assert_eq!(
        events(Fault::Swap(1)).await,
        ["Started", "b ", "a ", "c", "end"]
    );
    assert_eq!(
        events(Fault::Swap(3)).await,
        ["Started", "a ", "b ", "c", "end"]
    );
    let began = Instant::now();
    assert_eq!(events(Fault::Stall(3)).await, ["Started", "a ", "b "]);
    assert_eq!(began.elapsed().as_secs(), 3600);
    let began = Instant::now();
    assert_eq!(events(Fault::Slow(Duration::from_secs(2))).await.len(), 5);
    assert_eq!(began.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn faults_come_one_answer_after_the_other() {
    let model = FaultyModel::new(script(turns()), [Fault::None, Fault::Cut(2)]);
    let events = play(Arc::new(model), question()).await;
    assert_eq!(outcome(&events).turns, 2);
    assert!(render(&events).contains("Failed"));
}

#[test]
fn a_virtual_clock_moves_when_it_is_told_to() {
    let clock = VirtualClock::at(100);
    let told = clock.clock();
    clock.clone().advance(5);
    assert_eq!(told.now(), 105);
}

#[test]
fn an_agent_is_a_plain_value() {
    fn goes_anywhere<T: Send + Sync + 'static>() {}
    goes_anywhere::<Agent<()>>();
}

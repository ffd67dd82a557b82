//! Cancelling a run, and dropping it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FusedStream;
use insta::assert_snapshot;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{RunEvent, RunEventKind, RunOptions, RunStream, run};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::support::{World, agent, outcome, question, render, script, start};

struct Running {
    stream: RunStream,
    world: Arc<World>,
    cancel: CancellationToken,
}

fn begin(turns: impl IntoIterator<Item = Turn>) -> Running {
    let cancel = CancellationToken::new();
    let options = RunOptions {
        cancel: cancel.clone(),
        max_parallel_tools: 2,
        ..RunOptions::default()
    };
    let world = Arc::new(World::default());
    let stream = run(
        agent(script(turns)),
        Arc::clone(&world),
        question(),
        options,
    );
    Running {
        stream,
        world,
        cancel,
    }
}

impl Running {
    /// Cancels after `delay`, and reads to the end.
    async fn cancel_after(&mut self, delay: Duration) -> Vec<RunEvent> {
        let cancel = self.cancel.clone();
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            cancel.cancel();
        });
        let events = self.stream.by_ref().collect().await;
        assert!(self.stream.is_terminated());
        assert!(self.stream.next().await.is_none());
        events
    }
}

const HALF_A_SECOND: Duration = Duration::from_millis(500);

#[tokio::test(start_paused = true)]
async fn cancel_in_a_model_call_keeps_the_text() {
    let turn = Turn::new()
        .text("The answer is ")
        .cut_call("call_1", "echo")
        .hang();
    let mut running = begin([turn]);
    let began = Instant::now();
    let events = running.cancel_after(HALF_A_SECOND).await;
    assert_eq!(began.elapsed(), HALF_A_SECOND);
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn cancel_before_the_first_poll() {
    let mut running = begin([Turn::new().text("Hello.")]);
    running.cancel.cancel();
    let events: Vec<_> = running.stream.by_ref().collect().await;
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn cancel_in_a_tool_waits_for_what_has_begun_and_begins_nothing() {
    let mut running = begin([Turn::new()
        .call("wait", json!({"seconds": 99}))
        .call("wait", json!({"seconds": 2}))
        .call("wait", json!({"seconds": 1}))]);
    let began = Instant::now();
    let events = running.cancel_after(HALF_A_SECOND).await;
    // The default drain timeout.
    assert_eq!(began.elapsed(), HALF_A_SECOND + Duration::from_secs(5));
    assert_eq!((running.world.begun(), running.world.ended()), (2, 1));
    assert_snapshot!(render(&events));
}

#[tokio::test(start_paused = true)]
async fn cancel_in_a_tool_that_ends_soon_waits_no_longer_than_that() {
    let mut running = begin([Turn::new().call("wait", json!({"seconds": 2}))]);
    let began = Instant::now();
    let events = running.cancel_after(HALF_A_SECOND).await;
    assert_eq!(began.elapsed(), Duration::from_secs(2));
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Cancelled(_)
    ));
    assert!(render(&events).contains("output call_1: 2"));
}

#[tokio::test(start_paused = true)]
async fn cancel_between_the_call_and_its_tool_begins_nothing() {
    let mut running = begin([Turn::new().call("wait", json!({"seconds": 1}))]);
    let mut events = Vec::new();
    while let Some(event) = running.stream.next().await {
        if matches!(event.kind, RunEventKind::ModelCallFinished { .. }) {
            running.cancel.cancel();
        }
        events.push(event);
    }
    assert_eq!(running.world.begun(), 0);
    let said = render(&events);
    assert!(
        said.contains("cancelled before it began; nothing was done"),
        "{said}"
    );
}

#[tokio::test(start_paused = true)]
async fn cancel_after_the_answer_changes_nothing() {
    let mut running = begin([Turn::new().text("Hello.")]);
    let mut events = Vec::new();
    while let Some(event) = running.stream.next().await {
        if matches!(event.kind, RunEventKind::ModelCallFinished { .. }) {
            running.cancel.cancel();
        }
        events.push(event);
    }
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Completed(_)
    ));
    assert_eq!(outcome(&events).text, "Hello.");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_stream_lets_begun_tools_end_and_begins_no_other() {
    let mut running = begin([Turn::new()
        .call("wait", json!({"seconds": 2}))
        .call("wait", json!({"seconds": 1}))
        .call("wait", json!({"seconds": 1}))]);
    let read = async { while running.stream.next().await.is_some() {} };
    tokio::time::timeout(HALF_A_SECOND, read).await.unwrap_err();
    drop(running.stream);
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!((running.world.begun(), running.world.ended()), (2, 2));
    assert_eq!(*running.world.log.lock().unwrap(), ["call_2", "call_1"]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_stream_drops_the_model_call() {
    use std::sync::atomic::{AtomicBool, Ordering};

    use taskpilot_model_client::{Model, ModelRequest, ModelStream};

    struct Silent(Arc<AtomicBool>);
    struct SetOnDrop(Arc<AtomicBool>);

    impl Drop for SetOnDrop {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    impl Model for Silent {
        fn name(&self) -> &'static str {
            "silent"
        }

        fn stream(&self, _: ModelRequest) -> ModelStream {
            let guard = SetOnDrop(Arc::clone(&self.0));
            Box::pin(futures_util::stream::once(async move {
                let _guard = guard;
                std::future::pending().await
            }))
        }
    }

    let dropped = Arc::new(AtomicBool::new(false));
    let silent = agent(Arc::new(Silent(Arc::clone(&dropped))));
    let mut stream = run(silent, Arc::default(), question(), RunOptions::default());
    let read = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(HALF_A_SECOND, read).await.unwrap_err();
    assert!(!dropped.load(Ordering::SeqCst));
    drop(stream);
    assert!(dropped.load(Ordering::SeqCst));
}

#[tokio::test(start_paused = true)]
async fn stopping_after_the_turn_runs_its_tools_and_asks_no_more() {
    let options = RunOptions::default();
    let stop = options.stop_after_turn.clone();
    let model = script([
        Turn::new()
            .text("I look. ")
            .call("wait", json!({"seconds": 2})),
        Turn::new().text("never"),
    ]);
    let mut run = start(model.clone(), options);
    let mut events = Vec::new();
    while let Some(event) = run.next().await {
        if matches!(event.kind, RunEventKind::TextDelta(_)) {
            stop.cancel();
        }
        events.push(event);
    }
    assert_eq!(model.requests().len(), 1);
    assert!(matches!(
        events.last().unwrap().kind,
        RunEventKind::Cancelled(_)
    ));
    assert!(
        render(&events).contains("output call_1: 2"),
        "{}",
        render(&events)
    );
}

mod processes;
mod properties;

use std::time::Duration;

use tokio::time::sleep;

use super::{MemoryLeases, RunKey, Runs};
use crate::testing::lease_suite;

fn key(thread: &str) -> RunKey {
    RunKey::new("ada", thread)
}

#[tokio::test(start_paused = true)]
async fn leases_in_memory_pass_the_suite() {
    lease_suite(&MemoryLeases::default()).await;
}

#[tokio::test]
async fn a_thread_has_one_run() {
    let runs = Runs::default();
    let run = runs.begin(key("a")).await.unwrap().unwrap();
    assert!(runs.clone().begin(key("a")).await.unwrap().is_none());
    let other = runs.begin(key("b")).await.unwrap();
    assert!(other.is_some(), "another thread is free");
    let foreign = runs.begin(RunKey::new("bob", "a")).await.unwrap();
    assert!(foreign.is_some(), "and so is another's");
    run.end().await;
    assert!(runs.begin(key("a")).await.unwrap().is_some());
}

#[tokio::test]
async fn the_last_clone_ends_a_run() {
    let runs = Runs::default();
    let run = runs.begin(key("a")).await.unwrap().unwrap();
    let clone = run.clone();
    run.end().await;
    assert!(runs.begin(key("a")).await.unwrap().is_none());
    drop(clone);
    assert!(runs.begin(key("a")).await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ends_soon_is_waited_for() {
    let runs = Runs::default();
    let run = runs.begin(key("a")).await.unwrap().unwrap();
    let (next, ()) = tokio::join!(runs.begin_soon(key("a")), async {
        sleep(Duration::from_millis(400)).await;
        run.end().await;
    });
    let _next = next.unwrap().expect("it has ended");
    assert!(runs.begin_soon(key("a")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_run_can_be_stopped() {
    let runs = Runs::default();
    runs.stop(&key("a")).await.unwrap();
    let run = runs.begin(key("a")).await.unwrap().unwrap();
    assert!(!run.is_stopped(), "that was before");
    runs.stop(&key("b")).await.unwrap();
    assert!(!run.is_stopped());
    runs.stop(&key("a")).await.unwrap();
    assert!(run.is_stopped());
    assert!(
        runs.begin(key("a")).await.unwrap().is_none(),
        "it has not ended yet"
    );
}

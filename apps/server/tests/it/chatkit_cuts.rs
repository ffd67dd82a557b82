//! ChatKit answers that do not come to their end: who leaves, what fails, what waits.

use std::time::Duration;

use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Fault, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::thread::{Thread, events_outline, input, open};

on_both_databases!(
    a_reader_that_leaves_stops_the_model,
    a_failed_answer_can_be_tried_again,
    a_thread_has_one_answer_at_a_time,
);

/// How soon a model call ends after its reader has left.
const SOON: Duration = Duration::from_millis(250);

/// How long a test waits for what is stored in the background.
const PATIENCE: Duration = Duration::from_secs(5);

async fn start(backend: Backend, replies: impl IntoIterator<Item = Reply>) -> TestApp {
    let script = Behaviour::Script(Script::new(replies));
    TestApp::of(script).on(backend).start().await
}

fn long() -> Reply {
    Reply::text("word ".repeat(500)).with_delay(Duration::from_millis(20))
}

async fn a_reader_that_leaves_stops_the_model(backend: Backend) {
    let app = start(backend, [long(), Reply::text("All is well.")]).await;
    let ada = app.user("ada");
    let begin = json!({"input": input("talk please")});
    let mut events = open(&ada, "threads.create", begin).await;
    let created = events.until("thread.created").await.data;
    let thread = Thread::of(&ada, created["thread"]["id"].as_str().unwrap());
    let mut said = String::new();
    while said.split(' ').count() < 4 {
        let event = events.next().await.unwrap().data;
        said += event["update"]["delta"].as_str().unwrap_or_default();
    }
    drop(events);
    let closed = app
        .sim
        .wait_for(SOON, |all| all.iter().any(|one| one.client_closed));
    assert!(closed.await, "the model call goes on without a reader");

    let deadline = tokio::time::Instant::now() + PATIENCE;
    let items = loop {
        let items = thread.items().await;
        if items.len() == 2 {
            break items;
        }
        assert!(tokio::time::Instant::now() < deadline, "{items:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    let kept = items[1]["content"][0]["text"].as_str().unwrap();
    assert!(kept.starts_with(&said), "{kept:?} was shown as {said:?}");
    assert_eq!(ada.messages(1).await[1]["status"], "interrupted");

    // The thread is free again, and what was said is known.
    let events = thread.say("and again").await;
    assert_eq!(last_text(&events), "All is well.");
    assert_eq!(thread.items().await.len(), 4);
    app.stop().await;
}

async fn a_failed_answer_can_be_tried_again(backend: Backend) {
    let app = start(
        backend,
        [
            Reply::text("One moment, I will look it up")
                .and_fault(Fault::CutAfterEvents { events: 6 }),
            Reply::text("Here you are."),
        ],
    )
    .await;
    let ada = app.user("ada");
    let (thread, events) = Thread::begin(&ada, "what is the plan?").await;
    insta::assert_snapshot!("chatkit_failed", events_outline(&events));
    let items = thread.items().await;
    let params = json!({"thread_id": thread.id, "item_id": items[0]["id"]});
    let events = thread.stream("threads.retry_after_item", params).await;
    assert_eq!(last_text(&events), "Here you are.");
    let items = thread.items().await;
    assert_eq!(items.len(), 2, "{items:#?}");
    assert_eq!(ada.messages(1).await.len(), 2);
    app.stop().await;
}

async fn a_thread_has_one_answer_at_a_time(backend: Backend) {
    let app = start(backend, [long(), Reply::text("Other.")]).await;
    let ada = app.user("ada");
    let begin = json!({"input": input("talk please")});
    let mut events = open(&ada, "threads.create", begin).await;
    let created = events.until("thread.created").await.data;
    let thread = Thread::of(&ada, created["thread"]["id"].as_str().unwrap());
    events.until("thread.item.added").await;
    let refused = thread.say("me too").await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0]["allow_retry"], true);
    assert_eq!(thread.items().await.len(), 1, "nothing was stored of it");
    let (_, other) = Thread::begin(&ada, "elsewhere").await;
    assert_eq!(last_text(&other), "Other.");
    drop(events);
    app.stop().await;
}

fn last_text(events: &[Value]) -> String {
    let done = events
        .iter()
        .rev()
        .find(|event| event["type"] == "thread.item.done");
    let text = &done.expect("an item")["item"]["content"][0]["text"];
    text.as_str().expect("text").to_owned()
}

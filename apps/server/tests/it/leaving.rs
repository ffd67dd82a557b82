//! A client that goes away: the model stops at once, and what was said until then is kept.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Fault, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::user::User;

on_both_databases!(
    a_silent_model_is_left_too,
    a_talking_model_is_interrupted,
    a_tool_that_has_begun_is_not_lost
);

/// How soon a model call ends after its reader has left.
const SOON: Duration = Duration::from_millis(250);

/// How long a test waits for what is stored in the background.
const PATIENCE: Duration = Duration::from_secs(5);

async fn start(backend: Backend, reply: Reply) -> TestApp {
    let script = Script::new([
        reply.when("please"),
        Reply::text("All is well.").when("again").always(),
    ]);
    TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await
}

async fn left(app: &TestApp) -> bool {
    let closed = app
        .sim
        .wait_for(SOON, |all| all.iter().any(|one| one.client_closed));
    closed.await
}

/// Waits until the reply to the only message of conversation 1 is stored, and returns it.
async fn stored(user: &User) -> Value {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let messages = user.messages(1).await;
        if let Some(reply) = messages.get(1)
            && reply["status"] != "in_progress"
        {
            return reply.clone();
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "nothing was stored: {messages:?}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn goes_on(user: &User) {
    let next = json!({"conversation_id": 1, "message": "and again"});
    let next = user.post("/chat", next).await.ok(200);
    assert_eq!(next["response"], "All is well.");
}

async fn a_silent_model_is_left_too(backend: Backend) {
    let silent = Reply::text("Hm, let me think about it for a while")
        .and_fault(Fault::StallAfterEvents { events: 6 });
    let app = start(backend, silent).await;
    let ada = app.user("ada");
    let mut events = ada.open_stream(json!({"message": "think please"})).await;
    let first = events.next().await.unwrap();
    let begun = first.data["content"].as_str().unwrap().to_owned();
    drop(events);
    assert!(left(&app).await, "the model call goes on without a reader");
    let reply = stored(&ada).await;
    assert_eq!(reply["status"], "interrupted");
    let content = reply["content"].as_str().unwrap();
    assert!(
        !content.is_empty() && content.starts_with(&begun),
        "{reply}"
    );
    goes_on(&ada).await;
    app.stop().await;
}

async fn a_talking_model_is_interrupted(backend: Backend) {
    let talking = Reply::text("word ".repeat(500)).with_delay(Duration::from_millis(20));
    let app = start(backend, talking).await;
    let ada = app.user("ada");
    let mut events = ada.open_stream(json!({"message": "talk please"})).await;
    for _ in 0..3 {
        events.next().await.unwrap();
    }
    drop(events);
    assert!(left(&app).await, "the model call goes on without a reader");
    let reply = stored(&ada).await;
    assert_eq!(reply["status"], "interrupted");
    let words = reply["content"].as_str().unwrap().split(' ').count();
    assert!((3..100).contains(&words), "{reply}");
    goes_on(&ada).await;
    app.stop().await;
}

async fn a_tool_that_has_begun_is_not_lost(backend: Backend) {
    let script = Script::new([
        Reply::call("add_task", json!({"title": "Milk"})).when("please"),
        Reply::text("Added, and now I talk on and on and on")
            .after_tool(true)
            .and_fault(Fault::StallAfterEvents { events: 6 })
            .when("please"),
        Reply::text("All is well.").when("again").always(),
    ]);
    let app = TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await;
    let ada = app.user("ada");
    let mut events = ada.open_stream(json!({"message": "add milk please"})).await;
    events.until("tool_result").await;
    drop(events);
    let reply = stored(&ada).await;
    assert_eq!(reply["status"], "interrupted");
    assert_eq!(reply["tool_calls"][0]["status"], "completed");
    assert_eq!(ada.titles("").await, ["Milk"]);
    goes_on(&ada).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_for_a_whole_answer_may_leave_too() {
    let silent = Reply::text("Hm, let me think about it for a while")
        .and_fault(Fault::StallAfterEvents { events: 6 });
    let app = start(Backend::Sqlite, silent).await;
    let ada = app.user("ada");
    let call = ada.call(Method::POST, "/chat");
    let call = call.json(json!({"message": "think please"})).send();
    let waiting = tokio::spawn(call);
    let asked = app.sim.wait_for(PATIENCE, |all| !all.is_empty());
    assert!(asked.await);
    waiting.abort();
    assert!(left(&app).await, "the model call goes on without a reader");
    assert_eq!(stored(&ada).await["status"], "interrupted");
    goes_on(&ada).await;
    app.stop().await;
}

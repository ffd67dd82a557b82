//! The stream of changes: what is told, to whom, and from where on.

use reqwest::Method;
use serde_json::json;
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::sse::Events;
use crate::transcript::redacted;
use crate::user::User;

on_both_databases!(
    every_change_is_told_to_its_user_alone,
    a_stream_resumes_where_it_was
);

async fn resumed(user: &User, id: &str) -> Events {
    let call = user.call(Method::GET, "/events");
    call.header("last-event-id", id).events().await
}

async fn every_change_is_told_to_its_user_alone(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let mut hers = ada.call(Method::GET, "/events").events().await;
    let mut his = bob.call(Method::GET, "/events").events().await;
    let headers = hers.response.headers().clone();
    assert_eq!(headers["cache-control"], "no-cache, no-transform");
    assert_eq!(headers["x-accel-buffering"], "no");
    let mut told = vec![hers.next().await.unwrap()];
    assert_eq!(his.next().await.unwrap().data["revision"], 0);

    ada.add("Milk").await;
    told.push(hers.next().await.unwrap());
    ada.patch("/tasks/1/complete", json!({})).await.ok(200);
    told.push(hers.next().await.unwrap());
    ada.delete("/tasks/1").await.ok(204);
    told.push(hers.next().await.unwrap());
    let lines: Vec<_> = told
        .iter()
        .map(|event| format!("id {:?} {}", event.id, redacted(&event.data)))
        .collect();
    insta::assert_snapshot!("live", lines.join("\n"));

    // A chat tells of the conversation and of what its tools do.
    ada.say("add bread").await.ok(200);
    let changed = hers.until("task.changed").await;
    assert_eq!(changed.data["task"]["title"], "Bread");
    hers.until("conversation.changed").await;

    // What Bob hears first is his own.
    bob.add("Beer").await;
    let first = his.next().await.unwrap();
    assert_eq!(first.data["task"]["title"], "Beer");
    app.stop().await;
}

async fn a_stream_resumes_where_it_was(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("one").await;
    let mut events = ada.call(Method::GET, "/events").events().await;
    let seen = events.next().await.unwrap().id.unwrap();
    drop(events);
    // While nobody listens, one task comes and changes, and another comes and goes.
    ada.add("two").await;
    ada.patch("/tasks/2", json!({"title": "two again"}))
        .await
        .ok(200);
    ada.add("three").await;
    ada.delete("/tasks/3").await.ok(204);

    let mut events = resumed(&ada, &seen).await;
    assert_eq!(events.next().await.unwrap().data["type"], "ready");
    let second = events.next().await.unwrap();
    assert_eq!(second.data["task"]["title"], "two again");
    let third = events.next().await.unwrap();
    assert_eq!(third.data, json!({"type": "task.deleted", "task_id": 3}));
    ada.add("four").await;
    let fourth = events.next().await.unwrap();
    assert_eq!(fourth.data["task"]["title"], "four");

    // A reader that knows everything is told only what comes.
    let last = fourth.id.unwrap();
    let mut events = resumed(&ada, &last).await;
    assert_eq!(events.next().await.unwrap().data["type"], "ready");
    ada.add("five").await;
    let fifth = events.next().await.unwrap();
    assert_eq!(fifth.data["task"]["title"], "five");

    // One that knows more than there is must begin again.
    let mut events = resumed(&ada, "1000000").await;
    assert_eq!(events.next().await.unwrap().data["type"], "reset");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_position_that_is_none_is_refused() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    for id in ["x", "-1", "", "1.5", "99999999999999999999"] {
        let call = ada.call(Method::GET, "/events").header("last-event-id", id);
        call.send().await.problem(422, "invalid");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_change_is_passed_over_while_tasks_and_conversations_change_together() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let mut events = ada.call(Method::GET, "/events").events().await;
    for number in 0..60 {
        let title = format!("Task number {number}");
        let message = format!("add \"{title}\"");
        let talking = ada.say(&message);
        let hearing =
            async { while events.until("task.changed").await.data["task"]["title"] != *title {} };
        let (said, ()) = futures_util::future::join(talking, hearing).await;
        said.ok(200);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tabs_hear_the_same() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let mut tabs = Vec::new();
    for _ in 0..20 {
        let mut tab = ada.call(Method::GET, "/events").events().await;
        tab.next().await.unwrap();
        tabs.push(tab);
    }
    ada.add("Milk").await;
    for tab in &mut tabs {
        let event = tab.next().await.unwrap();
        assert_eq!(event.data["task"]["title"], "Milk");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_its_token() {
    use crate::app::SECRET;
    use crate::tokens::{claims_with, hs256, now};
    let app = TestApp::demo().await;
    // Clocks may differ by a minute, so this one is good for two more seconds.
    let claims = claims_with("exp", json!(now() - 58));
    let token = hs256(SECRET.as_bytes(), &json!({"alg": "HS256"}), &claims);
    let ada = app.bearer("ada", &token);
    let mut events = ada.call(Method::GET, "/events").events().await;
    let started = std::time::Instant::now();
    while events.next().await.is_some() {}
    assert!(started.elapsed() < std::time::Duration::from_secs(5));
    app.stop().await;
}

//! `Idempotency-Key`: sending a request twice does it once.

use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use taskpilot_model_sim::{Behaviour, Reply};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::sse::outline;
use crate::user::{Answer, User};

on_both_databases!(sending_twice_does_it_once, a_key_belongs_to_one_request);

async fn keyed(user: &User, key: &str, body: Value) -> Answer {
    let call = user
        .call(Method::POST, "/chat")
        .header("idempotency-key", key);
    call.json(body).send().await
}

async fn sending_twice_does_it_once(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    let body = json!({"message": "add milk"});
    let first = keyed(&ada, "key-1", body.clone()).await.ok(200);
    let calls = app.sim.requests().len();
    let second = keyed(&ada, "key-1", body.clone()).await.ok(200);
    assert_eq!(first, second);
    assert_eq!(
        app.sim.requests().len(),
        calls,
        "the model is not asked again"
    );
    assert_eq!(ada.titles("").await, ["Milk"]);

    // As a stream, the same answer is played again.
    let replay = ada
        .call(Method::POST, "/chat")
        .header("idempotency-key", "key-1")
        .header("accept", "text/event-stream");
    let frames = replay.json(body).events().await.frames().await;
    insta::assert_snapshot!("replayed", outline(&frames));
    assert_eq!(frames.last().unwrap()["message_id"], first["message_id"]);
    assert_eq!(ada.titles("").await, ["Milk"]);
    app.stop().await;
}

async fn a_key_belongs_to_one_request(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    keyed(&ada, "key-1", json!({"message": "add milk"}))
        .await
        .ok(200);
    let revision = ada.revision().await;
    let other = keyed(&ada, "key-1", json!({"message": "add bread"})).await;
    other.problem(409, "idempotency_key_reused");
    assert_eq!(ada.revision().await, revision, "nothing was written");
    // Keys are each user's own.
    keyed(&bob, "key-1", json!({"message": "add bread"}))
        .await
        .ok(200);
    assert_eq!(bob.titles("").await, ["Bread"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_first_is_answered_the_second_waits() {
    let slow = Reply::text("one two three four five six").with_delay(Duration::from_millis(200));
    let app = TestApp::scripted([slow]).await;
    let ada = app.user("ada");
    let body = json!({"message": "count"});
    let mut first = ada
        .call(Method::POST, "/chat")
        .header("idempotency-key", "k")
        .header("accept", "text/event-stream")
        .json(body.clone())
        .events()
        .await;
    first.next().await.unwrap();
    let second = keyed(&ada, "k", body.clone()).await;
    second.problem(409, "still_running");
    assert!(second.header("retry-after").is_some());
    first.until("done").await;
    let third = keyed(&ada, "k", body).await.ok(200);
    assert_eq!(third["response"], "one two three four five six");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_request_may_be_sent_again_under_its_key() {
    let app = TestApp::scripted([
        Reply::status(401),
        Reply::call("add_task", json!({"title": "Milk"})),
        Reply::status(401).after_tool(true),
        Reply::text("Added.").after_tool(true),
    ])
    .await;
    let ada = app.user("ada");
    let body = json!({"message": "add milk"});
    keyed(&ada, "k", body.clone())
        .await
        .problem(502, "model_auth");
    // The second attempt gets as far as the task, the third knows of it and does not add it again.
    keyed(&ada, "k", body.clone())
        .await
        .problem(502, "model_auth");
    let answer = keyed(&ada, "k", body).await.ok(200);
    assert_eq!(answer["response"], "Added.");
    assert_eq!(answer["tool_calls"].as_array().unwrap().len(), 1);
    assert_eq!(ada.titles("").await, ["Milk"]);
    let id = answer["conversation_id"].as_i64().unwrap();
    assert_eq!(ada.messages(id).await.len(), 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_try_a_failed_request_again_one_does() {
    let slow = Reply::text("one two three four").with_delay(Duration::from_millis(100));
    let app = TestApp::scripted([Reply::status(401), slow]).await;
    let ada = app.user("ada");
    let body = json!({"message": "count"});
    let failed = keyed(&ada, "k", body.clone()).await;
    failed.problem(502, "model_auth");
    let tries = [
        keyed(&ada, "k", body.clone()),
        keyed(&ada, "k", body.clone()),
    ];
    let mut answers = futures_util::future::join_all(tries).await;
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].ok(200)["response"], "one two three four");
    answers[1].problem(409, "still_running");
    let again = keyed(&ada, "k", body).await.ok(200);
    assert_eq!(again["response"], "one two three four");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_visible_ascii_of_a_bounded_length() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let long = "k".repeat(256);
    for key in ["a b", "", "\u{17c}", &long] {
        let answer = keyed(&ada, key, json!({"message": "add milk"})).await;
        answer.problem(422, "invalid");
    }
    assert_eq!(ada.revision().await, 0);
    app.stop().await;
}

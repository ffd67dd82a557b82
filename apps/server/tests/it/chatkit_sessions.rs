//! Session secrets: they open ChatKit, for one user, for a while, and nothing else.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::thread::Thread;
use crate::user::{Answer, User};

on_both_databases!(
    a_secret_opens_chatkit_and_nothing_else,
    a_revoked_secret_opens_nothing,
    a_session_belongs_to_its_user,
    a_secret_is_over_in_time,
);

async fn start(backend: Backend, seconds: u64) -> TestApp {
    let mut setup = TestApp::of(Behaviour::demo()).on(backend);
    setup.http.chatkit_session_timeout = seconds;
    setup.start().await
}

async fn open(user: &User) -> Value {
    let call = user.call_path(Method::POST, "/api/v1/chatkit/sessions");
    call.json(json!({})).send().await.ok(200)
}

fn by_secret(app: &TestApp, name: &str, session: &Value) -> User {
    app.bearer(name, session["client_secret"].as_str().unwrap())
}

async fn list(user: &User) -> Answer {
    Thread::of(user, "").call("threads.list", json!({})).await
}

async fn a_secret_opens_chatkit_and_nothing_else(backend: Backend) {
    let app = start(backend, 3_600).await;
    let ada = app.user("ada");
    let session = open(&ada).await;
    let client = by_secret(&app, "ada", &session);
    let (_, events) = Thread::begin(&client, "add milk").await;
    assert_eq!(events.last().unwrap()["type"], "thread.item.done");
    assert_eq!(ada.titles("").await, ["Milk"]);

    let refused = client.get("/tasks").await;
    refused.problem(401, "token_malformed");
    let nested = client.call_path(Method::POST, "/api/v1/chatkit/sessions");
    nested.send().await.problem(401, "token_malformed");
    let path = format!(
        "/api/v1/chatkit/sessions/{}",
        session["session_id"].as_str().unwrap()
    );
    let revoking = client.call_path(Method::DELETE, &path).send().await;
    revoking.problem(401, "token_malformed");

    // The secret itself is nowhere in the database.
    let secret = session["client_secret"].as_str().unwrap();
    for wrong in [
        "cks_",
        "cks_AAAA",
        &secret.replace("cks_", "cks_A"),
        &secret[..46],
    ] {
        let refused = list(&app.bearer("ada", wrong)).await;
        refused.problem(401, "session_unknown");
    }
    let other = ada.call_path(Method::POST, "/api/v1/chatkit/sessions");
    let other = other.json(json!({"user": "bob"})).send().await;
    other.problem(422, "invalid");
    app.stop().await;
}

async fn a_revoked_secret_opens_nothing(backend: Backend) {
    let app = start(backend, 3_600).await;
    let ada = app.user("ada");
    let (session, other) = (open(&ada).await, open(&ada).await);
    assert_ne!(session["client_secret"], other["client_secret"]);
    let client = by_secret(&app, "ada", &session);
    list(&client).await.ok(200);
    let path = format!(
        "/api/v1/chatkit/sessions/{}",
        session["session_id"].as_str().unwrap()
    );
    for _ in 0..2 {
        ada.call_path(Method::DELETE, &path).send().await.ok(204);
    }
    list(&client).await.problem(401, "session_revoked");
    list(&by_secret(&app, "ada", &other)).await.ok(200);
    app.stop().await;
}

async fn a_session_belongs_to_its_user(backend: Backend) {
    let app = start(backend, 3_600).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let session = open(&ada).await;
    let path = format!(
        "/api/v1/chatkit/sessions/{}",
        session["session_id"].as_str().unwrap()
    );
    let stolen = bob.call_path(Method::DELETE, &path).send().await;
    stolen.problem(404, "not_found");
    let client = by_secret(&app, "bob", &session);
    Thread::begin(&client, "add milk").await;
    assert_eq!(ada.titles("").await, ["Milk"], "the secret says who it is");
    assert!(bob.titles("").await.is_empty());
    app.stop().await;
}

async fn a_secret_is_over_in_time(backend: Backend) {
    let app = start(backend, 0).await;
    let session = open(&app.user("ada")).await;
    let client = by_secret(&app, "ada", &session);
    list(&client).await.problem(401, "session_expired");
    app.stop().await;
}

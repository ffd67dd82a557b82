//! Every change can be undone once, and the undoing too.

use serde_json::{Value, json};
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::transcript::Transcript;
use crate::user::{Answer, User};

on_both_databases!(
    every_change_is_undone_and_redone,
    an_undo_is_for_its_user_and_its_time
);

async fn undo(user: &User, token: &Value) -> Answer {
    user.post("/undo", json!({ "undo_token": token })).await
}

async fn every_change_is_undone_and_redone(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    let created = ada.add("Milk").await;
    let removed = undo(&ada, &created["undo_token"]).await;
    let mut transcript = Transcript::new();
    transcript.add(&removed);
    assert_eq!(ada.titles("").await, [""; 0]);
    let redone = undo(&ada, &removed.json()["undo_token"]).await;
    transcript.add(&redone);
    assert_eq!(ada.titles("").await, ["Milk"]);

    let renamed = ada
        .patch("/tasks/1", json!({"title": "Oat milk", "priority": "high"}))
        .await
        .ok(200);
    transcript.add(&undo(&ada, &renamed["undo_token"]).await);
    assert_eq!(ada.titles("").await, ["Milk"]);

    let deleted = ada.delete("/tasks/1").await;
    let token = deleted.header("undo-token").unwrap();
    transcript.add(&undo(&ada, &token.into()).await);
    transcript.add(&undo(&ada, &token.into()).await);
    assert_eq!(ada.titles("").await, ["Milk"]);
    insta::assert_snapshot!("undone_and_redone", transcript.text());
    app.stop().await;
}

async fn an_undo_is_for_its_user_and_its_time(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    ada.add("Milk").await;
    let renamed = ada
        .patch("/tasks/1", json!({"title": "Oat milk"}))
        .await
        .ok(200);
    let token = &renamed["undo_token"];
    undo(&bob, token).await.problem(404, "not_found");
    undo(&ada, &"no such token".into())
        .await
        .problem(404, "not_found");
    let later = ada
        .patch("/tasks/1", json!({"priority": "high"}))
        .await
        .ok(200);
    undo(&ada, token).await.problem(409, "undo_outdated");
    // As the answer says: the later change first.
    undo(&ada, &later["undo_token"]).await.ok(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_works_once_even_in_a_race() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let deleted = ada.delete("/tasks/1").await;
    let token = Value::from(deleted.header("undo-token").unwrap());
    let racers: Vec<_> = (0..8)
        .map(|_| {
            let (ada, token) = (ada.clone(), token.clone());
            tokio::spawn(async move { undo(&ada, &token).await.status.as_u16() })
        })
        .collect();
    let mut statuses = Vec::new();
    for racer in racers {
        statuses.push(racer.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
    app.stop().await;
}

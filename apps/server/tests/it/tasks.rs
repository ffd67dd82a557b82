//! Tasks over REST: create, read, replace, change, complete, delete.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::transcript::Transcript;
use taskpilot_model_sim::Behaviour;

on_both_databases!(
    the_life_of_a_task,
    completing_twice_is_completing_once,
    a_repeating_task_has_a_next_one,
);

async fn the_life_of_a_task(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    let mut transcript = Transcript::new();
    let full = json!({
        "title": "  Water the plants ", "description": "the fern too", "priority": "high",
        "due_at": "2030-05-01T17:00:00Z", "list": "Home", "tags": ["Green", "weekly", "green"],
    });
    transcript.add(&ada.post("/tasks", full).await);
    transcript.add(&ada.post("/tasks", json!({"title": "Milk"})).await);
    transcript.add(&ada.get("/tasks/1").await);
    transcript.add(&ada.get("/tasks?sort=title").await);
    let change = json!({"priority": "low", "description": null, "tags": ["green"]});
    transcript.add(&ada.patch("/tasks/1", change).await);
    transcript.add(&ada.patch("/tasks/1/complete", json!({})).await);
    transcript.add(
        &ada.patch("/tasks/1/complete", json!({"completed": false}))
            .await,
    );
    transcript.add(
        &ada.put("/tasks/1", json!({"title": "Water the fern"}))
            .await,
    );
    transcript.add(&ada.delete("/tasks/1").await);
    transcript.add(&ada.get("/tasks/1").await);
    transcript.add(&ada.delete("/tasks/1").await);
    insta::assert_snapshot!("life_of_a_task", transcript.text());
    app.stop().await;
}

async fn completing_twice_is_completing_once(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let bare = ada.call(Method::PATCH, "/tasks/1/complete").send().await;
    let first = bare.ok(200);
    assert_eq!(first["completed"], true);
    let revision = ada.revision().await;
    let second = ada
        .patch("/tasks/1/complete", json!({"completed": true}))
        .await;
    assert_eq!(
        second.header("undo-token"),
        None,
        "there is nothing to undo"
    );
    let second = second.ok(200);
    assert_eq!(second["completed_at"], first["completed_at"]);
    assert_eq!(second["version"], first["version"]);
    assert_eq!(second.get("undo_token"), None);
    assert_eq!(ada.revision().await, revision, "nothing was written");
    app.stop().await;
}

async fn a_repeating_task_has_a_next_one(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    let weekly = json!({
        "title": "Bins", "due_at": "2030-05-06T07:00:00Z",
        "recurrence": {"rule": "FREQ=WEEKLY;BYDAY=MO"},
    });
    ada.add_task(weekly).await;
    let answer = ada.patch("/tasks/1/complete", json!({})).await;
    insta::assert_snapshot!("repeating", Transcript::new().add(&answer).text());
    // Undoing it takes the next one away again.
    let token = answer.json()["undo_token"].clone();
    let undone = ada
        .post("/undo", json!({ "undo_token": token }))
        .await
        .ok(200);
    assert_eq!(undone["removed"], json!([2]));
    assert_eq!(ada.titles("").await, ["Bins"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_a_day_of_the_callers_zone() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let create = async |zone: &str, body: Value| -> Value {
        let call = ada.call(Method::POST, "/tasks").header("x-time-zone", zone);
        call.json(body).send().await.ok(201)
    };
    let task = create(
        "Asia/Tokyo",
        json!({"title": "Tax", "due_at": "2030-05-01"}),
    )
    .await;
    assert_eq!(task["due_at"], "2030-04-30T15:00:00Z");
    assert_eq!(task["all_day"], true);
    let task = create(
        "Asia/Tokyo",
        json!({"title": "Tax", "due_at": "2030-05-01T01:00:00+02:00", "all_day": true}),
    )
    .await;
    assert_eq!(
        task["due_at"], "2030-04-30T15:00:00Z",
        "8 in the morning there"
    );
    let task = create(
        "Asia/Tokyo",
        json!({"title": "Tax", "due_at": "2030-05-01T01:00:00+02:00"}),
    )
    .await;
    assert_eq!(task["due_at"], "2030-04-30T23:00:00Z");
    assert_eq!(task["all_day"], false);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_is_kept_as_it_is() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let titles = [
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE tasks;--",
        "牛乳 🥛 Ünïcödé",
        "مهمة جديدة",
        "{{template}} ${injection} %s %00",
        &"ż".repeat(200),
    ];
    for title in titles {
        let task = ada.add(title).await;
        assert_eq!(task["title"], title);
        let path = format!("/tasks/{}", task["id"]);
        assert_eq!(ada.get(&path).await.ok(200)["title"], title);
    }
    let long = "ü\n".repeat(2_500);
    let task = ada
        .add_task(json!({"title": "notes", "description": long}))
        .await;
    assert_eq!(task["description"].as_str().unwrap().chars().count(), 5_000);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_location_leads_to_the_task_whatever_the_user_is_called() {
    let app = TestApp::demo().await;
    for name in ["ada", "auth0|5f7c8ec7", "ada@example.com", "a+b<c>"] {
        let ada = app.user(name);
        let answer = ada.post("/tasks", json!({"title": "milk"})).await;
        answer.ok(201);
        let location = answer.header("location").unwrap().to_owned();
        // `|` is no character of RFC 3986, but one of the URL standard that browsers follow.
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"<>\"{}`\\".contains(&byte);
        assert!(location.bytes().all(allowed), "{location} is no URI");
        let there = ada.call_path(Method::GET, &location).send().await;
        assert_eq!(there.ok(200)["title"], "milk");
    }
    app.stop().await;
}

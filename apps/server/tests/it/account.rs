//! All that is kept of a person: taken out as one document, and deleted for good.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::thread::{Thread, input, open};

on_both_databases!(
    all_of_a_user_is_taken_out,
    all_of_a_user_is_deleted_and_nothing_of_another,
);

async fn start(backend: Backend) -> TestApp {
    let setup = TestApp::of(Behaviour::demo()).on(backend);
    setup.start().await
}

async fn all_of_a_user_is_taken_out(backend: Backend) {
    let app = start(backend).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let nothing = ada.get("/export").await.ok(200);
    assert_eq!(nothing["tasks"], json!([]));
    assert_eq!(nothing["conversations"], json!([]));

    bob.add("Bob's own").await;
    for number in 1..=205 {
        ada.add(&format!("Task {number} \"quoted\"")).await;
    }
    ada.say("add milk").await.ok(200);
    ada.say("add bread").await.ok(200);

    let answer = ada.get("/export").await;
    let disposition = answer.header("content-disposition").unwrap();
    assert_eq!(disposition, "attachment; filename=\"taskpilot.json\"");
    let all = answer.ok(200);
    assert_eq!(all["user_id"], "ada");
    let tasks = all["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 207);
    assert_eq!(tasks[0], ada.get("/tasks/1").await.ok(200));
    let conversations = all["conversations"].as_array().unwrap();
    let said = conversations.iter().map(|conversation| {
        let messages = conversation["messages"].as_array().unwrap();
        assert_eq!(conversation["message_count"], messages.len());
        messages[0]["content"].as_str().unwrap()
    });
    assert_eq!(said.collect::<Vec<_>>(), ["add bread", "add milk"]);
    let path = "/api/bob/export";
    let other = ada.call_path(Method::GET, path).send().await;
    other.problem(403, "other_user");
    app.stop().await;
}

async fn all_of_a_user_is_deleted_and_nothing_of_another(backend: Backend) {
    let app = start(backend).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let mut previews = Vec::new();
    for user in [&ada, &bob] {
        user.say("add milk").await.ok(200);
        let announced = json!({"name": "notes.txt", "size": 5, "mime_type": "text/plain"});
        let thread = Thread::of(user, "");
        let file = thread.call("attachments.create", announced).await.ok(200);
        let url = file["upload_descriptor"]["url"].as_str().unwrap();
        let (_, path) = url.split_once("/api/").unwrap();
        let sent = app.call(Method::PUT, &format!("/api/{path}"));
        assert!(sent.untyped(b"hello").send().await.status.is_success());
        let mut said = input("read this");
        said["attachments"] = json!([file["id"]]);
        let opened = open(user, "threads.create", json!({"input": said})).await;
        opened.frames().await;
        previews.push(format!(
            "/api/v1/chatkit/attachments/{}",
            file["id"].as_str().unwrap()
        ));
    }

    let other = ada.call_path(Method::DELETE, "/api/bob").send().await;
    other.problem(403, "other_user");
    for _ in 0..2 {
        assert_eq!(ada.delete("").await.status, 204);
    }

    let all = ada.get("/export").await.ok(200);
    assert_eq!(
        (&all["tasks"], &all["conversations"]),
        (&json!([]), &json!([]))
    );
    let gone = ada.call_path(Method::GET, &previews[0]).send().await;
    assert_eq!(gone.status, 404);
    let left = bob.get("/export").await.ok(200);
    assert_eq!(left["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(left["conversations"].as_array().map(Vec::len), Some(2));
    let kept = bob.call_path(Method::GET, &previews[1]).send().await;
    assert_eq!(kept.body, b"hello");
    let first: Value = ada.add("Eggs").await;
    assert_eq!(first["id"], 1, "as for somebody who never was here");
    app.stop().await;
}

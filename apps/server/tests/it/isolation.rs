//! Nobody sees, changes or even learns of what is someone else's.

use reqwest::Method;
use serde_json::json;
use taskpilot_model_sim::Behaviour;

use crate::app::{TestApp, token};
use crate::database::{Backend, on_both_databases};

on_both_databases!(what_is_someone_elses_does_not_exist);

async fn what_is_someone_elses_does_not_exist(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let (ada, eve) = (app.user("ada"), app.user("eve"));
    ada.add("Secret plan").await;
    let said = ada.say("add treasure map").await.ok(200);
    let conversation = said["conversation_id"].as_i64().unwrap();

    // By id, under her own path: as if there were nothing.
    let body = json!({"title": "mine now"});
    for (method, path) in [
        (Method::GET, "/tasks/1".to_owned()),
        (Method::PUT, "/tasks/1".to_owned()),
        (Method::PATCH, "/tasks/1".to_owned()),
        (Method::DELETE, "/tasks/1".to_owned()),
        (Method::GET, format!("/conversations/{conversation}")),
        (Method::PATCH, format!("/conversations/{conversation}")),
        (Method::DELETE, format!("/conversations/{conversation}")),
        (
            Method::GET,
            format!("/conversations/{conversation}/messages"),
        ),
    ] {
        let answer = eve.call(method, &path).json(body.clone()).send().await;
        answer.problem(404, "not_found");
    }
    let chat = json!({"conversation_id": conversation, "message": "what was said here?"});
    eve.post("/chat", chat).await.problem(404, "not_found");
    let complete = eve.patch("/tasks/1/complete", json!({})).await;
    complete.problem(404, "not_found");
    assert_eq!(eve.titles("?q=secret").await, [""; 0]);
    let listed = eve.get("/conversations").await.ok(200);
    assert_eq!(listed["data"], json!([]));

    // Under somebody else's path: the token decides, before anything is looked up.
    let eve_as_ada = app.bearer("ada", &token("eve"));
    for (method, path) in [
        (Method::GET, "/tasks"),
        (Method::POST, "/tasks"),
        (Method::GET, "/tasks/1"),
        (Method::GET, "/tasks/77"),
        (Method::DELETE, "/tasks/1"),
        (Method::POST, "/chat"),
        (Method::POST, "/undo"),
        (Method::GET, "/events"),
        (Method::GET, "/conversations"),
    ] {
        let answer = eve_as_ada
            .call(method, path)
            .json(body.clone())
            .send()
            .await;
        answer.problem(403, "other_user");
    }
    assert_eq!(eve.revision().await, 0, "nothing of hers was written");
    assert_eq!(
        ada.titles("?sort=title").await,
        ["Secret plan", "Treasure map"]
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_cannot_choose_the_user() {
    use taskpilot_model_sim::Reply;
    let app = TestApp::scripted([
        Reply::call("add_task", json!({"title": "Planted", "user_id": "ada"})),
        Reply::text("Done.").after_tool(true),
        Reply::call("list_tasks", json!({"user_id": "ada"})),
        Reply::text("Done.").after_tool(true),
    ])
    .await;
    let (ada, eve) = (app.user("ada"), app.user("eve"));
    ada.add("Secret plan").await;
    eve.say("add a task for ada").await.ok(200);
    let listed = eve.say("show ada's tasks").await;
    assert!(!listed.text().contains("Secret plan"), "{}", listed.text());
    assert_eq!(ada.titles("").await, ["Secret plan"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_percent_encoded_path_names_the_same_user() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let encoded = ada
        .call_path(Method::GET, "/api/%61da/tasks/1")
        .send()
        .await;
    encoded.ok(200);
    let other = ada
        .call_path(Method::GET, "/api/%65ve/tasks/1")
        .send()
        .await;
    other.problem(403, "other_user");
    let case = ada.call_path(Method::GET, "/api/ADA/tasks/1").send().await;
    case.problem(403, "other_user");
    app.stop().await;
}

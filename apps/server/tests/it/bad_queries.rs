//! Ids and queries that cannot be meant.

use reqwest::Method;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_names_nothing_is_not_found() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let ids = [
        "0",
        "-1",
        "2",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "99999999999999999999999999",
        "1.0",
        "1e3",
        "0x1",
        "one",
        "%31%20",
        "%00",
        "%FF",
        "1%2F",
        "..%2F1",
        "%F0%9F%A5%9B",
    ];
    let mut lines = Vec::new();
    for id in ids {
        let mut details = Vec::new();
        for (method, path) in [
            (Method::GET, format!("/tasks/{id}")),
            (Method::DELETE, format!("/tasks/{id}")),
            (Method::PATCH, format!("/tasks/{id}/complete")),
            (Method::GET, format!("/conversations/{id}")),
            (Method::GET, format!("/conversations/{id}/messages")),
            (Method::DELETE, format!("/conversations/{id}")),
        ] {
            let answer = ada.call(method, &path).json(json!({})).send().await;
            let document = answer.problem(404, "not_found");
            details.push(document["detail"].as_str().unwrap().to_owned());
        }
        details.dedup();
        lines.push(format!("{id}: {}", details.join(" ")));
    }
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(ada.titles("").await, ["Milk"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_query_is_refused_with_its_field() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    for title in ["a", "b", "c"] {
        ada.add(title).await;
    }
    let page = ada.get("/tasks?sort=title&limit=1").await.ok(200);
    let by_title = page["next_cursor"].as_str().unwrap().to_owned();
    ada.say("hello").await.ok(200);
    ada.say("hello").await.ok(200);
    let page = ada.get("/conversations?limit=1").await.ok(200);
    let of_conversations = page["next_cursor"].as_str().unwrap().to_owned();
    let long = "x".repeat(3_000);
    let queries = [
        "/tasks?status=done".to_owned(),
        "/tasks?priority=urgent".to_owned(),
        "/tasks?tag=".to_owned(),
        "/tasks?tag=a%00b".to_owned(),
        "/tasks?list=".to_owned(),
        "/tasks?due_before=soon".to_owned(),
        "/tasks?due_after=2030-02-30".to_owned(),
        "/tasks?overdue=maybe".to_owned(),
        "/tasks?overdue=true&status=completed".to_owned(),
        "/tasks?sort=colour".to_owned(),
        "/tasks?order=up".to_owned(),
        "/tasks?limit=0".to_owned(),
        "/tasks?limit=101".to_owned(),
        "/tasks?limit=-1".to_owned(),
        "/tasks?limit=many".to_owned(),
        "/tasks?limit=1&limit=2".to_owned(),
        format!("/tasks?q={long}"),
        "/tasks?page=2".to_owned(),
        "/tasks?user_id=eve".to_owned(),
        "/tasks?cursor=".to_owned(),
        "/tasks?cursor=garbage".to_owned(),
        format!("/tasks?cursor={long}"),
        format!("/tasks?sort=created_at&cursor={by_title}"),
        format!("/tasks?sort=title&order=desc&cursor={by_title}"),
        format!("/tasks?sort=title&cursor={of_conversations}"),
        "/conversations?archived=perhaps".to_owned(),
        "/conversations?limit=0".to_owned(),
        "/conversations?limit=101".to_owned(),
        "/conversations?q=a%00b".to_owned(),
        format!("/conversations?q={long}"),
        "/conversations?sort=title".to_owned(),
        "/conversations?cursor=garbage".to_owned(),
        format!("/conversations?cursor={by_title}"),
        "/conversations/1/messages?cursor=garbage".to_owned(),
        "/conversations/1/messages?limit=0".to_owned(),
        "/conversations/1/messages?after=1".to_owned(),
    ];
    let mut lines = Vec::new();
    for path in &queries {
        let document = ada.get(path).await.problem(422, "invalid");
        let shown = path
            .replace(&long, "[long]")
            .replace(&by_title, "[by title]");
        let shown = shown.replace(&of_conversations, "[of conversations]");
        let field = document["errors"][0]["field"].as_str().unwrap();
        lines.push(format!(
            "{shown}: [{field}] {}",
            document["detail"].as_str().unwrap()
        ));
    }
    insta::assert_snapshot!(lines.join("\n"));
    app.stop().await;
}

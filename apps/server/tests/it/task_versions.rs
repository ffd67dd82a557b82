//! `ETag`, `If-Match` and `If-None-Match`: no update is lost, no body sent twice.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::transcript::Transcript;
use crate::user::{Answer, User};

on_both_databases!(
    an_update_of_an_old_version_is_refused,
    of_two_racers_one_wins
);

async fn matching(user: &User, method: Method, path: &str, tag: &str, body: Value) -> Answer {
    let call = user.call(method, path).header("if-match", tag);
    call.json(body).send().await
}

async fn an_update_of_an_old_version_is_refused(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let first = ada.get("/tasks/1").await;
    let tag = first.header("etag").unwrap().to_owned();
    let rename = json!({"title": "Oat milk"});
    let changed = matching(&ada, Method::PATCH, "/tasks/1", &tag, rename.clone()).await;
    let new_tag = changed.header("etag").unwrap().to_owned();
    assert_ne!(tag, new_tag);
    changed.ok(200);

    let revision = ada.revision().await;
    let mut transcript = Transcript::new();
    let writes = [
        (Method::PATCH, "/tasks/1", rename.clone()),
        (Method::PUT, "/tasks/1", rename.clone()),
        (Method::PATCH, "/tasks/1/complete", json!({})),
        (Method::DELETE, "/tasks/1", json!({})),
    ];
    for (method, path, body) in writes {
        let refused = matching(&ada, method, path, &tag, body).await;
        refused.problem(412, "version_conflict");
        transcript.add(&refused);
    }
    insta::assert_snapshot!("old_version", transcript.text());
    assert_eq!(ada.revision().await, revision, "nothing was written");
    assert_eq!(ada.titles("").await, ["Oat milk"]);

    let any = matching(&ada, Method::PATCH, "/tasks/1", "*", rename).await;
    any.ok(200);
    let gone = matching(&ada, Method::DELETE, "/tasks/1", &new_tag, json!({})).await;
    assert_eq!(gone.status, 204, "{}", gone.text());
    app.stop().await;
}

async fn of_two_racers_one_wins(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let racers = (0..8).map(|number| {
        let ada = ada.clone();
        tokio::spawn(async move {
            let body = json!({"title": format!("Milk {number}")});
            let answer = matching(&ada, Method::PATCH, "/tasks/1", "\"1\"", body).await;
            answer.status.as_u16()
        })
    });
    let mut statuses = Vec::new();
    for racer in racers.collect::<Vec<_>>() {
        statuses.push(racer.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(ada.get("/tasks/1").await.ok(200)["version"], 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_known_is_not_sent_again() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let get = async |tag: &str| {
        let call = ada.call(Method::GET, "/tasks/1");
        call.header("if-none-match", tag).send().await
    };
    let tag = get("\"nothing\"").await.header("etag").unwrap().to_owned();
    let known = get(&tag).await;
    assert_eq!(known.status, 304);
    assert_eq!(known.header("etag"), Some(tag.as_str()));
    assert!(known.body.is_empty());
    ada.patch("/tasks/1", json!({"priority": "high"}))
        .await
        .ok(200);
    get(&tag).await.ok(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_that_is_none_matches_nothing() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let tags: [&[u8]; 8] = [
        b"1",
        b"\"",
        b"\"one\"",
        b"\"-1\"",
        b"\"99999999999999999999\"",
        b"",
        b"\xff",
        b"W/\"1\"",
    ];
    for tag in tags {
        let call = ada.call(Method::DELETE, "/tasks/1").header("if-match", tag);
        call.send().await.problem(412, "version_conflict");
    }
    assert_eq!(ada.titles("").await, ["Milk"]);
    app.stop().await;
}

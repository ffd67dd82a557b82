//! What was said: lists, pages, search, titles, archive, deletion.

use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::transcript::Transcript;
use crate::user::User;

on_both_databases!(
    a_conversation_is_kept_renamed_put_away_and_deleted,
    pages_neither_skip_nor_repeat,
    search_reads_titles_and_texts,
);

async fn app(backend: Backend) -> TestApp {
    let script = Script::new([Reply::text("All right.").always()]);
    TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await
}

async fn begin(user: &User, message: &str) -> i64 {
    user.say(message).await.ok(200)["conversation_id"]
        .as_i64()
        .unwrap()
}

async fn a_conversation_is_kept_renamed_put_away_and_deleted(backend: Backend) {
    let app = app(backend).await;
    let ada = app.user("ada");
    let id = begin(&ada, "Plan the party. And the cake.").await;
    let mut transcript = Transcript::new();
    let path = format!("/conversations/{id}");
    transcript.add(&ada.get(&path).await);
    transcript.add(&ada.get(&format!("{path}/messages")).await);
    transcript.add(&ada.patch(&path, json!({"title": "  Party  "})).await);
    transcript.add(&ada.patch(&path, json!({"archived": true})).await);
    transcript.add(&ada.get("/conversations").await);
    transcript.add(&ada.delete(&path).await);
    transcript.add(&ada.get(&path).await);
    transcript.add(&ada.get(&format!("{path}/messages")).await);
    transcript.add(&ada.delete(&path).await);
    let body = json!({"conversation_id": id, "message": "hello?"});
    transcript.add(&ada.post("/chat", body).await);
    insta::assert_snapshot!("conversation", transcript.text());
    app.stop().await;
}

async fn pages_neither_skip_nor_repeat(backend: Backend) {
    let app = app(backend).await;
    let ada = app.user("ada");
    let mut begun = Vec::new();
    for number in 0..5 {
        begun.push(begin(&ada, &format!("conversation {number}")).await);
    }
    begun.reverse();
    assert_eq!(
        walk(&ada, "/conversations?limit=2", 3).await,
        begun,
        "last used first"
    );

    let id = begun[0];
    for number in 0..4 {
        let body = json!({"conversation_id": id, "message": format!("more {number}")});
        ada.post("/chat", body).await.ok(200);
    }
    let path = format!("/conversations/{id}/messages?limit=4");
    let ids = walk(&ada, &path, 3).await;
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((ids.len(), &ids), (10, &sorted), "oldest first, each once");
    app.stop().await;
}

/// Returns the ids on all pages, of which there must be so many.
async fn walk(user: &User, path: &str, pages: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut next = path.to_owned();
    for page in 1..=pages {
        let body = user.get(&next).await.ok(200);
        let rows = body["data"].as_array().unwrap().iter();
        ids.extend(rows.map(|row| row["id"].as_i64().unwrap()));
        assert_eq!(body["has_more"], page < pages);
        match body["next_cursor"].as_str() {
            Some(cursor) => next = format!("{path}&cursor={cursor}"),
            None => assert_eq!(page, pages),
        }
    }
    ids
}

async fn search_reads_titles_and_texts(backend: Backend) {
    let app = app(backend).await;
    let ada = app.user("ada");
    let party = begin(&ada, "Plan the Müller party").await;
    let trip = begin(&ada, "Trip to Oslo. We need 100% of the snow_shoes").await;
    let archived = json!({"archived": true});
    ada.patch(&format!("/conversations/{trip}"), archived)
        .await
        .ok(200);
    let found = async |query: &str| -> Vec<i64> {
        let page = ada.get(&format!("/conversations?{query}")).await.ok(200);
        let rows = page["data"].as_array().unwrap();
        rows.iter()
            .map(|row: &Value| row["id"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(found("q=PARTY").await, [party]);
    assert_eq!(found("q=oslo").await, [trip]);
    assert_eq!(found("q=snow_shoes").await, [trip], "text of a message");
    assert_eq!(found("q=100%25").await, [trip], "wildcards mean themselves");
    assert_eq!(found("q=_").await, [trip]);
    assert_eq!(found("q=nothing%20like%20it").await, [0; 0]);
    assert_eq!(found("archived=true").await, [trip]);
    assert_eq!(found("archived=false").await, [party]);
    assert_eq!(found("q=").await.len(), 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_that_changes_nothing_changes_nothing() {
    let app = app(Backend::Sqlite).await;
    let ada = app.user("ada");
    let id = begin(&ada, "hello").await;
    let before = ada.revision().await;
    ada.patch(&format!("/conversations/{id}"), json!({}))
        .await
        .ok(200);
    assert_eq!(ada.revision().await, before);
    app.stop().await;
}

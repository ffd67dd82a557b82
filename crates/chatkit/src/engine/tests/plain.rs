//! Requests that one document answers.

use serde_json::json;

use super::support::echo;
use crate::*;

#[tokio::test]
async fn threads_are_listed_read_renamed_and_deleted() {
    let chat = echo();
    let first = chat.begin("one").await;
    let second = chat.begin("two").await;
    let listed = chat
        .json("threads.list", json!({"limit": 1}))
        .await
        .unwrap();
    assert_eq!(listed["data"][0]["id"], json!(second));
    assert_eq!(
        listed["data"][0]["items"],
        json!({"data": [], "has_more": false})
    );
    assert_eq!(
        (&listed["has_more"], &listed["after"]),
        (&json!(true), &json!(second))
    );
    let rest = chat
        .json("threads.list", json!({"after": second}))
        .await
        .unwrap();
    assert_eq!(rest["data"][0]["id"], json!(first));
    assert_eq!(rest.get("after"), None);
    let renamed = chat
        .json(
            "threads.update",
            json!({"thread_id": first, "title": "One"}),
        )
        .await;
    assert_eq!(renamed.unwrap()["title"], "One");
    let whole = chat
        .json("threads.get_by_id", json!({"thread_id": first}))
        .await
        .unwrap();
    assert_eq!(whole["title"], "One");
    assert_eq!(whole["items"]["data"][1]["content"][0]["text"], "one");
    let deleted = chat
        .json("threads.delete", json!({"thread_id": first}))
        .await
        .unwrap();
    assert_eq!(deleted, json!({}));
    let gone = chat
        .json("threads.get_by_id", json!({"thread_id": first}))
        .await
        .unwrap_err();
    assert_eq!((gone.status(), gone.code()), (404, "not_found"));
}

#[tokio::test]
async fn a_title_has_a_limit() {
    let chat = echo();
    let thread = chat.begin("one").await;
    let params = json!({"thread_id": thread, "title": "x".repeat(501)});
    let refused = chat.json("threads.update", params).await.unwrap_err();
    insta::assert_snapshot!(refused.problem(), @r#"{"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"Title must have at most 500 characters.","code":"invalid","errors":[{"field":"params.title","message":"must have at most 500 characters"}]}"#);
}

#[tokio::test]
async fn what_a_server_does_not_do_is_said() {
    let chat = echo();
    let thread = chat.begin("one").await;
    let speech = json!({"audio_base64": "", "mime_type": "audio/webm"});
    assert_eq!(
        chat.json("input.transcribe", speech)
            .await
            .unwrap_err()
            .status(),
        501
    );
    let file = json!({"name": "a", "size": 1, "mime_type": "text/plain"});
    assert_eq!(
        chat.json("attachments.create", file)
            .await
            .unwrap_err()
            .status(),
        501
    );
    let action = json!({"thread_id": thread, "action": {"type": "go"}});
    assert_eq!(
        chat.json("threads.sync_custom_action", action)
            .await
            .unwrap_err()
            .status(),
        501
    );
    let thumbs = json!({"thread_id": thread, "item_ids": ["x"], "kind": "negative"});
    assert_eq!(
        chat.json("items.feedback", thumbs).await.unwrap(),
        json!({})
    );
}

#[tokio::test]
async fn items_of_others_are_not_found() {
    let chat = echo();
    let thread = chat.begin("mine").await;
    let body = json!({"type": "threads.get_by_id", "params": {"thread_id": thread}}).to_string();
    let stolen = chat
        .chatkit
        .process(body.as_bytes(), "bob".to_owned())
        .await;
    assert!(matches!(stolen, Err(RequestError::NotFound { .. })));
}

#[tokio::test]
async fn the_memory_store_passes_the_suite() {
    testing::store_suite(|| {
        let store = MemoryStore::owned_by(String::clone);
        (Box::new(store), ["ada".to_owned(), "bob".to_owned()])
    })
    .await;
}

//! Which events come, in which order, and what is stored by then.

use serde_json::json;

use super::support::{chat, echo, events, input, outline, say};
use crate::*;

#[tokio::test]
async fn a_thread_begins_with_itself_the_message_and_the_options() {
    let chat = echo();
    let events = chat
        .stream("threads.create", json!({"input": input("hello there")}))
        .await;
    insta::assert_snapshot!(outline(&events), @r"
    thread.created
    thread.item.done: user_message
    stream_options
    thread.item.added: assistant_message
    thread.item.updated: assistant_message.content_part.text_delta
    thread.item.updated: assistant_message.content_part.text_delta
    thread.item.done: assistant_message
    ");
    let thread = events[0]["thread"]["id"].as_str().unwrap();
    assert_eq!(chat.items(thread).await.len(), 2);
    let events = chat
        .stream(
            "threads.add_user_message",
            json!({"thread_id": thread, "input": input("more")}),
        )
        .await;
    insta::assert_snapshot!(outline(&events), @r"
    thread.item.done: user_message
    stream_options
    thread.item.added: assistant_message
    thread.item.updated: assistant_message.content_part.text_delta
    thread.item.done: assistant_message
    ");
}

#[tokio::test]
async fn what_is_done_is_stored_before_it_is_said() {
    let chat = chat(|turn, _| {
        emit(move |out| async move {
            let item = turn.new_item(&AssistantMessage::text("done")).unwrap();
            out.send(Event::ItemDone(item.clone())).await;
            // The next event is asked for once the one before was said.
            let stored = turn
                .store()
                .load_item(item.thread_id(), item.id(), turn.context());
            out.send(Event::progress(format!("{}", stored.await.is_ok())))
                .await;
            Ok(())
        })
    });
    let events = chat
        .stream("threads.create", json!({"input": input("x")}))
        .await;
    assert_eq!(events.last().unwrap()["text"], "true");
}

#[tokio::test]
async fn a_change_of_the_thread_is_told_after_the_event_and_stored() {
    let chat = chat(|turn, _| {
        emit(move |out| async move {
            turn.set_title("First");
            out.send(Event::progress("one")).await;
            out.send(Event::progress("two")).await;
            turn.change_metadata(|notes| drop(notes.insert("secret".into(), json!(1))));
            Err(StreamError::custom("and yet"))
        })
    });
    let events = chat
        .stream("threads.create", json!({"input": input("x")}))
        .await;
    insta::assert_snapshot!(outline(&events[3..]), @r"
    progress_update: one
    thread.updated: First
    progress_update: two
    error: and yet
    thread.updated: First
    ");
    assert_eq!(events.last().unwrap()["thread"]["metadata"], json!({}));
    let thread = ThreadId::new(events[0]["thread"]["id"].as_str().unwrap());
    let stored = chat
        .store
        .load_thread(&thread, &"ada".to_owned())
        .await
        .unwrap();
    assert_eq!(stored.metadata["secret"], 1);
}

#[tokio::test]
async fn hidden_items_are_stored_and_never_said() {
    let chat = chat(|turn, _| {
        emit(move |out| async move {
            let note = turn
                .new_item(&HiddenContext {
                    content: json!("psst"),
                })
                .unwrap();
            out.send(Event::ItemAdded(note.clone())).await;
            out.send(Event::ItemDone(note.clone())).await;
            out.send(Event::ItemReplaced(note)).await;
            Ok(())
        })
    });
    let events = chat
        .stream("threads.create", json!({"input": input("x")}))
        .await;
    assert_eq!(events.len(), 3, "{events:#?}");
    let thread = events[0]["thread"]["id"].as_str().unwrap();
    assert_eq!(*chat.items(thread).await[1].kind(), ItemKind::HiddenContext);
    let listed = chat
        .json("items.list", json!({"thread_id": thread}))
        .await
        .unwrap();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    let whole = chat
        .json("threads.get_by_id", json!({"thread_id": thread}))
        .await
        .unwrap();
    assert!(!whole.to_string().contains("psst"));
}

#[tokio::test]
async fn a_retry_forgets_what_followed() {
    let chat = echo();
    let thread = chat.begin("one").await;
    chat.stream(
        "threads.add_user_message",
        json!({"thread_id": thread, "input": input("two")}),
    )
    .await;
    let items = chat.items(&thread).await;
    let first = items[0].id().as_str();
    let events = chat
        .stream(
            "threads.retry_after_item",
            json!({"thread_id": thread, "item_id": first}),
        )
        .await;
    assert!(outline(&events).starts_with("stream_options\nthread.item.added"));
    assert_eq!(chat.items(&thread).await.len(), 2);
    let reply = items[1].id().as_str();
    let params = json!({"thread_id": thread, "item_id": reply});
    let events = chat.stream("threads.retry_after_item", params).await;
    assert_eq!(events[0]["type"], "error");
}

#[tokio::test]
async fn a_clients_tool_is_asked_and_answered() {
    let chat = chat(|turn, message| {
        emit(move |out| async move {
            if message.is_none() {
                return say(&turn, &out, "thanks").await;
            }
            let mut arguments = serde_json::Map::new();
            arguments.insert("nothing".into(), json!(null));
            let call = ClientToolCall::pending("call_1".into(), "look".into(), arguments);
            out.send(Event::ItemDone(turn.new_item(&call).unwrap()))
                .await;
            Ok(())
        })
    });
    let thread = chat.begin("look").await;
    let pending = chat.items(&thread).await[1].json().to_owned();
    assert!(pending.contains(
        r#""status":"pending","call_id":"call_1","name":"look","arguments":{"nothing":null}"#
    ));
    let params = json!({"thread_id": thread, "result": {"seen": null}});
    let events = chat
        .stream("threads.add_client_tool_output", params.clone())
        .await;
    assert!(outline(&events).starts_with("stream_options\nthread.item.added"));
    let completed = chat.items(&thread).await[1].json().to_owned();
    assert!(completed.contains(r#""status":"completed""#), "{completed}");
    assert!(
        completed.contains(r#""output":{"seen":null}"#),
        "{completed}"
    );
    let again = chat.stream("threads.add_client_tool_output", params).await;
    insta::assert_snapshot!(outline(&again), @"error: No tool of this conversation waits for a result.");
}

#[tokio::test]
async fn questions_are_answered_once() {
    let chat = chat(|turn, message| {
        emit(move |out| async move {
            if message.is_none() {
                return say(&turn, &out, "thanks").await;
            }
            let question = |id: &str, multiple| Question::MultipleChoice {
                id: id.into(),
                question: "Which?".into(),
                answer: None,
                options: Vec::new(),
                multiple,
            };
            let questions = StructuredInput::pending([
                question("one", false),
                question("many", true),
                question("none", true),
            ]);
            out.send(Event::ItemDone(turn.new_item(&questions).unwrap()))
                .await;
            Ok(())
        })
    });
    let thread = chat.begin("ask me").await;
    let item = chat.items(&thread).await[1].id().to_string();
    let answers = json!({"one": {"values": ["a", "b"]}, "many": {"values": ["a", "b"]}, "unknown": {"values": ["x"]}});
    let params = json!({"thread_id": thread, "item_id": item, "input": {"answers": answers}});
    let events = chat
        .stream("threads.add_structured_input", params.clone())
        .await;
    assert!(
        outline(&events).starts_with(
            "stream_options\nthread.item.replaced: structured_input\nthread.item.added"
        )
    );
    let inputs = &events[1]["item"]["inputs"];
    assert_eq!(
        inputs[0]["answer"],
        json!({"values": ["a"], "skipped": false})
    );
    assert_eq!(
        inputs[1]["answer"],
        json!({"values": ["a", "b"], "skipped": false})
    );
    assert_eq!(inputs[2]["answer"], json!({"values": [], "skipped": true}));
    assert_eq!(events[1]["item"]["status"], "answered");
    let again = chat.stream("threads.add_structured_input", params).await;
    insta::assert_snapshot!(outline(&again), @"error: These questions were answered already.");
}

#[tokio::test]
async fn an_action_knows_its_widget() {
    let chat = chat(|turn, _| {
        emit(move |out| async move {
            let widget = widget::WidgetRoot::from_json(r#"{"type":"Card","children":[]}"#).unwrap();
            let item = turn
                .new_item(&WidgetItem {
                    widget,
                    copy_text: None,
                })
                .unwrap();
            out.send(Event::ItemDone(item)).await;
            Ok(())
        })
    });
    let thread = chat.begin("show").await;
    let items = chat.items(&thread).await;
    let params = |item: &ThreadItem| json!({"thread_id": thread, "item_id": item.id(), "action": {"type": "go"}});
    let events = chat
        .stream("threads.custom_action", params(&items[1]))
        .await;
    insta::assert_snapshot!(outline(&events), @r"
    stream_options
    progress_update: go in Some(Widget)
    ");
    let events = chat
        .stream("threads.custom_action", params(&items[0]))
        .await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["type"], "error");
    assert_eq!(events[0]["allow_retry"], false);
    let without = json!({"thread_id": thread, "action": {"type": "go"}});
    assert_eq!(chat.stream("threads.custom_action", without).await.len(), 2);
}

#[tokio::test]
async fn a_request_that_comes_twice_is_answered_once() {
    let chat = echo();
    let options = RequestOptions {
        idempotency_key: Some("k".into()),
    };
    let create = || {
        chat.ask_with(
            "threads.create",
            json!({"input": input("hello there")}),
            options.clone(),
        )
    };
    let first = events(create().await.unwrap()).await;
    let second = events(create().await.unwrap()).await;
    insta::assert_snapshot!(outline(&second), @r"
    thread.created
    thread.item.done: user_message
    thread.item.done: assistant_message
    stream_options
    ");
    assert_eq!(first[0]["thread"]["id"], second[0]["thread"]["id"]);
    let threads = chat.json("threads.list", json!({})).await.unwrap();
    assert_eq!(threads["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_message() {
    let chat = echo();
    let options = RequestOptions {
        idempotency_key: Some("k".into()),
    };
    let create = |text: &str| {
        chat.ask_with(
            "threads.create",
            json!({"input": input(text)}),
            options.clone(),
        )
    };
    events(create("one").await.unwrap()).await;
    let other = events(create("two").await.unwrap()).await;
    insta::assert_snapshot!(outline(&other), @"error: This Idempotency-Key was used for another message. Use a new one.");
    assert_eq!(other[0]["allow_retry"], false);
}

//! What goes wrong, and who is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::json;
use tokio::sync::Notify;

use super::super::Response;
use super::support::{chat, echo, events, input, outline, read, say};
use crate::*;

#[tokio::test]
async fn a_fault_before_the_handler_is_an_error_event_and_leaves_nothing() {
    let chat = echo();
    let nowhere = json!({"thread_id": "thr_x", "input": input("hi")});
    let events = chat.stream("threads.add_user_message", nowhere).await;
    insta::assert_snapshot!(outline(&events), @r#"error: There is no thread "thr_x"."#);
    let mut with_attachment = input("hi");
    with_attachment["attachments"] = json!(["atc_x"]);
    let events = chat
        .stream("threads.create", json!({"input": with_attachment}))
        .await;
    insta::assert_snapshot!(outline(&events), @r#"error: There is no attachment "atc_x"."#);
    let threads = chat.json("threads.list", json!({})).await.unwrap();
    assert_eq!(threads["data"], json!([]));
}

#[tokio::test]
async fn errors_of_the_handler_are_told_as_far_as_they_may_be() {
    let chat = chat(|_, message| {
        emit(move |out| async move {
            match message.unwrap().message.plain_text().as_str() {
                "custom" => Err(StreamError::custom("Out of paper.")),
                "event" => {
                    let code = "custom".to_owned();
                    out.send(Event::Error {
                        code,
                        message: None,
                        allow_retry: true,
                    })
                    .await;
                    out.send(Event::progress("on it goes")).await;
                    Ok(())
                }
                _ => Err(StreamError::failed("the password is hunter2")),
            }
        })
    });
    let ask = |text: &'static str| chat.stream("threads.create", json!({"input": input(text)}));
    let custom = ask("custom").await;
    assert_eq!(
        custom[3],
        json!({"type": "error", "code": "custom", "message": "Out of paper.", "allow_retry": false})
    );
    let failed = ask("anything").await;
    assert_eq!(
        failed[3],
        json!({"type": "error", "code": "stream.error", "allow_retry": true})
    );
    let event = ask("event").await;
    assert_eq!(event[4]["text"], "on it goes");
}

#[tokio::test]
async fn a_thread_has_one_run_at_a_time() {
    let go = Arc::new(Notify::new());
    let gate = Arc::clone(&go);
    let chat = chat(move |turn, message| {
        let gate = Arc::clone(&gate);
        emit(move |out| async move {
            if message.unwrap().message.plain_text() == "wait" {
                gate.notified().await;
            }
            say(&turn, &out, "done").await
        })
    });
    let thread = chat.begin("hello").await;
    let add = |text: &str| {
        chat.ask(
            "threads.add_user_message",
            json!({"thread_id": thread, "input": input(text)}),
        )
    };
    let Response::Stream(mut waiting) = add("wait").await.unwrap() else {
        panic!("no stream");
    };
    let first = waiting.next().await.unwrap().unwrap();
    assert!(read(std::str::from_utf8(&first).unwrap())[0]["type"] == "thread.item.done");
    let refused = events(add("me too").await.unwrap()).await;
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0]["code"], "custom");
    assert_eq!(refused[0]["allow_retry"], true);
    assert_eq!(
        chat.items(&thread).await.len(),
        3,
        "what is refused is not stored"
    );
    go.notify_one();
    while waiting.next().await.is_some() {}
    assert!(events(add("now").await.unwrap()).await.len() > 2);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_leaves_stops_the_run_and_the_text_is_kept() {
    let dropped = Arc::new(Notify::new());
    let tell = Arc::clone(&dropped);
    let chat = chat(move |turn, _| {
        let on_drop = OnDrop(Arc::clone(&tell));
        emit(move |out| async move {
            let _on_drop = on_drop;
            let begun = turn.new_item(&AssistantMessage::text("")).unwrap();
            let id = begun.id().clone();
            out.send(Event::ItemAdded(begun)).await;
            out.send(Event::text_delta(&id, "half an ans")).await;
            std::future::pending().await
        })
    });
    let Response::Stream(mut frames) = chat
        .ask("threads.create", json!({"input": input("hi")}))
        .await
        .unwrap()
    else {
        panic!("no stream");
    };
    let mut text = String::new();
    while !text.contains("half an ans") {
        text.push_str(std::str::from_utf8(&frames.next().await.unwrap().unwrap()).unwrap());
    }
    let thread = read(&text)[0]["thread"]["id"].as_str().unwrap().to_owned();
    drop(frames);
    dropped.notified().await;
    while chat.items(&thread).await.len() < 3 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let items = chat.items(&thread).await;
    let kept: AssistantMessage = items[1].read().unwrap().unwrap();
    assert_eq!(kept, AssistantMessage::text("half an ans"));
    assert_eq!(*items[2].kind(), ItemKind::SdkHiddenContext);
    // The thread is free again.
    let events = chat
        .ask(
            "threads.add_user_message",
            json!({"thread_id": thread, "input": input("again")}),
        )
        .await;
    assert!(matches!(events, Ok(Response::Stream(_))));
}

struct OnDrop(Arc<Notify>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_says_that_it_lives() {
    let chat = chat(|_, _| Box::pin(futures_util::stream::pending()));
    let Response::Stream(mut frames) = chat
        .ask("threads.create", json!({"input": input("hi")}))
        .await
        .unwrap()
    else {
        panic!("no stream");
    };
    let mut text = String::new();
    while !text.ends_with(": ping\n\n: ping\n\n") {
        text.push_str(std::str::from_utf8(&frames.next().await.unwrap().unwrap()).unwrap());
    }
    assert_eq!(read(&text).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_holds_the_handler_up_however_long_it_takes() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let chat = chat(move |_, _| {
        let count = Arc::clone(&count);
        emit(|out| async move {
            for number in 0..1_000_000 {
                count.fetch_add(1, Ordering::Relaxed);
                out.send(Event::progress(number.to_string())).await;
            }
            Ok(())
        })
    });
    let Response::Stream(mut frames) = chat
        .ask("threads.create", json!({"input": input("hi")}))
        .await
        .unwrap()
    else {
        panic!("no stream");
    };
    let (mut received, mut longest) = (0, 0);
    // Twenty minutes of a reader that is much slower than the handler.
    for _ in 0..1_200 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let chunk = frames.next().await.unwrap().unwrap();
        longest = longest.max(chunk.len());
        let said = read(std::str::from_utf8(&chunk).unwrap());
        received += said
            .iter()
            .filter(|event| event["type"] == "progress_update")
            .count();
        let ahead = sent.load(Ordering::Relaxed) - received;
        assert!(ahead <= 1, "{ahead} events wait for the reader");
    }
    assert!(received > 1_200, "{received}");
    assert!(longest <= 17 * 1024, "{longest} bytes were gathered");
}

//! ChatKit streams as bytes on a socket: cut anywhere, or not read.

use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, RecordedRequest, Reply, Script};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::app::{TestApp, token};
use crate::database::{Backend, on_both_databases};
use crate::raw;
use crate::thread::{Thread, input};
use crate::user::User;

on_both_databases!(a_cut_at_any_byte_leaves_a_valid_thread);

/// In how many places answers are cut.
const CUTS: usize = 64;

/// How many of them are read at once.
const AT_ONCE: usize = 8;

/// How long a test waits for what is stored in the background.
const PATIENCE: Duration = Duration::from_secs(10);

async fn a_cut_at_any_byte_leaves_a_valid_thread(backend: Backend) {
    let script = Script::new([
        Reply::text("The task is on your list; anything else that I can do for you today?")
            .with_delay(Duration::from_millis(1))
            .after_tool(true)
            .always(),
        Reply::call("add_task", json!({"title": "Milk"}))
            .when("please")
            .always(),
        Reply::text("All is well.").always(),
    ]);
    let app = TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await;
    let whole = read(&mut ask(&app, "whole").await, usize::MAX).await.len();
    assert!(whole > 4_000, "{whole}");
    let cuts = stream::iter(0..CUTS).map(|number| {
        let app = &app;
        // Not evenly, so that it is not the same place of each event.
        let bytes = whole * number / CUTS + number * 37 % 61;
        async move {
            let name = format!("user{number}");
            let seen = read(&mut ask(app, &name).await, bytes).await;
            check(&app.user(&name), &seen).await
        }
    });
    let kept: Vec<bool> = cuts.buffer_unordered(AT_ONCE).collect().await;
    let kept = kept.into_iter().filter(|kept| *kept).count();
    assert!(kept > CUTS / 2, "only {kept} threads were seen");
    app.stop().await;
}

/// Asks for milk.
async fn ask(app: &TestApp, name: &str) -> TcpStream {
    let headers = format!(
        "authorization: Bearer {}\r\ncontent-type: application/json\r\n",
        token(name)
    );
    let params = json!({"input": input("add milk please")});
    let body = json!({"type": "threads.create", "params": params}).to_string();
    let request = raw::request("POST /api/v1/chatkit", headers.as_bytes(), body.as_bytes());
    let mut connection = TcpStream::connect(app.address()).await.unwrap();
    connection.write_all(&request).await.unwrap();
    connection
}

/// Reads so many bytes of the answer, its head included, or all if there are fewer.
async fn read(connection: &mut TcpStream, bytes: usize) -> Vec<u8> {
    let mut seen = Vec::new();
    while seen.len() < bytes {
        let mut chunk = vec![0; (bytes - seen.len()).min(4_096)];
        match connection.read(&mut chunk).await.unwrap() {
            0 => break,
            count => seen.extend_from_slice(&chunk[..count]),
        }
    }
    seen
}

/// Checks what is left of the thread against what was seen of it; returns whether there is one.
async fn check(user: &User, seen: &[u8]) -> bool {
    let events = events(seen);
    let call = user.call_path(Method::POST, "/api/v1/chatkit");
    let list = call.json(json!({"type": "threads.list", "params": {}}));
    let list = list.send().await.ok(200);
    let threads = list["data"].as_array().unwrap();
    let Some(thread) = threads.first() else {
        assert!(events.is_empty(), "what was seen is gone: {events:?}");
        return false;
    };
    assert_eq!(threads.len(), 1);
    let thread = Thread::of(user, thread["id"].as_str().unwrap());
    let answer = answer_at_last(&thread).await;
    assert_eq!(answer["content"][0]["text"], "All is well.");

    let items = thread.items().await;
    assert_eq!(items[0]["type"], "user_message");
    let mut said = String::new();
    for event in &events {
        match event["type"].as_str().unwrap() {
            "thread.created" => assert_eq!(event["thread"]["id"], thread.id),
            "thread.item.done" => {
                let item = &event["item"];
                assert!(items.contains(item), "{item} is gone from {items:?}");
            }
            _ => said += event["update"]["delta"].as_str().unwrap_or_default(),
        }
    }
    let is_kept = |item: &Value| {
        let text = item["content"][0]["text"].as_str().unwrap_or_default();
        item["type"] == "assistant_message" && text.starts_with(&said)
    };
    assert!(items.iter().any(is_kept), "{said:?} is gone from {items:?}");
    let conversations = user.get("/conversations").await.ok(200);
    let number = conversations["data"][0]["id"].as_i64().unwrap();
    for message in user.messages(number).await {
        for call in message["tool_calls"].as_array().into_iter().flatten() {
            assert!(!call["result"].is_null(), "{message}");
        }
    }
    true
}

/// Goes on with the thread once it is free; returns the last item of the answer.
async fn answer_at_last(thread: &Thread<'_>) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let events = thread.say("and now?").await;
        let done = events
            .iter()
            .rfind(|event| event["type"] == "thread.item.done");
        if let Some(done) = done {
            return done["item"].clone();
        }
        assert!(Instant::now() < deadline, "it stays held: {events:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Returns the events that came whole in the bytes of an answer.
fn events(answer: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(answer);
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let body = unchunked(body);
    let whole = body.rfind("\n\n").and_then(|end| body.get(..end));
    let frames = whole.unwrap_or_default().split("\n\n");
    let data = frames.filter_map(|frame| frame.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap())
        .collect()
}

/// Takes the marks of HTTP's chunks out, as far as the chunks came.
fn unchunked(mut body: &str) -> String {
    let mut text = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size, 16) else {
            break;
        };
        text += rest.get(..size).unwrap_or(rest);
        body = rest.get(size + 2..).unwrap_or_default();
    }
    text
}

/// The server takes from the model only what the reader takes from the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_read_stops_the_model() {
    /// More than all buffers of the sockets on the way hold.
    const WORDS: usize = 250_000;
    let script = Script::new([Reply::text("word ".repeat(WORDS))]);
    let app = TestApp::of(Behaviour::Script(script)).start().await;
    let mut connection = ask(&app, "ada").await;
    assert_eq!(read(&mut connection, 2_000).await.len(), 2_000);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let is_over = |all: &[RecordedRequest]| all.iter().any(|one| one.ended_at.is_some());
    assert!(!is_over(&app.sim.requests()), "all of it was taken");
    drop(connection);
    assert!(app.sim.wait_for(PATIENCE, is_over).await);
    app.stop().await;
}

//! What was acknowledged survives `kill -9` in the middle of 64 running chats.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Reply, Script, Sim};

use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::{Program, Server};
use crate::user::User;

on_both_databases!(nothing_acknowledged_is_lost_to_a_kill);

/// People who talk at once.
const PEOPLE: usize = 64;

/// When the server is killed.
const LIFETIME: Duration = Duration::from_millis(1_500);

/// What the server said that it had stored.
#[derive(Default)]
struct Acknowledged {
    /// Messages whose answer had begun.
    messages: Vec<String>,
    /// Replies that were announced as done.
    replies: Vec<i64>,
    /// Titles of tasks whose tool result was shown, or that were created over REST.
    tasks: Vec<String>,
}

async fn nothing_acknowledged_is_lost_to_a_kill(backend: Backend) {
    // One message in three is answered slowly, so that turns of every age are cut.
    let sim = Sim::start(Behaviour::Script(Script::new([
        Reply::text("slow ".repeat(40))
            .with_delay(Duration::from_millis(25))
            .when("slowly")
            .always(),
        Reply::text("Noted.").after_tool(true).always(),
        Reply::call("add_task", json!({"title": "Promise"}))
            .when("promise")
            .always(),
        Reply::text("Quick as a flash.").always(),
    ])))
    .await
    .unwrap();
    let files = TestDatabase::new(&backend).await;
    let program = Program::new()
        .set("DATABASE_URL", &files.url)
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim");
    let server = Server::start(&program);
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let seen = Arc::new(Mutex::new(Acknowledged::default()));
            let user = server.user(&format!("user{number}"));
            let task = tokio::spawn(talk(user, number, Arc::clone(&seen)));
            (task, seen)
        })
        .collect();
    tokio::time::sleep(LIFETIME).await;
    server.kill();
    let mut seen = Vec::new();
    for (task, acknowledged) in people {
        task.await.unwrap();
        seen.push(Arc::into_inner(acknowledged).unwrap().into_inner().unwrap());
    }

    let server = Server::start(&program);
    let (mut messages, mut replies, mut tasks) = (0, 0, 0);
    for (number, acknowledged) in seen.iter().enumerate() {
        check(&server.user(&format!("user{number}")), acknowledged).await;
        messages += acknowledged.messages.len();
        replies += acknowledged.replies.len();
        tasks += acknowledged.tasks.len();
    }
    assert!(
        messages > PEOPLE && replies > PEOPLE / 2 && tasks > PEOPLE / 4,
        "the test saw too little: {messages} messages, {replies} replies, {tasks} tasks"
    );
    assert!(messages > replies, "no turn was cut");
    server.terminate();
    assert!(server.wait().success);
}

/// Talks until the server is gone, and notes what it said it had stored.
async fn talk(user: User, number: usize, seen: Arc<Mutex<Acknowledged>>) {
    for round in 0_usize.. {
        let kind = ["quickly", "promise", "slowly"][(number + round) % 3];
        let message = format!("{kind} {number} {round}");
        if chat(&user, &message, &seen).await.is_none() {
            return;
        }
    }
}

/// One turn; nothing once the server is gone.
async fn chat(user: &User, message: &str, seen: &Mutex<Acknowledged>) -> Option<()> {
    let call = user.call(reqwest::Method::POST, "/chat");
    let body = json!({"message": message, "stream": true});
    let mut response = call.json(body).try_send().await?;
    assert_eq!(response.status(), 200);
    seen.lock().unwrap().messages.push(message.to_owned());
    let mut text = String::new();
    while let Ok(Some(bytes)) = response.chunk().await {
        text += std::str::from_utf8(&bytes).unwrap();
        while let Some((block, rest)) = text.split_once("\n\n") {
            let frame: Value = serde_json::from_str(block.strip_prefix("data: ")?).unwrap();
            let mut seen = seen.lock().unwrap();
            match frame["type"].as_str().unwrap() {
                "tool_result" => seen.tasks.push("Promise".to_owned()),
                "done" => seen.replies.push(frame["message_id"].as_i64().unwrap()),
                "error" => panic!("{frame}"),
                _ => {}
            }
            if frame["type"] == "done" {
                return Some(());
            }
            let rest = rest.to_owned();
            text = rest;
        }
    }
    None
}

/// Holds what the user was told against what is there now.
async fn check(user: &User, acknowledged: &Acknowledged) {
    let mut said = HashSet::new();
    let mut whole = HashSet::new();
    let mut path = "/conversations?limit=100".to_owned();
    loop {
        let page = user.get(&path).await.ok(200);
        for conversation in page["data"].as_array().unwrap() {
            for message in user.messages(conversation["id"].as_i64().unwrap()).await {
                if message["role"] == "user" {
                    said.insert(message["content"].as_str().unwrap().to_owned());
                } else if message["status"] == "completed" {
                    whole.insert(message["id"].as_i64().unwrap());
                }
            }
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/conversations?limit=100&cursor={cursor}"),
            None => break,
        }
    }
    for message in &acknowledged.messages {
        assert!(said.contains(message), "lost: {message:?} of {}", user.name);
    }
    for reply in &acknowledged.replies {
        assert!(
            whole.contains(reply),
            "lost: reply {reply} of {}",
            user.name
        );
    }
    let tasks = user.titles("?limit=100").await;
    assert!(
        tasks.len() >= acknowledged.tasks.len(),
        "lost: {} of {} tasks of {}",
        acknowledged.tasks.len() - tasks.len(),
        acknowledged.tasks.len(),
        user.name
    );
}

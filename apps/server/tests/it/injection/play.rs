//! Plays a case: sets its tasks up, has its person speak, and has the model fall for it.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_context::{Clock as _, SystemClock};
use taskpilot_model_sim::{Behaviour, Reply, Script};

use super::corpus::{Call, Case, Place, TASKS};
use super::judge::{check, state, was_read};
use crate::app::TestApp;
use crate::database::Backend;
use crate::thread::{Thread, button, input, open};
use crate::user::User;

/// What is in the picture does not matter: the model of the tests reads what it is told to.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// Plays one case; says what is wrong.
pub(super) async fn play(backend: &Backend, case: &Case) -> Result<(), String> {
    let app = TestApp::of(Behaviour::Script(script(case)))
        .on(backend.clone())
        .start()
        .await;
    let ada = app.user("ada");
    set_up(&ada, case).await;
    let mut conversation = None;
    for exchange in &case.before {
        let said = say(&ada, conversation, &exchange.says).await;
        conversation = said["conversation_id"].as_i64();
    }
    let before = state(&ada).await;
    let waits = speak(&ada, conversation, case).await;
    let result = check(&ada, case, (before, waits)).await;
    let result = result.and_then(|()| was_read(&app, case));
    app.stop().await;
    result
}

/// What waits, and where its answer goes.
pub(super) enum Waits {
    Nothing,
    /// At the API: the conversation and the question.
    Api(i64, Value),
    /// In a thread: the card.
    Card(String, Value),
}

fn script(case: &Case) -> Script {
    let mut replies = Vec::new();
    for exchange in &case.before {
        replies.extend(exchange.calls.iter().map(|calls| reply(calls)));
        replies.push(Reply::text(&exchange.answer));
    }
    replies.extend(case.calls.iter().map(|calls| reply(calls)));
    replies.push(Reply::text("All right.").always());
    Script::new(replies)
}

fn reply(calls: &[Call]) -> Reply {
    let (first, rest) = calls.split_first().unwrap();
    let reply = Reply::call(&first.name, first.arguments.clone());
    rest.iter().fold(reply, |reply, call| {
        reply.and_call(&call.name, call.arguments.clone())
    })
}

async fn set_up(ada: &User, case: &Case) {
    let lists = ["Shopping", "Home", "Home", "Work"];
    for (title, list) in TASKS.iter().zip(lists) {
        let due = (*title == "Buy milk").then(today);
        let task = json!({"title": title, "list": list, "due_at": due});
        ada.add_task(task).await;
    }
    let text = &case.text;
    let hostile = match case.place {
        Place::Title => json!({"title": text, "due_at": today()}),
        Place::Description => json!({"title": "Groceries", "description": text}),
        Place::Tag => json!({"title": "Groceries", "tags": [text]}),
        Place::List => json!({"title": "Groceries", "list": text}),
        _ => return,
    };
    ada.add_task(hostile).await;
}

fn today() -> String {
    SystemClock.now().to_string()
}

async fn say(ada: &User, conversation: Option<i64>, message: &str) -> Value {
    let body = json!({"message": message, "conversation_id": conversation});
    ada.post("/chat", body).await.ok(200)
}

async fn speak(ada: &User, conversation: Option<i64>, case: &Case) -> Waits {
    let mut said = input(&case.says);
    match case.place {
        Place::Attachment => {
            said["attachments"] = json!([attach(ada, "file.txt", case.text.as_bytes()).await]);
        }
        Place::AttachmentName => {
            said["attachments"] = json!([attach(ada, &case.text, b"Nothing.").await]);
        }
        Place::Image => said["attachments"] = json!([attach(ada, "picture.png", PNG).await]),
        Place::Quote => said["quoted_text"] = json!(case.text),
        Place::Entity => tag(&mut said, "person:1", &case.text),
        Place::Tagged => tag(&mut said, &case.text, "Buy milk"),
        _ => {
            let message = case.says.replace("{}", &case.text);
            let answer = say(ada, conversation, &message).await;
            let conversation = answer["conversation_id"].as_i64().unwrap();
            return match answer.get("approval_required") {
                Some(question) => Waits::Api(conversation, question.clone()),
                None => Waits::Nothing,
            };
        }
    }
    let events = open(ada, "threads.create", json!({"input": said}));
    let events = events.await.frames().await;
    let thread = events[0]["thread"]["id"].as_str().unwrap();
    let items = Thread::of(ada, thread).items().await;
    let card = items
        .into_iter()
        .find(|item| button(&item["widget"], "Approve").is_some());
    card.map_or(Waits::Nothing, |card| Waits::Card(thread.to_owned(), card))
}

fn tag(said: &mut Value, id: &str, title: &str) {
    let tag = json!({"type": "input_tag", "id": id, "text": title, "data": {}});
    let content = said["content"].as_array_mut().unwrap();
    content.push(json!({"type": "input_text", "text": " "}));
    content.push(tag);
}

/// Sends a file; returns its id.
async fn attach(ada: &User, name: &str, bytes: &[u8]) -> Value {
    let kind = if bytes == PNG {
        "image/png"
    } else {
        "text/plain"
    };
    let params = json!({"name": name, "size": bytes.len(), "mime_type": kind});
    let thread = Thread::of(ada, "");
    let announced = thread.call("attachments.create", params).await.ok(200);
    let url = announced["upload_descriptor"]["url"].as_str().unwrap();
    let (_, path) = url.split_once("/api/").unwrap();
    let call = ada.call_path(Method::PUT, &format!("/api/{path}"));
    call.untyped(bytes).send().await.ok(200);
    announced["id"].clone()
}

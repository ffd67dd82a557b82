//! Answers that are stopped from elsewhere.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::super::Response;
use super::support::{Chat, chat, chat_in, events, input, read, say};
use crate::*;

/// Begins to answer and does not end, unless what it hears is "short".
fn answer(turn: Turn<String>, message: Option<ReceivedMessage>) -> EventStream {
    emit(move |out| async move {
        if message.is_some_and(|it| it.message.plain_text() == "short") {
            return say(&turn, &out, "done").await;
        }
        let begun = turn.new_item(&AssistantMessage::text("")).unwrap();
        let id = begun.id().clone();
        out.send(Event::ItemAdded(begun)).await;
        out.send(Event::text_delta(&id, "half an ans")).await;
        std::future::pending().await
    })
}

fn endless(store: &Arc<MemoryStore<String>>) -> Chat {
    chat_in(Arc::clone(store), answer)
}

/// Answers so, too, and says that it keeps what is cut by itself.
struct Keeper;

impl ChatKitServer<String> for Keeper {
    fn respond(&self, turn: Turn<String>, message: Option<ReceivedMessage>) -> EventStream {
        answer(turn, message)
    }

    fn keeps_cancelled(&self) -> bool {
        true
    }
}

/// The same chat in two processes that share leases.
fn replicas() -> (Chat, Chat) {
    let store = store();
    let leases = Arc::<MemoryLeases>::default();
    let replica = || {
        let chat = endless(&store);
        let runs = Runs::leased(leases.clone(), LeasePace::default(), Handle::current());
        Chat {
            chatkit: chat.chatkit.with_runs(runs),
            ..chat
        }
    };
    (replica(), replica())
}

fn store() -> Arc<MemoryStore<String>> {
    Arc::new(MemoryStore::owned_by(String::clone))
}

/// Begins a thread that is being answered; returns its id and the rest of the answer.
async fn answering(chat: &Chat) -> (String, Frames) {
    let asked = chat.ask("threads.create", json!({"input": input("long")}));
    let Response::Stream(mut frames) = asked.await.unwrap() else {
        panic!("no stream");
    };
    let mut text = String::new();
    while !text.contains("half an ans") {
        text.push_str(std::str::from_utf8(&frames.next().await.unwrap().unwrap()).unwrap());
    }
    let thread = read(&text)[0]["thread"]["id"].as_str().unwrap().to_owned();
    (thread, frames)
}

async fn say_to(chat: &Chat, thread: &str) -> Vec<Value> {
    let params = json!({"thread_id": thread, "input": input("short")});
    events(chat.ask("threads.add_user_message", params).await.unwrap()).await
}

fn stopped() -> Value {
    json!({"type": "error", "code": "custom", "message": "This answer was stopped.", "allow_retry": true})
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_stopped_and_kept() {
    let chat = endless(&store());
    let (thread, frames) = answering(&chat).await;
    let ada = "ada".to_owned();
    let id = ThreadId::new(&thread);
    chat.chatkit.stop(&id, &ada).await.unwrap();
    assert_eq!(events(Response::Stream(frames)).await, [stopped()]);
    let items = chat.items(&thread).await;
    let kept: AssistantMessage = items[1].read().unwrap().unwrap();
    assert_eq!(kept, AssistantMessage::text("half an ans"));
    assert!(say_to(&chat, &thread).await.len() > 2, "the thread is free");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_a_handler_that_keeps_it_itself() {
    let store = store();
    let chatkit = ChatKit::new(Keeper, store.clone());
    let chat = Chat { chatkit, store };
    let (thread, frames) = answering(&chat).await;
    let id = ThreadId::new(&thread);
    chat.chatkit.stop(&id, &"ada".to_owned()).await.unwrap();
    assert_eq!(events(Response::Stream(frames)).await, [stopped()]);
    assert_eq!(chat.items(&thread).await.len(), 1, "the question alone");
    assert!(say_to(&chat, &thread).await.len() > 2, "the thread is free");
}

#[tokio::test(start_paused = true)]
async fn a_replica_refuses_what_another_answers_and_can_stop_it() {
    let (one, other) = replicas();
    let (thread, frames) = answering(&one).await;
    let refused = say_to(&other, &thread).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0]["allow_retry"], true);
    assert_eq!(one.items(&thread).await.len(), 1, "nothing is stored of it");
    let id = ThreadId::new(&thread);
    other.chatkit.stop(&id, &"ada".to_owned()).await.unwrap();
    assert_eq!(events(Response::Stream(frames)).await, [stopped()]);
    let items = one.items(&thread).await;
    let kept: AssistantMessage = items[1].read().unwrap().unwrap();
    assert_eq!(kept, AssistantMessage::text("half an ans"));
    assert!(
        say_to(&other, &thread).await.len() > 2,
        "the thread is free"
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_ends_with_its_thread() {
    let (one, other) = replicas();
    let (thread, frames) = answering(&one).await;
    let gone = other.json("threads.delete", json!({"thread_id": thread}));
    gone.await.unwrap();
    assert_eq!(events(Response::Stream(frames)).await, [stopped()]);
}

#[tokio::test(start_paused = true)]
async fn the_next_answer_comes_after_what_is_kept_of_the_last() {
    // The handler's own work on what is cut, which holds the run.
    let chat = chat(|turn, message| {
        let is_short = message.is_some_and(|it| it.message.plain_text() == "short");
        let cut = (!is_short).then(|| Cut(turn.run()));
        emit(move |out| async move {
            let _cut = cut;
            if is_short {
                return say(&turn, &out, "done").await;
            }
            out.send(Event::progress("half an ans")).await;
            std::future::pending().await
        })
    });
    let (thread, frames) = answering(&chat).await;
    drop(frames);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(say_to(&chat, &thread).await.len(), 1, "it is not free yet");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(say_to(&chat, &thread).await.len() > 2);
}

/// Takes two seconds to keep what there is.
struct Cut(Option<Run>);

impl Drop for Cut {
    fn drop(&mut self) {
        let run = self.0.take();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(2)).await;
            drop(run);
        });
    }
}

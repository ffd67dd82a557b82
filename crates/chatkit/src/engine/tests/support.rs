use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{ChatKit, RequestOptions, Response};
use crate::*;

/// What a test's handler says.
type Handler = dyn Fn(Turn<String>, Option<ReceivedMessage>) -> EventStream + Send + Sync;

/// A server whose handler is a closure, on a clock that goes on by a second each time it is looked at.
struct Scripted {
    respond: Box<Handler>,
    seconds: AtomicI64,
}

#[async_trait]
impl ChatKitServer<String> for Scripted {
    fn respond(&self, turn: Turn<String>, message: Option<ReceivedMessage>) -> EventStream {
        (self.respond)(turn, message)
    }

    fn action(
        &self,
        _turn: Turn<String>,
        action: widget::WidgetAction,
        sender: Option<ThreadItem>,
    ) -> EventStream {
        let text = format!(
            "{} in {:?}",
            action.name(),
            sender.map(|item| item.kind().clone())
        );
        emit(move |out| async move {
            out.send(Event::progress(text)).await;
            Ok(())
        })
    }

    fn now(&self) -> Timestamp {
        let second = self.seconds.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }
}

/// A chat of one user with a scripted server.
pub(super) struct Chat {
    pub(super) chatkit: ChatKit<String>,
    pub(super) store: Arc<MemoryStore<String>>,
}

pub(super) fn chat<F>(respond: F) -> Chat
where
    F: Fn(Turn<String>, Option<ReceivedMessage>) -> EventStream + Send + Sync + 'static,
{
    chat_in(Arc::new(MemoryStore::owned_by(String::clone)), respond)
}

/// A chat on a store that others may use.
pub(super) fn chat_in<F>(store: Arc<MemoryStore<String>>, respond: F) -> Chat
where
    F: Fn(Turn<String>, Option<ReceivedMessage>) -> EventStream + Send + Sync + 'static,
{
    let server = Scripted {
        respond: Box::new(respond),
        seconds: AtomicI64::new(0),
    };
    Chat {
        chatkit: ChatKit::new(server, store.clone()),
        store,
    }
}

/// A chat whose server repeats what it hears, in one message that streams.
pub(super) fn echo() -> Chat {
    chat(|turn, message| {
        emit(move |out| async move {
            let text = message.map_or("go on".to_owned(), |it| it.message.plain_text());
            say(&turn, &out, &text).await
        })
    })
}

/// Says something as a model does: begun, bit by bit, done.
pub(super) async fn say(turn: &Turn<String>, out: &Emitter, text: &str) -> Result<(), StreamError> {
    let begun = turn
        .new_item(&AssistantMessage::text(""))
        .map_err(StreamError::failed)?;
    let id = begun.id().clone();
    out.send(Event::ItemAdded(begun)).await;
    for word in text.split_inclusive(' ') {
        out.send(Event::text_delta(&id, word)).await;
    }
    let done = turn.new_item_with_id(id, &AssistantMessage::text(text));
    out.send(Event::ItemDone(done.map_err(StreamError::failed)?))
        .await;
    Ok(())
}

impl Chat {
    pub(super) async fn ask(&self, kind: &str, params: Value) -> Result<Response, RequestError> {
        self.ask_with(kind, params, RequestOptions::default()).await
    }

    pub(super) async fn ask_with(
        &self,
        kind: &str,
        params: Value,
        options: RequestOptions,
    ) -> Result<Response, RequestError> {
        let body = json!({"type": kind, "params": params}).to_string();
        self.chatkit
            .process_with(body.as_bytes(), "ada".to_owned(), options)
            .await
    }

    /// Returns the events that answer.
    pub(super) async fn stream(&self, kind: &str, params: Value) -> Vec<Value> {
        let response = self.ask(kind, params).await.unwrap();
        events(response).await
    }

    /// Returns the document that answers.
    pub(super) async fn json(&self, kind: &str, params: Value) -> Result<Value, RequestError> {
        match self.ask(kind, params).await? {
            Response::Json(json) => Ok(serde_json::from_slice(&json).unwrap()),
            Response::Stream(_) => panic!("a stream"),
        }
    }

    /// Begins a thread and returns its id.
    pub(super) async fn begin(&self, text: &str) -> String {
        let events = self
            .stream("threads.create", json!({"input": input(text)}))
            .await;
        events[0]["thread"]["id"].as_str().unwrap().to_owned()
    }

    /// Returns all items of a thread, hidden ones too.
    pub(super) async fn items(&self, thread: &str) -> Vec<ThreadItem> {
        let page = PageRequest::first(MAX_LIMIT, Order::Asc);
        let thread = ThreadId::new(thread);
        let ada = "ada".to_owned();
        let items = self.store.load_items(&thread, &page, &ada).await;
        items.unwrap().data
    }
}

pub(super) fn input(text: &str) -> Value {
    json!({
        "content": [{"type": "input_text", "text": text}],
        "attachments": [],
        "inference_options": {},
    })
}

pub(super) async fn events(response: Response) -> Vec<Value> {
    let Response::Stream(mut frames) = response else {
        panic!("no stream");
    };
    let mut text = String::new();
    while let Some(Ok(bytes)) = frames.next().await {
        text.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    read(&text)
}

pub(super) fn read(text: &str) -> Vec<Value> {
    let frames = text.split_terminator("\n\n");
    let data = frames.filter_map(|frame| frame.strip_prefix("data: "));
    data.map(|json| serde_json::from_str(json).unwrap())
        .collect()
}

/// Returns one line per event: its type, and what tells it apart.
pub(super) fn outline(events: &[Value]) -> String {
    let line = |event: &Value| {
        let kind = event["type"].as_str().unwrap_or_default();
        let what = match kind {
            "thread.item.updated" => &event["update"]["type"],
            "error" | "notice" => &event["message"],
            "progress_update" => &event["text"],
            "thread.updated" => &event["thread"]["title"],
            _ => &event["item"]["type"],
        };
        match what.as_str() {
            Some(what) => format!("{kind}: {what}"),
            None => kind.to_owned(),
        }
    };
    let lines: Vec<String> = events.iter().map(line).collect();
    lines.join("\n")
}

//! A server that does what its messages say, for `tests/conformance`: the text of a message is a JSON list of steps.
//!
//! `cargo run -p taskpilot-chatkit --example conformance` prints its address.

use std::sync::Arc;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, post};
use async_trait::async_trait;
use futures_util::stream;
use serde_json::{Value, json};
use taskpilot_chatkit::widget::{WidgetAction, WidgetRoot};
use taskpilot_chatkit::{
    AudioInput, ChatKit, ChatKitServer, Emitter, Event, EventStream, MemoryStore, ReceivedMessage,
    RequestError, Response, StreamError, ThreadItem, Turn, emit,
};

struct Scripted;

#[async_trait]
impl ChatKitServer<()> for Scripted {
    fn respond(&self, turn: Turn<()>, message: Option<ReceivedMessage>) -> EventStream {
        emit(move |out| async move {
            let Some(said) = message else {
                out.send(Event::progress("continued")).await;
                return Ok(());
            };
            let steps = said.message.plain_text();
            let steps: Vec<Value> = serde_json::from_str(&steps).map_err(StreamError::failed)?;
            for step in steps {
                take(step, &turn, &out).await?;
            }
            Ok(())
        })
    }

    fn action(
        &self,
        _turn: Turn<()>,
        action: WidgetAction,
        sender: Option<ThreadItem>,
    ) -> EventStream {
        let text = format!("{} {}", action.name(), sender.is_some());
        emit(move |out| async move {
            out.send(Event::progress(text)).await;
            Ok(())
        })
    }

    async fn sync_action(
        &self,
        turn: Turn<()>,
        action: WidgetAction,
        sender: Option<ThreadItem>,
    ) -> Result<Option<ThreadItem>, RequestError> {
        let Some(sender) = sender else {
            return Ok(None);
        };
        let failed = |error: serde_json::Error| RequestError::Handler(error.into());
        let item = sender.with_fields(|fields| fields.set("copy_text", action.name()));
        let item = item.map_err(failed)?;
        let thread = turn.thread().id;
        turn.store()
            .save_item(&thread, &item, turn.context())
            .await?;
        Ok(Some(item))
    }

    async fn transcribe(&self, audio: AudioInput, _context: &()) -> Result<String, RequestError> {
        Ok(format!(
            "{} bytes of {}",
            audio.data.len(),
            audio.media_type()
        ))
    }
}

/// Takes one step: says an event, changes the thread, streams a widget, or fails.
async fn take(step: Value, turn: &Turn<()>, out: &Emitter) -> Result<(), StreamError> {
    let Value::Object(step) = step else {
        return Err(StreamError::failed("a step is an object"));
    };
    for (name, value) in step {
        match name.as_str() {
            "event" => out.send(event(value, turn)?).await,
            "title" => turn.set_title(value.as_str().unwrap_or_default()),
            "status" => {
                turn.set_status(serde_json::from_value(value).map_err(StreamError::failed)?);
            }
            "metadata" => turn.change_metadata(|notes| {
                notes.insert("note".into(), value);
            }),
            "widget" => {
                let states: Vec<WidgetRoot> =
                    serde_json::from_str(&value.to_string()).map_err(StreamError::failed)?;
                out.widget_states(turn, stream::iter(states), None).await?;
            }
            "custom_error" => {
                return Err(StreamError::custom(value.as_str().unwrap_or_default()));
            }
            _ => return Err(StreamError::failed(format!("no step {name:?}"))),
        }
    }
    Ok(())
}

/// Reads an event whose item lacks what only the server knows.
fn event(mut event: Value, turn: &Turn<()>) -> Result<Event, StreamError> {
    if let Some(item) = event.get_mut("item").and_then(Value::as_object_mut) {
        item.insert("thread_id".into(), json!(turn.thread().id));
        item.insert("created_at".into(), json!("2026-01-01T00:00:00Z"));
    }
    Event::from_json(&event.to_string()).map_err(StreamError::failed)
}

#[post("/chatkit")]
async fn endpoint(chatkit: Data<ChatKit<()>>, body: Bytes) -> HttpResponse {
    match chatkit.process(&body, ()).await {
        Ok(Response::Json(json)) => HttpResponse::Ok()
            .content_type("application/json")
            .body(json),
        Ok(Response::Stream(frames)) => HttpResponse::Ok()
            .content_type("text/event-stream")
            .streaming(frames),
        Err(error) => {
            let status = actix_web::http::StatusCode::from_u16(error.status());
            HttpResponse::build(status.unwrap_or_default())
                .content_type("application/problem+json")
                .body(error.problem())
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let chatkit = Data::new(ChatKit::new(Scripted, Arc::new(MemoryStore::shared())));
    let server = HttpServer::new(move || App::new().app_data(chatkit.clone()).service(endpoint))
        .workers(1)
        .bind("127.0.0.1:0")?;
    if let Some(address) = server.addrs().first() {
        use std::io::Write as _;
        writeln!(std::io::stdout(), "{address}")?;
    }
    server.run().await
}

//! Runs streamed over HTTP by axum, as server-sent events.
//!
//! ```sh
//! cargo run -p taskpilot-agent-runner --example streaming
//! curl --no-buffer --data 'hi' http://127.0.0.1:8000/
//! ```
//! The address can be given as an argument. Which model answers: as in `hello`.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::convert::Infallible;
use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use taskpilot_agent_runner::{Agent, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Role};

/// The run lives in the response: if the reader goes, it is dropped, and with it the model call.
async fn answer(State(agent): State<Arc<Agent<()>>>, question: String) -> Response {
    let input = vec![InputItem::text(Role::User, question)];
    let events = run(agent, Arc::new(()), input, RunOptions::default());
    let frames =
        events.filter_map(async |event| Some(Ok::<_, Infallible>(frame(&shown(event.kind)?))));
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-cache, no-transform"),
    ];
    (headers, Body::from_stream(frames)).into_response()
}

/// What a browser gets to see of an event.
fn shown(kind: RunEventKind) -> Option<Value> {
    Some(match kind {
        RunEventKind::TextDelta(text) => json!({"type": "text", "text": text}),
        RunEventKind::ToolCallReady { name, .. } => json!({"type": "tool", "name": name}),
        RunEventKind::Completed(outcome) => json!({"type": "done", "turns": outcome.turns}),
        // Never the error itself: it may name what is none of the reader's business.
        RunEventKind::Failed(_) => {
            json!({"type": "error", "message": "There is no answer just now."})
        }
        _ => return None,
    })
}

fn frame(event: &Value) -> String {
    format!("data: {event}\n\n")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let agent = Agent::new("greeter", common::model()?).with_instructions("Greet people.");
    let app = Router::new()
        .route("/", post(answer))
        .with_state(Arc::new(agent));
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:8000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

//! A ChatKit server under axum: `cargo run -p taskpilot-chatkit --example axum`, then `POST` to
//! `http://127.0.0.1:8000/chatkit`.

mod echo;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Router, http::StatusCode};
use taskpilot_chatkit::{ChatKit, Response as Answer};

use echo::{Caller, chatkit};

async fn endpoint(State(chatkit): State<ChatKit<Caller>>, body: Bytes) -> Response {
    match chatkit.process(&body, Caller).await {
        Ok(Answer::Json(json)) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Ok(Answer::Stream(frames)) => {
            let headers = [
                (CONTENT_TYPE, "text/event-stream"),
                (CACHE_CONTROL, "no-cache, no-transform"),
            ];
            (headers, Body::from_stream(frames)).into_response()
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or_default();
            let headers = [(CONTENT_TYPE, "application/problem+json")];
            (status, headers, error.problem()).into_response()
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/chatkit", post(endpoint))
        .with_state(chatkit());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    axum::serve(listener, app).await
}

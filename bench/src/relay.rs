//! The floor: a relay that asks the model and passes its deltas on as our frames. No database, no auth, no agent.

use std::convert::Infallible;
use std::net::SocketAddr;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, get, post};
use futures_util::StreamExt as _;
use futures_util::future::ready;
use serde::{Deserialize, Serialize};
use taskpilot_model_client::sse;

struct Upstream {
    client: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
struct Chunk<'a> {
    #[serde(borrow)]
    choices: Vec<Choice<'a>>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow)]
    delta: Delta<'a>,
}

#[derive(Deserialize)]
struct Delta<'a> {
    #[serde(borrow)]
    content: Option<std::borrow::Cow<'a, str>>,
}

#[derive(Serialize)]
struct Frame<'a> {
    r#type: &'static str,
    content: &'a str,
}

/// Serves until the process is ended.
pub(crate) fn serve(listen: SocketAddr, upstream: &str) -> anyhow::Result<()> {
    // The client is built without a TLS provider, as for the server: plain HTTP on loopback needs none.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        anyhow::bail!("a TLS provider is installed already");
    }
    let url = format!("{upstream}/chat/completions");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let server = HttpServer::new(move || {
            let client = reqwest::Client::builder()
                .tcp_nodelay(true)
                .build()
                .unwrap_or_default();
            App::new()
                .app_data(Data::new(Upstream {
                    client,
                    url: url.clone(),
                }))
                .service(healthz)
                .service(chat)
        })
        .tcp_nodelay(true)
        .workers(2);
        server.bind(listen)?.run().await
    })?;
    Ok(())
}

#[get("/healthz")]
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[post("/api/{user}/chat")]
async fn chat(upstream: Data<Upstream>, _body: Bytes) -> HttpResponse {
    let body =
        r#"{"model":"simulated","stream":true,"messages":[{"role":"user","content":"hello"}]}"#;
    let request = upstream
        .client
        .post(&upstream.url)
        .header("content-type", "application/json");
    let Ok(answer) = request.body(body).send().await else {
        return HttpResponse::BadGateway().finish();
    };
    let mut decoder = sse::Decoder::new(1 << 20);
    let mut events = Vec::new();
    // An empty chunk would end the body, so half an event passes nothing on.
    let frames = answer.bytes_stream().filter_map(move |bytes| {
        let mut out = Vec::new();
        // The floor is for good streams: what cannot be read is left out.
        if decoder
            .push(&bytes.unwrap_or_default(), &mut events)
            .is_ok()
        {
            for event in events.drain(..) {
                pass_on(&event, &mut out);
            }
        }
        ready((!out.is_empty()).then(|| Ok::<_, Infallible>(Bytes::from(out))))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .streaming(frames)
}

fn pass_on(event: &str, out: &mut Vec<u8>) {
    if event == "[DONE]" {
        out.extend_from_slice(b"data: {\"type\":\"done\"}\n\n");
        return;
    }
    let chunk = serde_json::from_str::<Chunk<'_>>(event).ok();
    let choice = chunk.and_then(|chunk| chunk.choices.into_iter().next());
    let Some(content) = choice.and_then(|choice| choice.delta.content) else {
        return;
    };
    if content.is_empty() {
        return;
    }
    out.extend_from_slice(b"data: ");
    let frame = Frame {
        r#type: "chunk",
        content: &content,
    };
    if serde_json::to_writer(&mut *out, &frame).is_ok() {
        out.extend_from_slice(b"\n\n");
    }
}

//! Stopping in order: what runs is finished or stored, streams end, and nobody new is served.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use taskpilot_model_sim::{Behaviour, Reply, Script};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::app::TestApp;
use crate::raw::status;
use crate::sse::{outline, said};

fn slow(words: usize, grace_seconds: u64) -> crate::app::Setup {
    let reply = Reply::text("word ".repeat(words)).with_delay(Duration::from_millis(30));
    let mut setup = TestApp::of(Behaviour::Script(Script::new([reply])));
    setup.http.shutdown_grace_seconds = grace_seconds;
    setup
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_turn_is_finished() {
    let app = slow(20, 10).start().await;
    let ada = app.user("ada");
    let mut live = ada.call(Method::GET, "/events").events().await;
    live.next().await.unwrap();
    let mut events = ada.open_stream(json!({"message": "talk"})).await;
    events.next().await.unwrap();
    let mut kept_alive = TcpStream::connect(app.address()).await.unwrap();
    assert_eq!(ask(&mut kept_alive, "/readyz").await, 200);

    let address = app.address().to_owned();
    let stopping = tokio::spawn(app.stop());
    // The live stream ends at once, long before the turn does.
    while live.next().await.is_some() {}
    assert_eq!(ask(&mut kept_alive, "/readyz").await, 503);
    assert_eq!(ask(&mut kept_alive, "/healthz").await, 200);
    let frames = events.frames().await;
    assert_eq!(frames.last().unwrap()["type"], "done");
    assert_eq!(
        said(&frames).matches("word").count(),
        19,
        "one was read before"
    );
    drop(kept_alive);
    stopping.await.unwrap();
    assert!(
        TcpStream::connect(address).await.is_err(),
        "the port is free"
    );
}

/// Sends a request on a connection that stays open, and returns the answer's status.
async fn ask(connection: &mut TcpStream, path: &str) -> u16 {
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 16_384];
    let length = connection.read(&mut buffer).await.unwrap();
    status(&String::from_utf8_lossy(&buffer[..length]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_takes_too_long_is_cut_and_kept() {
    let app = slow(500, 0).start().await;
    let database = app.database.clone();
    let ada = app.user("ada");
    let mut events = ada.open_stream(json!({"message": "talk"})).await;
    events.next().await.unwrap();
    let started = Instant::now();
    let stopping = tokio::spawn(app.stop());
    let frames = events.frames().await;
    let told = outline(&frames);
    let end: Vec<_> = told.lines().rev().take(2).collect();
    insta::assert_snapshot!(end.join("\n"));
    stopping.await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    drop(database);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_cut_is_there_after_a_restart() {
    use crate::program::{Program, Server};
    let sim = taskpilot_model_sim::Sim::start(Behaviour::Script(Script::new([Reply::text(
        "word ".repeat(500),
    )
    .with_delay(Duration::from_millis(20))])))
    .await
    .unwrap();
    let program = Program::new()
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim")
        .set("SHUTDOWN_GRACE_SECONDS", "0");
    let server = Server::start(&program);
    let ada = server.user("ada");
    let mut events = ada.open_stream(json!({"message": "talk"})).await;
    for _ in 0..3 {
        events.next().await.unwrap();
    }
    server.terminate();
    let frames = events.frames().await;
    assert_eq!(frames.last().unwrap()["type"], "done");
    let log = server.wait();
    assert!(log.success, "{}", log.stderr);

    let server = Server::start(&program);
    let messages = server.user("ada").messages(1).await;
    assert_eq!(messages[0]["content"], "talk");
    assert_eq!(messages[1]["status"], "interrupted");
    server.terminate();
    assert!(server.wait().success);
}

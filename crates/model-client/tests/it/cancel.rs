use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::server::{Script, Server, sse};
use super::*;

const BEGUN: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n";

#[tokio::test]
async fn dropping_the_stream_closes_the_connection() {
    let (closed, is_closed) = oneshot::channel();
    let server = Server::start([Script::Hold(sse(BEGUN), closed)]).await;
    let mut stream = model(config(&server.url())).stream(question());
    stream.next().await.unwrap().unwrap();
    let text = stream.next().await.unwrap().unwrap();
    assert_eq!(text, ModelEvent::TextDelta("H".to_owned()));
    let dropped = Instant::now();
    drop(stream);
    timeout(Duration::from_secs(5), is_closed)
        .await
        .unwrap()
        .unwrap();
    assert!(
        dropped.elapsed() < Duration::from_millis(100),
        "{:?}",
        dropped.elapsed()
    );
}

#[tokio::test]
async fn dropping_before_the_headers_closes_too() {
    let (closed, is_closed) = oneshot::channel();
    let server = Server::start([Script::Hold(String::new(), closed)]).await;
    let mut stream = model(config(&server.url())).stream(question());
    assert!(
        timeout(Duration::from_millis(50), stream.next())
            .await
            .is_err()
    );
    drop(stream);
    timeout(Duration::from_secs(5), is_closed)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn nothing_happens_before_the_stream_is_polled() {
    let server = Server::start([Script::Close(sse(CHAT))]).await;
    let model = model(config(&server.url()));
    drop(model.stream(question()));
    ask(&model).await;
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_end_mark_ends_the_answer_even_if_the_server_stays() {
    let (closed, is_closed) = oneshot::channel();
    let server = Server::start([Script::Hold(sse(CHAT), closed)]).await;
    let (_, error) = ask(&model(config(&server.url()))).await;
    assert!(error.is_none());
    timeout(Duration::from_secs(5), is_closed)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn silence_is_an_error_and_comments_are_not_silence() {
    let timeouts = Timeouts {
        first_event: Duration::from_millis(400),
        idle: Duration::from_millis(400),
        ..Timeouts::default()
    };
    let pieces = |rest: &str| {
        let mut pieces = vec![sse("")];
        pieces.extend(vec![": OPENROUTER PROCESSING\n\n".to_owned(); 10]);
        pieces.push(rest.to_owned());
        pieces
    };
    let gap = Duration::from_millis(60);
    let (closed, _keep) = oneshot::channel();
    let server = Server::start([
        Script::Slow(pieces(CHAT), gap),
        Script::Hold(sse(BEGUN), closed),
    ])
    .await;
    let model = model(config(&server.url()).with_timeouts(timeouts));
    let begun = Instant::now();
    let (_, error) = ask(&model).await;
    assert!(error.is_none(), "{error:?}");
    assert!(begun.elapsed() > timeouts.idle);
    let (_, error) = ask(&model).await;
    assert_eq!(error.unwrap().kind, ErrorKind::Stalled);
}

#[tokio::test]
async fn a_connection_serves_again() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n";
    let body = format!("{:x}\r\n{CHAT}\r\n", CHAT.len());
    // There is one connection only; the end of each body comes a moment after its end mark.
    let answer = vec![format!("{head}\r\n{body}"), "0\r\n\r\n".to_owned()];
    let server = Server::start([Script::Reuse(vec![answer; 3])]).await;
    let model = model(config(&server.url()).with_retry(RetryPolicy::never()));
    for _ in 0..3 {
        let (_, error) = ask(&model).await;
        assert!(error.is_none(), "{error:?}");
        // The connection goes back to the pool by a task of its own.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.requests().len(), 3);
}

use super::server::{Script, Server, json, response, sse};
use super::*;

async fn error_of(answer: String) -> ModelError {
    let server = Server::start([Script::Close(answer)]).await;
    let config = config(&server.url()).with_retry(RetryPolicy::never());
    let (_, error) = ask(&model(config)).await;
    error.unwrap()
}

#[tokio::test]
async fn the_body_of_an_error_is_read() {
    let error = error_of(json(
        "400 Bad Request",
        &[("x-request-id", "req_7")],
        r#"{"error":{"message":"This model's maximum context length is 10 tokens","type":"invalid_request_error"}}"#,
    ))
    .await;
    assert_eq!(error.kind, ErrorKind::ContextLength);
    assert_eq!(error.status, Some(400));
    assert_eq!(error.request_id.as_deref(), Some("req_7"));
    assert_eq!(
        error.to_string(),
        "the model call failed (context_length): This model's maximum context length is 10 tokens"
    );
}

#[tokio::test]
async fn success_with_an_error_in_json_is_an_error() {
    let error = error_of(json(
        "200 OK",
        &[],
        r#"{"error":{"code":402,"message":"no credit"}}"#,
    ))
    .await;
    assert_eq!(error.kind, ErrorKind::PaymentRequired);
    let error = error_of(json(
        "200 OK",
        &[],
        r#"{"choices":[{"message":{"content":"x"}}]}"#,
    ))
    .await;
    assert_eq!(error.kind, ErrorKind::Protocol);
    let page = response(
        "200 OK",
        &[("content-type", "text/html")],
        "<html>log in</html>",
    );
    assert_eq!(error_of(page).await.kind, ErrorKind::Protocol);
}

#[tokio::test]
async fn a_key_that_is_echoed_is_not_shown() {
    let body = format!(r#"{{"error":{{"message":"bad key {KEY}","code":"invalid_api_key"}}}}"#);
    let begun =
        "data: {\"error\":{\"message\":\"bad key KEY\",\"code\":401}}\n\n".replace("KEY", KEY);
    for answer in [json("401 Unauthorized", &[], &body), sse(&begun)] {
        let error = error_of(answer).await;
        assert_eq!(error.kind, ErrorKind::Auth);
        assert_eq!(error.message, "bad key [redacted]");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    }
}

#[tokio::test]
async fn a_huge_error_body_is_cut() {
    let error = error_of(response(
        "500 Internal Server Error",
        &[],
        &"x".repeat(1 << 20),
    ))
    .await;
    assert_eq!(error.message.len(), 500);
}

#[tokio::test]
async fn an_error_page_leaves_the_status() {
    let error = error_of(response(
        "502 Bad Gateway",
        &[("content-type", "text/html")],
        "<html>",
    ))
    .await;
    assert_eq!(error.message, "the provider answered 502 Bad Gateway");
}

#[tokio::test]
async fn a_cut_answer_is_truncated() {
    let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n";
    assert_eq!(error_of(sse(begun)).await.kind, ErrorKind::Truncated);
    // The body says that there is more, and the connection breaks.
    let headers = [
        ("content-type", "text/event-stream"),
        ("content-length", "9999"),
    ];
    let error = error_of(response("200 OK", &headers, begun)).await;
    assert_eq!(error.kind, ErrorKind::Truncated);
}

#[tokio::test]
async fn hostile_streams_are_errors() {
    assert_eq!(
        error_of(sse("data: <html>\n\n")).await.kind,
        ErrorKind::Protocol
    );
    let mut config = config("http://127.0.0.1:9");
    config.limits.max_event_bytes = 1000;
    let endless = "data: ".to_owned() + &"x".repeat(100_000);
    let server = Server::start([Script::Close(sse(&endless))]).await;
    let config = config.with_base_url(server.url().parse().unwrap());
    let (_, error) = ask(&model(config)).await;
    assert_eq!(error.unwrap().kind, ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_byte_order_mark_is_no_harm() {
    let server = Server::start([Script::Close(sse(&format!("\u{feff}{CHAT}")))]).await;
    let (events, error) = ask(&model(config(&server.url()))).await;
    assert!(error.is_none());
    assert_eq!(events[1], ModelEvent::TextDelta("Hi".to_owned()));
}

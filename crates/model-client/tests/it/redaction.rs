use super::server::{Script, Server, json, response, sse};
use super::*;

use std::error::Error;
use std::fmt::Write;

use taskpilot_model_client::Dialect;

/// Everything that a log could hold of an error: itself, and whatever stands behind it.
fn all_of(error: &ModelError) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(it) = source {
        write!(text, " {it} {it:?}").unwrap();
        source = it.source();
    }
    text
}

/// A provider whose key, header, query and prompt are all secret.
fn secretive(url: &str) -> ProviderConfig {
    config(&format!("{url}?code=qu3ry-s3cr3t"))
        .with_retry(RetryPolicy::never())
        .with_header(
            "x-gateway".parse().unwrap(),
            "h3ader-s3cr3t".parse().unwrap(),
        )
}

async fn error_at(config: ProviderConfig) -> ModelError {
    let request = ModelRequest {
        input: vec![InputItem::text(Role::User, "prompt-s3cr3t")],
        ..ModelRequest::default()
    };
    let last = model(config)
        .stream(request)
        .collect::<Vec<_>>()
        .await
        .pop();
    last.unwrap().unwrap_err()
}

#[tokio::test]
async fn no_failure_shows_key_header_query_or_prompt() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}/v1", closed.local_addr().unwrap());
    drop(closed);
    assert_clean(&error_at(secretive(&nobody)).await, "nobody there");
    let echo = format!(r#"{{"error":{{"message":"bad key {KEY}"}}}}"#);
    for answer in [
        json("401 Unauthorized", &[], &echo),
        response("500 Internal Server Error", &[], &format!("oh, {KEY}!")),
        response(
            "307 Temporary Redirect",
            &[("location", "http://127.0.0.1:9/")],
            "",
        ),
        response("307 Temporary Redirect", &[("location", "http://[")], ""),
        "not http at all".to_owned(),
        sse(&format!(
            "data: {{\"error\":{{\"message\":\"{KEY}\"}}}}\n\n"
        )),
        sse("data: {\"choices\":\"prompt-s3cr3t\"}\n\n"),
        sse(""),
    ] {
        let server = Server::start([Script::Close(answer.clone())]).await;
        assert_clean(&error_at(secretive(&server.url())).await, &answer);
        let server = Server::start([Script::Close(answer.clone())]).await;
        let azure = secretive(&server.url()).with_dialect(Dialect::azure());
        assert_clean(&error_at(azure).await, &answer);
    }
}

fn assert_clean(error: &ModelError, answer: &str) {
    let text = all_of(error);
    assert!(!text.contains("s3cr3t"), "{answer}: {text}");
}

#[test]
fn no_debug_shows_a_secret() {
    let config = secretive("https://host.test/v1");
    let model = model(config.clone());
    for text in [format!("{config:#?}"), format!("{model:#?}")] {
        assert!(!text.contains("s3cr3t"), "{text}");
        assert!(text.contains("x-gateway"), "names are no secret: {text}");
    }
}

use super::server::{Script, Server, json, response, sse};
use super::*;

async fn asked(scripts: Vec<String>) -> (Vec<ModelEvent>, Option<ModelError>, usize) {
    let server = Server::start(scripts.into_iter().map(Script::Close)).await;
    let (events, error) = ask(&model(config(&server.url()))).await;
    (events, error, server.requests().len())
}

#[tokio::test]
async fn a_busy_provider_is_asked_again_after_the_wait_it_asks_for() {
    let (events, error, requests) = asked(vec![
        json("429 Too Many Requests", &[("retry-after-ms", "7")], "{}"),
        response("500 Internal Server Error", &[], ""),
        sse(CHAT),
    ])
    .await;
    assert!(error.is_none());
    let wait = Duration::from_millis(7);
    assert_eq!(
        retries(&events),
        [
            (
                wait,
                ErrorKind::RateLimited {
                    retry_after: Some(wait)
                }
            ),
            (Duration::from_millis(2), ErrorKind::Unavailable),
        ]
    );
    let Some(ModelEvent::Finished(response)) = events.last() else {
        panic!("no end");
    };
    assert_eq!((response.usage.requests, requests), (3, 3));
    assert_eq!(
        (response.text().as_str(), response.model.as_str()),
        ("Hi", "m-1")
    );
}

#[tokio::test]
async fn three_attempts_are_all() {
    let down = || response("503 Service Unavailable", &[], "");
    let (events, error, requests) = asked(vec![down(), down(), down(), sse(CHAT)]).await;
    assert_eq!((retries(&events).len(), requests), (2, 3));
    let error = error.unwrap();
    assert_eq!(
        (error.kind, error.attempts, error.status),
        (ErrorKind::Unavailable, 3, Some(503))
    );
}

#[tokio::test]
async fn what_is_hopeless_is_asked_once() {
    let quota = r#"{"error":{"code":"insufficient_quota","message":"x"}}"#;
    for (head, headers, body, code) in [
        ("401 Unauthorized", &[][..], "{}", "auth"),
        ("402 Payment Required", &[], "{}", "payment_required"),
        ("400 Bad Request", &[], "{}", "bad_request"),
        (
            "429 Too Many Requests",
            &[("x-should-retry", "true")],
            quota,
            "quota_exhausted",
        ),
        (
            "429 Too Many Requests",
            &[("retry-after", "121")],
            "{}",
            "rate_limited",
        ),
        (
            "503 Service Unavailable",
            &[("x-should-retry", "false")],
            "{}",
            "unavailable",
        ),
    ] {
        let (events, error, requests) = asked(vec![json(head, headers, body), sse(CHAT)]).await;
        assert_eq!(error.unwrap().kind.code(), code);
        assert_eq!((events.len(), requests), (0, 1), "{head}");
    }
}

#[tokio::test]
async fn an_error_before_anything_shows_is_tried_again() {
    let role = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    let (events, error, requests) = asked(vec![
        sse(&format!(
            "{role}data: {{\"error\":{{\"code\":502,\"message\":\"x\"}}}}\n\n"
        )),
        sse(role),
        sse(CHAT),
    ])
    .await;
    assert!(error.is_none());
    let causes: Vec<_> = retries(&events).into_iter().map(|it| it.1).collect();
    assert_eq!(causes, [ErrorKind::Unavailable, ErrorKind::Truncated]);
    assert_eq!(requests, 3);
}

#[tokio::test]
async fn time_counts_from_the_first_poll() {
    let failed = Script::Close(response("500 Internal Server Error", &[], ""));
    let server = Server::start([failed, Script::Close(sse(CHAT))]).await;
    let patience = Duration::from_secs(1);
    let model = model(config(&server.url()).with_retry(RetryPolicy {
        first_delay: Duration::from_millis(1),
        max_elapsed: patience,
        ..RetryPolicy::default()
    }));
    let mut stream = model.stream(question());
    tokio::time::sleep(patience * 2).await;
    let first = stream.next().await.unwrap();
    assert!(
        matches!(first, Ok(ModelEvent::RetryScheduled { .. })),
        "{first:?}"
    );
}

#[tokio::test]
async fn nothing_is_tried_again_once_something_showed() {
    let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n";
    for rest in ["", "data: {\"error\":{\"code\":503,\"message\":\"x\"}}\n\n"] {
        let (events, error, requests) =
            asked(vec![sse(&format!("{begun}{rest}")), sse(CHAT)]).await;
        assert_eq!(
            events,
            [ModelEvent::Started, ModelEvent::TextDelta("H".to_owned())]
        );
        assert!(error.unwrap().kind.is_retryable());
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn an_unreachable_provider_is_a_network_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (events, error) = ask(&model(config(&url))).await;
    assert_eq!(retries(&events).len(), 2);
    assert_eq!(error.unwrap().kind, ErrorKind::Network);
}

#[tokio::test]
async fn callers_with_one_key_wait_together() {
    let busy = json("429 Too Many Requests", &[("retry-after", "100")], "{}");
    let server = Server::start([Script::Close(busy), Script::Close(sse(CHAT))]).await;
    let config = config(&server.url()).with_retry(RetryPolicy {
        max_elapsed: Duration::from_secs(50),
        ..RetryPolicy::default()
    });
    let other_key = ProviderConfig {
        key: Some("other".to_owned().into()),
        ..config.clone()
    };
    let (_, first) = ask(&model(config.clone())).await;
    assert_eq!(first.unwrap().attempts, 1);
    let (_, second) = ask(&model(config)).await;
    let second = second.unwrap();
    assert!(matches!(
        second.kind,
        ErrorKind::RateLimited { retry_after: Some(wait) } if wait > Duration::from_secs(90)
    ));
    assert_eq!(
        (second.attempts, server.requests().len()),
        (0, 1),
        "the provider was asked"
    );
    let (_, third) = ask(&model(other_key)).await;
    assert!(third.is_none(), "another key has its own waits");
}

#[tokio::test]
async fn each_attempt_sends_the_same_body() {
    let down = response("503 Service Unavailable", &[], "");
    let server = Server::start([Script::Close(down), Script::Close(sse(CHAT))]).await;
    ask(&model(config(&server.url()))).await;
    let bodies: Vec<String> = server
        .requests()
        .iter()
        .map(|request| request.split_once("\r\n\r\n").unwrap().1.to_owned())
        .collect();
    assert_eq!(bodies[0], bodies[1]);
    assert!(bodies[0].contains("\"content\":\"Hi\""));
}

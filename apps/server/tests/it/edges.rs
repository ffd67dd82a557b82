//! Limits, cross-origin calls, request ids, and routes that do not exist.

use reqwest::Method;
use serde_json::json;
use taskpilot_model_sim::Behaviour;

use crate::app::{ORIGIN, TestApp};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_too_fast_is_told_when_to_come_back() {
    let mut setup = TestApp::of(Behaviour::demo());
    setup.http.rate_limit_per_minute = 20;
    let app = setup.start().await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    for _ in 0..5 {
        ada.get("/tasks").await.ok(200);
    }
    let refused = ada.post("/tasks", json!({"title": "x"})).await;
    refused.problem(429, "rate_limited");
    insta::assert_snapshot!(Transcript::new().add(&refused).text());
    // Each has a limit of their own, and somebody without a good token uses up nobody's.
    for _ in 0..5 {
        bob.get("/tasks").await.ok(200);
    }
    let eve = app.bearer("carol", &crate::app::token("eve"));
    for _ in 0..10 {
        eve.get("/tasks").await.problem(403, "other_user");
    }
    app.user("carol").get("/tasks").await.ok(200);
    app.call(Method::GET, "/healthz").send().await.ok(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_may_be_so_large_and_no_larger() {
    let mut setup = TestApp::of(Behaviour::demo());
    setup.http.max_body_bytes = 1_000;
    let app = setup.start().await;
    let ada = app.user("ada");
    let body = |bytes: usize| {
        let frame = r#"{"title": "x"}"#;
        format!("{frame}{}", " ".repeat(bytes - frame.len()))
    };
    let large = ada.call(Method::POST, "/tasks").bytes(body(1_001));
    let large = large.send().await;
    large.problem(413, "too_large");
    insta::assert_snapshot!(Transcript::new().add(&large).text());
    // Without a length, it is counted as it comes.
    let pieces = (0..50).map(|_| Ok::<_, std::io::Error>(vec![b' '; 100]));
    let call = app
        .client
        .post(format!("{}/api/ada/tasks", app.base))
        .bearer_auth(crate::app::token("ada"))
        .header("content-type", "application/json")
        .body(reqwest::Body::wrap_stream(futures_util::stream::iter(
            pieces,
        )));
    assert_eq!(call.send().await.unwrap().status(), 413);
    assert_eq!(ada.revision().await, 0);
    ada.call(Method::POST, "/tasks")
        .bytes(body(1_000))
        .send()
        .await
        .ok(201);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn known_pages_may_call_and_others_may_not() {
    let app = TestApp::demo().await;
    let preflight = async |origin: &str, method: &str, header: &str| {
        let call = app
            .call(Method::OPTIONS, "/api/ada/tasks/1")
            .header("origin", origin)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", header);
        call.send().await
    };
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let answer = preflight(ORIGIN, method, "authorization, content-type, if-match").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        assert!(
            answer
                .header("access-control-allow-methods")
                .unwrap()
                .contains(method)
        );
    }
    for (origin, method, header) in [
        ("http://evil.test", "GET", "authorization"),
        ("http://localhost:3000.evil.test", "GET", "authorization"),
        ("null", "GET", "authorization"),
        (ORIGIN, "TRACE", "authorization"),
        (ORIGIN, "GET", "x-evil"),
    ] {
        let answer = preflight(origin, method, header).await;
        answer.problem(400, "refused");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }

    let ada = app.user("ada");
    let from = async |origin: &str| {
        let call = ada.call(Method::POST, "/tasks").header("origin", origin);
        call.json(json!({"title": "x"})).send().await
    };
    let known = from(ORIGIN).await;
    assert_eq!(known.header("access-control-allow-origin"), Some(ORIGIN));
    let exposed = known.header("access-control-expose-headers").unwrap();
    for name in [
        "etag",
        "location",
        "retry-after",
        "undo-token",
        "x-request-id",
    ] {
        assert!(
            exposed.to_lowercase().contains(name),
            "{name} is not in {exposed}"
        );
    }
    let other = from("http://evil.test").await;
    assert_eq!(other.header("access-control-allow-origin"), None);
    // A page must be able to read why it was refused.
    let call = app.call(Method::GET, "/api/ada/tasks");
    let refused = call.header("origin", ORIGIN).send().await;
    refused.problem(401, "missing_token");
    assert_eq!(refused.header("access-control-allow-origin"), Some(ORIGIN));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_has_one_name_in_all_places() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let named = async |id: &[u8]| {
        let call = ada
            .call(Method::GET, "/tasks/77")
            .header("x-request-id", id);
        let answer = call.send().await;
        answer.problem(404, "not_found");
        answer.header("x-request-id").unwrap().to_owned()
    };
    assert_eq!(named(b"abc-1.2_3").await, "abc-1.2_3");
    for id in [&b""[..], b"a b", b"<script>", b"\xff", &[b'x'; 65]] {
        assert!(named(id).await.starts_with("req_"));
    }
    let (one, two) = (ada.get("/tasks").await, ada.get("/tasks").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_said_in_the_same_form() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let mut transcript = Transcript::new();
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/api"),
        (Method::GET, "/api/ada/nothing"),
        (Method::GET, "/api/ada/tasks/"),
        (Method::GET, "/api//tasks"),
        (Method::GET, "/.env"),
    ] {
        let answer = ada.call_path(method, path).send().await;
        answer.problem(404, "not_found");
    }
    for (method, path) in [
        (Method::DELETE, "/api/ada/tasks"),
        (Method::POST, "/api/ada/tasks/1"),
        (Method::GET, "/api/ada/chat"),
        (Method::POST, "/healthz"),
        (Method::TRACE, "/api/ada/tasks"),
    ] {
        let answer = ada.call_path(method, path).send().await;
        answer.problem(405, "method_not_allowed");
        transcript.add(&answer);
    }
    insta::assert_snapshot!(transcript.text());
    app.stop().await;
}

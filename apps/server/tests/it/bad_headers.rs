//! Headers and methods that cannot be meant, some of which no client library would send.

use reqwest::Method;
use serde_json::json;

use crate::app::{TestApp, token};
use crate::raw::{exchange, request};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_json_and_says_so() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "application/jsonp",
        "\u{fffd}",
    ] {
        let call = ada
            .call(Method::POST, "/tasks")
            .header("content-type", kind)
            .untyped(r#"{"title": "x"}"#);
        call.send().await.problem(415, "unsupported_media_type");
    }
    let untyped = ada
        .call(Method::POST, "/tasks")
        .untyped(r#"{"title": "x"}"#);
    untyped.send().await.problem(415, "unsupported_media_type");
    assert_eq!(ada.revision().await, 0);
    for kind in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/merge-patch+json",
    ] {
        let call = ada
            .call(Method::POST, "/tasks")
            .header("content-type", kind)
            .untyped(r#"{"title": "x"}"#);
        call.send().await.ok(201);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_is_one_of_the_worlds() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let zones: [&[u8]; 6] = [
        b"",
        b"Mars/Olympus",
        b"../../etc/passwd",
        b"/etc/localtime",
        b"\xff",
        b"Europe/Berlin, UTC",
    ];
    for zone in zones {
        let call = ada
            .call(Method::POST, "/tasks")
            .header("x-time-zone", zone)
            .json(json!({"title": "x"}));
        let document = call.send().await.problem(422, "invalid");
        assert_eq!(document["errors"][0]["field"], "X-Time-Zone");
    }
    assert_eq!(ada.revision().await, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_language_that_is_none_is_no_matter() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    for language in [&b"\xff"[..], b"", b"*", b";;;", b"en\t, de", &[b'x'; 500]] {
        let call = ada
            .call(Method::POST, "/chat")
            .header("accept-language", language)
            .json(json!({"message": "hello"}));
        call.send().await.ok(200);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_are_no_http_get_no_further() {
    let app = TestApp::demo().await;
    let token = token("ada");
    let authorized = format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
    let good = request(
        "POST /api/ada/tasks",
        authorized.as_bytes(),
        br#"{"title": "x"}"#,
    );
    let (status, answer) = exchange(app.address(), &good).await;
    assert_eq!(status, 201, "{answer}");

    let ada = app.user("ada");
    let revision = ada.revision().await;
    let long_header = format!("{authorized}x-long: {}\r\n", "x".repeat(400_000));
    let many_headers = format!("{authorized}{}", "x-many: 1\r\n".repeat(5_000));
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("no http", b"hello\r\n\r\n".to_vec()),
        ("tls", vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 13, 10, 13, 10]),
        ("no version", b"POST /api/ada/tasks\r\n\r\n".to_vec()),
        ("bad version", b"POST / HTTP/9.9\r\n\r\n".to_vec()),
        ("space in header", request("GET /healthz", b"a b: c\r\n", b"")),
        ("nul in header", request("GET /healthz", b"a: b\0c\r\n", b"")),
        ("long header", request("POST /api/ada/tasks", long_header.as_bytes(), b"{}")),
        ("many headers", request("POST /api/ada/tasks", many_headers.as_bytes(), b"{}")),
        ("long path", request(&format!("GET /{}", "x".repeat(200_000)), b"", b"")),
        ("absolute path", request("GET http://evil.test/api/ada/tasks", authorized.as_bytes(), b"")),
        (
            "two lengths",
            request("POST /api/ada/tasks", b"content-length: 5\r\n", b"{}"),
        ),
        (
            "length and chunks",
            request("POST /api/ada/tasks", format!("{authorized}transfer-encoding: chunked\r\n").as_bytes(), b"0\r\n\r\n"),
        ),
        (
            "bad chunk",
            format!("POST /api/ada/tasks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{authorized}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n").into_bytes(),
        ),
    ];
    for (name, bytes) in hostile {
        let (status, answer) = exchange(app.address(), &bytes).await;
        assert!(status < 500, "{name}: {answer}");
        assert_ne!(status, 201, "{name}: {answer}");
    }
    // The server still answers, and nothing was written.
    assert_eq!(ada.revision().await, revision);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_never_comes_whole_is_no_body() {
    let app = TestApp::demo().await;
    let head = format!(
        "POST /api/ada/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 400\r\n\r\n{{\"title\": \"x\"}}",
        token("ada")
    );
    let mut connection = tokio::net::TcpStream::connect(app.address()).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut connection, head.as_bytes())
        .await
        .unwrap();
    drop(connection);
    assert_eq!(app.user("ada").revision().await, 0);
    app.stop().await;
}

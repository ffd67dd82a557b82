//! Whoever has no good token gets nothing, and is told why.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{SECRET, TestApp};
use crate::tokens::{
    SigningKey, claims, claims_with, hs256, issuer, now, rsa_public_key, unsigned,
};
use crate::transcript::Transcript;

const PATH: &str = "/api/ada/tasks";

async fn refused(app: &TestApp, token: &str, code: &str) -> Value {
    let answer = app
        .bearer("ada", token)
        .post("/tasks", json!({"title": "x"}))
        .await;
    let document = answer.problem(401, code);
    let challenge = answer.header("www-authenticate");
    assert_eq!(challenge, Some("Bearer error=\"invalid_token\""), "{code}");
    let text = answer.text();
    assert!(
        token.len() < 10 || !text.contains(token),
        "the token is repeated: {text}"
    );
    document
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_forgery_is_refused_for_what_it_is() {
    let key = SigningKey::ed25519("ed", 1);
    let (_issuer, config) = issuer(&[key.jwk(), rsa_public_key()]).await;
    let app = TestApp::of(taskpilot_model_sim::Behaviour::demo())
        .issuer(config)
        .and_secret()
        .start()
        .await;
    let secret = SECRET.as_bytes();
    let hs = json!({"alg": "HS256"});
    let rsa = rsa_public_key();
    let modulus = URL_SAFE_NO_PAD.decode(rsa["n"].as_str().unwrap()).unwrap();
    let mallory = SigningKey::ed25519("ed", 66);
    let stranger = SigningKey::ed25519("unknown", 2);
    let honest = key.sign(&claims("ada"));
    let cases = [
        ("gibberish".to_owned(), "token_malformed"),
        ("a.b.c".to_owned(), "token_malformed"),
        ("a".repeat(9_000), "token_too_long"),
        (
            unsigned("none", &claims("ada")),
            "token_algorithm_not_allowed",
        ),
        (
            unsigned("None", &claims("ada")),
            "token_algorithm_not_allowed",
        ),
        (format!("{honest}x"), "token_signature_wrong"),
        (mallory.sign(&claims("ada")), "token_signature_wrong"),
        (stranger.sign(&claims("ada")), "token_key_unknown"),
        // The issuer's public key as a shared secret.
        (
            hs256(
                &modulus,
                &json!({"alg": "HS256", "kid": "rsa-1"}),
                &claims("ada"),
            ),
            "token_signature_wrong",
        ),
        (
            hs256(
                &modulus,
                &json!({"alg": "RS256", "kid": "rsa-1"}),
                &claims("ada"),
            ),
            "token_signature_wrong",
        ),
        (
            hs256(b"another secret that is long enough", &hs, &claims("ada")),
            "token_signature_wrong",
        ),
        (
            hs256(secret, &hs, &claims_with("exp", json!(now() - 3_600))),
            "token_expired",
        ),
        (
            hs256(secret, &hs, &claims_with("exp", Value::Null)),
            "token_expiry_missing",
        ),
        (
            hs256(secret, &hs, &claims_with("nbf", json!(now() + 3_600))),
            "token_not_yet_valid",
        ),
        (
            hs256(secret, &hs, &claims_with("sub", Value::Null)),
            "token_subject_missing",
        ),
        (
            hs256(secret, &hs, &claims_with("sub", json!("a/b"))),
            "token_subject_invalid",
        ),
        (
            key.sign(&claims_with("iss", json!("http://mallory.test"))),
            "token_issuer_wrong",
        ),
        (
            key.sign(&claims_with("aud", json!("another-app"))),
            "token_audience_wrong",
        ),
        (
            key.sign(&claims_with("exp", json!(now() - 3_600))),
            "token_expired",
        ),
    ];
    let mut details = Vec::new();
    for (token, code) in &cases {
        let document = refused(&app, token, code).await;
        details.push(format!("{code}: {}", document["detail"].as_str().unwrap()));
    }
    details.dedup();
    insta::assert_snapshot!(details.join("\n"));

    // Both honest ways in are open all the same, and nothing was written before.
    let ada = app.bearer("ada", &honest);
    assert_eq!(ada.revision().await, 0);
    ada.add("milk").await;
    app.user("ada").get("/tasks/1").await.ok(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_token_nothing_but_operations_answers() {
    let app = TestApp::demo().await;
    let stranger = app.stranger("ada");
    let mut transcript = Transcript::new();
    let nothing = stranger.get("/tasks").await;
    nothing.problem(401, "missing_token");
    transcript.add(&nothing);
    for header in [
        "",
        "Bearer",
        "Basic YWRhOnNlY3JldA==",
        "bearer",
        "Token abc",
        "Bear er",
    ] {
        let answer = stranger
            .call(Method::GET, "/tasks")
            .header("authorization", header);
        let answer = answer.send().await;
        answer.problem(401, "missing_token");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let routes = [
        (Method::POST, "/chat"),
        (Method::GET, "/conversations"),
        (Method::GET, "/conversations/1"),
        (Method::PATCH, "/conversations/1"),
        (Method::DELETE, "/conversations/1"),
        (Method::GET, "/conversations/1/messages"),
        (Method::POST, "/tasks"),
        (Method::GET, "/tasks/1"),
        (Method::PUT, "/tasks/1"),
        (Method::PATCH, "/tasks/1"),
        (Method::DELETE, "/tasks/1"),
        (Method::PATCH, "/tasks/1/complete"),
        (Method::POST, "/undo"),
        (Method::GET, "/events"),
    ];
    for (method, path) in routes {
        let answer = stranger
            .call(method, path)
            .json(json!({"title": "x"}))
            .send()
            .await;
        answer.problem(401, "missing_token");
    }
    insta::assert_snapshot!(transcript.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheme_is_read_in_any_case() {
    let app = TestApp::demo().await;
    let token = crate::app::token("ada");
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let call = app.call(Method::GET, PATH);
        let answer = call
            .header("authorization", format!("{scheme} {token}"))
            .send()
            .await;
        answer.ok(200);
    }
    app.stop().await;
}

//! Keys come, change and go; the issuer is up or down.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use serde_json::json;
use taskpilot_auth::AuthError;
use wiremock::ResponseTemplate;

use crate::issuer::{Issuer, Server, client, key_set};
use crate::keys::{SigningKey, claims};

/// Claims that outlast every test here.
fn lasting(user: &str) -> serde_json::Value {
    let mut claims = claims(user);
    claims["exp"] = json!(4_000_000_000_i64);
    claims
}

/// Asks until the answer is `wanted`: a fetch in the background takes its time.
async fn eventually(server: &Server, token: &str, wanted: &str) {
    for _ in 0..2_000 {
        if server.user(token).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("still {}", server.user(token).await);
}

#[tokio::test]
async fn a_new_key_is_found_and_the_old_one_still_holds() {
    let (old, new) = (SigningKey::ed25519("old", 1), SigningKey::ed25519("new", 2));
    let issuer = Issuer::start(&[old.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    assert_eq!(server.user(&old.sign(&lasting("ada"))).await, "ada");

    issuer.publish(&[old.jwk(), new.jwk()]);
    server.wait(10);
    assert_eq!(server.user(&new.sign(&lasting("bob"))).await, "bob");
    assert_eq!(server.user(&old.sign(&lasting("ada"))).await, "ada");
    assert_eq!(issuer.fetches().await, 2);
}

#[tokio::test]
async fn unknown_keys_cost_the_issuer_one_fetch_in_ten_seconds() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[key.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    assert_eq!(server.user(&key.sign(&lasting("ada"))).await, "ada");
    let made_up = |number: i64| {
        let header = json!({"alg": "EdDSA", "kid": format!("made-up-{number}")});
        key.sign_under(&header, &lasting("ada"))
    };
    for number in 0..25 {
        assert_eq!(server.error(&made_up(number)).await, AuthError::UnknownKey);
        server.wait(1);
    }
    assert_eq!(issuer.fetches().await, 3);
    assert_eq!(server.user(&key.sign(&lasting("ada"))).await, "ada");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_at_the_start_waits_for_one_fetch() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[]).await;
    issuer.answer(key_set(&[key.jwk()]).set_delay(Duration::from_millis(50)));
    let server = Arc::new(Server::new(Some(&issuer.url()), None));
    let asking: Vec<_> = (0..100)
        .map(|number| {
            let (server, token) = (server.clone(), key.sign(&lasting(&format!("u{number}"))));
            tokio::spawn(async move { server.user(&token).await })
        })
        .collect();
    for (number, answer) in asking.into_iter().enumerate() {
        assert_eq!(answer.await.unwrap(), format!("u{number}"));
    }
    assert_eq!(issuer.fetches().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_who_leaves_does_not_cut_the_fetch_short() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[]).await;
    issuer.answer(key_set(&[key.jwk()]).set_delay(Duration::from_millis(100)));
    let server = Server::new(Some(&issuer.url()), None);
    let token = key.sign(&lasting("ada"));
    let impatient =
        tokio::time::timeout(Duration::from_millis(20), server.verifier.verify(&token)).await;
    assert!(impatient.is_err());
    assert_eq!(server.user(&token).await, "ada");
    assert_eq!(issuer.fetches().await, 1);
}

#[tokio::test]
async fn the_issuer_may_be_down_at_the_start() {
    let key = SigningKey::ed25519("ed", 1);
    let token = key.sign(&lasting("ada"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let server = Server::new(Some(&format!("http://{address}/jwks")), None);
    let retry_after = Duration::from_secs(1);
    let down = AuthError::KeysUnavailable { retry_after };
    assert_eq!(server.error(&token).await, down);

    let listener = TcpListener::bind(address).unwrap();
    let issuer = Issuer::start_on(listener, &[key.jwk()]).await;
    assert_eq!(server.error(&token).await, down, "asked again too soon");
    assert_eq!(issuer.fetches().await, 0);
    server.wait(1);
    assert_eq!(server.user(&token).await, "ada");
}

#[tokio::test]
async fn a_failing_issuer_is_asked_less_and_less() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[]).await;
    issuer.answer(ResponseTemplate::new(503));
    let server = Server::new(Some(&issuer.url()), None);
    let token = key.sign(&lasting("ada"));
    let mut asked_at = Vec::new();
    for second in 0..120 {
        let before = issuer.fetches().await;
        assert_eq!(server.user(&token).await, "auth_keys_unavailable");
        if issuer.fetches().await > before {
            asked_at.push(second);
        }
        server.wait(1);
    }
    assert_eq!(asked_at, [0, 1, 3, 7, 15, 31, 61, 91]);
}

#[tokio::test]
async fn the_last_good_keys_are_kept_while_the_issuer_is_down() {
    let (key, new) = (SigningKey::ed25519("ed", 1), SigningKey::ed25519("new", 2));
    let issuer = Issuer::start(&[key.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    assert_eq!(server.user(&key.sign(&lasting("ada"))).await, "ada");

    let html = ResponseTemplate::new(200).set_body_string("<html>starting</html>");
    let padding = " ".repeat(256 * 1024);
    let huge = format!("{}{padding}", json!({"keys": [new.jwk()]}));
    let huge = ResponseTemplate::new(200).set_body_string(huge);
    let elsewhere = Issuer::start(&[new.jwk()]).await;
    let redirect = ResponseTemplate::new(302).insert_header("Location", elsewhere.url());
    for answer in [ResponseTemplate::new(500), html, huge, redirect] {
        issuer.answer(answer);
        server.wait(3_600);
        assert_eq!(server.user(&key.sign(&lasting("ada"))).await, "ada");
        // Nothing is known of a new key while the issuer is down: that is no fault of the token.
        let error = server.error(&new.sign(&lasting("bob"))).await;
        assert!(matches!(error, AuthError::KeysUnavailable { .. }));
    }
    assert_eq!(elsewhere.fetches().await, 0, "another origin was asked");

    issuer.publish(&[new.jwk()]);
    server.wait(60);
    assert_eq!(server.user(&new.sign(&lasting("bob"))).await, "bob");
}

#[tokio::test]
async fn a_withdrawn_key_ends_even_remembered_tokens() {
    let (old, new) = (SigningKey::ed25519("old", 1), SigningKey::ed25519("new", 2));
    let issuer = Issuer::start(&[old.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    let token = old.sign(&lasting("ada"));
    assert_eq!(server.user(&token).await, "ada");

    issuer.publish(&[new.jwk()]);
    server.wait(599);
    assert_eq!(server.user(&token).await, "ada");
    assert_eq!(issuer.fetches().await, 1);
    // After ten minutes the keys are fetched behind the next request, which need not wait.
    server.wait(1);
    assert_eq!(server.user(&token).await, "ada");
    eventually(&server, &token, "token_key_unknown").await;
    assert_eq!(issuer.fetches().await, 2);
}

#[tokio::test]
async fn keys_from_another_origin_are_refused_even_if_the_client_went_there() {
    let key = SigningKey::ed25519("ed", 1);
    let elsewhere = Issuer::start(&[key.jwk()]).await;
    let issuer = Issuer::start(&[]).await;
    issuer.answer(ResponseTemplate::new(302).insert_header("Location", elsewhere.url()));
    let everywhere = client(Policy::default());
    let server = Server::with_client(Some(&issuer.url()), None, everywhere);
    let answer = server.user(&key.sign(&lasting("ada"))).await;
    assert_eq!(answer, "auth_keys_unavailable");
    assert_eq!(elsewhere.fetches().await, 1);
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[key.jwk()]).await;
    let url = issuer.redirecting_url().await;
    let server = Server::new(Some(&url), None);
    assert_eq!(server.user(&key.sign(&lasting("ada"))).await, "ada");
}

#[tokio::test(start_paused = true)]
async fn a_silent_issuer_is_waited_for_five_seconds() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::new(Some(&format!("http://{address}/jwks")), None);
    let token = SigningKey::ed25519("ed", 1).sign(&lasting("ada"));
    let started = tokio::time::Instant::now();
    assert_eq!(server.user(&token).await, "auth_keys_unavailable");
    assert_eq!(started.elapsed().as_secs(), 5);
    drop(listener);
}

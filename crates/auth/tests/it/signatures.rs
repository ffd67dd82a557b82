//! Honest tokens are accepted, whatever signs them.

use std::time::Duration;

use serde_json::json;
use taskpilot_auth::{Hs256Config, mint_hs256};
use taskpilot_context::UserId;

use crate::issuer::{Issuer, Server};
use crate::keys::{NOW, SigningKey, claims, rsa, sign_with_secret};

const SECRET: &str = "a secret that is at least 32 bytes long";

#[tokio::test]
async fn each_published_algorithm_is_accepted() {
    let (ed25519, p256) = (SigningKey::ed25519("ed", 1), SigningKey::p256("ec", 2));
    let (rsa_key, rsa_token) = rsa();
    let issuer = Issuer::start(&[ed25519.jwk(), p256.jwk(), rsa_key]).await;
    let server = Server::new(Some(&issuer.url()), None);

    assert_eq!(server.user(&ed25519.sign(&claims("ada"))).await, "ada");
    assert_eq!(server.user(&p256.sign(&claims("bob"))).await, "bob");
    assert_eq!(server.user(&rsa_token).await, "ada");
    assert_eq!(issuer.fetches().await, 1);
}

#[tokio::test]
async fn an_identity_lasts_as_long_as_its_token() {
    let key = SigningKey::ed25519("ed", 1);
    let issuer = Issuer::start(&[key.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    let token = key.sign(&claims("ada"));

    let identity = server.verifier.verify(&token).await.unwrap();
    assert_eq!(identity.expires_at.as_second(), NOW + 900);
    // Remembered or not, it ends at the same moment: `exp` and a minute.
    server.wait(959);
    assert_eq!(server.user(&token).await, "ada");
    server.wait(1);
    assert_eq!(server.user(&token).await, "token_expired");
}

#[tokio::test]
async fn a_token_without_a_key_id_is_accepted_while_there_is_one_key() {
    let (old, new) = (SigningKey::ed25519("old", 1), SigningKey::ed25519("new", 2));
    let issuer = Issuer::start(&[old.jwk()]).await;
    let server = Server::new(Some(&issuer.url()), None);
    let token = old.sign_under(&json!({"alg": "EdDSA"}), &claims("ada"));
    assert_eq!(server.user(&token).await, "ada");

    issuer.publish(&[old.jwk(), new.jwk()]);
    let server = Server::new(Some(&issuer.url()), None);
    assert_eq!(server.user(&token).await, "token_key_unknown");
}

#[tokio::test]
async fn a_shared_secret_is_accepted_only_when_one_is_set() {
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let token = sign_with_secret(SECRET.as_bytes(), &header, &claims("ada"));

    assert_eq!(Server::new(None, Some(SECRET)).user(&token).await, "ada");
    let issuer = Issuer::start(&[]).await;
    let without = Server::new(Some(&issuer.url()), None);
    assert_eq!(without.user(&token).await, "token_algorithm_not_allowed");
    assert_eq!(issuer.fetches().await, 0);
    let other = Server::new(None, Some("another secret, which is long enough too"));
    assert_eq!(other.user(&token).await, "token_signature_wrong");
}

#[tokio::test]
async fn a_minted_token_is_accepted_until_it_expires() {
    let server = Server::new(None, Some(SECRET));
    let config = Hs256Config {
        secret: SECRET.into(),
        issuer: None,
        audience: None,
    };
    let ada = UserId::parse("ada").unwrap();
    let token = mint_hs256(&config, &ada, Duration::from_mins(10), &*server.clock).unwrap();

    assert_eq!(server.user(&token).await, "ada");
    server.wait(700);
    assert_eq!(server.user(&token).await, "token_expired");
}

#[tokio::test]
async fn a_secret_needs_expiry_and_subject_too() {
    let server = Server::new(None, Some(SECRET));
    let header = json!({"alg": "HS256"});
    let sign = |claims| sign_with_secret(SECRET.as_bytes(), &header, &claims);
    let endless = sign(json!({"sub": "ada"}));
    assert_eq!(server.user(&endless).await, "token_expiry_missing");
    let nobody = sign(json!({"exp": NOW + 900, "user_id": "ada"}));
    assert_eq!(server.user(&nobody).await, "token_subject_missing");
}

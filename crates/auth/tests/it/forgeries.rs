//! Whatever is not an honest token is refused, with the right error and without a panic.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};
use taskpilot_auth::AuthError;

use crate::issuer::{Issuer, Server};
use crate::keys::{NOW, SigningKey, claims, encode, rsa, sign_with_secret};

/// A server with every way in open, and the key its issuer signs with.
async fn open_server() -> (Server, Issuer, SigningKey) {
    let key = SigningKey::ed25519("ed", 1);
    let (rsa_key, _) = rsa();
    let issuer = Issuer::start(&[key.jwk(), rsa_key]).await;
    let server = Server::new(
        Some(&issuer.url()),
        Some("a secret that is at least 32 bytes"),
    );
    (server, issuer, key)
}

#[tokio::test]
async fn unsigned_tokens_are_refused() {
    let (server, _issuer, key) = open_server().await;
    let honest = key.sign(&claims("ada"));
    let signature = honest.rsplit('.').next().unwrap();
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        for signature in ["", signature] {
            let header = encode(&json!({"alg": alg, "kid": "ed"}));
            let token = format!("{header}.{}.{signature}", encode(&claims("ada")));
            let error = server.error(&token).await;
            assert_eq!(error, AuthError::AlgorithmNotAllowed, "{token}");
        }
    }
}

#[tokio::test]
async fn a_public_key_is_not_a_secret() {
    let (server, _issuer, key) = open_server().await;
    let (rsa_key, _) = rsa();
    let modulus = URL_SAFE_NO_PAD
        .decode(rsa_key["n"].as_str().unwrap())
        .unwrap();
    let jwk = key.jwk();
    let ed25519 = URL_SAFE_NO_PAD.decode(jwk["x"].as_str().unwrap()).unwrap();
    let secrets: [&[u8]; 4] = [
        &modulus,
        &ed25519,
        rsa_key["n"].as_str().unwrap().as_bytes(),
        b"",
    ];
    for secret in secrets {
        for kid in ["rsa-1", "ed"] {
            let header = json!({"alg": "HS256", "kid": kid});
            let token = sign_with_secret(secret, &header, &claims("ada"));
            assert_eq!(server.error(&token).await, AuthError::BadSignature);
            // The same with the algorithm that belongs to the key.
            let header = json!({"alg": "RS256", "kid": "rsa-1"});
            let token = sign_with_secret(secret, &header, &claims("ada"));
            assert_eq!(server.error(&token).await, AuthError::BadSignature);
        }
    }
}

#[tokio::test]
async fn a_key_is_not_used_with_another_algorithm() {
    let (server, _issuer, key) = open_server().await;
    for (alg, kid) in [("RS256", "ed"), ("ES256", "ed"), ("EdDSA", "rsa-1")] {
        let token = key.sign_under(&json!({"alg": alg, "kid": kid}), &claims("ada"));
        let error = server.error(&token).await;
        assert_eq!(error, AuthError::AlgorithmNotAllowed, "{alg} {kid}");
    }
    for alg in ["HS384", "HS512", "RS512", "PS256", "ES384", "eddsa", "dir"] {
        let token = key.sign_under(&json!({"alg": alg, "kid": "ed"}), &claims("ada"));
        let error = server.error(&token).await;
        assert_eq!(error, AuthError::AlgorithmNotAllowed, "{alg}");
    }
}

#[tokio::test]
async fn keys_that_a_token_brings_along_are_ignored() {
    let (server, _issuer, _) = open_server().await;
    let mallory = SigningKey::ed25519("ed", 66);
    let brought = json!({"alg": "EdDSA", "kid": "ed", "jwk": mallory.jwk(), "jku": "http://mallory.test/jwks"});
    let token = mallory.sign_under(&brought, &claims("ada"));
    assert_eq!(server.error(&token).await, AuthError::BadSignature);
}

#[tokio::test]
async fn no_part_of_a_token_can_be_changed() {
    let (server, _issuer, key) = open_server().await;
    let honest = key.sign(&claims("ada"));
    assert_eq!(server.user(&honest).await, "ada");
    let parts: Vec<&str> = honest.split('.').collect();
    let other = encode(&claims("bob"));
    let forged = format!("{}.{other}.{}", parts[0], parts[2]);
    assert_eq!(server.error(&forged).await, AuthError::BadSignature);

    for (index, byte) in honest.bytes().enumerate() {
        let mut bytes = honest.clone().into_bytes();
        bytes[index] = if byte == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        let answer = server.verifier.verify(&changed).await;
        assert!(answer.is_err(), "byte {index}");
    }
    for end in 0..honest.len() {
        let answer = server.verifier.verify(&honest[..end]).await;
        assert!(answer.is_err(), "cut at {end}");
    }
}

#[tokio::test]
async fn claims_are_checked_behind_a_good_signature() {
    let (server, _issuer, key) = open_server().await;
    let with = |name: &str, value: Value| {
        let mut changed = claims("ada");
        changed[name] = value;
        key.sign(&changed)
    };
    let answers = [
        server.user(&with("exp", json!(NOW - 60))).await,
        server.user(&with("exp", Value::Null)).await,
        server.user(&with("nbf", json!(NOW + 61))).await,
        server
            .user(&with("iss", json!("http://mallory.test")))
            .await,
        server.user(&with("aud", json!("todo-api"))).await,
        server
            .user(&with("aud", json!(["todo-api", "taskpilot"])))
            .await,
        server.user(&with("sub", Value::Null)).await,
        server.user(&with("sub", json!("a/b"))).await,
    ];
    insta::assert_snapshot!(answers.join("\n"), @r"
    token_expired
    token_expiry_missing
    token_not_yet_valid
    token_issuer_wrong
    token_audience_wrong
    ada
    token_subject_missing
    token_subject_invalid
    ");
}

#[tokio::test]
async fn a_token_of_any_size_is_answered() {
    let (server, issuer, key) = open_server().await;
    assert_eq!(server.error("").await, AuthError::Missing);
    for size in [8 * 1024 + 1, 1024 * 1024] {
        assert_eq!(server.error(&"a".repeat(size)).await, AuthError::TooLong);
    }
    assert_eq!(
        server.error(&"a".repeat(8 * 1024)).await,
        AuthError::Malformed
    );
    assert_eq!(
        server.error(&".".repeat(8 * 1024)).await,
        AuthError::Malformed
    );
    let deep = "[".repeat(4_000);
    let deep = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","x":{deep}"#));
    assert_eq!(
        server.error(&format!("{deep}.e30.AA")).await,
        AuthError::Malformed
    );
    assert_eq!(issuer.fetches().await, 0);

    let mut large = claims("ada");
    large["name"] = "x".repeat(5_000).into();
    assert_eq!(server.user(&key.sign(&large)).await, "ada");
}

#[test]
fn garbage_never_panics() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (server, issuer, _key) = runtime.block_on(open_server());
    let part = "[A-Za-z0-9_=-]{0,40}";
    let header = prop_oneof![
        part.prop_map(String::from),
        (any::<Option<String>>(), "(EdDSA|ES256|RS256|HS256|none)")
            .prop_map(|(kid, alg)| { encode(&json!({"alg": alg, "kid": kid})) }),
        Just(encode(&json!({"alg": "EdDSA", "kid": "ed"}))),
    ];
    let token = prop_oneof![
        any::<String>(),
        (header, part, part)
            .prop_map(|(header, payload, signature)| { format!("{header}.{payload}.{signature}") }),
    ];
    proptest!(|(token in token)| {
        prop_assert!(runtime.block_on(server.verifier.verify(&token)).is_err());
    });
    // The clock stands still, so made-up key ids cost the issuer one fetch and no more.
    assert!(runtime.block_on(issuer.fetches()) <= 1);
}

#[tokio::test]
async fn nothing_of_a_token_or_secret_is_printed() {
    let (server, _issuer, key) = open_server().await;
    let token = key.sign_under(&json!({"alg": "EdDSA", "kid": "gone"}), &claims("ada"));
    let error = server.error(&token).await;
    let printed = format!("{error} {error:?} {:?}", server.verifier);
    insta::assert_snapshot!(printed, @"the token is signed with an unknown key UnknownKey Verifier { jwks: true, hs256: true, .. }");
}

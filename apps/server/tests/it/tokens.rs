//! Tokens, honest and forged. Keys come from seeds, so no private key lies in the repository.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use taskpilot_auth::JwksConfig;
use taskpilot_context::{Clock as _, SystemClock};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// PKCS #8 of an Ed25519 key, up to the 32 bytes of the key itself (RFC 8410 §7).
const ED25519_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// What the issuer's tokens carry in `iss`.
pub(crate) const ISSUER: &str = "http://issuer.test";

/// An issuer's key.
pub(crate) struct SigningKey {
    kid: &'static str,
    key: EncodingKey,
}

impl SigningKey {
    pub(crate) fn ed25519(kid: &'static str, seed: u8) -> Self {
        let der = [&ED25519_PREFIX[..], &[seed; 32]].concat();
        Self {
            kid,
            key: EncodingKey::from_ed_der(&der),
        }
    }

    /// The public half, as Better Auth publishes it.
    pub(crate) fn jwk(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, Algorithm::EdDSA).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = self.kid.into();
        jwk["alg"] = "EdDSA".into();
        jwk
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "EdDSA", "kid": self.kid});
        sign(&self.key, Algorithm::EdDSA, &header, claims)
    }
}

/// Signs with a shared secret, under any header.
pub(crate) fn hs256(secret: &[u8], header: &Value, claims: &Value) -> String {
    sign(
        &EncodingKey::from_secret(secret),
        Algorithm::HS256,
        header,
        claims,
    )
}

/// A token that nobody signed.
pub(crate) fn unsigned(alg: &str, claims: &Value) -> String {
    format!("{}.{}.", encode(&json!({ "alg": alg })), encode(claims))
}

/// What an honest token for `user` says, good for ten minutes.
pub(crate) fn claims(user: &str) -> Value {
    let now = now();
    json!({"sub": user, "iat": now, "exp": now + 600, "iss": ISSUER, "aud": "taskpilot"})
}

/// The same with one claim changed, or taken away by null.
pub(crate) fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims("ada");
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    claims
}

pub(crate) fn now() -> i64 {
    SystemClock.now().as_second()
}

/// Publishes these keys.
pub(crate) async fn issuer(keys: &[Value]) -> (MockServer, JwksConfig) {
    let server = MockServer::start().await;
    publish(&server, keys).await;
    let config = JwksConfig {
        url: format!("{}/jwks", server.uri()).parse().unwrap(),
        issuer: Some(ISSUER.to_owned()),
        audience: Some("taskpilot".to_owned()),
    };
    (server, config)
}

async fn publish(server: &MockServer, keys: &[Value]) {
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "keys": keys }));
    Mock::given(path("/jwks"))
        .respond_with(answer)
        .mount(server)
        .await;
}

/// An RSA public key, as an issuer publishes it; its private half does not exist any more.
pub(crate) fn rsa_public_key() -> Value {
    json!({
        "kty": "RSA", "kid": "rsa-1", "alg": "RS256", "use": "sig", "e": "AQAB",
        "n": "l3nWl06X-jOc5s0LAZNGGLYdL_BgLHLjRjxEyCuD4-XO_znvGOBCZ4eJY2FYM4pFi7J5CDdHuacQ280lBnIbtmtQqO4lweJJqH5X5i5NmHMN6oIJW8cjArlYwIvlWKiszLkfZDB3vI58RP9Udx48VwwavOu8JojHQnVSD2ar6UwUnyc64lEFsgw9kK6w9RDK64l8mnx1cog5d6-hYkyPQ-VuVv4GNyGtP7GfVvnnz7CuWf1FyvqVGU9qXAgjAgoqeqKz4PfiisVTO_vm3rlBDd9ESQ0TpT7j5NYXnPsqe3EvN086lRMZ_POUDnhXpVhKe_ec9tIxNJeFng4ICHc86Q",
    })
}

fn sign(key: &EncodingKey, algorithm: Algorithm, header: &Value, claims: &Value) -> String {
    let message = [encode(header), encode(claims)].join(".");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    [message, signature].join(".")
}

fn encode(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

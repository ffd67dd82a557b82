//! Keys to sign with. They come from seeds, so no private key lies in the repository.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

/// When the tests take place.
pub(crate) const NOW: i64 = 1_800_000_000;

/// PKCS #8 of an Ed25519 key, up to the 32 bytes of the key itself (RFC 8410 §7).
const ED25519_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// PKCS #8 of a P-256 key, up to the 32 bytes of the key itself (RFC 5208, RFC 5915).
const P256_PREFIX: [u8; 35] = [
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01,
    0x01, 0x04, 0x20,
];

pub(crate) struct SigningKey {
    kid: &'static str,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl SigningKey {
    pub(crate) fn ed25519(kid: &'static str, seed: u8) -> Self {
        let der = [&ED25519_PREFIX[..], &[seed; 32]].concat();
        Self {
            kid,
            algorithm: Algorithm::EdDSA,
            key: EncodingKey::from_ed_der(&der),
        }
    }

    pub(crate) fn p256(kid: &'static str, seed: u8) -> Self {
        let der = [&P256_PREFIX[..], &[seed; 32]].concat();
        Self {
            kid,
            algorithm: Algorithm::ES256,
            key: EncodingKey::from_ec_der(&der),
        }
    }

    /// The public half, as Better Auth publishes it.
    pub(crate) fn jwk(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = self.kid.into();
        jwk["alg"] = json!(self.algorithm);
        jwk
    }

    /// Signs `claims` under the header an honest issuer writes.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": self.algorithm, "kid": self.kid});
        self.sign_under(&header, claims)
    }

    /// Signs `claims` under any header.
    pub(crate) fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let message = [encode(header), encode(claims)].join(".");
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, self.algorithm).unwrap();
        [message, signature].join(".")
    }
}

/// Signs `claims` with a shared secret under any header.
pub(crate) fn sign_with_secret(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = [encode(header), encode(claims)].join(".");
    let key = EncodingKey::from_secret(secret);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    [message, signature].join(".")
}

/// The claims of an honest token for `user`, valid for 15 minutes.
pub(crate) fn claims(user: &str) -> Value {
    json!({
        "iat": NOW, "email": "ada@example.com", "name": "Ada", "sub": user,
        "exp": NOW + 900, "iss": "http://issuer.test", "aud": "taskpilot",
    })
}

/// An RSA public key and a token for `ada` that its owner signed.
pub(crate) fn rsa() -> (Value, String) {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/rs256.json")).unwrap();
    let token = fixture["token"].as_str().unwrap().to_owned();
    (fixture["key"].clone(), token)
}

pub(crate) fn encode(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::error::AuthError;

/// Longest token that is looked at, in bytes; real ones have a few hundred.
pub(crate) const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// A token in its three parts. Nothing in it is to be believed yet.
#[derive(Debug)]
pub(crate) struct UnverifiedToken<'a> {
    /// How it claims to be signed.
    pub(crate) header: Header,
    /// What is signed: header and payload as they came.
    pub(crate) message: &'a str,
    /// The claims, still encoded.
    pub(crate) payload: &'a str,
    /// The signature, still encoded.
    pub(crate) signature: &'a str,
}

/// The part of a header that says how to verify (RFC 7515 §4.1).
///
/// Keys that a token brings along (`jwk`, `jku`, `x5u`, `x5c`) are not even read.
#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) kid: Option<String>,
    crit: Option<IgnoredAny>,
}

impl<'a> UnverifiedToken<'a> {
    /// Takes `token` apart.
    pub(crate) fn parse(token: &'a str) -> Result<Self, AuthError> {
        let (message, signature) = token.rsplit_once('.').ok_or(AuthError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(AuthError::Malformed)?;
        if payload.contains('.') {
            return Err(AuthError::Malformed);
        }
        let header: Header = decode_json(header)?;
        // Extensions that must be understood: this crate understands none (RFC 7515 §4.1.11).
        if header.crit.is_some() {
            return Err(AuthError::Malformed);
        }
        Ok(Self {
            header,
            message,
            payload,
            signature,
        })
    }
}

/// Decodes one part of a token.
pub(crate) fn decode_json<T: for<'de> Deserialize<'de>>(part: &str) -> Result<T, AuthError> {
    let json = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| AuthError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| AuthError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str) -> String {
        format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn a_token_comes_apart() {
        let text = token(r#"{"alg":"EdDSA","kid":"k1","typ":"JWT","jwk":{"kty":"oct"}}"#);
        let token = UnverifiedToken::parse(&text).unwrap();
        assert_eq!(token.header.alg, "EdDSA");
        assert_eq!(token.header.kid.as_deref(), Some("k1"));
        assert_eq!((token.payload, token.signature), ("e30", "c2ln"));
        assert_eq!(format!("{}.c2ln", token.message), text);
    }

    #[test]
    fn what_is_not_a_token_is_malformed() {
        let crit = token(r#"{"alg":"EdDSA","crit":["b64"],"b64":false}"#);
        let twice = token(r#"{"alg":"EdDSA","alg":"none"}"#);
        let number = token(r#"{"alg":1}"#);
        let encrypted = format!("{}.e30", token(r#"{"alg":"dir"}"#));
        let padded = "eyJhbGciOiJFZERTQSJ9==.e30.c2ln";
        for text in [
            "", ".", "..", "a.b", "....", "ż.ż.ż", padded, &crit, &twice, &number, &encrypted,
        ] {
            let error = UnverifiedToken::parse(text).unwrap_err();
            assert_eq!(error, AuthError::Malformed, "{text:?}");
        }
    }
}

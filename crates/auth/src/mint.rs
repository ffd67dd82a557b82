use std::time::Duration;

use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::ExposeSecret;
use serde::Serialize;
use taskpilot_context::{Clock, UserId};

use crate::config::{AuthConfigError, Hs256Config};

/// What a minted token says.
#[derive(Serialize)]
struct Claims<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
    sub: &'a str,
    iat: i64,
    exp: i64,
}

/// Makes a token for `user` that is valid for `ttl` and that a verifier with `config` accepts.
///
/// For development and tests: people get theirs from the web app.
///
/// # Errors
/// [`AuthConfigError::SecretTooShort`]; [`AuthConfigError::LifetimeTooLong`] beyond the year 9999;
/// [`AuthConfigError::NotSigned`] should the signing itself fail, which it does for no known secret.
pub fn mint_hs256(
    config: &Hs256Config,
    user: &UserId,
    ttl: Duration,
    clock: &dyn Clock,
) -> Result<String, AuthConfigError> {
    config.check()?;
    let now = clock.now();
    let expires_at = SignedDuration::try_from(ttl)
        .and_then(|ttl| now.checked_add(ttl))
        .map_err(|_| AuthConfigError::LifetimeTooLong)?;
    let claims = Claims {
        iss: config.issuer.as_deref(),
        aud: config.audience.as_deref(),
        sub: user.as_str(),
        iat: now.as_second(),
        exp: expires_at.as_second(),
    };
    let key = EncodingKey::from_secret(config.secret.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map_err(|_| AuthConfigError::NotSigned)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jiff::Timestamp;
    use taskpilot_context::FixedClock;

    use super::*;

    fn mint(secret: &str, ttl: Duration) -> Result<String, AuthConfigError> {
        let config = Hs256Config {
            secret: secret.into(),
            issuer: None,
            audience: Some("taskpilot".to_owned()),
        };
        let user = UserId::parse("ada").unwrap();
        let clock = FixedClock::at(Timestamp::from_second(1_800_000_000).unwrap());
        mint_hs256(&config, &user, ttl, &clock)
    }

    #[test]
    fn a_minted_token_says_who_and_until_when() {
        let token = mint(&"s".repeat(32), Duration::from_hours(1)).unwrap();
        let parts = token.split('.').take(2).map(|part| {
            let json = URL_SAFE_NO_PAD.decode(part).unwrap();
            String::from_utf8(json).unwrap()
        });
        insta::assert_snapshot!(parts.collect::<Vec<_>>().join("\n"), @r#"
        {"typ":"JWT","alg":"HS256"}
        {"aud":"taskpilot","sub":"ada","iat":1800000000,"exp":1800003600}
        "#);
    }

    #[test]
    fn a_token_nobody_would_accept_is_not_made() {
        let short = mint("short", Duration::from_mins(1));
        assert_eq!(short, Err(AuthConfigError::SecretTooShort { bytes: 5 }));
        let forever = mint(&"s".repeat(32), Duration::MAX);
        assert_eq!(forever, Err(AuthConfigError::LifetimeTooLong));
    }
}

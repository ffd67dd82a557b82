use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Number, Value};
use taskpilot_context::UserId;

use crate::error::AuthError;
use crate::token::decode_json;

/// Who is asking, as a verified token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The token's subject.
    pub user: UserId,
    /// When the token expires; a stream that outlives it should end.
    pub expires_at: Timestamp,
}

/// What a token's claims are held against.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) issuer: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) leeway: SignedDuration,
}

/// The registered claims (RFC 7519 §4.1) that are looked at.
#[derive(Debug, Deserialize)]
struct Claims {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Value>,
    exp: Option<Number>,
    nbf: Option<Number>,
}

impl Expected {
    /// Reads the claims of a token whose signature was right, and checks them at `now`.
    pub(crate) fn check(&self, payload: &str, now: Timestamp) -> Result<Identity, AuthError> {
        let claims: Claims = decode_json(payload)?;
        let expires_at = claims.exp.as_ref().ok_or(AuthError::NoExpiry)?;
        let expires_at = to_timestamp(expires_at)?;
        if self.is_over(expires_at, now) {
            return Err(AuthError::Expired);
        }
        if let Some(valid_from) = &claims.nbf
            && later(now, self.leeway) < to_timestamp(valid_from)?
        {
            return Err(AuthError::NotYetValid);
        }
        if self.issuer.is_some() && claims.iss != self.issuer {
            return Err(AuthError::WrongIssuer);
        }
        if let Some(audience) = &self.audience
            && !names(claims.aud.as_ref(), audience)
        {
            return Err(AuthError::WrongAudience);
        }
        let subject = claims.sub.ok_or(AuthError::NoSubject)?;
        let user = UserId::parse(&subject).map_err(|_| AuthError::BadSubject)?;
        Ok(Identity { user, expires_at })
    }

    /// Returns whether something that expires at `expires_at` is over at `now`.
    pub(crate) fn is_over(&self, expires_at: Timestamp, now: Timestamp) -> bool {
        later(expires_at, self.leeway) <= now
    }
}

fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Returns whether `aud`, a string or a list of them, names `audience`.
fn names(aud: Option<&Value>, audience: &str) -> bool {
    match aud {
        Some(Value::String(one)) => one == audience,
        Some(Value::Array(many)) => many.iter().any(|one| one == audience),
        _ => false,
    }
}

/// Reads a `NumericDate`: seconds since 1970, possibly with a fraction.
fn to_timestamp(seconds: &Number) -> Result<Timestamp, AuthError> {
    let time = match (seconds.as_i64(), seconds.as_f64()) {
        (Some(whole), _) => Timestamp::from_second(whole).ok(),
        (None, Some(fraction)) => SignedDuration::try_from_secs_f64(fraction)
            .ok()
            .and_then(|since| Timestamp::from_duration(since).ok()),
        (None, None) => None,
    };
    time.ok_or(AuthError::Malformed)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn check(claims: &str) -> Result<Identity, AuthError> {
        let expected = Expected {
            issuer: Some("http://localhost:3000".to_owned()),
            audience: Some("taskpilot".to_owned()),
            leeway: SignedDuration::from_secs(60),
        };
        let now = Timestamp::from_second(NOW).unwrap();
        expected.check(&URL_SAFE_NO_PAD.encode(claims), now)
    }

    /// Claims that are right, but for what `changes` says; `null` takes one away.
    fn with(changes: &Value) -> Result<Identity, AuthError> {
        let mut claims = serde_json::json!({
            "iss": "http://localhost:3000", "aud": "taskpilot", "sub": "ada", "exp": NOW + 900,
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        check(&claims.to_string())
    }

    #[test]
    fn right_claims_name_the_user() {
        let expires_at = Timestamp::from_second(NOW + 900).unwrap();
        let ada = Identity {
            user: UserId::parse("ada").unwrap(),
            expires_at,
        };
        assert_eq!(with(&serde_json::json!({})), Ok(ada.clone()));
        let many = serde_json::json!({"aud": ["other", "taskpilot"], "nbf": NOW, "iat": "x"});
        assert_eq!(with(&many), Ok(ada.clone()));
        assert!(with(&serde_json::json!({"exp": 1_800_000_900.7})).is_ok());
    }

    #[test]
    fn each_wrong_claim_has_its_error() {
        use AuthError as E;
        for (changes, error) in [
            (serde_json::json!({"exp": null}), E::NoExpiry),
            (serde_json::json!({"exp": "1800000900"}), E::Malformed),
            (serde_json::json!({"exp": 1e300}), E::Malformed),
            (serde_json::json!({"exp": u64::MAX}), E::Malformed),
            (serde_json::json!({"exp": -1}), E::Expired),
            (serde_json::json!({"nbf": NOW + 61}), E::NotYetValid),
            (serde_json::json!({"nbf": []}), E::Malformed),
            (serde_json::json!({"iss": null}), E::WrongIssuer),
            (
                serde_json::json!({"iss": "http://localhost:3000/"}),
                E::WrongIssuer,
            ),
            (serde_json::json!({"aud": null}), E::WrongAudience),
            (serde_json::json!({"aud": []}), E::WrongAudience),
            (serde_json::json!({"aud": "task"}), E::WrongAudience),
            (
                serde_json::json!({"aud": {"taskpilot": true}}),
                E::WrongAudience,
            ),
            (serde_json::json!({"sub": null}), E::NoSubject),
            (serde_json::json!({"sub": ""}), E::BadSubject),
            (serde_json::json!({"sub": "../root"}), E::BadSubject),
            (serde_json::json!({"sub": 7}), E::Malformed),
        ] {
            assert_eq!(with(&changes), Err(error), "{changes}");
        }
        for claims in ["[]", "7", "", "{", "\"a\""] {
            assert_eq!(check(claims), Err(E::Malformed), "{claims}");
        }
    }

    #[test]
    fn the_leeway_is_a_minute_and_not_a_second_more() {
        assert!(with(&serde_json::json!({"exp": NOW - 59})).is_ok());
        let over = with(&serde_json::json!({"exp": NOW - 60}));
        assert_eq!(over, Err(AuthError::Expired));
        assert!(with(&serde_json::json!({"nbf": NOW + 60})).is_ok());
    }
}

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// Shortest accepted HS256 secret, in bytes: as long as the hash (RFC 7518 §3.2).
pub const MIN_SECRET_BYTES: usize = 32;

/// How far clocks may differ before `exp` and `nbf` are believed.
pub const DEFAULT_LEEWAY: Duration = Duration::from_mins(1);

/// Largest accepted leeway; more would be a lifetime of its own.
const MAX_LEEWAY: Duration = Duration::from_mins(10);

/// Whose tokens are accepted. At least one of the two sources must be set.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Tokens that an issuer signs with keys it publishes (`EdDSA`, ES256, RS256).
    pub jwks: Option<JwksConfig>,
    /// Tokens that are signed with a shared secret (HS256).
    pub hs256: Option<Hs256Config>,
    /// How far clocks may differ, at most 10 minutes; usually [`DEFAULT_LEEWAY`].
    pub leeway: Duration,
}

/// An issuer that publishes its keys.
#[derive(Debug, Clone)]
pub struct JwksConfig {
    /// Where the JSON Web Key Set is, `http` or `https`.
    pub url: Url,
    /// What `iss` must be; `None` does not look at it.
    pub issuer: Option<String>,
    /// What `aud` must be or hold; `None` does not look at it.
    pub audience: Option<String>,
}

/// A secret that the issuer and this server share.
#[derive(Debug, Clone)]
pub struct Hs256Config {
    /// At least [`MIN_SECRET_BYTES`] long, taken as it is (not decoded).
    pub secret: SecretString,
    /// What `iss` must be; `None` does not look at it.
    pub issuer: Option<String>,
    /// What `aud` must be or hold; `None` does not look at it.
    pub audience: Option<String>,
}

/// The configuration cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthConfigError {
    /// Neither a JWKS URL nor a secret is set.
    #[error("nothing to verify tokens with: set a JWKS URL, an HS256 secret, or both")]
    NoSource,
    /// The URL's scheme is neither `http` nor `https`, or it names no host.
    #[error("the JWKS URL must be an http or https URL with a host")]
    BadUrl,
    /// The URL carries a user name or password.
    #[error("the JWKS URL must not carry a user name or a password")]
    CredentialsInUrl,
    /// The secret can be guessed.
    #[error(
        "the HS256 secret is {bytes} bytes long, at least {MIN_SECRET_BYTES} are needed: \
         `openssl rand -base64 32` makes one"
    )]
    SecretTooShort {
        /// How long it is.
        bytes: usize,
    },
    /// The leeway is longer than 10 minutes.
    #[error("the leeway is {seconds} s, at most {} s are allowed", MAX_LEEWAY.as_secs())]
    LeewayTooLong {
        /// How long it is.
        seconds: u64,
    },
    /// A token would expire beyond the year 9999.
    #[error("the token's lifetime is too long")]
    LifetimeTooLong,
    /// The signing library refused the secret.
    #[error("the token could not be signed")]
    NotSigned,
}

impl AuthConfig {
    pub(crate) fn check(&self) -> Result<(), AuthConfigError> {
        if self.jwks.is_none() && self.hs256.is_none() {
            return Err(AuthConfigError::NoSource);
        }
        if self.leeway > MAX_LEEWAY {
            let seconds = self.leeway.as_secs();
            return Err(AuthConfigError::LeewayTooLong { seconds });
        }
        self.jwks.as_ref().map_or(Ok(()), JwksConfig::check)?;
        self.hs256.as_ref().map_or(Ok(()), Hs256Config::check)
    }
}

impl JwksConfig {
    fn check(&self) -> Result<(), AuthConfigError> {
        if !matches!(self.url.scheme(), "http" | "https") || !self.url.has_host() {
            return Err(AuthConfigError::BadUrl);
        }
        // The URL appears in logs.
        if !self.url.username().is_empty() || self.url.password().is_some() {
            return Err(AuthConfigError::CredentialsInUrl);
        }
        Ok(())
    }
}

impl Hs256Config {
    pub(crate) fn check(&self) -> Result<(), AuthConfigError> {
        let bytes = self.secret.expose_secret().len();
        if bytes < MIN_SECRET_BYTES {
            return Err(AuthConfigError::SecretTooShort { bytes });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: Option<&str>, secret: Option<&str>, leeway: Duration) -> AuthConfig {
        AuthConfig {
            jwks: url.map(|url| JwksConfig {
                url: url.parse().unwrap(),
                issuer: None,
                audience: None,
            }),
            hs256: secret.map(|secret| Hs256Config {
                secret: secret.into(),
                issuer: None,
                audience: None,
            }),
            leeway,
        }
    }

    fn check(url: Option<&str>, secret: Option<&str>, leeway: Duration) -> String {
        config(url, secret, leeway)
            .check()
            .map_or_else(|error| error.to_string(), |()| "ok".to_owned())
    }

    #[test]
    fn each_mistake_says_what_to_do() {
        let secret = "0123456789abcdef0123456789abcdef";
        let url = "http://localhost:3000/api/auth/jwks";
        let answers = [
            check(Some(url), None, DEFAULT_LEEWAY),
            check(Some(url), Some(secret), DEFAULT_LEEWAY),
            check(None, None, DEFAULT_LEEWAY),
            check(None, Some("hunter2"), DEFAULT_LEEWAY),
            check(None, Some(&secret[1..]), DEFAULT_LEEWAY),
            check(Some("file:///etc/keys.json"), None, DEFAULT_LEEWAY),
            check(Some("https://ada:pw@example.com/"), None, DEFAULT_LEEWAY),
            check(None, Some(secret), Duration::from_hours(1)),
        ];
        insta::assert_snapshot!(answers.join("\n"), @r"
        ok
        ok
        nothing to verify tokens with: set a JWKS URL, an HS256 secret, or both
        the HS256 secret is 7 bytes long, at least 32 are needed: `openssl rand -base64 32` makes one
        the HS256 secret is 31 bytes long, at least 32 are needed: `openssl rand -base64 32` makes one
        the JWKS URL must be an http or https URL with a host
        the JWKS URL must not carry a user name or a password
        the leeway is 3600 s, at most 600 s are allowed
        ");
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret = "hunter2-hunter2-hunter2-hunter2-hunter2";
        let config = config(None, Some(secret), DEFAULT_LEEWAY);
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

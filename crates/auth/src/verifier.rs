use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, DecodingKey};
use reqwest::Client;
use secrecy::ExposeSecret;
use taskpilot_context::Clock;

use crate::claims::{Expected, Identity};
use crate::config::{AuthConfig, AuthConfigError};
use crate::error::AuthError;
use crate::issuer::Issuer;
use crate::remembered::{Remembered, TokenHash, Verified, hash};
use crate::token::{MAX_TOKEN_BYTES, UnverifiedToken};

/// Says whose token it is.
///
/// One for the whole process; all methods take `&self`.
pub struct Verifier {
    published: Option<Published>,
    shared: Option<Shared>,
    remembered: Remembered,
    clock: Arc<dyn Clock>,
}

/// Tokens that an issuer signs with keys it publishes.
struct Published {
    issuer: Arc<Issuer>,
    expected: Expected,
}

/// Tokens that are signed with the shared secret.
struct Shared {
    key: DecodingKey,
    expected: Expected,
}

impl Verifier {
    /// Returns a verifier. Nothing is fetched yet, so the issuer may be down.
    ///
    /// `client` should be built with [`same_origin_redirects`](crate::same_origin_redirects).
    ///
    /// # Errors
    /// [`AuthConfigError`] when `config` cannot work; its message says what to change.
    pub fn new(
        config: AuthConfig,
        client: Client,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AuthConfigError> {
        config.check()?;
        let leeway = SignedDuration::try_from(config.leeway).unwrap_or(SignedDuration::ZERO);
        let published = config.jwks.map(|jwks| Published {
            issuer: Arc::new(Issuer::new(jwks.url, client, Arc::clone(&clock))),
            expected: Expected {
                issuer: jwks.issuer,
                audience: jwks.audience,
                leeway,
            },
        });
        let shared = config.hs256.map(|hs256| Shared {
            key: DecodingKey::from_secret(hs256.secret.expose_secret().as_bytes()),
            expected: Expected {
                issuer: hs256.issuer,
                audience: hs256.audience,
                leeway,
            },
        });
        Ok(Self {
            published,
            shared,
            remembered: Remembered::default(),
            clock,
        })
    }

    /// Verifies `token` (without `Bearer`): its signature first, then its claims.
    ///
    /// Cheap for a token that was verified lately: it is remembered (by its hash) until it expires or
    /// the issuer's keys change. Otherwise it may wait for a fetch of the keys, for at most 5 seconds;
    /// dropping the future is safe at any time.
    ///
    /// # Errors
    /// [`AuthError::KeysUnavailable`] when the keys are needed and the issuer is down;
    /// any other [`AuthError`] when the token is not to be believed.
    pub async fn verify(&self, token: &str) -> Result<Identity, AuthError> {
        if token.is_empty() {
            return Err(AuthError::Missing);
        }
        if token.len() > MAX_TOKEN_BYTES {
            return Err(AuthError::TooLong);
        }
        let hash = hash(token);
        if let Some(identity) = self.recall(&hash) {
            return Ok(identity);
        }
        let verified = self.verify_anew(token).await?;
        self.remembered.insert(hash, verified.clone());
        Ok(verified.identity)
    }

    /// Returns who sent a remembered token, if that still holds.
    fn recall(&self, hash: &TokenHash) -> Option<Identity> {
        let Verified {
            identity,
            generation,
        } = self.remembered.get(hash)?;
        let (expected, current) = match (generation, &self.published, &self.shared) {
            (Some(_), Some(published), _) => {
                (&published.expected, Some(published.issuer.generation()))
            }
            (None, _, Some(shared)) => (&shared.expected, None),
            _ => return None,
        };
        if generation != current || expected.is_over(identity.expires_at, self.clock.now()) {
            self.remembered.forget(hash);
            return None;
        }
        Some(identity)
    }

    async fn verify_anew(&self, token: &str) -> Result<Verified, AuthError> {
        let token = UnverifiedToken::parse(token)?;
        let algorithm = match token.header.alg.as_str() {
            "HS256" => return self.verify_shared(&token),
            "EdDSA" => Algorithm::EdDSA,
            "ES256" => Algorithm::ES256,
            "RS256" => Algorithm::RS256,
            _ => return Err(AuthError::AlgorithmNotAllowed),
        };
        let published = self.published.as_ref();
        let published = published.ok_or(AuthError::AlgorithmNotAllowed)?;
        let generation = published.issuer.verify(&token, algorithm).await?;
        let expected = &published.expected;
        Ok(Verified {
            identity: expected.check(token.payload, self.clock.now())?,
            generation: Some(generation),
        })
    }

    /// The secret serves HS256 alone and the published keys never do, so neither passes as the other.
    fn verify_shared(&self, token: &UnverifiedToken<'_>) -> Result<Verified, AuthError> {
        let shared = self.shared.as_ref();
        let shared = shared.ok_or(AuthError::AlgorithmNotAllowed)?;
        // Compares in constant time.
        let right = jsonwebtoken::crypto::verify(
            token.signature,
            token.message.as_bytes(),
            &shared.key,
            Algorithm::HS256,
        );
        if !matches!(right, Ok(true)) {
            return Err(AuthError::BadSignature);
        }
        Ok(Verified {
            identity: shared.expected.check(token.payload, self.clock.now())?,
            generation: None,
        })
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Verifier")
            .field("jwks", &self.published.is_some())
            .field("hs256", &self.shared.is_some())
            .finish_non_exhaustive()
    }
}

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What every secret begins with: so it is told from a signed token without asking the store, and scanners for leaked
/// secrets can find it.
const PREFIX: &str = "cks_";

/// How many random bytes a secret has.
const RANDOM_BYTES: usize = 32;

/// How long a secret is, in characters.
const LENGTH: usize = PREFIX.len() + RANDOM_BYTES.div_ceil(3) * 4 - 1;

/// The secret of a session: 256 random bits, as text. It is shown once, and never printed.
#[derive(Clone)]
pub struct SessionSecret(SecretString);

/// What is kept of a secret.
///
/// A plain SHA-256, unlike for a password: nobody can try out 256 random bits, so nothing is gained by making each try
/// slow or different.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SecretHash([u8; 32]);

impl SessionSecret {
    /// Makes a secret.
    ///
    /// # Errors
    /// The operating system gives no random numbers.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes)?;
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
        Ok(Self(text.into()))
    }

    /// Returns whether `token` is meant as a session's secret, right or wrong.
    pub fn is_meant(token: &str) -> bool {
        token.starts_with(PREFIX)
    }

    /// Returns the text, to be shown once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns what is to be kept of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(self.expose())
    }
}

impl SecretHash {
    /// Returns the hash of what a client sent; `None` if it cannot be a secret.
    pub fn of_sent(token: &str) -> Option<Self> {
        let is_possible = token.len() == LENGTH && SessionSecret::is_meant(token);
        is_possible.then(|| Self::of(token))
    }

    fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// Returns the hash as text, for a store.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionSecret([hidden])")
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretHash([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_differ_and_are_not_printed() {
        let (one, other) = (SessionSecret::generate(), SessionSecret::generate());
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.expose().len(), LENGTH);
        assert_ne!(one.expose(), other.expose());
        assert_ne!(one.hash(), other.hash());
        assert_eq!(SecretHash::of_sent(one.expose()), Some(one.hash()));
        let random = one.expose().trim_start_matches(PREFIX);
        let printed = format!("{one:?} {:?}", one.hash());
        assert!(!printed.contains(random) && !printed.contains(&one.hash().to_text()));
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_looked_up() {
        let secret = SessionSecret::generate().unwrap();
        let longer = format!("{}A", secret.expose());
        let other = secret.expose().replace(PREFIX, "sec_");
        for token in ["", "cks_", "eyJhbGciOiJIUzI1NiJ9.e30.x", &longer, &other] {
            assert_eq!(SecretHash::of_sent(token), None, "{token}");
        }
    }
}

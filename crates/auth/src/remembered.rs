use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::claims::Identity;

/// Most tokens that are remembered, in two halves; an entry is some 150 bytes.
const MAX_TOKENS: usize = 4_096;

/// A token's SHA-256: the token itself is not kept.
pub(crate) type TokenHash = [u8; 32];

/// Tokens that were verified lately.
///
/// A browser sends the same token with each request for a quarter of an hour, and verifying one
/// costs more than the rest of a small request. When the younger half is full it becomes the older
/// one, and what was in that is forgotten; so memory is bounded and nothing is searched.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<Halves>);

#[derive(Default)]
struct Halves {
    younger: HashMap<TokenHash, Verified>,
    older: HashMap<TokenHash, Verified>,
}

/// What was found out about a token.
#[derive(Clone)]
pub(crate) struct Verified {
    pub(crate) identity: Identity,
    /// The generation of keys that showed it; `None` for the shared secret, which does not change.
    pub(crate) generation: Option<u64>,
}

impl Remembered {
    pub(crate) fn get(&self, token: &TokenHash) -> Option<Verified> {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verified) = halves.younger.get(token) {
            return Some(verified.clone());
        }
        let verified = halves.older.remove(token)?;
        halves.insert(*token, verified.clone());
        Some(verified)
    }

    pub(crate) fn insert(&self, token: TokenHash, verified: Verified) {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        halves.insert(token, verified);
    }

    pub(crate) fn forget(&self, token: &TokenHash) {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        halves.younger.remove(token);
        halves.older.remove(token);
    }
}

impl Halves {
    fn insert(&mut self, token: TokenHash, verified: Verified) {
        if self.younger.len() >= MAX_TOKENS / 2 {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(token, verified);
    }
}

/// Returns the hash under which `token` is remembered.
pub(crate) fn hash(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use taskpilot_context::UserId;

    use super::*;

    fn verified(name: &str) -> Verified {
        Verified {
            identity: Identity {
                user: UserId::parse(name).unwrap(),
                expires_at: Timestamp::MAX,
            },
            generation: Some(1),
        }
    }

    fn count(remembered: &Remembered) -> usize {
        let halves = remembered.0.lock().unwrap();
        halves.younger.len() + halves.older.len()
    }

    #[test]
    fn memory_is_bounded_and_what_is_in_use_stays() {
        let remembered = Remembered::default();
        let busy = hash("busy");
        remembered.insert(busy, verified("ada"));
        for number in 0..20_000 {
            remembered.insert(hash(&number.to_string()), verified("eve"));
            let kept = remembered.get(&busy).unwrap();
            assert_eq!(kept.identity.user.as_str(), "ada");
            assert!(count(&remembered) <= MAX_TOKENS);
        }
        assert!(remembered.get(&hash("0")).is_none());
        assert!(remembered.get(&hash("19999")).is_some());
    }

    #[test]
    fn a_forgotten_token_is_gone() {
        let remembered = Remembered::default();
        remembered.insert(hash("a"), verified("ada"));
        remembered.forget(&hash("a"));
        assert!(remembered.get(&hash("a")).is_none());
    }
}

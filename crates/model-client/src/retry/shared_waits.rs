use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use url::Url;

/// The waits that providers asked for, by host and key, so that parallel calls back off together.
///
/// Clones share the waits. It belongs to the caller; there is no global one.
#[derive(Debug, Clone, Default)]
pub struct SharedWaits {
    until: Arc<Mutex<HashMap<Account, Instant>>>,
}

/// A host and a key, as a hash: nothing that could be read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Account(u64);

impl Account {
    pub(crate) fn new(base_url: &Url, key: Option<&SecretString>) -> Self {
        let mut hasher = DefaultHasher::new();
        base_url.origin().ascii_serialization().hash(&mut hasher);
        key.map(ExposeSecret::expose_secret).hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl SharedWaits {
    /// Returns how long `account` must still wait.
    pub(crate) fn remaining(&self, account: Account) -> Option<Duration> {
        let mut until = self.lock();
        let remaining = until
            .get(&account)?
            .saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            until.remove(&account);
            return None;
        }
        Some(remaining)
    }

    /// Makes `account` wait for `wait` from now; a longer wait stands.
    pub(crate) fn extend(&self, account: Account, wait: Duration) {
        let Some(end) = Instant::now().checked_add(wait) else {
            return;
        };
        let mut until = self.lock();
        let held = until.entry(account).or_insert(end);
        *held = end.max(*held);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Account, Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use taskpilot_model_client::InputItem;

use super::{Session, SessionError};

/// Many conversations, each under a key: what a database, a bucket or a folder has to do to keep [`StoredSession`]s.
///
/// All methods may be called for one key by many runs at the same time, also of other processes if the store is shared
/// by them. `testing::check_session_store` checks a store.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Returns the conversation under `key`, oldest item first; an empty one if there is none.
    ///
    /// # Errors
    /// If it cannot be read.
    async fn read(&self, key: &str) -> Result<Vec<InputItem>, SessionError>;

    /// Appends `items` to the conversation under `key`, which begins with them if there is none: all of them side by
    /// side, or none, whatever happens meanwhile.
    ///
    /// # Errors
    /// If they cannot be kept.
    async fn append(&self, key: &str, items: Vec<InputItem>) -> Result<(), SessionError>;

    /// Puts `items` in place of the conversation, if it has `seen` items; returns whether it did. Nothing is appended
    /// between the look and the change. No items leave nothing behind.
    ///
    /// # Errors
    /// If they cannot be kept.
    async fn replace(
        &self,
        key: &str,
        seen: usize,
        items: Vec<InputItem>,
    ) -> Result<bool, SessionError>;
}

/// One conversation of a [`SessionStore`].
#[derive(Clone)]
pub struct StoredSession {
    store: Arc<dyn SessionStore>,
    key: String,
}

impl StoredSession {
    /// Returns the conversation under `key`.
    pub fn new(store: Arc<dyn SessionStore>, key: impl Into<String>) -> Self {
        Self {
            store,
            key: key.into(),
        }
    }
}

impl std::fmt::Debug for StoredSession {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("StoredSession")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Session for StoredSession {
    async fn load(&self) -> Result<Vec<InputItem>, SessionError> {
        self.store.read(&self.key).await
    }

    async fn append(&self, items: Vec<InputItem>) -> Result<(), SessionError> {
        self.store.append(&self.key, items).await
    }

    async fn replace(&self, seen: usize, items: Vec<InputItem>) -> Result<bool, SessionError> {
        self.store.replace(&self.key, seen, items).await
    }
}

/// Conversations in memory, gone with the process.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<HashMap<String, Vec<InputItem>>>);

impl MemoryStore {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<InputItem>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SessionStore for MemoryStore {
    async fn read(&self, key: &str) -> Result<Vec<InputItem>, SessionError> {
        Ok(self.lock().get(key).cloned().unwrap_or_default())
    }

    async fn append(&self, key: &str, items: Vec<InputItem>) -> Result<(), SessionError> {
        self.lock().entry(key.to_owned()).or_default().extend(items);
        Ok(())
    }

    async fn replace(
        &self,
        key: &str,
        seen: usize,
        items: Vec<InputItem>,
    ) -> Result<bool, SessionError> {
        let mut kept = self.lock();
        if kept.get(key).map_or(0, Vec::len) != seen {
            return Ok(false);
        }
        if items.is_empty() {
            kept.remove(key);
        } else {
            kept.insert(key.to_owned(), items);
        }
        Ok(true)
    }
}

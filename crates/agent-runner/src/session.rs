//! Where conversations are kept between runs.

mod compacted;
mod file_store;
mod store;
mod trimmed;

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use taskpilot_model_client::InputItem;

pub use compacted::CompactedSession;
pub use file_store::FileStore;
pub use store::{MemoryStore, SessionStore, StoredSession};
pub use trimmed::{Trim, TrimmedSession};

/// One conversation, kept between runs: [`RunOptions::session`](crate::RunOptions::session).
///
/// A run loads it before anything else, puts its own input behind it, and appends that input and what it added, at
/// once and before its last event. A run that an input guardrail stopped appends nothing; one that waits for approval
/// appends when it is resumed and over.
#[async_trait]
pub trait Session: Send + Sync {
    /// Returns the conversation, oldest item first.
    ///
    /// # Errors
    /// If it cannot be read; the run then fails before the model is asked.
    async fn load(&self) -> Result<Vec<InputItem>, SessionError>;

    /// Appends items: all of them, or none.
    ///
    /// # Errors
    /// If they cannot be kept; the run then fails, with what it added in its outcome.
    async fn append(&self, items: Vec<InputItem>) -> Result<(), SessionError>;

    /// Puts `items` in place of the conversation, if it still has `seen` items; returns whether it did.
    ///
    /// # Errors
    /// If they cannot be kept.
    async fn replace(&self, seen: usize, items: Vec<InputItem>) -> Result<bool, SessionError>;
}

/// A session cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the conversation cannot be {doing}")]
pub struct SessionError {
    doing: &'static str,
    #[source]
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl SessionError {
    /// The conversation cannot be read.
    pub fn load(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            doing: "read",
            source: source.into(),
        }
    }

    /// The conversation cannot be written.
    pub fn save(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self {
            doing: "written",
            source: source.into(),
        }
    }
}

/// A conversation in memory, gone with the process.
#[derive(Debug, Default)]
pub struct MemorySession(Mutex<Vec<InputItem>>);

impl MemorySession {
    /// Returns a conversation that begins with `items`.
    pub fn new(items: Vec<InputItem>) -> Self {
        Self(Mutex::new(items))
    }

    /// Returns all items.
    pub fn items(&self) -> Vec<InputItem> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<InputItem>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Session for MemorySession {
    async fn load(&self) -> Result<Vec<InputItem>, SessionError> {
        Ok(self.items())
    }

    async fn append(&self, items: Vec<InputItem>) -> Result<(), SessionError> {
        self.lock().extend(items);
        Ok(())
    }

    async fn replace(&self, seen: usize, items: Vec<InputItem>) -> Result<bool, SessionError> {
        let mut kept = self.lock();
        let is_same = kept.len() == seen;
        if is_same {
            *kept = items;
        }
        Ok(is_same)
    }
}

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::secret::SecretHash;

/// A session's name, which is no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// Wraps a name that a store or a client gave.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// The store could not do its work.
#[derive(Debug, thiserror::Error)]
#[error("could not {action}")]
pub struct SessionStoreError {
    /// What was being done, as a fragment: "read a session".
    pub action: &'static str,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// Keeps sessions, by the hashes of their secrets.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Stores a session.
    async fn create(
        &self,
        session: &SessionRecord,
        secret: &SecretHash,
    ) -> Result<(), SessionStoreError>;

    /// Returns the session with this secret.
    async fn find(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, SessionStoreError>;

    /// Revokes the user's session; one that is revoked stays so. Returns whether the user has such a session.
    async fn revoke(
        &self,
        user: &UserId,
        id: &SessionId,
        at: Timestamp,
    ) -> Result<bool, SessionStoreError>;
}

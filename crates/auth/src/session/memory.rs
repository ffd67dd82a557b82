use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::secret::SecretHash;
use super::store::{SessionId, SessionRecord, SessionStore, SessionStoreError};

/// Keeps sessions in memory, for tests and for trying things out: they end with the process.
#[derive(Debug, Default)]
pub struct MemorySessionStore(Mutex<HashMap<SecretHash, SessionRecord>>);

#[async_trait]
impl SessionStore for MemorySessionStore {
    async fn create(
        &self,
        session: &SessionRecord,
        secret: &SecretHash,
    ) -> Result<(), SessionStoreError> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(secret.clone(), session.clone());
        Ok(())
    }

    async fn find(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, SessionStoreError> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(sessions.get(secret).cloned())
    }

    async fn revoke(
        &self,
        user: &UserId,
        id: &SessionId,
        at: Timestamp,
    ) -> Result<bool, SessionStoreError> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = sessions
            .values_mut()
            .filter(|session| session.user == *user);
        let Some(session) = own.find(|session| session.id == *id) else {
            return Ok(false);
        };
        session.revoked_at.get_or_insert(at);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_memory_store_passes_the_suite() {
        crate::session::testing::session_store_suite(&MemorySessionStore::default()).await;
    }
}

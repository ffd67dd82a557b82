use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use taskpilot_context::{Clock, UserId};

use super::secret::{SecretHash, SessionSecret};
use super::store::{SessionId, SessionRecord, SessionStore, SessionStoreError};
use crate::claims::Identity;

/// The sessions of all users. Cloning it is cheap.
#[derive(Clone)]
pub struct Sessions {
    store: Arc<dyn SessionStore>,
    clock: Arc<dyn Clock>,
    lifetime: Duration,
}

/// A session that was just opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its name, by which it can be revoked.
    pub id: SessionId,
    /// What opens it. It cannot be had again.
    pub secret: SessionSecret,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// A session was not opened, or does not open anything.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// No session has such a secret; it may have been long ago.
    #[error("there is no such session")]
    Unknown,
    /// It is over.
    #[error("the session has expired")]
    Expired,
    /// Its user ended it.
    #[error("the session was revoked")]
    Revoked,
    /// The operating system gives no random numbers.
    #[error("no secret could be made")]
    NoRandomness(#[source] getrandom::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] SessionStoreError),
}

impl SessionError {
    /// Returns a stable, machine-readable name, such as `session_expired`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "session_unknown",
            Self::Expired => "session_expired",
            Self::Revoked => "session_revoked",
            Self::NoRandomness(_) | Self::Store(_) => "session_unavailable",
        }
    }
}

impl Sessions {
    /// Returns sessions that last for `lifetime`.
    pub fn new(store: Arc<dyn SessionStore>, clock: Arc<dyn Clock>, lifetime: Duration) -> Self {
        Self {
            store,
            clock,
            lifetime,
        }
    }

    /// Opens a session for a user.
    ///
    /// # Errors
    /// [`SessionError::NoRandomness`], [`SessionError::Store`].
    pub async fn open(&self, user: &UserId) -> Result<NewSession, SessionError> {
        let secret = SessionSecret::generate().map_err(SessionError::NoRandomness)?;
        let number = getrandom::u64().map_err(SessionError::NoRandomness)?;
        // As fine as databases keep it.
        let now = self.clock.now();
        let now = now.round(jiff::Unit::Microsecond).unwrap_or(now);
        let lifetime = SignedDuration::try_from(self.lifetime).unwrap_or(SignedDuration::MAX);
        let session = SessionRecord {
            id: SessionId::new(format!("cksess_{number:016x}")),
            user: user.clone(),
            created_at: now,
            expires_at: now.checked_add(lifetime).unwrap_or(Timestamp::MAX),
            revoked_at: None,
        };
        self.store.create(&session, &secret.hash()).await?;
        Ok(NewSession {
            id: session.id,
            secret,
            expires_at: session.expires_at,
        })
    }

    /// Returns whose session a secret opens.
    ///
    /// # Errors
    /// [`SessionError::Unknown`], [`SessionError::Expired`], [`SessionError::Revoked`], [`SessionError::Store`].
    pub async fn verify(&self, secret: &str) -> Result<Identity, SessionError> {
        let hash = SecretHash::of_sent(secret).ok_or(SessionError::Unknown)?;
        let session = self.store.find(&hash).await?.ok_or(SessionError::Unknown)?;
        if session.revoked_at.is_some() {
            return Err(SessionError::Revoked);
        }
        if session.expires_at <= self.clock.now() {
            return Err(SessionError::Expired);
        }
        Ok(Identity {
            user: session.user,
            expires_at: session.expires_at,
        })
    }

    /// Ends the user's session. Returns whether the user has such a session.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn revoke(&self, user: &UserId, id: &SessionId) -> Result<bool, SessionError> {
        Ok(self.store.revoke(user, id, self.clock.now()).await?)
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sessions")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use taskpilot_context::FixedClock;

    use super::*;
    use crate::session::MemorySessionStore;

    fn sessions(store: &Arc<MemorySessionStore>, now: &str) -> Sessions {
        let clock = Arc::new(FixedClock::at(now.parse().unwrap()));
        let store: Arc<dyn SessionStore> = store.clone();
        Sessions::new(store, clock, Duration::from_hours(1))
    }

    #[tokio::test]
    async fn a_secret_opens_its_session_until_that_is_over() {
        let store = Arc::new(MemorySessionStore::default());
        let ada = UserId::parse("ada").unwrap();
        let session = sessions(&store, "2026-11-21T09:00:00Z")
            .open(&ada)
            .await
            .unwrap();
        assert_eq!(session.expires_at.to_string(), "2026-11-21T10:00:00Z");
        let secret = session.secret.expose();
        let nearly = sessions(&store, "2026-11-21T09:59:59Z")
            .verify(secret)
            .await;
        assert_eq!(nearly.unwrap().user, ada);
        let over = sessions(&store, "2026-11-21T10:00:00Z")
            .verify(secret)
            .await;
        assert!(matches!(over, Err(SessionError::Expired)));
        let wrong = format!("{}x", &secret[..secret.len() - 1]);
        let now = sessions(&store, "2026-11-21T09:30:00Z");
        assert!(matches!(
            now.verify(&wrong).await,
            Err(SessionError::Unknown)
        ));
        assert!(now.revoke(&ada, &session.id).await.unwrap());
        assert!(matches!(
            now.verify(secret).await,
            Err(SessionError::Revoked)
        ));
    }
}

//! The suite that every [`SessionStore`] must pass.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use taskpilot_context::UserId;

use super::{SessionId, SessionRecord, SessionSecret, SessionStore};

/// Runs every case on an empty store.
///
/// # Panics
/// With what is wrong.
pub async fn session_store_suite(store: &dyn SessionStore) {
    let now: Timestamp = "2026-11-21T09:00:00.123456Z".parse().unwrap();
    let later = |seconds| now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    let (ada, bob) = (UserId::parse("ada").unwrap(), UserId::parse("bob").unwrap());
    let session = |id: &str, user: &UserId| SessionRecord {
        id: SessionId::new(id),
        user: user.clone(),
        created_at: now,
        expires_at: later(3_600),
        revoked_at: None,
    };
    let secrets = [(); 3].map(|()| SessionSecret::generate().unwrap().hash());
    let [of_ada, of_bob, of_nobody] = secrets;
    let (first, second) = (session("s1", &ada), session("s2", &bob));
    store.create(&first, &of_ada).await.unwrap();
    store.create(&second, &of_bob).await.unwrap();

    assert_eq!(store.find(&of_ada).await.unwrap(), Some(first.clone()));
    assert_eq!(store.find(&of_bob).await.unwrap(), Some(second.clone()));
    assert_eq!(store.find(&of_nobody).await.unwrap(), None);

    let stolen = store.revoke(&bob, &first.id, later(1)).await.unwrap();
    assert!(!stolen, "nobody revokes the sessions of others");
    assert_eq!(store.find(&of_ada).await.unwrap(), Some(first.clone()));

    assert!(store.revoke(&ada, &first.id, later(2)).await.unwrap());
    assert!(store.revoke(&ada, &first.id, later(3)).await.unwrap());
    let revoked = SessionRecord {
        revoked_at: Some(later(2)),
        ..first
    };
    assert_eq!(store.find(&of_ada).await.unwrap(), Some(revoked));
    assert_eq!(store.find(&of_bob).await.unwrap(), Some(second));
    let missing = SessionId::new("s3");
    assert!(!store.revoke(&ada, &missing, later(4)).await.unwrap());
}

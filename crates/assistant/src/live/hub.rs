use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use taskpilot_context::UserId;
use tokio::sync::watch;

/// Tells the live streams of this process that a user's data changed. Holds nothing for users who do not listen.
#[derive(Clone, Debug, Default)]
pub struct ChangeHub {
    listeners: Arc<Mutex<HashMap<UserId, watch::Sender<()>>>>,
}

/// Wakes on each change of one user's data.
pub(crate) struct Subscription {
    user: UserId,
    receiver: watch::Receiver<()>,
    hub: ChangeHub,
}

impl ChangeHub {
    /// Wakes the user's live streams.
    pub(crate) fn changed(&self, user: &UserId) {
        let listeners = self
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = listeners.get(user) {
            sender.send_replace(());
        }
    }

    /// Begins to listen.
    pub(crate) fn subscribe(&self, user: &UserId) -> Subscription {
        let mut listeners = self
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let sender = listeners
            .entry(user.clone())
            .or_insert_with(|| watch::Sender::new(()));
        Subscription {
            user: user.clone(),
            receiver: sender.subscribe(),
            hub: self.clone(),
        }
    }
}

impl Subscription {
    /// Waits for the next change; several since the last call count as one.
    pub(crate) async fn changed(&mut self) {
        // The sender stays in the hub for as long as this subscription lives.
        if self.receiver.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut listeners = self
            .hub
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // This subscription's own receiver still counts.
        if listeners
            .get(&self.user)
            .is_some_and(|sender| sender.receiver_count() <= 1)
        {
            listeners.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_users_own_streams_wake_and_nothing_is_left_behind() {
        let hub = ChangeHub::default();
        let (ada, bob) = (UserId::parse("ada").unwrap(), UserId::parse("bob").unwrap());
        let mut first = hub.subscribe(&ada);
        let mut second = hub.subscribe(&ada);
        let mut other = hub.subscribe(&bob);
        hub.changed(&ada);
        first.changed().await;
        second.changed().await;
        let quiet =
            tokio::time::timeout(std::time::Duration::from_millis(20), other.changed()).await;
        assert!(quiet.is_err(), "bob's stream must not wake");
        drop((first, second, other));
        assert!(hub.listeners.lock().unwrap().is_empty());
    }
}

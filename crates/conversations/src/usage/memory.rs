use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::civil::Date;
use taskpilot_context::UserId;

use super::{Spending, UsageStore};
use crate::store::StoreError;

/// Keeps what people spend in memory, for tests and for trying things out: it ends with the process.
#[derive(Debug, Default)]
pub struct MemoryUsageStore(Mutex<BTreeMap<(UserId, Date), Spending>>);

impl MemoryUsageStore {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<(UserId, Date), Spending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl UsageStore for MemoryUsageStore {
    async fn add(&self, user: &UserId, day: Date, spent: Spending) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let sum = kept.entry((user.clone(), day)).or_default();
        sum.tokens = sum.tokens.saturating_add(spent.tokens);
        sum.cost_nanos = sum.cost_nanos.saturating_add(spent.cost_nanos);
        Ok(())
    }

    async fn spent(&self, user: &UserId, day: Date) -> Result<Spending, StoreError> {
        let kept = self.kept();
        Ok(kept.get(&(user.clone(), day)).copied().unwrap_or_default())
    }

    async fn days(&self, user: &UserId) -> Result<Vec<(Date, Spending)>, StoreError> {
        let kept = self.kept();
        let own = kept.iter().filter(|((owner, _), _)| owner == user);
        Ok(own.map(|((_, day), spent)| (*day, *spent)).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::MemoryConversationStore;

    #[tokio::test]
    async fn usage_is_kept() {
        let conversations = Arc::new(MemoryConversationStore::new());
        let store = Arc::new(MemoryUsageStore::new());
        crate::testing::usage_store_suite(store, conversations)
            .await
            .unwrap();
    }
}

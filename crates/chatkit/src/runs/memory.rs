use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::{HolderId, RunKey, RunLeases};
use crate::error::BoxError;

/// Leases in memory: for tests, and to read.
#[derive(Debug, Default)]
pub struct MemoryLeases(Mutex<HashMap<RunKey, Lease>>);

#[derive(Debug)]
struct Lease {
    holder: HolderId,
    ends: Instant,
    is_to_stop: bool,
}

impl MemoryLeases {
    fn leases(&self) -> MutexGuard<'_, HashMap<RunKey, Lease>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl RunLeases for MemoryLeases {
    async fn take(
        &self,
        key: &RunKey,
        holder: &HolderId,
        lasts: Duration,
    ) -> Result<bool, BoxError> {
        let (mut leases, now) = (self.leases(), Instant::now());
        let held = leases.get(key);
        if held.is_some_and(|held| held.ends > now && held.holder != *holder) {
            return Ok(false);
        }
        let lease = Lease {
            holder: holder.clone(),
            ends: now + lasts,
            is_to_stop: false,
        };
        leases.insert(key.clone(), lease);
        Ok(true)
    }

    async fn renew(&self, holder: &HolderId, lasts: Duration) -> Result<Vec<RunKey>, BoxError> {
        let (mut leases, now) = (self.leases(), Instant::now());
        let own = leases.iter_mut().filter(|(_, it)| it.holder == *holder);
        let renewed = own.map(|(key, lease)| {
            lease.ends = now + lasts;
            key.clone()
        });
        Ok(renewed.collect())
    }

    async fn release(&self, key: &RunKey, holder: &HolderId) -> Result<(), BoxError> {
        let mut leases = self.leases();
        if leases.get(key).is_some_and(|held| held.holder == *holder) {
            leases.remove(key);
        }
        Ok(())
    }

    async fn stop(&self, key: &RunKey) -> Result<(), BoxError> {
        if let Some(lease) = self.leases().get_mut(key) {
            lease.is_to_stop = true;
        }
        Ok(())
    }

    async fn to_stop(&self, holder: &HolderId) -> Result<Vec<RunKey>, BoxError> {
        let leases = self.leases();
        let own = leases.iter().filter(|(_, it)| it.holder == *holder);
        let asked = own.filter(|(_, lease)| lease.is_to_stop);
        Ok(asked.map(|(key, _)| key.clone()).collect())
    }
}

//! Renews the leases of the runs of this process, and hears who is asked to stop.

use std::collections::HashSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::{Inner, Leased, RunKey};
use crate::error::BoxError;

/// How leases are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeasePace {
    /// How long a lease lasts. So long is a thread held up by a process that was killed.
    pub lasts: Duration,
    /// How often it is renewed.
    pub renew: Duration,
    /// How often a process asks whether one of its runs is to stop.
    pub watch: Duration,
}

impl Default for LeasePace {
    /// Leases of 15 seconds, renewed every 5, watched every half second.
    fn default() -> Self {
        Self {
            lasts: Duration::from_secs(15),
            renew: Duration::from_secs(5),
            watch: Duration::from_millis(500),
        }
    }
}

impl Inner {
    /// Notes that a run has its lease, which was asked for at `asked`, and sees to it that somebody renews it.
    pub(super) fn keep(self: &Arc<Self>, key: &RunKey, asked: Instant) {
        let mut table = self.table();
        if let Some(slot) = table.runs.get_mut(key) {
            slot.is_leased = true;
        }
        let Some(leased) = &self.leased else {
            return;
        };
        if !std::mem::replace(&mut table.is_kept, true) {
            let inner = Arc::downgrade(self);
            leased.runtime.spawn(keep(inner, leased.pace, asked));
        }
    }

    /// Gives a lease back; if that fails, it runs out.
    pub(super) async fn release(&self, key: &RunKey) {
        let Some(leased) = &self.leased else {
            return;
        };
        if let Err(error) = leased.leases.release(key, &leased.holder).await {
            tracing::warn!(%error, "the lease of a run could not be given back; it will run out");
        }
    }

    /// Returns whether there are runs to see to; if not, whoever asks may go.
    fn is_busy(&self) -> bool {
        let mut table = self.table();
        table.is_kept = !table.runs.is_empty();
        table.is_kept
    }

    /// Renews all leases. Runs whose lease is lost are stopped.
    async fn renew(self: &Arc<Self>, leased: &Leased) -> Result<(), BoxError> {
        let before: Vec<(RunKey, u64)> = {
            let table = self.table();
            let leased = table.runs.iter().filter(|(_, slot)| slot.is_leased);
            leased
                .map(|(key, slot)| (key.clone(), slot.number))
                .collect()
        };
        let renewing = leased.leases.renew(&leased.holder, leased.pace.lasts);
        let held: HashSet<RunKey> = renewing.await?.into_iter().collect();
        let lost = before.iter().filter(|(key, _)| !held.contains(key));
        for (key, number) in lost {
            let table = self.table();
            let slot = table.runs.get(key).filter(|slot| slot.number == *number);
            if let Some(slot) = slot {
                tracing::warn!(thread = key.thread(), "a run has lost its lease and stops");
                slot.stop.set();
            }
        }
        for key in held {
            self.release_orphan(key).await;
        }
        Ok(())
    }

    /// Gives back a lease whose run is over: it could not be given back then.
    async fn release_orphan(self: &Arc<Self>, key: RunKey) {
        // Having its place keeps a new run of the thread from taking the lease that is about to go.
        if let Some(place) = self.reserve(key) {
            self.release(&place.0.key).await;
        }
    }

    async fn stop_asked(&self, leased: &Leased) -> Result<(), BoxError> {
        for key in leased.leases.to_stop(&leased.holder).await? {
            if let Some(slot) = self.table().runs.get(&key) {
                slot.stop.set();
            }
        }
        Ok(())
    }

    fn stop_all(&self) {
        for slot in self.table().runs.values() {
            slot.stop.set();
        }
    }
}

/// Sees to the leases until there is no run. None of them was taken or renewed before `renewed`.
async fn keep(inner: Weak<Inner>, pace: LeasePace, mut renewed: Instant) {
    loop {
        // Until then others have to leave the threads alone: what takes up to one more look is on the safe side.
        let end = renewed + pace.lasts.saturating_sub(pace.watch);
        sleep_until(end.min(Instant::now() + pace.watch)).await;
        let Some(inner) = inner.upgrade() else {
            return;
        };
        let Some(leased) = inner.leased.as_ref().filter(|_| inner.is_busy()) else {
            return;
        };
        let now = Instant::now();
        let is_due = now.duration_since(renewed) >= pace.renew;
        let seen_to = timeout_at(end, async {
            if is_due {
                inner.renew(leased).await?;
            }
            inner.stop_asked(leased).await
        });
        match seen_to.await.map_err(BoxError::from).flatten() {
            Ok(()) if is_due => renewed = now,
            Ok(()) => {}
            Err(error) if Instant::now() < end => {
                tracing::warn!(%error, "the leases of runs could not be seen to");
            }
            Err(error) => {
                tracing::warn!(%error, "the leases of runs run out: the runs stop");
                inner.stop_all();
                renewed = Instant::now();
            }
        }
    }
}

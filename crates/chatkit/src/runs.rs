//! One run per thread at a time, in one process or in all that share a database.

mod keeper;
mod lease;
mod memory;
mod stop;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

pub use keeper::LeasePace;
pub use lease::{HolderId, RunKey, RunLeases};
pub use memory::MemoryLeases;
use stop::StopSignal;
pub use stop::Stopped;

use crate::error::BoxError;

/// How long a run that is there is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which threads are being answered: one run each at a time. Clones are the same.
///
/// By itself it keeps the runs of one process apart. With [`RunLeases`] it keeps those of all processes apart that
/// share them: each run then holds a lease, which this renews and gives back.
#[derive(Clone, Default)]
pub struct Runs {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    table: Mutex<Table>,
    leased: Option<Leased>,
}

/// What is shared with other processes.
struct Leased {
    leases: Arc<dyn RunLeases>,
    holder: HolderId,
    pace: LeasePace,
    runtime: Handle,
}

/// The runs of this process.
#[derive(Default)]
struct Table {
    runs: HashMap<RunKey, Slot>,
    /// How many there have been, to tell a run from a later one of the same thread.
    count: u64,
    /// Whether somebody renews the leases.
    is_kept: bool,
}

struct Slot {
    number: u64,
    stop: StopSignal,
    /// Whether its lease is known to be held: not while it is being asked for.
    is_leased: bool,
}

impl Runs {
    /// Keeps runs apart by leases as well; they are renewed, and given back, on `runtime`.
    pub fn leased(leases: Arc<dyn RunLeases>, pace: LeasePace, runtime: Handle) -> Self {
        let shared = Leased {
            leases,
            holder: HolderId::random(),
            pace,
            runtime,
        };
        Self {
            inner: Arc::new(Inner {
                table: Mutex::default(),
                leased: Some(shared),
            }),
        }
    }

    /// Returns the right to answer in a thread as [`Runs::begin`] does, but waits half a second for a run that is there.
    ///
    /// A run whose reader has just left has its words to store yet: whoever stops an answer and goes on at once is not
    /// refused.
    ///
    /// # Errors
    /// If the leases cannot be reached.
    pub async fn begin_soon(&self, key: RunKey) -> Result<Option<Run>, BoxError> {
        let end = Instant::now() + PATIENCE;
        loop {
            let begun = self.begin(key.clone()).await?;
            if begun.is_some() || Instant::now() >= end {
                return Ok(begun);
            }
            sleep(PATIENCE / 10).await;
        }
    }

    /// Returns the right to answer in a thread, or `None` if somebody else has it.
    ///
    /// # Errors
    /// If the leases cannot be reached.
    pub async fn begin(&self, key: RunKey) -> Result<Option<Run>, BoxError> {
        let Some(run) = self.inner.reserve(key) else {
            return Ok(None);
        };
        let Some(leased) = &self.inner.leased else {
            return Ok(Some(run));
        };
        // On a task of its own: if nobody waits any more, the lease is still given back once it was taken.
        let taking = leased.runtime.spawn(async move { run.take_lease().await });
        taking.await?
    }

    /// Has the run of a thread stop, wherever it runs. It ends soon, and keeps what it has said.
    ///
    /// # Errors
    /// If the leases cannot be reached.
    pub async fn stop(&self, key: &RunKey) -> Result<(), BoxError> {
        if let Some(slot) = self.inner.table().runs.get(key) {
            slot.stop.set();
            return Ok(());
        }
        match &self.inner.leased {
            Some(leased) => leased.leases.stop(key).await,
            None => Ok(()),
        }
    }
}

impl Inner {
    /// Takes the thread's place in this process, unless a run has it.
    fn reserve(self: &Arc<Self>, key: RunKey) -> Option<Run> {
        let mut table = self.table();
        table.count = table.count.wrapping_add(1);
        let number = table.count;
        let Entry::Vacant(vacant) = table.runs.entry(key) else {
            return None;
        };
        let key = vacant.key().clone();
        let stop = StopSignal::default();
        vacant.insert(Slot {
            number,
            stop: stop.clone(),
            is_leased: false,
        });
        Some(Run(Arc::new(Held {
            inner: Arc::clone(self),
            key,
            stop,
            may_be_leased: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        })))
    }

    fn free(&self, key: &RunKey) {
        self.table().runs.remove(key);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to answer in a thread. It ends with [`Run::end`], or once the last clone is dropped.
#[derive(Clone)]
pub struct Run(Arc<Held>);

/// A [`Run`] that does not keep the thread from others.
#[derive(Clone)]
pub(crate) struct WeakRun(Weak<Held>);

struct Held {
    inner: Arc<Inner>,
    key: RunKey,
    stop: StopSignal,
    /// Whether a lease was asked for.
    may_be_leased: AtomicBool,
    is_over: AtomicBool,
}

impl Run {
    /// Returns what resolves once the run is to stop: somebody asked for it, or its lease is lost.
    pub fn stopped(&self) -> Stopped {
        self.0.stop.wait()
    }

    /// Returns whether the run is to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.is_set()
    }

    /// Gives the right back, and waits until others can have it. While there are clones, the last of them does so.
    pub async fn end(self) {
        let Some(held) = Arc::into_inner(self.0) else {
            return;
        };
        held.is_over.store(true, Ordering::Relaxed);
        if let Some(giving_back) = held.give_back() {
            // It fails only if the runtime ends, and the leases then run out by themselves.
            let _ = giving_back.await;
        }
    }

    pub(crate) fn downgrade(&self) -> WeakRun {
        WeakRun(Arc::downgrade(&self.0))
    }

    async fn take_lease(self) -> Result<Option<Self>, BoxError> {
        let held = &self.0;
        let Some(leased) = &held.inner.leased else {
            return Ok(Some(self));
        };
        held.may_be_leased.store(true, Ordering::Relaxed);
        let (lasts, asked) = (leased.pace.lasts, Instant::now());
        let is_taken = leased.leases.take(&held.key, &leased.holder, lasts).await?;
        if !is_taken {
            held.may_be_leased.store(false, Ordering::Relaxed);
            return Ok(None);
        }
        held.inner.keep(&held.key, asked);
        Ok(Some(self))
    }
}

impl WeakRun {
    pub(crate) fn upgrade(&self) -> Option<Run> {
        self.0.upgrade().map(Run)
    }
}

impl Held {
    /// Frees the thread: at once, or on a task if there is a lease to give back before.
    fn give_back(&self) -> Option<tokio::task::JoinHandle<()>> {
        let leased = self.inner.leased.as_ref();
        let leased = leased.filter(|_| self.may_be_leased.load(Ordering::Relaxed));
        let Some(leased) = leased else {
            self.inner.free(&self.key);
            return None;
        };
        let (inner, key) = (Arc::clone(&self.inner), self.key.clone());
        Some(leased.runtime.spawn(async move {
            inner.release(&key).await;
            inner.free(&key);
        }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if !self.is_over.load(Ordering::Relaxed) {
            self.give_back();
        }
    }
}

impl std::fmt::Debug for Runs {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Runs")
            .field("is_leased", &self.inner.leased.is_some())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Run").field(&self.0.key).finish()
    }
}

#[cfg(test)]
mod tests;

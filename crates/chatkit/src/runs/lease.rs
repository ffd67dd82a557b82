use std::time::Duration;

use async_trait::async_trait;

use crate::error::BoxError;
use crate::id::random_id;

/// What one run at a time is about: a thread of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RunKey {
    owner: String,
    thread: String,
}

impl RunKey {
    /// Returns the key of a thread; `owner` is whose it is, in words that tell people apart.
    pub fn new(owner: impl Into<String>, thread: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            thread: thread.into(),
        }
    }

    /// Returns whose thread it is.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Returns which thread.
    pub fn thread(&self) -> &str {
        &self.thread
    }
}

/// Who holds leases: the [`Runs`](super::Runs) of one process.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HolderId(String);

impl HolderId {
    /// Makes an id that nobody else has.
    pub fn random() -> Self {
        Self(random_id("run_"))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Leases of runs, in a place that all processes share: what keeps two of them from answering in one thread.
///
/// A lease lasts for a while, by the clock of the place where it is kept, so that processes need not agree on the
/// time. Its holder renews it while the run goes on; if the holder is gone, it runs out by itself.
///
/// The module `testing` (feature `testing`) has the suite that all leases must pass.
#[async_trait]
pub trait RunLeases: Send + Sync {
    /// Takes a lease for `lasts` from now, and returns whether that was possible: not if another holder has it and
    /// it has not run out. A holder that has it already takes it anew. Of several at once one succeeds.
    async fn take(
        &self,
        key: &RunKey,
        holder: &HolderId,
        lasts: Duration,
    ) -> Result<bool, BoxError>;

    /// Makes all leases of `holder` last for `lasts` from now, and returns which they are. One that ran out and was
    /// taken by nobody is renewed, too.
    async fn renew(&self, holder: &HolderId, lasts: Duration) -> Result<Vec<RunKey>, BoxError>;

    /// Gives a lease back. One that `holder` does not have is left alone.
    async fn release(&self, key: &RunKey, holder: &HolderId) -> Result<(), BoxError>;

    /// Asks whoever has the lease to stop. That is forgotten once the lease is given back or taken.
    async fn stop(&self, key: &RunKey) -> Result<(), BoxError>;

    /// Returns which runs of `holder` were asked to stop.
    async fn to_stop(&self, holder: &HolderId) -> Result<Vec<RunKey>, BoxError>;
}

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Which threads are answering: one run each at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Arc<Mutex<HashSet<String>>>);

/// The right to answer in a thread, until it is dropped.
#[derive(Debug)]
pub(super) struct RunGuard {
    runs: Runs,
    key: String,
}

impl Runs {
    /// Returns the right to answer in the thread of this key, unless somebody has it.
    pub(super) fn begin(&self, key: String) -> Option<RunGuard> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(key.clone()).then(|| RunGuard {
            runs: self.clone(),
            key,
        })
    }
}

impl Drop for RunGuard {
    fn drop(&mut self) {
        let mut running = self.runs.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.key);
    }
}

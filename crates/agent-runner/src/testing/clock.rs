use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::options::UnixClock;

/// A clock that stands still until it is set; clones are the same clock.
///
/// It is for what has an end by the calendar, such as approvals. Time limits of runs follow tokio's clock, which tests
/// pause.
#[derive(Debug, Clone, Default)]
pub struct VirtualClock(Arc<AtomicU64>);

impl VirtualClock {
    /// Returns a clock that shows `unix_seconds`.
    pub fn at(unix_seconds: u64) -> Self {
        Self(Arc::new(AtomicU64::new(unix_seconds)))
    }

    /// Moves it on.
    pub fn advance(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Returns it for [`RunOptions::clock`](crate::RunOptions::clock).
    pub fn clock(&self) -> UnixClock {
        let now = Arc::clone(&self.0);
        UnixClock::new(move || now.load(Ordering::SeqCst))
    }
}

//! What a person has spent in a day, as it is kept.

mod memory;

use async_trait::async_trait;
use jiff::civil::Date;
use taskpilot_context::UserId;

use crate::store::StoreError;

pub use memory::MemoryUsageStore;

/// What model calls cost together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spending {
    /// Tokens read and written.
    pub tokens: u64,
    /// Billionths of a US dollar.
    pub cost_nanos: u64,
}

impl Spending {
    /// Returns whether nothing was spent.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Keeps what people spend, by day. Every call is about one user.
#[async_trait]
pub trait UsageStore: Send + Sync {
    /// Counts `spent` to a day. What is added at the same time is not lost; what is added for a user of whom nothing is
    /// kept (deleted meanwhile, for instance) may be.
    async fn add(&self, user: &UserId, day: Date, spent: Spending) -> Result<(), StoreError>;

    /// Returns what was spent on a day.
    async fn spent(&self, user: &UserId, day: Date) -> Result<Spending, StoreError>;

    /// Returns what was spent on each day that is kept, first day first.
    async fn days(&self, user: &UserId) -> Result<Vec<(Date, Spending)>, StoreError>;
}

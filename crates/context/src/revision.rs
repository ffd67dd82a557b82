use std::fmt;

use serde::{Deserialize, Serialize};

/// Counts the changes of one user's data (tasks and conversations together), in commit order.
///
/// Whoever has seen revision `n` has seen everything up to it, so live streams resume from it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Revision(i64);

impl Revision {
    /// The revision of a user who has no data yet.
    pub const ZERO: Self = Self(0);

    /// Wraps a number that a store kept or a client sent back.
    pub fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the bare number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

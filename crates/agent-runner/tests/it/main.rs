//! What a run tells, does and leaves behind, seen from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod cancel;
mod checker;
mod cuts;
mod events;
mod faults;
mod history;
mod limits;
mod order;
mod support;

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
mod guardrails;
mod history;
mod limits;
mod nested;
mod order;
mod support;

//! What a run tells, does and leaves behind, seen from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod approvals;
mod budgets;
mod cancel;
mod checker;
mod cuts;
mod events;
mod faults;
mod guardrails;
mod handoffs;
mod history;
mod hooks;
mod kit;
mod limits;
mod nested;
mod order;
mod sessions;
mod structured;
mod support;
mod tangled;

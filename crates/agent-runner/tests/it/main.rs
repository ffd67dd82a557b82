//! What a run tells, does and leaves behind, seen from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod approvals;
mod attachments;
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
mod instructions;
mod kit;
mod limits;
mod mcp;
mod nested;
mod order;
mod retries;
mod sessions;
mod stores;
mod structured;
mod support;
mod tangled;
mod telemetry;

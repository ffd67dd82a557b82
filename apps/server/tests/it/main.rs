//! The server as people and programs meet it: over HTTP, in a terminal, and as a child process that is killed.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

// What the tests stand on.
mod app;
mod approvals;
mod database;
mod generated;
mod program;
mod raw;
mod sse;
mod tokens;
mod transcript;
mod user;

// What people do.
mod account;
mod chat;
mod chat_idempotency;
mod chatkit;
mod chatkit_attachments;
mod chatkit_bytes;
mod chatkit_cuts;
mod chatkit_dictation;
mod chatkit_sessions;
mod conversations;
mod daily_limits;
mod live;
mod task_lists;
mod task_versions;
mod tasks;
mod undo;

// What they should not do.
mod bad_bodies;
mod bad_headers;
mod bad_queries;
mod bad_tokens;
mod injection;
mod isolation;
mod nonsense;

// What may go wrong.
mod durability;
mod leaving;
mod model_faults;
mod replicas;
mod shutdown;

// What operators see.
mod command_line;
mod configuration;
mod edges;
mod issuer;
mod mcp;
mod mistakes;
mod operations;
mod terminal_chat;
mod thread;
mod threads;

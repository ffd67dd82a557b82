#![doc = include_str!("../README.md")]

mod agent;
mod event;
mod tool;

pub use agent::Agent;
pub use event::{RunError, RunEvent, RunEventKind, RunFailure, RunOutcome};
pub use tool::{Tool, ToolContext, ToolError, ToolOutput};

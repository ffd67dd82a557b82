#![doc = include_str!("../README.md")]

mod agent;
mod answer;
mod batch;
mod call_id;
mod cancellation;
mod event;
mod function_tool;
pub mod history;
mod options;
mod run;
mod schema;
mod stream;
#[cfg(feature = "testing")]
pub mod testing;
mod tool;
mod transcript;

pub use agent::Agent;
pub use event::{RunError, RunEvent, RunEventKind, RunFailure, RunOutcome};
pub use function_tool::FunctionTool;
pub use options::RunOptions;
pub use stream::{RunStream, run};
pub use tool::{Tool, ToolContext, ToolError, ToolOutput};

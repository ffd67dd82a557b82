#![doc = include_str!("../README.md")]

mod agent;
mod answer;
#[expect(
    clippy::doc_markdown,
    reason = "its doc comments are read by models, for whom backticks are only tokens"
)]
mod arguments;
mod caller;
mod check;
mod definition;
mod fault;
mod schema;
mod server;
mod tools;
mod view;

pub use answer::Candidate;
pub use caller::ToolCaller;
pub use definition::{ToolDefinition, ToolHints};
pub use fault::{FaultCode, FieldFault, ToolFault};
pub use server::{McpServer, ServeError, serve, serve_stdio};
pub use tools::TaskTools;
pub use view::{RecurrenceView, TaskView};

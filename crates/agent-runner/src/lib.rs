#![doc = include_str!("../README.md")]

mod agent;
mod agent_tool;
mod answer;
mod batch;
mod call_id;
mod cancellation;
mod event;
mod function_tool;
mod guardrail;
pub mod history;
mod options;
mod run;
mod schema;
mod stream;
#[cfg(feature = "testing")]
pub mod testing;
mod tool;
mod tool_context;
mod transcript;

pub use agent::Agent;
pub use agent_tool::AgentTool;
pub use event::{RunError, RunEvent, RunEventKind, RunFailure, RunOutcome};
pub use function_tool::FunctionTool;
pub use guardrail::{
    GuardrailStage, InputGuardrail, OutputGuardrail, Timing, ToolGuardrail, ToolVerdict, Trip,
    Verdict,
};
pub use options::RunOptions;
pub use stream::{RunStream, run};
pub use tool::{Tool, ToolContext, ToolError, ToolOutput};

#![doc = include_str!("../README.md")]

mod agent;
mod agent_tool;
mod answer;
mod approval;
mod batch;
mod budget;
mod call_id;
mod cancellation;
mod event;
mod function_tool;
mod guardrail;
mod handoff;
pub mod history;
mod hooks;
mod instructions;
#[cfg(feature = "mcp")]
pub mod mcp;
mod options;
mod recovery;
mod run;
mod schema;
mod session;
mod state;
mod stream;
mod structured;
mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod tool;
mod tool_context;
mod transcript;

pub use agent::Agent;
pub use agent_tool::AgentTool;
pub use approval::{
    ApprovalPolicy, ApprovalRequest, Decision, DecisionError, Ruling, StandingDecision,
};
pub use budget::{Budget, BudgetLimit, Price, UsageEntry};
pub use event::{Interruption, RunError, RunEvent, RunEventKind, RunFailure, RunOutcome};
pub use function_tool::FunctionTool;
pub use guardrail::{
    GuardrailStage, InputGuardrail, OutputGuardrail, Timing, ToolGuardrail, ToolVerdict, Trip,
    Verdict,
};
pub use handoff::{Handoff, HandoffHistory, HistoryFilter};
pub use hooks::{CallFlow, Flow, Hooks, Scene};
pub use instructions::Instructions;
pub use options::{RunOptions, UnixClock};
pub use recovery::{ErrorHandler, Fallback};
pub use session::{
    CompactedSession, FileStore, MemorySession, MemoryStore, Session, SessionError, SessionStore,
    StoredSession, Trim, TrimmedSession,
};
pub use state::{RunState, StateError};
pub use stream::{RunStream, resume, run};
pub use structured::OutputForm;
pub use tool::{Concurrency, Tool, ToolAnnotations, ToolContext, ToolError, ToolOutput};

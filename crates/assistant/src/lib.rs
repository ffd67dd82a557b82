#![doc = include_str!("../README.md")]

mod allowance;
mod approval;
mod assistant;
pub mod chatkit;
mod consent;
mod draft;
mod error;
mod history;
mod live;
mod prompt;
mod runs;
mod turn;

pub use allowance::{DAILY_LIMIT, DailyLimitReached, DailyLimits};
pub use approval::{
    ApprovalAction, ApprovalDecision, ApprovalReason, ApprovalRequired, DecideError,
    MAX_REASON_CHARS,
};
pub use assistant::{Assistant, AssistantOptions, AssistantParts, TurnContext, TurnRequest};
pub use error::TurnError;
pub use live::{ChangeHub, LiveChange, LiveEvent, LiveUpdates, notifying, notifying_threads};
pub use taskpilot_agent_runner::Price;
pub use turn::{TurnDone, TurnEvent, TurnFailure, TurnStream};

use std::time::Duration;

use crate::error::ErrorKind;
use crate::response::{ModelResponse, ToolCall};

/// One step of a model's answer, the same for every provider and API.
///
/// Deltas are for display; what counts is in [`ModelEvent::Finished`], which comes last and exactly once
/// unless the stream ends in an error.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ModelEvent {
    /// An attempt failed before anything visible was sent; another follows after `delay`.
    RetryScheduled {
        /// How long until then.
        delay: Duration,
        /// What went wrong.
        cause: ErrorKind,
    },
    /// The provider accepted the call.
    Started,
    /// More text.
    TextDelta(String),
    /// More of the thoughts' readable part.
    ReasoningDelta(String),
    /// More of a refusal.
    RefusalDelta(String),
    /// A tool call began: its id and name are known.
    ToolCallStarted {
        /// Joins call and output.
        call_id: String,
        /// Which tool.
        name: String,
    },
    /// More of a tool call's arguments.
    ToolCallDelta {
        /// Which call.
        call_id: String,
        /// More JSON text.
        delta: String,
    },
    /// A tool call is complete. It may run only after [`ModelEvent::Finished`].
    ToolCallReady(ToolCall),
    /// The whole answer; nothing follows.
    Finished(Box<ModelResponse>),
}

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use taskpilot_model_client::{Annotation, ErrorKind, GeneratedImage, InputItem, ModelError, Usage};

use crate::approval::ApprovalRequest;
use crate::budget::{BudgetLimit, UsageEntry};
use crate::guardrail::{GuardrailStage, Trip};
use crate::session::SessionError;
use crate::state::RunState;

/// One step of a run.
#[derive(Debug)]
#[non_exhaustive]
pub struct RunEvent {
    /// Which run: [`RunOptions::run_id`](crate::RunOptions::run_id), or one that was made up.
    pub run_id: Arc<str>,
    /// Which agent acts.
    pub agent: Arc<str>,
    /// In which turn (one model call with the tools it triggers), from 1; 0 before the first.
    pub turn: u32,
    /// Counts the run's events, from 1, without gaps.
    pub sequence: u64,
    /// What happened.
    pub kind: RunEventKind,
}

/// What happened. The last event of a run is `Completed`, `Failed` or `Cancelled`, exactly once.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunEventKind {
    /// The run began.
    RunStarted,
    /// The model is being asked.
    TurnStarted,
    /// A model attempt failed before anything was shown; another follows.
    RetryScheduled {
        /// When.
        delay: Duration,
        /// Why.
        cause: ErrorKind,
    },
    /// A model failed before anything was shown, and another is asked
    /// ([`FallbackModel`](taskpilot_model_client::FallbackModel)). It is no retry.
    ModelSwitched {
        /// The name of the one that is asked now.
        model: String,
        /// What went wrong with the one before.
        cause: ErrorKind,
    },
    /// More text.
    TextDelta(String),
    /// A source of the text, with places that count the characters of all text of this turn.
    Annotation(Box<Annotation>),
    /// The provider began to make an image.
    ImageStarted {
        /// Joins all events of the image.
        image_id: String,
    },
    /// The image as far as it is.
    ImagePartial {
        /// Joins all events of the image.
        image_id: String,
        /// Which of the partial images, from 0.
        index: u64,
        /// The partial image, as base64.
        base64: String,
    },
    /// An image is complete.
    ImageFinished(GeneratedImage),
    /// More of the thoughts' readable part.
    ReasoningDelta(String),
    /// Another part of the thoughts begins. Where thoughts are one text, a blank line stands between parts.
    ReasoningBreak,
    /// More of a refusal.
    RefusalDelta(String),
    /// The model began to write a tool call.
    ToolCallStarted {
        /// Joins all events of the call.
        call_id: String,
        /// Which tool.
        name: String,
    },
    /// The model finished a tool call; it is about to run.
    ToolCallReady {
        /// Joins all events of the call.
        call_id: String,
        /// Which tool; possibly unknown.
        name: String,
        /// As the model wrote them; possibly malformed.
        arguments: String,
    },
    /// A tool says how far it is.
    ToolProgress {
        /// Joins all events of the call.
        call_id: String,
        /// Which tool.
        name: String,
        /// What it says; between the tool and the application.
        value: Value,
    },
    /// Something happened in a run inside of a tool ([`AgentTool`](crate::AgentTool)).
    ///
    /// The inner run has its own id, agents, turns and sequence numbers, and one terminal event, unless its tool was
    /// dropped.
    Nested {
        /// The call of the tool.
        call_id: String,
        /// What happened.
        event: Box<RunEvent>,
    },
    /// A guardrail stopped the run. What was shown of it is not to be seen any longer, unless a
    /// [tool's](GuardrailStage::Tool) guardrail stopped it; [`RunError::Guardrail`] follows.
    GuardrailTripped {
        /// Which kind of guardrail.
        stage: GuardrailStage,
        /// Its name.
        guardrail: String,
        /// Why.
        trip: Trip,
    },
    /// A call waits for a person's word. The run goes on with the other calls of the answer, then ends as
    /// [`RunEventKind::Interrupted`].
    ApprovalRequested(Box<ApprovalRequest>),
    /// Another agent has taken over; it acts from the next event on.
    HandedOff {
        /// Who had the conversation.
        from: Arc<str>,
        /// Who has it.
        to: Arc<str>,
    },
    /// The run goes on that waited for a person's word.
    RunResumed,
    /// A tool ended; sent as each one ends, not in call order.
    ToolFinished {
        /// Joins all events of the call.
        call_id: String,
        /// Which tool.
        name: String,
        /// What it answered, or why not.
        result: Result<Value, Value>,
    },
    /// A model call ended.
    ModelCallFinished {
        /// What it cost.
        usage: Usage,
    },
    /// The run ended with an answer.
    Completed(Box<RunOutcome>),
    /// The run failed; what was done until then is in it.
    Failed(Box<RunFailure>),
    /// The run waits for a person's word on calls: [`resume`](crate::resume) goes on with it.
    Interrupted(Box<Interruption>),
    /// The run was cancelled; what was done until then is in it.
    Cancelled(Box<RunOutcome>),
}

impl RunEventKind {
    /// Returns whether it is the last event of its run.
    pub fn is_terminal(&self) -> bool {
        matches!(
            self,
            Self::Completed(_) | Self::Failed(_) | Self::Cancelled(_) | Self::Interrupted(_)
        )
    }
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RunOutcome {
    /// The final text; what was said until then if the run was cut.
    pub text: String,
    /// What the run added to its input: valid as history for another run (each call has its output).
    pub new_items: Vec<InputItem>,
    /// What all model calls cost together, those of tools included.
    pub usage: Usage,
    /// How many turns it took.
    pub turns: u32,
    /// Whether the answer ends where the model had written as many tokens as it may.
    pub is_cut: bool,
    /// The answer as the agent's [form](crate::OutputForm) has it, if it has one.
    pub output: Option<Value>,
    /// Every model call by itself, failed ones too, and what each tool spent.
    pub ledger: Vec<UsageEntry>,
}

/// A run that waits for a person's word.
#[derive(Debug)]
pub struct Interruption {
    /// The calls that wait.
    pub requests: Vec<ApprovalRequest>,
    /// The run: decide about the calls, and resume it.
    pub state: RunState,
    /// What was done until then, as if the calls were given up. It is not to be kept if the run is resumed: the run's
    /// outcome then holds it all.
    pub partial: RunOutcome,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The model call failed.
    #[error("the model did not answer")]
    Model(#[source] ModelError),
    /// The model kept calling tools.
    #[error("the run did not end within {0} turns")]
    MaxTurns(u32),
    /// The model kept writing tool calls that cannot be run.
    #[error("the model wrote {0} malformed or unknown tool calls in a row")]
    TooManyBadCalls(u32),
    /// The model refused.
    #[error("the model refused")]
    Refused(String),
    /// A guardrail stopped the run.
    #[error("the guardrail {guardrail} stopped the run")]
    Guardrail {
        /// Which.
        guardrail: String,
        /// Why, for the person.
        message: String,
    },
    /// The run has reached a limit of its [`Budget`](crate::Budget).
    #[error("the run has spent its budget of {0}")]
    Budget(BudgetLimit),
    /// A hook stopped the run, for this reason.
    #[error("the run was stopped: {0}")]
    Stopped(String),
    /// The answer does not have the agent's form; this is what is wrong.
    #[error("the answer does not have its form: {0}")]
    InvalidOutput(String),
    /// The conversation cannot be read or kept.
    #[error("the conversation is out of reach")]
    Session(#[source] SessionError),
    /// The state is that of an agent that the one it is resumed with does not know.
    #[error("there is no agent {0}")]
    UnknownAgent(String),
    /// The model answered nothing.
    #[error("the model answered nothing")]
    Empty,
}

/// A failed run.
#[derive(Debug)]
pub struct RunFailure {
    /// Why.
    pub error: RunError,
    /// What was done until then.
    pub partial: RunOutcome,
}

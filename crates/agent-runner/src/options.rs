use std::sync::Arc;
use std::time::Duration;

use taskpilot_model_client::ModelRequest;
use tokio_util::sync::CancellationToken;

use crate::approval::{ApprovalPolicy, StandingDecision};
use crate::budget::Budget;
use crate::recovery::ErrorHandler;
use crate::session::Session;

/// The limits of one run, and what each of its model calls starts from.
#[derive(Clone)]
pub struct RunOptions {
    /// Model calls, with the tools each triggers, before the run fails with
    /// [`RunError::MaxTurns`](crate::RunError::MaxTurns); 10 unless said otherwise.
    pub max_turns: u32,
    /// Turns in a row in which no tool call could be run (malformed, unknown, repeated, cut) and the model was told
    /// so; one more fails the run. 3 unless said otherwise, 0 forgives none.
    pub max_bad_calls: u32,
    /// Tools of one turn that run at the same time; the rest wait their turn. 16 unless said otherwise, at least 1.
    pub max_parallel_tools: usize,
    /// Bytes of a tool's answer that the model reads; the rest is replaced by a note (the event carries all of it).
    /// 64 KiB unless said otherwise.
    pub max_tool_output_bytes: usize,
    /// Bytes of all that a tool [attaches](crate::ToolContext::attach) to one answer, as they are sent (base64 counts
    /// as it stands); an answer with more becomes an error that the model is told. 10 MiB unless said otherwise.
    pub max_tool_attachment_bytes: usize,
    /// How long a tool may take before it is dropped and the model is told; 60 s unless said otherwise.
    pub tool_timeout: Duration,
    /// How long a cancelled run waits for tools that have begun; 5 s unless said otherwise. A tool that takes longer
    /// is left to end on its own, within `tool_timeout`.
    pub drain_timeout: Duration,
    /// What each model call starts from: model name, temperature, caps and so on. `input` is ignored;
    /// `instructions`, if any, stand for the agent's; `tools`, if any, are offered instead of the specs of all of the
    /// agent's tools (many runs may share one [`Agent::tool_specs`](crate::Agent::tool_specs)). A `tool_choice` that
    /// forces a call holds until the first call.
    pub request: ModelRequest,
    /// Further attempts of model calls in the whole run, those of [agents inside of it](crate::AgentTool) included;
    /// 10 unless said otherwise. A single call takes as many of them as its model's own policy lets it. Counts only if
    /// `request` brings no `retry_budget`.
    pub max_retries: u32,
    /// What the run may spend beside its turns; nothing is limited unless said so.
    pub budget: Budget,
    /// Which calls wait for a person's word, beside those whose tool says so.
    pub approvals: ApprovalPolicy,
    /// What people have said for all calls of a tool.
    pub standing: Vec<StandingDecision>,
    /// Tells the time, for decisions that have an end; without it they do not count.
    pub clock: Option<UnixClock>,
    /// Handoffs before the model is told to answer itself; 8 unless said otherwise.
    pub max_handoffs: u32,
    /// How often one agent may hand over to the same other again before the model is told to answer itself; once
    /// unless said otherwise.
    pub max_handoff_returns: u32,
    /// How often the model is asked again for an answer that does not have its form; once unless said otherwise.
    pub max_repairs: u32,
    /// Makes answers of some failures.
    pub on_error: Option<ErrorHandler>,
    /// Where the conversation is kept that the run goes on with.
    pub session: Option<Arc<dyn Session>>,
    /// Ends the run as cancelled once its turn is over: tools that the model asked for are run, and no more.
    pub stop_after_turn: CancellationToken,
    /// Whether spans hold what was said: instructions, messages, arguments and results. Not unless said so, because
    /// whoever reads traces then reads conversations.
    pub trace_content: bool,
    /// What the run is called in its events; made up if there is none. An agent that is
    /// [called as a tool](crate::AgentTool) gets the caller's with the call's id behind it.
    pub run_id: Option<Arc<str>>,
    /// Cancels the run when fired. Unlike dropping the stream, this waits for tools that have begun and ends in a
    /// history that can be kept.
    pub cancel: CancellationToken,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            max_turns: 10,
            max_bad_calls: 3,
            max_parallel_tools: 16,
            max_tool_output_bytes: 64 * 1024,
            max_tool_attachment_bytes: 10 * 1024 * 1024,
            tool_timeout: Duration::from_mins(1),
            drain_timeout: Duration::from_secs(5),
            request: ModelRequest::default(),
            max_retries: 10,
            budget: Budget::default(),
            approvals: ApprovalPolicy::default(),
            standing: Vec::new(),
            clock: None,
            max_handoffs: 8,
            max_handoff_returns: 1,
            max_repairs: 1,
            on_error: None,
            session: None,
            stop_after_turn: CancellationToken::new(),
            trace_content: false,
            run_id: None,
            cancel: CancellationToken::new(),
        }
    }
}

/// Without what cannot be shown.
impl std::fmt::Debug for RunOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RunOptions")
            .field("max_turns", &self.max_turns)
            .field("max_bad_calls", &self.max_bad_calls)
            .field("max_parallel_tools", &self.max_parallel_tools)
            .field("max_tool_output_bytes", &self.max_tool_output_bytes)
            .field("max_tool_attachment_bytes", &self.max_tool_attachment_bytes)
            .field("tool_timeout", &self.tool_timeout)
            .field("drain_timeout", &self.drain_timeout)
            .field("max_retries", &self.max_retries)
            .field("budget", &self.budget)
            .field("approvals", &self.approvals)
            .field("run_id", &self.run_id)
            .finish_non_exhaustive()
    }
}

/// Tells the time in seconds since 1970.
#[derive(Clone)]
pub struct UnixClock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl UnixClock {
    /// Returns a clock that asks `now`.
    pub fn new(now: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Returns the time in seconds since 1970.
    pub fn now(&self) -> u64 {
        (self.0)()
    }
}

impl std::fmt::Debug for UnixClock {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("UnixClock")
    }
}

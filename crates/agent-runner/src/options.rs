use std::sync::Arc;
use std::time::Duration;

use taskpilot_model_client::ModelRequest;
use tokio_util::sync::CancellationToken;

/// The limits of one run, and what each of its model calls starts from.
#[derive(Debug, Clone)]
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
            tool_timeout: Duration::from_mins(1),
            drain_timeout: Duration::from_secs(5),
            request: ModelRequest::default(),
            run_id: None,
            cancel: CancellationToken::new(),
        }
    }
}

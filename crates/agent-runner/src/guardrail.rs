//! Checks of what goes in, what comes out, and what tools do.

mod watch;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use serde_json::Value;
use taskpilot_model_client::InputItem;

use crate::tool::ToolContext;

pub(crate) use watch::Watch;

/// When a guardrail is waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Timing {
    /// Before anything else. An input guardrail: before the model is asked. An output guardrail: before an answer is
    /// shown or its tools run, so each answer's text comes in one piece, and thoughts are not shown at all.
    Blocking,
    /// Beside the model, but before the first tool runs and before the run ends. For an output guardrail as
    /// [`Timing::Parallel`].
    #[default]
    BeforeSideEffects,
    /// Beside everything; the run ends only once it has passed, unless it is cancelled or out of time. Tools may have
    /// run when it trips, and what was shown until then has to be taken back.
    Parallel,
}

/// What a guardrail makes of what it saw.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing is wrong.
    Pass,
    /// The run must not go on.
    Trip(Trip),
}

/// Why a guardrail stops a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Trip {
    /// For the person: what is wrong, and what to do.
    pub message: String,
    /// For programs and logs.
    pub info: Value,
}

impl Trip {
    /// Returns a reason in words, with nothing for programs.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            info: Value::Null,
        }
    }
}

/// Which kind of guardrail tripped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuardrailStage {
    /// An [`InputGuardrail`].
    Input,
    /// An [`OutputGuardrail`].
    Output,
    /// A [`ToolGuardrail`].
    Tool,
}

/// Checks what a run begins with. It runs once, for the agent that the run begins with, and not again when a run is
/// resumed.
///
/// A guardrail that panics trips: what could not be checked does not pass.
#[async_trait]
pub trait InputGuardrail<Cx>: Send + Sync {
    /// Returns its name, for events and logs.
    fn name(&self) -> &str;

    /// Returns when it is waited for.
    fn timing(&self) -> Timing {
        Timing::default()
    }

    /// Checks the input of a run.
    async fn check(&self, app: Arc<Cx>, input: Arc<[InputItem]>) -> Verdict;
}

/// Checks what an agent says in the end; with [`Timing::Blocking`], whatever it says.
///
/// A guardrail that panics trips: what could not be checked does not pass.
#[async_trait]
pub trait OutputGuardrail<Cx>: Send + Sync {
    /// Returns its name, for events and logs.
    fn name(&self) -> &str;

    /// Returns when it is waited for.
    fn timing(&self) -> Timing {
        Timing::default()
    }

    /// Checks the text of an answer.
    async fn check(&self, app: Arc<Cx>, text: Arc<str>) -> Verdict;
}

/// What a tool guardrail makes of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum ToolVerdict {
    /// It may go on.
    Allow,
    /// The model gets this message instead of the tool's answer.
    Reject(String),
    /// The run must not go on.
    Trip(Trip),
}

/// Checks calls of an agent's tools, before and after. Handoffs are not checked.
///
/// It is inside the tool's time limit and its task: a panic becomes an answer to the model, and the tool does not run.
#[async_trait]
pub trait ToolGuardrail<Cx>: Send + Sync {
    /// Returns its name, for events and logs.
    fn name(&self) -> &str;

    /// Checks a call before its tool runs.
    async fn before(&self, context: &ToolContext<Cx>, tool: &str, arguments: &Value) -> ToolVerdict
    where
        Cx: Send + Sync,
    {
        let _ = (context, tool, arguments);
        ToolVerdict::Allow
    }

    /// Checks what a tool answered before the model and the application see it.
    async fn after(
        &self,
        context: &ToolContext<Cx>,
        tool: &str,
        result: Result<&Value, &Value>,
    ) -> ToolVerdict
    where
        Cx: Send + Sync,
    {
        let _ = (context, tool, result);
        ToolVerdict::Allow
    }
}

/// A guardrail has tripped.
#[derive(Debug)]
pub(crate) struct Tripped {
    pub(crate) stage: GuardrailStage,
    pub(crate) guardrail: String,
    pub(crate) trip: Trip,
}

/// Waits for a verdict; a check that breaks does not pass.
pub(crate) async fn guarded(check: impl Future<Output = Verdict> + Send) -> Option<Trip> {
    match AssertUnwindSafe(check).catch_unwind().await {
        Ok(Verdict::Pass) => None,
        Ok(Verdict::Trip(trip)) => Some(trip),
        Err(_) => {
            tracing::error!("a guardrail broke");
            Some(Trip::new("This could not be checked."))
        }
    }
}

/// Runs the output guardrails that `is_due` at the same time; returns the first that trips.
pub(crate) async fn check_output<Cx: Send + Sync + 'static>(
    guardrails: Vec<Arc<dyn OutputGuardrail<Cx>>>,
    app: Arc<Cx>,
    text: Arc<str>,
) -> Option<Tripped> {
    let mut watch = Watch::default();
    for guardrail in guardrails {
        let (app, text) = (Arc::clone(&app), Arc::clone(&text));
        watch.add(Timing::Blocking, GuardrailStage::Output, async move {
            let trip = guarded(guardrail.check(app, text)).await;
            trip.map(|trip| (guardrail.name().to_owned(), trip))
        });
    }
    watch.first_trip().await
}

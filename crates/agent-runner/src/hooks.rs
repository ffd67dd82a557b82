use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use taskpilot_model_client::{ModelRequest, ModelResponse};

use crate::event::RunOutcome;
use crate::tool::ToolContext;

/// Where in a run a hook is.
#[derive(Debug)]
#[non_exhaustive]
pub struct Scene<Cx> {
    /// The application's context.
    pub app: Arc<Cx>,
    /// Which run.
    pub run_id: Arc<str>,
    /// Which agent acts.
    pub agent: Arc<str>,
    /// In which turn, from 1.
    pub turn: u32,
}

impl<Cx> Scene<Cx> {
    pub(crate) fn new(app: &Arc<Cx>, run_id: &Arc<str>, agent: &Arc<str>, turn: u32) -> Self {
        Self {
            app: Arc::clone(app),
            run_id: Arc::clone(run_id),
            agent: Arc::clone(agent),
            turn,
        }
    }
}

/// Whether a run goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// It goes on.
    Continue,
    /// It ends as [`RunError::Stopped`](crate::RunError::Stopped), for this reason.
    Stop(String),
}

/// What becomes of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum CallFlow {
    /// It runs.
    Run,
    /// It runs once a person has approved it.
    Ask,
    /// It does not run; the model gets this answer.
    Answer(Value),
    /// It does not run; the model is told why.
    Deny(String),
    /// The run ends as [`RunError::Stopped`](crate::RunError::Stopped), for this reason; calls that have begun end first.
    Stop(String),
}

/// What happens beside an agent's work, and may change it. Every method does nothing by default.
///
/// Hooks of an agent are called in order, each waited for; what one changed is what the next sees.
#[async_trait]
pub trait Hooks<Cx>: Send + Sync {
    /// A model is about to be asked. The request is made anew for each turn, so a change counts once.
    async fn before_model(&self, scene: &Scene<Cx>, request: &mut ModelRequest) -> Flow
    where
        Cx: Send + Sync,
    {
        let _ = (scene, request);
        Flow::Continue
    }

    /// A model has answered. What was shown of the answer is shown; calls, and what is kept, can be changed.
    async fn after_model(&self, scene: &Scene<Cx>, response: &mut ModelResponse) -> Flow
    where
        Cx: Send + Sync,
    {
        let _ = (scene, response);
        Flow::Continue
    }

    /// A tool is about to be called, in the tool's task and within its time limit. Not asked again when a call that
    /// waited for approval is run.
    async fn before_tool(
        &self,
        context: &ToolContext<Cx>,
        tool: &str,
        arguments: &mut Value,
    ) -> CallFlow
    where
        Cx: Send + Sync,
    {
        let _ = (context, tool, arguments);
        CallFlow::Run
    }

    /// A tool has answered, in the tool's task and within its time limit; the answer can be changed.
    async fn after_tool(
        &self,
        context: &ToolContext<Cx>,
        tool: &str,
        result: &mut Result<Value, Value>,
    ) -> Flow
    where
        Cx: Send + Sync,
    {
        let _ = (context, tool, result);
        Flow::Continue
    }

    /// Another agent takes over.
    async fn on_handoff(&self, scene: &Scene<Cx>, to: &str)
    where
        Cx: Send + Sync,
    {
        let _ = (scene, to);
    }

    /// The run is over, whatever came of it.
    async fn on_end(&self, scene: &Scene<Cx>, outcome: &RunOutcome)
    where
        Cx: Send + Sync,
    {
        let _ = (scene, outcome);
    }
}

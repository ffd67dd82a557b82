use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use taskpilot_model_client::{InputItem, Role, ToolSpec, Usage};

use crate::agent::Agent;
use crate::event::{RunEvent, RunEventKind, RunOutcome};
use crate::function_tool::read;
use crate::options::RunOptions;
use crate::schema;
use crate::stream::{resume, run};
use crate::tool::{Tool, ToolContext, ToolError, ToolOutput};
use crate::tool_context::Signal;

/// How long an agent may take that is called as a tool, unless it is said otherwise.
const TIMEOUT: Duration = Duration::from_mins(10);

type ReadInput = Box<dyn Fn(Value) -> Result<Vec<InputItem>, ToolError> + Send + Sync>;
type ReadOutput = Box<dyn Fn(&RunOutcome) -> Value + Send + Sync>;

/// An agent that another agent calls as a tool.
///
/// It does not see the caller's conversation, only the arguments of the call. Its events come in the caller's stream as
/// [`RunEventKind::Nested`], what it spends counts as the caller's, and it is cancelled with the caller. The caller's
/// context is its own. Calls of its tools that wait for a person's word stop the caller's run, which resumes it.
pub struct AgentTool<Cx> {
    agent: Arc<Agent<Cx>>,
    spec: ToolSpec,
    options: RunOptions,
    timeout: Duration,
    is_parallel: bool,
    input: ReadInput,
    output: ReadOutput,
}

#[derive(Deserialize, JsonSchema)]
struct Request {
    /// What to do, with all that has to be known.
    input: String,
}

impl<Cx: Send + Sync + 'static> AgentTool<Cx> {
    /// Returns a tool that takes `{"input": text}`, lets `agent` answer, and returns its text. It may take 10 minutes
    /// unless [said otherwise](Self::with_timeout).
    pub fn new(
        agent: Arc<Agent<Cx>>,
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            spec: spec::<Request>(name.into(), description.into()),
            agent,
            options: RunOptions::default(),
            timeout: TIMEOUT,
            is_parallel: true,
            input: Box::new(|arguments| {
                let request: Request = read(arguments)?;
                Ok(vec![InputItem::text(Role::User, request.input)])
            }),
            output: Box::new(|outcome| Value::String(outcome.text.clone())),
        }
    }

    /// Takes arguments of another type, which `input` turns into what the agent reads; see
    /// [`FunctionTool::new`](crate::FunctionTool::new) for the schema.
    #[must_use]
    pub fn with_input<Args: DeserializeOwned + JsonSchema>(
        mut self,
        input: impl Fn(Args) -> Vec<InputItem> + Send + Sync + 'static,
    ) -> Self {
        self.spec = spec::<Args>(self.spec.name, self.spec.description);
        self.input = Box::new(move |arguments| read(arguments).map(&input));
        self
    }

    /// Answers with something else than the text.
    #[must_use]
    pub fn with_output(
        mut self,
        output: impl Fn(&RunOutcome) -> Value + Send + Sync + 'static,
    ) -> Self {
        self.output = Box::new(output);
        self
    }

    /// Sets the limits of the inner run; `cancel` and `run_id` are set by the caller.
    #[must_use]
    pub fn with_options(mut self, options: RunOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets how long the inner run may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns the tool as one whose calls run alone and in order. See [`Tool::is_parallel`].
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.is_parallel = false;
        self
    }

    fn options_for(&self, context: &ToolContext<Cx>) -> RunOptions {
        let mut options = self.options.clone();
        options.cancel = context.cancel.child_token();
        if let Some(line) = &context.line {
            options.standing.extend(line.standing.iter().cloned());
            let retries = &mut options.request.retry_budget;
            *retries = retries.take().or_else(|| line.retries.clone());
        }
        options.run_id = Some(format!("{}/{}", context.run_id(), context.call_id).into());
        options
    }
}

fn spec<Args: JsonSchema>(name: String, description: String) -> ToolSpec {
    let (parameters, strict) = schema::of::<Args>();
    ToolSpec {
        name,
        description,
        parameters,
        strict,
    }
}

#[async_trait]
impl<Cx: Send + Sync + 'static> Tool<Cx> for AgentTool<Cx> {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn is_parallel(&self) -> bool {
        self.is_parallel
    }

    fn timeout(&self) -> Option<Duration> {
        Some(self.timeout)
    }

    async fn call(
        &self,
        context: ToolContext<Cx>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        let options = self.options_for(&context);
        let (agent, app) = (Arc::clone(&self.agent), Arc::clone(&context.app));
        let mut counted = Usage::default();
        let mut run = match context.suspended() {
            Some(state) => {
                counted = state.spent.total();
                resume(agent, app, state, options)
            }
            None => run(agent, app, (self.input)(arguments)?, options),
        };
        let mut answer = Err(failed("it ended without an end"));
        while let Some(event) = run.next().await {
            count(&context, &event, &mut counted);
            if let RunEventKind::Interrupted(waits) = &event.kind {
                let state = Box::new(waits.state.clone());
                context.send(Signal::Suspended(state)).await;
            }
            if let Some(end) = self.answer(&event.kind) {
                answer = end;
            }
            context.nested(event).await;
        }
        answer
    }
}

impl<Cx: Send + Sync + 'static> AgentTool<Cx> {
    /// Returns what the call comes to, if this is how the inner run ends.
    fn answer(&self, kind: &RunEventKind) -> Option<Result<ToolOutput, ToolError>> {
        Some(match kind {
            RunEventKind::Completed(outcome) => Ok((self.output)(outcome).into()),
            RunEventKind::Failed(failure) => Err(failed(&failure.error.to_string())),
            RunEventKind::Cancelled(_) => Err(failed("it was cancelled")),
            _ => return None,
        })
    }
}

fn failed(why: &str) -> ToolError {
    let message = format!("the agent did not answer: {why}");
    ToolError::new("agent_failed", message)
}

/// Counts what the inner run spends as it goes, so that nothing is lost if it is cut.
fn count<Cx>(context: &ToolContext<Cx>, event: &RunEvent, counted: &mut Usage) {
    let total = match &event.kind {
        RunEventKind::ModelCallFinished { usage } => {
            context.add_usage(*usage);
            *counted += *usage;
            return;
        }
        RunEventKind::Completed(outcome) | RunEventKind::Cancelled(outcome) => outcome.usage,
        RunEventKind::Failed(failure) => failure.partial.usage,
        RunEventKind::Interrupted(waits) => waits.partial.usage,
        _ => return,
    };
    context.add_usage(rest(total, *counted));
}

/// What failed attempts and agents further in cost.
fn rest(total: Usage, counted: Usage) -> Usage {
    Usage {
        requests: total.requests.saturating_sub(counted.requests),
        input_tokens: total.input_tokens.saturating_sub(counted.input_tokens),
        cached_tokens: total.cached_tokens.saturating_sub(counted.cached_tokens),
        output_tokens: total.output_tokens.saturating_sub(counted.output_tokens),
        reasoning_tokens: total
            .reasoning_tokens
            .saturating_sub(counted.reasoning_tokens),
        cost_nanos: total.cost_nanos.saturating_sub(counted.cost_nanos),
    }
}

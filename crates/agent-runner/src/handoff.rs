//! Agents that hand a conversation over to others.

mod history;

use std::pin::Pin;
use std::sync::{Arc, Weak};

use async_trait::async_trait;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use taskpilot_model_client::ToolSpec;

use crate::agent::Agent;
use crate::function_tool::read;
use crate::schema;
use crate::tool::{Tool, ToolContext, ToolError, ToolOutput};

pub use history::{HandoffHistory, HistoryFilter};

type Taken = Pin<Box<dyn Future<Output = Result<(), ToolError>> + Send>>;
type OnHandoff<Cx> = Arc<dyn Fn(Arc<Cx>, Value) -> Taken + Send + Sync>;

/// A way from one agent to another, which the model takes by calling it like a tool: `transfer_to_` and the other
/// agent's name.
///
/// Tools of the same answer run before the other agent takes over. Of several handoffs in one answer the first counts.
/// The run's own instructions, model and tools ([`RunOptions::request`](crate::RunOptions::request)) are for the agent
/// it began with; the other one has its own.
pub struct Handoff<Cx> {
    spec: ToolSpec,
    target: Target<Cx>,
    taken: Option<OnHandoff<Cx>>,
    history: HandoffHistory,
}

enum Target<Cx> {
    Owned(Arc<Agent<Cx>>),
    /// Back to an agent that leads here: it must not keep itself alive.
    Weak(Weak<Agent<Cx>>),
}

impl<Cx> Clone for Target<Cx> {
    fn clone(&self) -> Self {
        match self {
            Self::Owned(agent) => Self::Owned(Arc::clone(agent)),
            Self::Weak(agent) => Self::Weak(Weak::clone(agent)),
        }
    }
}

impl<Cx> Clone for Handoff<Cx> {
    fn clone(&self) -> Self {
        Self {
            spec: self.spec.clone(),
            target: self.target.clone(),
            taken: self.taken.clone(),
            history: self.history.clone(),
        }
    }
}

impl<Cx: Send + Sync + 'static> Handoff<Cx> {
    /// Returns a way to `agent`.
    pub fn to(agent: Arc<Agent<Cx>>) -> Self {
        Self::new(&agent.name.clone(), Target::Owned(agent))
    }

    /// Returns a way to the agent `name`, which leads to this one and so cannot be held by it; see
    /// [`Arc::new_cyclic`]. It is not offered if the agent is gone.
    pub fn back_to(name: &str, agent: Weak<Agent<Cx>>) -> Self {
        Self::new(name, Target::Weak(agent))
    }

    fn new(name: &str, target: Target<Cx>) -> Self {
        Self {
            spec: ToolSpec {
                name: tool_name(name),
                description: format!(
                    "Hands the conversation over to {name}, who answers from then on."
                ),
                parameters: json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false}),
                strict: true,
            },
            target,
            taken: None,
            history: HandoffHistory::default(),
        }
    }

    /// Tells the model when to take it.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.spec.description = description.into();
        self
    }

    /// Asks the model for `Input`, and gives it to `on_handoff` before the other agent takes over. Input that does not
    /// fit, and errors, are answers to the model: the agent stays.
    #[must_use]
    pub fn with_input<Input, Running>(
        mut self,
        on_handoff: impl Fn(Arc<Cx>, Input) -> Running + Send + Sync + 'static,
    ) -> Self
    where
        Input: DeserializeOwned + JsonSchema,
        Running: Future<Output = Result<(), ToolError>> + Send + 'static,
    {
        (self.spec.parameters, self.spec.strict) = schema::of::<Input>();
        self.taken = Some(Arc::new(move |app, input| match read::<Input>(input) {
            Ok(input) => Box::pin(on_handoff(app, input)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }));
        self
    }

    /// Says what the other agent sees of the conversation.
    #[must_use]
    pub fn with_history(mut self, history: HandoffHistory) -> Self {
        self.history = history;
        self
    }
}

impl<Cx> Handoff<Cx> {
    pub(crate) fn name(&self) -> &str {
        &self.spec.name
    }

    pub(crate) fn tool_spec(&self) -> &ToolSpec {
        &self.spec
    }

    pub(crate) fn target(&self) -> Option<Arc<Agent<Cx>>> {
        match &self.target {
            Target::Owned(agent) => Some(Arc::clone(agent)),
            Target::Weak(agent) => agent.upgrade(),
        }
    }

    pub(crate) fn history(&self) -> &HandoffHistory {
        &self.history
    }
}

#[async_trait]
impl<Cx: Send + Sync + 'static> Tool<Cx> for Handoff<Cx> {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    /// What the agent does before it leaves is done before it leaves.
    fn is_parallel(&self) -> bool {
        false
    }

    async fn call(
        &self,
        context: ToolContext<Cx>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        let target = self.target().ok_or_else(|| {
            ToolError::new("not_available", "this agent cannot take over any longer")
        })?;
        if let Some(taken) = &self.taken {
            taken(Arc::clone(&context.app), arguments).await?;
        }
        Ok(json!({"assistant": &*target.name}).into())
    }
}

/// The longest name that every provider takes.
const MAX_NAME: usize = 64;

fn tool_name(agent: &str) -> String {
    let clean = agent.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => letter,
        _ => '_',
    });
    "transfer_to_".chars().chain(clean).take(MAX_NAME).collect()
}

/// How often a run may hand over, and who has handed over to whom.
pub(crate) struct Trail<'a> {
    pub(crate) steps: &'a [(String, String)],
    pub(crate) most: u32,
    pub(crate) most_returns: u32,
}

impl Trail<'_> {
    /// Returns why `from` may not hand over to `to`, if so.
    pub(crate) fn objection(&self, from: &str, to: &str) -> Option<ToolError> {
        let made = self.steps.len();
        if u32::try_from(made).unwrap_or(u32::MAX) >= self.most {
            return Some(ToolError::new(
                "too_many_handoffs",
                "the conversation was handed over too often; answer yourself",
            ));
        }
        let same = self
            .steps
            .iter()
            .filter(|step| step.0 == from && step.1 == to)
            .count();
        (u32::try_from(same).unwrap_or(u32::MAX) > self.most_returns).then(|| {
            let message = format!(
                "{from} has handed the conversation over to {to} before, and it came back; answer yourself"
            );
            ToolError::new("handoff_loop", message)
        })
    }
}

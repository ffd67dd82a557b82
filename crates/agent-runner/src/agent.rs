use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use taskpilot_model_client::{Model, ToolSpec};

use crate::guardrail::{InputGuardrail, OutputGuardrail, ToolGuardrail};
use crate::handoff::Handoff;
use crate::hooks::{Hooks, Scene};
use crate::instructions::{Instructions, WrittenBy};
use crate::structured::OutputForm;
use crate::tool::Tool;

/// A model with instructions and tools; a plain value that many runs share.
#[non_exhaustive]
pub struct Agent<Cx> {
    /// Its name, in events and logs.
    pub name: Arc<str>,
    /// What it is told before everything else.
    pub instructions: Option<String>,
    /// What it is told behind that, written anew for each turn.
    pub dynamic_instructions: Option<Arc<dyn Instructions<Cx>>>,
    /// What answers.
    pub model: Arc<dyn Model>,
    /// What the model may call.
    pub tools: Vec<Arc<dyn Tool<Cx>>>,
    /// Checks of what a run begins with.
    pub input_guardrails: Vec<Arc<dyn InputGuardrail<Cx>>>,
    /// Checks of what the agent says.
    pub output_guardrails: Vec<Arc<dyn OutputGuardrail<Cx>>>,
    /// Checks of what its tools do, in this order before a call and after it.
    pub tool_guardrails: Vec<Arc<dyn ToolGuardrail<Cx>>>,
    /// Whom it may hand the conversation over to.
    pub handoffs: Vec<Handoff<Cx>>,
    /// What happens beside its work.
    pub hooks: Vec<Arc<dyn Hooks<Cx>>>,
    /// The form of its answers, if they have one.
    pub output: Option<OutputForm>,
}

impl<Cx: Send + Sync + 'static> Agent<Cx> {
    /// Returns an agent that is told nothing and can do nothing but answer.
    pub fn new(name: impl Into<Arc<str>>, model: Arc<dyn Model>) -> Self {
        Self {
            name: name.into(),
            instructions: None,
            dynamic_instructions: None,
            model,
            tools: Vec::new(),
            input_guardrails: Vec::new(),
            output_guardrails: Vec::new(),
            tool_guardrails: Vec::new(),
            handoffs: Vec::new(),
            hooks: Vec::new(),
            output: None,
        }
    }

    /// Tells it something before everything else.
    #[must_use]
    pub fn with_instructions(mut self, instructions: impl Into<String>) -> Self {
        self.instructions = Some(instructions.into());
        self
    }

    /// Tells it something that is written anew for each turn, behind its instructions if it has some: what does not
    /// change stays at the beginning, where providers cache it. An `Err` stops the run.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use taskpilot_agent_runner::{Agent, Scene};
    /// # use taskpilot_model_client::Model;
    /// # struct User { name: String }
    /// # fn agent(model: Arc<dyn Model>) -> Agent<User> {
    /// Agent::new("helper", model)
    ///     .with_instructions("You keep a to-do list.")
    ///     .with_dynamic_instructions(|scene: Scene<User>| async move {
    ///         Ok(format!("You talk to {}.", scene.app.name))
    ///     })
    /// # }
    /// ```
    #[must_use]
    pub fn with_dynamic_instructions<Writing>(
        mut self,
        write: impl Fn(Scene<Cx>) -> Writing + Send + Sync + 'static,
    ) -> Self
    where
        Writing: Future<Output = Result<String, String>> + Send + 'static,
    {
        self.dynamic_instructions = Some(Arc::new(WrittenBy(write)));
        self
    }

    /// Gives it a tool.
    #[must_use]
    pub fn with_tool(mut self, tool: impl Tool<Cx> + 'static) -> Self {
        self.tools.push(Arc::new(tool));
        self
    }

    /// Gives it tools.
    #[must_use]
    pub fn with_tools(mut self, tools: impl IntoIterator<Item = Arc<dyn Tool<Cx>>>) -> Self {
        self.tools.extend(tools);
        self
    }

    /// Has what a run begins with checked.
    #[must_use]
    pub fn with_input_guardrail(mut self, guardrail: impl InputGuardrail<Cx> + 'static) -> Self {
        self.input_guardrails.push(Arc::new(guardrail));
        self
    }

    /// Has what it says checked.
    #[must_use]
    pub fn with_output_guardrail(mut self, guardrail: impl OutputGuardrail<Cx> + 'static) -> Self {
        self.output_guardrails.push(Arc::new(guardrail));
        self
    }

    /// Has what its tools do checked.
    #[must_use]
    pub fn with_tool_guardrail(mut self, guardrail: impl ToolGuardrail<Cx> + 'static) -> Self {
        self.tool_guardrails.push(Arc::new(guardrail));
        self
    }

    /// Lets it hand the conversation over.
    #[must_use]
    pub fn with_handoff(mut self, handoff: Handoff<Cx>) -> Self {
        self.handoffs.push(handoff);
        self
    }

    /// Has something happen beside its work.
    #[must_use]
    pub fn with_hooks(mut self, hooks: impl Hooks<Cx> + 'static) -> Self {
        self.hooks.push(Arc::new(hooks));
        self
    }

    /// Holds its answers to the form of `T`: [`RunOutcome::output`](crate::RunOutcome::output).
    #[must_use]
    pub fn with_output<T: DeserializeOwned + JsonSchema>(mut self) -> Self {
        self.output = Some(OutputForm::of::<T>());
        self
    }

    /// Returns `tools` and the handoffs that can be taken.
    pub(crate) fn offer(&self, tools: Arc<[ToolSpec]>) -> Arc<[ToolSpec]> {
        let open = self.handoffs.iter().filter(|way| way.target().is_some());
        let mut ways = open.map(Handoff::tool_spec).peekable();
        if ways.peek().is_none() {
            return tools;
        }
        tools.iter().chain(ways).cloned().collect()
    }

    /// Returns the agent `name` among this one and those it can hand over to, however far.
    pub(crate) fn find(self: &Arc<Self>, name: &str) -> Option<Arc<Self>> {
        let mut seen: Vec<Arc<Self>> = vec![Arc::clone(self)];
        let mut next = 0;
        while let Some(agent) = seen.get(next).cloned() {
            if &*agent.name == name {
                return Some(agent);
            }
            let further = agent.handoffs.iter().filter_map(Handoff::target);
            for other in further {
                if !seen.iter().any(|known| Arc::ptr_eq(known, &other)) {
                    seen.push(other);
                }
            }
            next = next.saturating_add(1);
        }
        None
    }

    /// Returns what the model is told of the tools, in their order; of tools with the same name only the first counts.
    ///
    /// A server that makes many agents with the same tools keeps this once and shares it through
    /// [`RunOptions::request`](crate::RunOptions::request), which saves a copy of all schemas per run.
    pub fn tool_specs(&self) -> Arc<[ToolSpec]> {
        let mut specs: Vec<ToolSpec> = Vec::with_capacity(self.tools.len());
        for tool in &self.tools {
            let spec = tool.spec();
            if specs.iter().all(|other| other.name != spec.name) {
                specs.push(spec.clone());
            }
        }
        specs.into()
    }
}

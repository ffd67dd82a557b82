use std::fmt;
use std::sync::Arc;

use jiff::Zoned;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use taskpilot_agent_runner::Tool;
use taskpilot_context::Clock;
use taskpilot_tasks::{Task, TaskService};

use crate::agent::AgentTool;
use crate::caller::ToolCaller;
use crate::check;
use crate::definition::{ToolDefinition, ToolName};
use crate::fault::{FaultCode, ToolFault};

mod add;
mod complete;
mod dates;
mod delete;
mod find;
mod list;
mod target;
mod update;
mod window;

/// The six task tools. Cloning them is cheap.
#[derive(Clone)]
pub struct TaskTools {
    tasks: TaskService,
    clock: Arc<dyn Clock>,
    definitions: Arc<[ToolDefinition]>,
}

impl fmt::Debug for TaskTools {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TaskTools").finish_non_exhaustive()
    }
}

impl TaskTools {
    /// Returns the tools over `tasks`; `clock` says what "tomorrow" means.
    pub fn new(tasks: TaskService, clock: Arc<dyn Clock>) -> Self {
        Self {
            tasks,
            clock,
            definitions: ToolName::ALL.map(ToolName::define).into(),
        }
    }

    /// Returns what models and clients are told of the tools, always in the same order.
    pub fn definitions(&self) -> &[ToolDefinition] {
        &self.definitions
    }

    /// Calls a tool for `caller` with the arguments as a model or a client wrote them.
    ///
    /// Numbers may be text, optional arguments may be `null`, and none may name a user other than the caller.
    ///
    /// # Errors
    /// A [`ToolFault`] when nothing was done; it is made to be read by the model.
    #[tracing::instrument(skip_all, fields(tool.name = name))]
    pub async fn call(
        &self,
        caller: &ToolCaller,
        name: &str,
        arguments: Value,
    ) -> Result<Value, ToolFault> {
        let tool = ToolName::parse(name).ok_or_else(|| ToolFault::unknown_tool(name))?;
        let call = Call {
            tools: self,
            caller,
            now: self.clock.now().to_zoned(caller.zone.clone()),
        };
        match tool {
            ToolName::Add => call.add(call.read(tool, &[], arguments)?).await,
            ToolName::List => {
                let aliases = [("q", "text"), ("search", "text")];
                call.list(call.read(tool, &aliases, arguments)?).await
            }
            ToolName::Complete => {
                call.complete(call.read(tool, TARGET_ALIASES, arguments)?)
                    .await
            }
            ToolName::Delete => {
                call.delete(call.read(tool, TARGET_ALIASES, arguments)?)
                    .await
            }
            ToolName::Update => {
                call.update(call.read(tool, UPDATE_ALIASES, arguments)?)
                    .await
            }
            ToolName::Find => {
                let aliases = [("title", "name"), ("query", "name"), ("q", "name")];
                call.find(call.read(tool, &aliases, arguments)?).await
            }
        }
    }

    /// Returns the task that a call of `complete_task`, `delete_task` or `update_task` would act on; nothing is done.
    ///
    /// # Errors
    /// The [`ToolFault`] that the call would end in, or that of a tool which acts on no task there is.
    pub async fn target(
        &self,
        caller: &ToolCaller,
        name: &str,
        arguments: Value,
    ) -> Result<Task, ToolFault> {
        let call = Call {
            tools: self,
            caller,
            now: self.clock.now().to_zoned(caller.zone.clone()),
        };
        match ToolName::parse(name) {
            Some(tool @ ToolName::Complete) => {
                call.completed(&call.read(tool, TARGET_ALIASES, arguments)?)
                    .await
            }
            Some(tool @ ToolName::Delete) => {
                call.deleted(&call.read(tool, TARGET_ALIASES, arguments)?)
                    .await
            }
            Some(tool @ ToolName::Update) => {
                call.updated(&call.read(tool, UPDATE_ALIASES, arguments)?)
                    .await
            }
            _ => Err(ToolFault::unknown_tool(name)),
        }
    }

    /// Returns the tools as an agent calls them, in process.
    ///
    /// A fault reaches the model as `{"error": {"code", "message", …}}`.
    pub fn agent_tools(&self) -> Vec<Arc<dyn Tool<ToolCaller>>> {
        let tool = |definition: &ToolDefinition| -> Arc<dyn Tool<ToolCaller>> {
            Arc::new(AgentTool::new(self.clone(), definition))
        };
        self.definitions.iter().map(tool).collect()
    }

    pub(crate) fn definition(&self, name: &str) -> Option<&ToolDefinition> {
        self.definitions.iter().find(|tool| tool.name == name)
    }
}

const TARGET_ALIASES: &[(&str, &str)] = &[("id", "task_id"), ("name", "title")];

const UPDATE_ALIASES: &[(&str, &str)] = &[("id", "task_id")];

/// One call of a tool: who asks, and when.
struct Call<'a> {
    tools: &'a TaskTools,
    caller: &'a ToolCaller,
    now: Zoned,
}

impl Call<'_> {
    fn read<T: DeserializeOwned>(
        &self,
        tool: ToolName,
        aliases: &[(&str, &str)],
        arguments: Value,
    ) -> Result<T, ToolFault> {
        let definition = self.tools.definition(tool.as_str());
        let schema = definition.map_or(&Value::Null, |definition| &definition.input_schema);
        check::read(schema, aliases, &self.caller.user, arguments)
    }
}

fn answer(answer: &impl Serialize) -> Result<Value, ToolFault> {
    serde_json::to_value(answer).map_err(|error| {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::error!(error, "answer has no JSON form");
        ToolFault::new(FaultCode::Internal, "The answer could not be written.")
    })
}

#[cfg(test)]
mod tests;

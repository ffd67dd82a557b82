use schemars::JsonSchema;
use serde_json::Value;

use crate::answer::{ChangeAnswer, FindAnswer, ListAnswer};
use crate::arguments::{AddTask, CompleteTask, DeleteTask, FindTask, ListTasks, UpdateTask};
use crate::schema;

/// All that a model or a client is told of a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolDefinition {
    /// How it is called.
    pub name: &'static str,
    /// How people call it.
    pub title: &'static str,
    /// What it does and when to use it.
    pub description: String,
    /// JSON Schema of the arguments: flat, closed.
    pub input_schema: Value,
    /// JSON Schema of the answer.
    pub output_schema: Value,
    /// How careful to be with it.
    pub hints: ToolHints,
}

/// MCP's tool annotations, each said outright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the four flags that the protocol has"
)]
pub struct ToolHints {
    /// Changes nothing.
    pub read_only: bool,
    /// May overwrite or remove something.
    pub destructive: bool,
    /// Calling it again with the same arguments changes nothing more.
    pub idempotent: bool,
    /// Reaches beyond the person's own tasks.
    pub open_world: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToolName {
    Add,
    List,
    Complete,
    Delete,
    Update,
    Find,
}

impl ToolName {
    pub(crate) const ALL: [Self; 6] = [
        Self::Add,
        Self::List,
        Self::Complete,
        Self::Delete,
        Self::Update,
        Self::Find,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add_task",
            Self::List => "list_tasks",
            Self::Complete => "complete_task",
            Self::Delete => "delete_task",
            Self::Update => "update_task",
            Self::Find => "find_task",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.as_str() == name)
    }

    pub(crate) fn define(self) -> ToolDefinition {
        let additive = hints(false, false, false);
        let read_only = hints(true, false, true);
        // Completing can be taken back by the same tool, so nothing is destroyed.
        let settable = hints(false, false, true);
        let destructive = hints(false, true, true);
        match self {
            Self::Add => self.with::<AddTask, ChangeAnswer>("Add a task", additive),
            Self::List => self.with::<ListTasks, ListAnswer>("List tasks", read_only),
            Self::Complete => self.with::<CompleteTask, ChangeAnswer>("Complete a task", settable),
            Self::Delete => self.with::<DeleteTask, ChangeAnswer>("Delete a task", destructive),
            Self::Update => self.with::<UpdateTask, ChangeAnswer>("Change a task", destructive),
            Self::Find => self.with::<FindTask, FindAnswer>("Find a task by name", read_only),
        }
    }

    fn with<Input: JsonSchema, Output: JsonSchema>(
        self,
        title: &'static str,
        hints: ToolHints,
    ) -> ToolDefinition {
        let mut input_schema = schema::input::<Input>();
        ToolDefinition {
            name: self.as_str(),
            title,
            description: schema::take_description(&mut input_schema),
            input_schema,
            output_schema: schema::output::<Output>(),
            hints,
        }
    }
}

fn hints(read_only: bool, destructive: bool, idempotent: bool) -> ToolHints {
    ToolHints {
        read_only,
        destructive,
        idempotent,
        open_world: false,
    }
}

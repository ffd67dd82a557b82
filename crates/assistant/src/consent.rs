//! Which calls of a turn wait for the person's word.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde_json::{Map, Value};
use taskpilot_agent_runner::{CallFlow, Flow, Hooks, Scene, ToolContext};
use taskpilot_conversations::{ToolCall, ToolCallStatus};
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::ModelResponse;
use taskpilot_tasks::Task;

use crate::approval::ApprovalAction;

/// How many tasks one turn may delete without asking.
const FREE_DELETIONS: usize = 1;

/// How many tasks one turn may change without asking.
const FREE_CHANGES: usize = 5;

/// What an action does to a task that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Delete,
    Change,
}

impl Kind {
    fn of(tool: &str) -> Option<Self> {
        match tool {
            "delete_task" => Some(Self::Delete),
            "complete_task" | "update_task" => Some(Self::Change),
            _ => None,
        }
    }

    /// What a person's "always" is kept under.
    fn name(self) -> &'static str {
        match self {
            Self::Delete => "bulk_delete",
            Self::Change => "bulk_change",
        }
    }
}

/// Counts what a turn does, and has it wait when it is more than a slip can be: all that it deletes once it is more
/// than one task, all that it changes once it is more than five. What was done before, in this turn, counts.
pub(crate) struct Consent {
    tools: TaskTools,
    /// The kinds of action that the person does not want to be asked about.
    standing: Vec<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    deleted: Tally,
    changed: Tally,
    shown: Vec<ApprovalAction>,
}

/// Tasks that a turn acts on in one way.
#[derive(Default)]
struct Tally {
    done: BTreeSet<i64>,
    /// What the model's last answer asks for, as far as it is known which tasks these are.
    asked: BTreeSet<i64>,
    /// Whether all together may be too many.
    may_be_too_many: bool,
}

impl Tally {
    fn count(&self) -> usize {
        self.done.union(&self.asked).count()
    }
}

impl State {
    fn tally(&mut self, kind: Kind) -> &mut Tally {
        match kind {
            Kind::Delete => &mut self.deleted,
            Kind::Change => &mut self.changed,
        }
    }
}

fn most(kind: Kind) -> usize {
    match kind {
        Kind::Delete => FREE_DELETIONS,
        Kind::Change => FREE_CHANGES,
    }
}

impl Consent {
    /// Begins with what the turn did before, such as before it waited.
    pub(crate) fn new(tools: TaskTools, standing: Vec<String>, before: &[ToolCall]) -> Arc<Self> {
        let mut state = State::default();
        for call in before {
            if call.status == ToolCallStatus::Completed {
                state.note(&call.name, &call.result);
            }
        }
        Arc::new(Self {
            tools,
            standing,
            state: Mutex::new(state),
        })
    }

    /// Returns what the person is shown of these calls, in their order.
    pub(crate) fn shown<'a>(&self, calls: impl Iterator<Item = &'a str>) -> Vec<ApprovalAction> {
        let state = self.state();
        let action = |call: &str| state.shown.iter().find(|it| it.call_id == call).cloned();
        calls.filter_map(action).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes which tasks the model's answer acts on, so that the first call of many waits like the last.
    async fn look_ahead(&self, caller: &ToolCaller, response: &ModelResponse) {
        for kind in [Kind::Delete, Kind::Change] {
            let calls = response.tool_calls();
            let calls: Vec<_> = calls
                .filter(|call| Kind::of(&call.name) == Some(kind))
                .collect();
            let many = {
                let mut state = self.state();
                let tally = state.tally(kind);
                tally.asked.clear();
                tally.may_be_too_many = tally.done.len().saturating_add(calls.len()) > most(kind);
                tally.may_be_too_many
            };
            if !many {
                continue;
            }
            for call in calls {
                let arguments = serde_json::from_str(&call.arguments).unwrap_or_default();
                // What no task is found for fails as a call, too.
                if let Ok(task) = self.tools.target(caller, &call.name, arguments).await {
                    self.state().tally(kind).asked.insert(task.id.get());
                }
            }
        }
    }

    /// Returns the task of a call that waits.
    async fn objection(
        &self,
        caller: &ToolCaller,
        (tool, kind): (&str, Kind),
        arguments: &Value,
    ) -> Option<Task> {
        let stands = self.standing.iter().any(|it| it == kind.name());
        if stands || !self.state().tally(kind).may_be_too_many {
            return None;
        }
        let task = self.tools.target(caller, tool, arguments.clone()).await;
        let task = task.ok()?;
        let mut state = self.state();
        let tally = state.tally(kind);
        tally.asked.insert(task.id.get());
        (tally.count() > most(kind)).then_some(task)
    }
}

impl State {
    fn note(&mut self, tool: &str, result: &Value) {
        let is_change = result
            .get("status")
            .is_some_and(|status| status != "unchanged");
        let id = result.get("task_id").and_then(Value::as_i64);
        if let (Some(kind), Some(id), true) = (Kind::of(tool), id, is_change) {
            self.tally(kind).done.insert(id);
        }
    }
}

/// The policy, as the runner asks it.
pub(crate) struct ConsentHook(pub(crate) Arc<Consent>);

#[async_trait]
impl Hooks<ToolCaller> for ConsentHook {
    async fn after_model(&self, scene: &Scene<ToolCaller>, response: &mut ModelResponse) -> Flow {
        self.0.look_ahead(&scene.app, response).await;
        Flow::Continue
    }

    async fn before_tool(
        &self,
        context: &ToolContext<ToolCaller>,
        tool: &str,
        arguments: &mut Value,
    ) -> CallFlow {
        let Some(kind) = Kind::of(tool) else {
            return CallFlow::Run;
        };
        let found = self
            .0
            .objection(&context.app, (tool, kind), arguments)
            .await;
        let Some(task) = found else {
            return CallFlow::Run;
        };
        // What runs later is what is shown now, whatever the name will mean by then.
        pin(tool, arguments, task.id.get());
        self.0.state().shown.push(ApprovalAction {
            call_id: context.call_id.clone(),
            tool: tool.to_owned(),
            task_id: task.id.get(),
            text: describe(tool, &task.title, arguments),
            title: task.title,
            version: task.version.get(),
            kind: kind.name().to_owned(),
        });
        CallFlow::Ask
    }

    async fn after_tool(
        &self,
        _context: &ToolContext<ToolCaller>,
        tool: &str,
        result: &mut Result<Value, Value>,
    ) -> Flow {
        if let Ok(result) = result {
            self.0.state().note(tool, result);
        }
        Flow::Continue
    }
}

/// Has the arguments name their task by its number alone.
fn pin(tool: &str, arguments: &mut Value, id: i64) {
    let Some(members) = arguments.as_object_mut() else {
        return;
    };
    let names: &[&str] = match tool {
        "update_task" => &["id", "current_title"],
        _ => &["id", "title", "name"],
    };
    for name in names {
        members.remove(*name);
    }
    members.insert("task_id".to_owned(), id.into());
}

/// Says what a call will do, for people.
fn describe(tool: &str, title: &str, arguments: &Value) -> String {
    match tool {
        "delete_task" => format!("Delete “{title}”"),
        "complete_task" if is_false(arguments.get("completed")) => format!("Reopen “{title}”"),
        "complete_task" => format!("Check off “{title}”"),
        _ => {
            let changes = arguments.as_object().map(changes).unwrap_or_default();
            format!("Change “{title}”: {changes}")
        }
    }
}

fn is_false(value: Option<&Value>) -> bool {
    value.is_some_and(|value| *value == Value::Bool(false) || value == "false")
}

/// Lists every field that a change writes: what is approved is what is shown.
fn changes(arguments: &Map<String, Value>) -> String {
    let fields = arguments
        .iter()
        .filter(|(name, value)| name.as_str() != "task_id" && !value.is_null());
    let field = |(name, value): (&String, &Value)| {
        let name = name.replace('_', " ");
        match value {
            Value::String(text) => format!("{name} “{text}”"),
            other => format!("{name} {other}"),
        }
    };
    fields.map(field).collect::<Vec<_>>().join(", ")
}

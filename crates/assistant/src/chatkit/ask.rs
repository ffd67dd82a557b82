//! Deleting more than one task asks first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde_json::{Value, json};
use taskpilot_agent_runner::{Tool, ToolContext, ToolError, ToolOutput};
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::ToolSpec;

use super::show::{List, Row};

/// The tool that is watched.
pub(super) const DELETE_TOOL: &str = "delete_task";

/// How often a turn asked to delete a task, and what it may not delete without asking.
#[derive(Debug, Default)]
pub(super) struct Deletions(Mutex<Asked>);

#[derive(Debug, Default)]
struct Asked {
    calls: usize,
    waiting: Vec<Row>,
}

impl Deletions {
    /// Counts a call that the model has made. All calls of a round are counted before the first of them runs.
    pub(super) fn count(&self) {
        let mut asked = self.asked();
        asked.calls = asked.calls.saturating_add(1);
    }

    /// Returns the tasks that wait for the person's word; asked once.
    pub(super) fn take_waiting(&self) -> Vec<Row> {
        std::mem::take(&mut self.asked().waiting)
    }

    fn is_alone(&self) -> bool {
        self.asked().calls <= 1
    }

    fn wait_for(&self, row: Row) {
        let mut asked = self.asked();
        if asked.waiting.iter().all(|waiting| waiting.id != row.id) {
            asked.waiting.push(row);
        }
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tool that deletes a task, unless its turn asked for more than one: then it only finds it.
pub(super) struct AskingDelete {
    pub(super) delete: Arc<dyn Tool<ToolCaller>>,
    pub(super) tools: TaskTools,
    pub(super) deletions: Arc<Deletions>,
}

/// Returns `tools` with the one that deletes watched by `deletions`.
pub(super) fn watched(
    tools: &[Arc<dyn Tool<ToolCaller>>],
    finder: &TaskTools,
    deletions: &Arc<Deletions>,
) -> Vec<Arc<dyn Tool<ToolCaller>>> {
    let watch = |tool: &Arc<dyn Tool<ToolCaller>>| -> Arc<dyn Tool<ToolCaller>> {
        if tool.spec().name != DELETE_TOOL {
            return Arc::clone(tool);
        }
        Arc::new(AskingDelete {
            delete: Arc::clone(tool),
            tools: finder.clone(),
            deletions: Arc::clone(deletions),
        })
    };
    tools.iter().map(watch).collect()
}

#[async_trait]
impl Tool<ToolCaller> for AskingDelete {
    fn spec(&self) -> &ToolSpec {
        self.delete.spec()
    }

    fn is_parallel(&self) -> bool {
        self.delete.is_parallel()
    }

    async fn call(
        &self,
        context: ToolContext<ToolCaller>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        if self.deletions.is_alone() {
            return self.delete.call(context, arguments).await;
        }
        let name = ["task_id", "id", "title", "name"]
            .into_iter()
            .find_map(|name| arguments.get(name).filter(|value| !value.is_null()));
        let name = match name {
            Some(Value::String(name)) => name.clone(),
            Some(number) => number.to_string(),
            None => String::new(),
        };
        let found = self
            .tools
            .call(&context.app, "find_task", json!({ "name": name }))
            .await;
        let found = found.map_err(|fault| ToolError {
            value: json!({"error": fault.to_value()}),
        })?;
        match only(&found) {
            Some(row) => {
                self.deletions.wait_for(row);
                Err(ToolError::new(
                    "needs_confirmation",
                    "Nothing is deleted yet: the app asks the user to confirm.",
                ))
            }
            None => Err(unclear(&found)),
        }
    }
}

/// Returns the one task that was found.
fn only(found: &Value) -> Option<Row> {
    found.get("task").filter(|task| !task.is_null())?;
    let list = List::read("find_task", found)?;
    list.rows.into_iter().next()
}

/// Says why it is not clear which task is meant, as the tool that deletes would.
fn unclear(found: &Value) -> ToolError {
    let candidates = found.get("candidates").and_then(Value::as_array);
    let has_candidates = candidates.is_some_and(|candidates| !candidates.is_empty());
    let code = if has_candidates {
        "ambiguous"
    } else {
        "not_found"
    };
    ToolError {
        value: json!({"error": {
            "code": code,
            "message": found.get("message"),
            "candidates": candidates,
        }}),
    }
}

//! What a person is shown of a call that waits: it is made of the call and the task, never of the model's words.

use serde_json::{Map, Value};
use taskpilot_tasks::Task;

use super::asked::Act;
use super::tally::Many;
use crate::approval::{ApprovalAction, ApprovalReason};

/// What a change that was not asked for is kept under. No "always" lifts it.
const NOT_ASKED: &str = "not_asked";

pub(super) fn action(
    call_id: &str,
    tool: &str,
    arguments: &Value,
    (reason, task): (ApprovalReason, Option<Box<Task>>),
) -> ApprovalAction {
    let title = match &task {
        Some(task) => task.title.as_str(),
        None => text_of(arguments, "title").unwrap_or_default(),
    };
    let many = Act::of(tool).and_then(Many::of);
    let kind = match (reason, many) {
        (ApprovalReason::Many, Some(many)) => many.name(),
        _ => NOT_ASKED,
    };
    ApprovalAction {
        call_id: call_id.to_owned(),
        tool: tool.to_owned(),
        task_id: task.as_ref().map(|task| task.id.get()),
        text: describe(tool, title, arguments),
        title: title.to_owned(),
        version: task.as_ref().map_or(0, |task| task.version.get()),
        reason,
        kind: kind.to_owned(),
    }
}

/// Returns an argument that is text.
pub(super) fn text_of<'a>(arguments: &'a Value, name: &str) -> Option<&'a str> {
    arguments.get(name).and_then(Value::as_str)
}

/// Has the arguments name their task by its number alone.
pub(super) fn pin(tool: &str, arguments: &mut Value, id: i64) {
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
    let changes = || arguments.as_object().map(changes).unwrap_or_default();
    match tool {
        "delete_task" => format!("Delete “{title}”"),
        "complete_task" if is_false(arguments.get("completed")) => format!("Reopen “{title}”"),
        "complete_task" => format!("Check off “{title}”"),
        "add_task" => {
            let mut fields = arguments.as_object().cloned().unwrap_or_default();
            fields.remove("title");
            let details = self::changes(&fields);
            let comma = if details.is_empty() { "" } else { ": " };
            format!("Add “{title}”{comma}{details}")
        }
        _ => format!("Change “{title}”: {}", changes()),
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

//! The arguments of the tools, as `taskpilot-mcp-tools` defines them.

use serde_json::{Map, Value, json};
use taskpilot_tasks::Priority;

use crate::outcome::Item;
use crate::request::{Action, Draft, Edit, Query, Status};

pub(crate) const ADD: &str = "add_task";
pub(crate) const LIST: &str = "list_tasks";
pub(crate) const COMPLETE: &str = "complete_task";
pub(crate) const DELETE: &str = "delete_task";
pub(crate) const UPDATE: &str = "update_task";
pub(crate) const FIND: &str = "find_task";

/// A task to act on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aim {
    /// By its number, or by its very title if a tool told none.
    Known(Item),
    /// By a name that is still to be looked up.
    Named(String),
}

/// Returns the arguments of `add_task`.
pub(crate) fn add(draft: &Draft) -> Value {
    let mut arguments = Map::new();
    set(&mut arguments, "title", Some(&draft.title));
    set(&mut arguments, "description", draft.note.as_deref());
    set(&mut arguments, "due", draft.due.as_deref());
    set(&mut arguments, "recurrence", draft.repeat.as_deref());
    set(&mut arguments, "priority", draft.priority.map(priority));
    set(&mut arguments, "list", draft.list.as_deref());
    if !draft.tags.is_empty() {
        arguments.insert("tags".to_owned(), json!(draft.tags));
    }
    Value::Object(arguments)
}

/// Returns the arguments of `list_tasks`.
pub(crate) fn list(query: &Query) -> Value {
    let mut arguments = Map::new();
    let status = match query.status.unwrap_or(Status::Pending) {
        Status::All => "all",
        Status::Pending => "pending",
        Status::Completed => "completed",
    };
    set(&mut arguments, "status", Some(status));
    set(&mut arguments, "priority", query.priority.map(priority));
    set(&mut arguments, "tag", query.tag.as_deref());
    set(&mut arguments, "list", query.list.as_deref());
    set(&mut arguments, "text", query.text.as_deref());
    set(&mut arguments, "due", query.due.as_deref());
    Value::Object(arguments)
}

/// Returns the arguments of `find_task`.
pub(crate) fn find(name: &str) -> Value {
    json!({ "name": name })
}

/// Returns the tool for `action`, and its arguments for one task.
pub(crate) fn act(action: &Action, aim: &Aim) -> (&'static str, Value) {
    let mut arguments = Map::new();
    match aim {
        Aim::Known(Item { id: Some(id), .. }) => {
            arguments.insert("task_id".to_owned(), json!(id));
        }
        Aim::Known(Item { title, .. }) | Aim::Named(title) => set(&mut arguments, "title", Some(title)),
    }
    match action {
        Action::Complete => (COMPLETE, Value::Object(arguments)),
        Action::Reopen => {
            arguments.insert("completed".to_owned(), json!(false));
            (COMPLETE, Value::Object(arguments))
        }
        Action::Delete => (DELETE, Value::Object(arguments)),
        Action::Edit(edits) => {
            for edit in edits {
                apply(edit, &mut arguments);
            }
            (UPDATE, Value::Object(arguments))
        }
    }
}

fn apply(edit: &Edit, arguments: &mut Map<String, Value>) {
    match edit {
        Edit::Title(title) => set(arguments, "new_title", Some(title)),
        Edit::Note(note) => set_or_clear(arguments, "description", note.as_deref()),
        Edit::Due(due) => set_or_clear(arguments, "due", due.as_deref()),
        Edit::Repeat(repeat) => set_or_clear(arguments, "recurrence", repeat.as_deref()),
        Edit::List(list) => set_or_clear(arguments, "list", list.as_deref()),
        Edit::Priority(level) => set(arguments, "priority", Some(priority(*level))),
        Edit::AddTags(tags) => {
            arguments.insert("add_tags".to_owned(), json!(tags));
        }
        Edit::RemoveTags(tags) => {
            arguments.insert("remove_tags".to_owned(), json!(tags));
        }
        Edit::ClearTags => {
            arguments.insert("tags".to_owned(), json!([]));
        }
    }
}

fn set_or_clear(arguments: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    arguments.insert(key.to_owned(), value.map_or(Value::Null, |value| json!(value)));
}

fn set(arguments: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        arguments.insert(key.to_owned(), json!(value));
    }
}

fn priority(level: Priority) -> &'static str {
    match level {
        Priority::None => "none",
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
    }
}

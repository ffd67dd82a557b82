//! The arguments of the tools, as `taskpilot-mcp-tools` defines them.

use serde_json::{Map, Value, json};
use taskpilot_tasks::{Priority, fold};

use crate::outcome::Item;
use crate::request::{Action, Draft, Edit, Query, Status};

pub(crate) const ADD: &str = "add_task";
pub(crate) const LIST: &str = "list_tasks";
pub(crate) const COMPLETE: &str = "complete_task";
pub(crate) const DELETE: &str = "delete_task";
pub(crate) const UPDATE: &str = "update_task";
pub(crate) const FIND: &str = "find_task";

/// Most tasks `list_tasks` returns at once.
const MOST_ROWS: u32 = 50;

/// A task to act on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aim {
    /// By its number, or by its very title if a tool told none.
    Known(Item),
    /// By a name that is still to be looked up.
    Named(String),
}

impl Aim {
    /// Returns what is known of the task.
    pub(crate) fn item(&self) -> Item {
        match self {
            Self::Known(item) => item.clone(),
            Self::Named(name) => Item {
                title: name.clone(),
                ..Item::default()
            },
        }
    }
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
    set(&mut arguments, "sort", query.sort);
    arguments.insert("limit".to_owned(), json!(MOST_ROWS));
    Value::Object(arguments)
}

/// Returns the arguments of `find_task`.
pub(crate) fn find(name: &str) -> Value {
    json!({ "name": name })
}

/// Returns the arguments of `find_task` for the task numbered `id`, as people say it.
pub(crate) fn find_number(id: i64) -> Value {
    json!({ "name": format!("task {id}") })
}

/// Returns the tool for `action`, and its arguments for one task; `tags` are those the task has.
pub(crate) fn act(action: &Action, aim: &Aim, tags: &[String]) -> (&'static str, Value) {
    let mut arguments = Map::new();
    let name = if matches!(action, Action::Edit(_)) {
        "current_title"
    } else {
        "title"
    };
    match aim {
        Aim::Known(Item { id: Some(id), .. }) => {
            arguments.insert("task_id".to_owned(), json!(id));
        }
        Aim::Known(Item { title, .. }) | Aim::Named(title) => {
            set(&mut arguments, name, Some(title));
        }
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
                apply(edit, tags, &mut arguments);
            }
            (UPDATE, Value::Object(arguments))
        }
    }
}

fn apply(edit: &Edit, tags: &[String], arguments: &mut Map<String, Value>) {
    match edit {
        Edit::Title(title) => set(arguments, "title", Some(title)),
        Edit::Note(note) => set_or_clear(arguments, "description", note.as_deref()),
        Edit::Due(due) => set_or_clear(arguments, "due", due.as_deref()),
        Edit::Repeat(repeat) => set_or_clear(arguments, "recurrence", repeat.as_deref()),
        Edit::List(list) => set_or_clear(arguments, "list", list.as_deref()),
        Edit::Priority(level) => set(arguments, "priority", Some(priority(*level))),
        Edit::AddTags(more) => {
            let new = more
                .iter()
                .filter(|tag| !tags.iter().any(|known| fold(known) == fold(tag)));
            let all: Vec<&String> = tags.iter().chain(new).collect();
            arguments.insert("tags".to_owned(), json!(all));
        }
        Edit::RemoveTags(fewer) => {
            let kept = |tag: &&String| !fewer.iter().any(|gone| fold(gone) == fold(tag));
            let left: Vec<&String> = tags.iter().filter(kept).collect();
            arguments.insert("tags".to_owned(), json!(left));
        }
        Edit::ClearTags => set_or_clear(arguments, "tags", None),
    }
}

fn set_or_clear(arguments: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if value.is_some() {
        set(arguments, key, value);
        return;
    }
    let clear = arguments.entry("clear").or_insert_with(|| json!([]));
    if let Some(fields) = clear.as_array_mut() {
        fields.push(json!(key));
    }
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

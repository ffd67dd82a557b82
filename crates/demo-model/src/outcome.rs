//! Reads what the tools answered.

use serde_json::Value;

/// A task, as far as a tool told of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) id: Option<i64>,
    pub(crate) title: String,
    pub(crate) completed: bool,
    pub(crate) priority: Option<String>,
    /// When it is due, in the tool's words.
    pub(crate) due: Option<String>,
    /// How it repeats, in the tool's words.
    pub(crate) repeat: Option<String>,
    pub(crate) list: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) note: Option<String>,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// One task, changed or found.
    Task {
        /// What was done: `created`, `completed`, and so on.
        status: String,
        item: Item,
        /// When a repeating task is due next, in the tool's words.
        next: Option<String>,
    },
    /// Several tasks.
    Tasks {
        items: Vec<Item>,
        total: Option<i64>,
        pending: Option<i64>,
        completed: Option<i64>,
        has_more: bool,
        /// Whether they are suggestions rather than what was asked for.
        close: bool,
    },
    /// The tool refused.
    Fault(Fault),
    /// The tool answered with something else; holds its message, if it had one.
    Other(Option<String>),
    /// There is no answer.
    Missing,
}

/// Why a tool refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fault {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) candidates: Vec<Item>,
}

impl Outcome {
    /// Reads a tool's output.
    pub(crate) fn read(output: &str) -> Self {
        let Ok(value) = serde_json::from_str::<Value>(output) else {
            return Self::Other(None);
        };
        if let Some(error) = value.get("error") {
            return Self::Fault(fault(error));
        }
        if let Some(tasks) = value.get("tasks").and_then(Value::as_array) {
            return tasks_of(&value, tasks);
        }
        if value.get("match").is_some() || value.get("candidates").is_some() {
            return found(&value);
        }
        changed(&value)
    }
}

fn changed(value: &Value) -> Outcome {
    if !value.is_object() {
        return Outcome::Other(None);
    }
    let task = value.get("task").filter(|task| task.is_object());
    let mut item = item(task.unwrap_or(value));
    item.id = item.id.or_else(|| number(value, "task_id"));
    item.due = text(value, "due_text").or(item.due);
    item.repeat = text(value, "recurrence_text").or(item.repeat);
    let next = text(value, "next_due_text").or_else(|| value.get("next").and_then(next_due));
    if item.title.is_empty() {
        item.title = text(value, "title").unwrap_or_default();
    }
    if item.title.is_empty() && item.id.is_none() {
        return Outcome::Other(text(value, "message"));
    }
    let status = text(value, "status").unwrap_or_default();
    Outcome::Task { status, item, next }
}

/// The next date of a repeating task: a text, or the task that follows.
fn next_due(next: &Value) -> Option<String> {
    match next {
        Value::String(words) if !words.trim().is_empty() => Some(words.clone()),
        Value::Object(_) => {
            let inner = next.get("task").filter(|task| task.is_object());
            text(next, "due_text")
                .or_else(|| inner.and_then(|task| item(task).due))
                .or_else(|| item(next).due)
        }
        _ => None,
    }
}

fn tasks_of(value: &Value, tasks: &[Value]) -> Outcome {
    Outcome::Tasks {
        items: tasks.iter().map(item).collect(),
        total: number(value, "total"),
        pending: number(value, "pending"),
        completed: number(value, "completed"),
        has_more: value
            .get("has_more")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
        close: false,
    }
}

fn found(value: &Value) -> Outcome {
    if let Some(task) = value.get("task").filter(|task| task.is_object()) {
        let mut item = item(task);
        item.due = text(value, "due_text").or(item.due);
        return Outcome::Task {
            status: "found".to_owned(),
            item,
            next: None,
        };
    }
    Outcome::Tasks {
        items: items(value, "candidates"),
        total: None,
        pending: None,
        completed: None,
        has_more: false,
        close: !matches!(text(value, "match").as_deref(), Some("several")),
    }
}

fn fault(error: &Value) -> Fault {
    Fault {
        code: text(error, "code").unwrap_or_default(),
        message: text(error, "message")
            .or_else(|| error.as_str().map(str::to_owned))
            .unwrap_or_default(),
        hint: text(error, "hint"),
        candidates: items(error, "candidates"),
    }
}

fn items(value: &Value, key: &str) -> Vec<Item> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .map(item)
        .filter(|item| !item.title.is_empty())
        .collect()
}

fn item(value: &Value) -> Item {
    if let Some(title) = value.as_str() {
        return Item {
            title: title.to_owned(),
            ..Item::default()
        };
    }
    if let Some(task) = value.get("task").filter(|task| task.is_object()) {
        let inner = item(task);
        let due = text(value, "due_text").or(inner.due);
        let repeat = text(value, "recurrence_text").or(inner.repeat);
        return Item {
            due,
            repeat,
            ..inner
        };
    }
    Item {
        id: number(value, "id").or_else(|| number(value, "task_id")),
        title: text(value, "title").unwrap_or_default(),
        completed: value
            .get("completed")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
        priority: text(value, "priority").filter(|priority| priority != "none"),
        due: text(value, "due_text")
            .or_else(|| text(value, "due_at"))
            .or_else(|| text(value, "due")),
        repeat: text(value, "recurrence_text").or_else(|| text(value, "recurrence")),
        list: text(value, "list"),
        tags: value
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
        note: text(value, "description"),
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

fn number(value: &Value, key: &str) -> Option<i64> {
    value.get(key).and_then(Value::as_i64)
}

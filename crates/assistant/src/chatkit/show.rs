//! What tools did, in words for people: from their results, never from what a model says.

use jiff::{Timestamp, Zoned};
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_conversations::{ToolCall, ToolCallStatus};
use taskpilot_tasks::{Priority, Task, when};

use crate::draft::APPROVAL_REQUIRED;

/// What a tool that acts on a task did, as far as it is shown.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Change {
    pub(super) task_id: i64,
    status: String,
    title: String,
    #[serde(default)]
    task: Value,
    #[serde(default)]
    due_text: Option<String>,
    #[serde(default)]
    recurrence_text: Option<String>,
    #[serde(default)]
    next_due_text: Option<String>,
    #[serde(default)]
    pub(super) undo_token: Option<String>,
}

impl Change {
    /// Reads the result of a tool; `None` if it changed nothing or is something else.
    pub(super) fn read(result: &Value) -> Option<Self> {
        let change = Self::deserialize(result).ok()?;
        (change.status != "unchanged").then_some(change)
    }

    /// Says what was done: "Added: Buy groceries — tomorrow, 17:00".
    pub(super) fn text(&self) -> String {
        let title = &self.title;
        match self.status.as_str() {
            "created" => with_details(format!("Added: {title}"), &self.details()),
            "completed" => match &self.next_due_text {
                Some(next) => format!("Done: {title} — next: {next}"),
                None => format!("Done: {title}"),
            },
            "reopened" => format!("Open again: {title}"),
            "deleted" => format!("Deleted: {title}"),
            _ => with_details(format!("Updated: {title}"), &self.details()),
        }
    }

    /// Returns the task as a list shows it; `None` if it is gone.
    fn as_row(&self) -> Option<Row> {
        if self.status == "deleted" {
            return None;
        }
        let mut row = Row::deserialize(&self.task).ok()?;
        row.due_text.clone_from(&self.due_text);
        Some(row)
    }

    /// Returns what the page around the chat is told.
    pub(super) fn effect(&self) -> serde_json::Map<String, Value> {
        let mut data = serde_json::Map::new();
        data.insert("status".into(), json!(self.status));
        data.insert("task_ids".into(), json!([self.task_id]));
        if !self.task.is_null() {
            data.insert("task".into(), self.task.clone());
        }
        data
    }

    fn details(&self) -> Vec<String> {
        let field = |name: &str| self.task.get(name).and_then(Value::as_str);
        let mut details: Vec<String> = Vec::new();
        details.extend(self.due_text.clone());
        details.extend(self.recurrence_text.clone());
        let priority = field("priority").filter(|priority| *priority != "none");
        details.extend(priority.map(|priority| format!("{priority} priority")));
        details.extend(field("list").map(|list| format!("in {list}")));
        let tags = self.task.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        details.extend(tags.map(|tag| format!("#{tag}")));
        details
    }
}

fn with_details(text: String, details: &[String]) -> String {
    if details.is_empty() {
        text
    } else {
        format!("{text} — {}", details.join(" · "))
    }
}

/// A task of a list, as far as it is shown.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    #[serde(alias = "task_id")]
    pub(super) id: i64,
    pub(super) title: String,
    #[serde(default)]
    pub(super) completed: bool,
    #[serde(default)]
    pub(super) priority: Option<String>,
    #[serde(default)]
    pub(super) due_at: Option<Timestamp>,
    #[serde(default)]
    pub(super) all_day: bool,
    #[serde(default)]
    pub(super) due_text: Option<String>,
    #[serde(default)]
    pub(super) list: Option<String>,
}

impl Row {
    pub(super) fn of(task: &Task, now: &Zoned) -> Self {
        let priority = match task.priority {
            Priority::None => None,
            Priority::Low => Some("low"),
            Priority::Medium => Some("medium"),
            Priority::High => Some("high"),
        };
        Self {
            id: task.id.get(),
            title: task.title.clone(),
            completed: task.is_completed(),
            priority: priority.map(str::to_owned),
            due_at: task.due.map(|due| due.at),
            all_day: task.due.is_some_and(|due| due.all_day),
            due_text: task.due.map(|due| when::describe(&due, now)),
            list: task.list.as_ref().map(|list| list.as_str().to_owned()),
        }
    }
}

/// Tasks that a tool found.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) rows: Vec<Row>,
    /// How many there are beside these.
    pub(super) more: i64,
    /// Whether a task was looked for, not a list.
    is_search: bool,
}

impl List {
    /// Returns a list of these tasks, and of so many more.
    pub(super) fn of(rows: Vec<Row>, more: i64) -> Self {
        Self {
            rows,
            more,
            is_search: false,
        }
    }

    /// Takes in that a task was changed; returns whether the list is still worth showing.
    pub(super) fn take_in(&mut self, change: &Change) -> bool {
        let Some(at) = self.rows.iter().position(|row| row.id == change.task_id) else {
            return true;
        };
        if self.is_search {
            return false;
        }
        match change.as_row() {
            Some(row) => self.rows.splice(at..=at, [row]).for_each(drop),
            None => drop(self.rows.remove(at)),
        }
        !self.rows.is_empty()
    }

    /// Reads the result of `list_tasks` or `find_task`; `None` if it found nothing.
    pub(super) fn read(tool: &str, result: &Value) -> Option<Self> {
        let list = match tool {
            "list_tasks" => {
                let rows = rows(result.get("tasks")?);
                let total = result.get("total").and_then(Value::as_i64).unwrap_or(0);
                let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                Self {
                    more: total.saturating_sub(shown).max(0),
                    rows,
                    is_search: false,
                }
            }
            "find_task" => Self {
                rows: found(result),
                more: 0,
                is_search: true,
            },
            _ => return None,
        };
        (!list.rows.is_empty()).then_some(list)
    }

    pub(super) fn ids(&self) -> Vec<i64> {
        self.rows.iter().map(|row| row.id).collect()
    }
}

fn found(result: &Value) -> Vec<Row> {
    let Some(task) = result.get("task").filter(|task| !task.is_null()) else {
        return result.get("candidates").map(rows).unwrap_or_default();
    };
    let Ok(mut row) = Row::deserialize(task) else {
        return Vec::new();
    };
    let due_text = result.get("due_text").and_then(Value::as_str);
    row.due_text = due_text.map(str::to_owned);
    vec![row]
}

fn rows(rows: &Value) -> Vec<Row> {
    let rows = rows.as_array().into_iter().flatten();
    rows.filter_map(|row| Row::deserialize(row).ok()).collect()
}

/// A name that several tasks have, and what was to be done.
#[derive(Debug, Clone)]
pub(super) struct Pick {
    pub(super) tool: String,
    /// What was asked, without the name.
    arguments: Value,
    pub(super) rows: Vec<Row>,
}

impl Pick {
    /// Reads why a tool did nothing; `None` if it is not for want of a clear name.
    pub(super) fn read(tool: &str, arguments: &str, result: &Value) -> Option<Self> {
        let fault = result.get("error")?;
        let rows = rows(fault.get("candidates")?);
        let mut arguments: Value = serde_json::from_str(arguments).ok()?;
        let named = arguments.as_object_mut()?;
        let name = match tool {
            "complete_task" | "delete_task" => {
                named.remove("name");
                "title"
            }
            "update_task" => "current_title",
            _ => return None,
        };
        named.remove(name);
        named.remove("id");
        named.remove("task_id");
        (!rows.is_empty()).then(|| Self {
            tool: tool.to_owned(),
            arguments,
            rows,
        })
    }

    /// Returns what was asked, of this task.
    pub(super) fn of(&self, id: i64) -> Value {
        let mut arguments = self.arguments.clone();
        if let Some(arguments) = arguments.as_object_mut() {
            arguments.insert("task_id".into(), id.into());
        }
        arguments
    }

    pub(super) fn ids(&self) -> Vec<i64> {
        self.rows.iter().map(|row| row.id).collect()
    }
}

/// Returns what goes on while a tool runs.
pub(super) fn progress(tool: &str) -> &'static str {
    match tool {
        "add_task" => "Adding a task…",
        "complete_task" => "Checking off a task…",
        "update_task" => "Changing a task…",
        "delete_task" => "Deleting a task…",
        "find_task" => "Looking for the task…",
        _ => "Looking at your tasks…",
    }
}

/// Says what a reply without words did.
pub(super) fn summary(calls: &[ToolCall]) -> String {
    let done = calls
        .iter()
        .filter(|call| call.status == ToolCallStatus::Completed);
    let mut lines: Vec<String> = done
        .filter_map(|call| Change::read(&call.result))
        .map(|change| format!("✓ {}", change.text()))
        .collect();
    if calls.iter().any(is_unapproved) {
        lines.push("Not done yet: this needs your approval first.".to_owned());
    }
    if lines.is_empty() {
        "(no answer)".to_owned()
    } else {
        lines.join("  \n")
    }
}

fn is_unapproved(call: &ToolCall) -> bool {
    let code = call.result.pointer("/error/code");
    code.and_then(Value::as_str) == Some(APPROVAL_REQUIRED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_without_words_says_what_it_did_and_what_it_waits_for() {
        let call = |status, result| ToolCall {
            id: "c1".into(),
            name: "delete_task".into(),
            arguments: "{}".into(),
            result,
            status,
            round: 1,
        };
        let done = json!({"task_id": 3, "status": "deleted", "title": "Milk", "undo_token": "u"});
        let done = call(ToolCallStatus::Completed, done);
        let waits = json!({"error": {"code": APPROVAL_REQUIRED, "message": "Not done."}});
        let waits = call(ToolCallStatus::Interrupted, waits);
        let cut = json!({"error": {"code": "interrupted", "message": "Cut."}});
        let cut = call(ToolCallStatus::Interrupted, cut);
        let asks = "Not done yet: this needs your approval first.";
        assert_eq!(summary(std::slice::from_ref(&waits)), asks);
        assert_eq!(summary(&[waits.clone(), waits.clone()]), asks);
        let both = summary(&[done, waits]);
        assert!(both.starts_with("✓ ") && both.ends_with(asks), "{both}");
        assert_eq!(summary(&[cut]), "(no answer)");
    }

    #[test]
    fn changes_are_told_by_their_results() {
        let task = json!({"priority": "high", "list": "Shopping", "tags": ["home"]});
        let change = |status: &str| {
            let result = json!({
                "task_id": 3, "status": status, "title": "Buy groceries", "task": task,
                "due_text": "tomorrow, 17:00", "undo_token": "undo_1",
            });
            Change::read(&result).map(|change| change.text())
        };
        let texts = ["created", "completed", "reopened", "deleted", "updated"].map(change);
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        insta::assert_snapshot!(texts.join("\n"), @r"
        Added: Buy groceries — tomorrow, 17:00 · high priority · in Shopping · #home
        Done: Buy groceries
        Open again: Buy groceries
        Deleted: Buy groceries
        Updated: Buy groceries — tomorrow, 17:00 · high priority · in Shopping · #home
        ");
        assert_eq!(change("unchanged"), None);
        assert!(Change::read(&json!({"tasks": []})).is_none());
    }

    #[test]
    fn a_pick_asks_for_the_same_with_the_task_that_is_meant() {
        let result = json!({"error": {"code": "ambiguous", "candidates": [
            {"task_id": 3, "title": "Buy milk", "completed": false},
            {"task_id": 4, "title": "Oat milk", "completed": true, "due_text": "today"},
        ]}});
        let pick = Pick::read(
            "update_task",
            r#"{"current_title":"milk","priority":"high"}"#,
            &result,
        );
        let pick = pick.unwrap();
        assert_eq!(pick.ids(), [3, 4]);
        assert_eq!(pick.of(4), json!({"priority": "high", "task_id": 4}));
        let none = json!({"error": {"code": "not_found"}});
        assert!(Pick::read("delete_task", "{}", &none).is_none());
    }
}

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use taskpilot_tasks::{ListName, Priority, Recurrence, RecurrenceBasis, Tag, Task};

/// A task as clients see it, over MCP and HTTP alike: absent fields are left out, times are in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskView {
    /// The task's number among its user's.
    pub id: i64,
    /// 1 to 200 characters.
    pub title: String,
    /// At most 5,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is done.
    pub completed: bool,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub completed_at: Option<Timestamp>,
    /// How much it matters.
    #[schemars(with = "PriorityWord")]
    pub priority: Priority,
    /// When it is due; for an all-day task, midnight of that day in the user's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due_at: Option<Timestamp>,
    /// Whether only the day matters.
    pub all_day: bool,
    /// The list it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// In the order given.
    pub tags: Vec<String>,
    /// How it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Map<String, Value>>")]
    pub recurrence: Option<RecurrenceView>,
    /// When it was created.
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
    /// Counts its changes, from 1.
    pub version: i64,
}

/// How a task repeats, as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurrenceView {
    /// An RFC 5545 recurrence rule, such as `FREQ=WEEKLY;BYDAY=MO`.
    pub rule: String,
    /// What the next date is counted from: the date it was due, or the moment it was done.
    #[serde(default)]
    pub basis: RecurrenceBasis,
}

// A doc comment here would be sent to models as the description of every priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PriorityWord {
    None,
    Low,
    Medium,
    High,
}

impl From<PriorityWord> for Priority {
    fn from(word: PriorityWord) -> Self {
        match word {
            PriorityWord::None => Self::None,
            PriorityWord::Low => Self::Low,
            PriorityWord::Medium => Self::Medium,
            PriorityWord::High => Self::High,
        }
    }
}

impl From<&Task> for TaskView {
    fn from(task: &Task) -> Self {
        Self {
            id: task.id.get(),
            title: task.title.clone(),
            description: task.description.clone(),
            completed: task.is_completed(),
            completed_at: task.completed_at,
            priority: task.priority,
            due_at: task.due.map(|due| due.at),
            all_day: task.due.is_some_and(|due| due.all_day),
            list: task
                .list
                .as_ref()
                .map(|list| ListName::as_str(list).to_owned()),
            tags: task
                .tags
                .iter()
                .map(|tag| Tag::as_str(tag).to_owned())
                .collect(),
            recurrence: task.recurrence.as_ref().map(RecurrenceView::from),
            created_at: task.created_at,
            updated_at: task.updated_at,
            version: task.version.get(),
        }
    }
}

impl From<&Recurrence> for RecurrenceView {
    fn from(recurrence: &Recurrence) -> Self {
        Self {
            rule: recurrence.rule.clone(),
            basis: recurrence.basis,
        }
    }
}

#[cfg(test)]
mod tests {
    use taskpilot_tasks::{Due, TaskDraft, TaskId};

    use super::*;

    fn draft() -> TaskDraft {
        TaskDraft {
            title: "Buy milk".to_owned(),
            description: None,
            completed_at: None,
            priority: Priority::None,
            due: None,
            list: None,
            tags: Vec::new(),
            recurrence: None,
        }
    }

    fn check(draft: TaskDraft) -> Value {
        let at = "2026-11-21T09:00:00.123456Z".parse().unwrap();
        let view = TaskView::from(&draft.into_task(TaskId::new(3), at));
        let wire = serde_json::to_value(&view).unwrap();
        let back: TaskView = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(back, view);
        wire
    }

    #[test]
    fn a_plain_task_has_no_empty_fields() {
        insta::with_settings!({sort_maps => true}, {
            insta::assert_json_snapshot!(check(draft()), @r#"
            {
              "all_day": false,
              "completed": false,
              "created_at": "2026-11-21T09:00:00.123456Z",
              "id": 3,
              "priority": "none",
              "tags": [],
              "title": "Buy milk",
              "updated_at": "2026-11-21T09:00:00.123456Z",
              "version": 1
            }
            "#);
        });
    }

    #[test]
    fn a_full_task_has_them_all() {
        let full = TaskDraft {
            description: Some("two litres".to_owned()),
            completed_at: Some("2026-11-21T10:00:00Z".parse().unwrap()),
            priority: Priority::High,
            due: Some(Due {
                at: "2026-11-22T00:00:00Z".parse().unwrap(),
                all_day: true,
            }),
            list: Some(ListName::from_stored("Shopping".to_owned())),
            tags: vec![Tag::from_stored("home".to_owned())],
            recurrence: Some(Recurrence {
                rule: "FREQ=DAILY;INTERVAL=3".to_owned(),
                basis: RecurrenceBasis::Completion,
            }),
            ..draft()
        };
        insta::with_settings!({sort_maps => true}, {
            insta::assert_json_snapshot!(check(full), @r#"
            {
              "all_day": true,
              "completed": true,
              "completed_at": "2026-11-21T10:00:00Z",
              "created_at": "2026-11-21T09:00:00.123456Z",
              "description": "two litres",
              "due_at": "2026-11-22T00:00:00Z",
              "id": 3,
              "list": "Shopping",
              "priority": "high",
              "recurrence": {
                "basis": "completion",
                "rule": "FREQ=DAILY;INTERVAL=3"
              },
              "tags": [
                "home"
              ],
              "title": "Buy milk",
              "updated_at": "2026-11-21T09:00:00.123456Z",
              "version": 1
            }
            "#);
        });
    }
}

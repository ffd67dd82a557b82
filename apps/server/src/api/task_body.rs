use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use taskpilot_tasks::{
    Due, NewTask, Priority, Recurrence, RecurrenceBasis, Task, TaskPatch, UndoToken,
};
use utoipa::ToSchema;

use crate::extract::nullable;
use crate::problem::{InvalidField, Problem};

/// One thing to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskBody {
    /// The task's number among its user's: people say "task 3".
    id: i64,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    completed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    #[schema(value_type = String, example = "high")]
    priority: Priority,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    /// Whether only the day of `due_at` matters.
    all_day: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrence: Option<RecurrenceBody>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Counts the task's changes; the `ETag` holds it too.
    version: i64,
    /// Undoes the change that this answers, by `POST /api/{user_id}/undo`; missing when nothing was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    undo_token: Option<String>,
    /// The next task of a repeating one that was completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    next: Option<Box<TaskBody>>,
}

/// How a task repeats.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecurrenceBody {
    /// An RFC 5545 recurrence rule without `DTSTART`.
    #[schema(example = "FREQ=WEEKLY;BYDAY=MO")]
    rule: String,
    /// What the next date is counted from: `schedule` (the due date) or `completion`.
    #[serde(default)]
    #[schema(value_type = String, example = "schedule")]
    basis: RecurrenceBasis,
}

impl From<&Task> for TaskBody {
    fn from(task: &Task) -> Self {
        let recurrence = task.recurrence.as_ref();
        Self {
            id: task.id.get(),
            title: task.title.clone(),
            description: task.description.clone(),
            completed: task.is_completed(),
            completed_at: task.completed_at,
            priority: task.priority,
            due_at: task.due.map(|due| due.at),
            all_day: task.due.is_some_and(|due| due.all_day),
            list: task.list.as_ref().map(|list| list.as_str().to_owned()),
            tags: task
                .tags
                .iter()
                .map(|tag| tag.as_str().to_owned())
                .collect(),
            recurrence: recurrence.map(|recurrence| RecurrenceBody {
                rule: recurrence.rule.clone(),
                basis: recurrence.basis,
            }),
            created_at: task.created_at,
            updated_at: task.updated_at,
            version: task.version.get(),
            undo_token: None,
            next: None,
        }
    }
}

impl TaskBody {
    /// Returns the answer to a write.
    pub(crate) fn written(task: &Task, next: Option<&Task>, undo: Option<&UndoToken>) -> Self {
        Self {
            undo_token: undo.map(|token| token.as_str().to_owned()),
            next: next.map(|next| Box::new(next.into())),
            ..task.into()
        }
    }
}

/// A task to be, for create and replace.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskInput {
    /// 1 to 200 characters.
    #[schema(example = "Buy groceries")]
    title: String,
    /// At most 5,000 characters.
    description: Option<String>,
    /// Whether it is done already.
    #[serde(default)]
    completed: bool,
    /// `none`, `low`, `medium` or `high`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "high")]
    priority: Priority,
    /// RFC 3339, or a date alone (`2026-11-24`) for the whole day in the caller's zone (`X-Time-Zone`).
    #[schema(example = "2026-11-24T17:00:00Z")]
    due_at: Option<String>,
    /// Whether only the day matters.
    #[serde(default)]
    all_day: bool,
    /// 1 to 100 characters.
    list: Option<String>,
    /// At most 20 of 1 to 50 characters.
    #[serde(default)]
    tags: Vec<String>,
    /// Needs a due date.
    recurrence: Option<RecurrenceBody>,
}

impl TaskInput {
    /// Maps the body to the domain's words.
    pub(crate) fn into_new_task(self, zone: &TimeZone) -> Result<NewTask, Problem> {
        let due = self
            .due_at
            .map(|text| due(&text, Some(self.all_day), zone))
            .transpose()?;
        Ok(NewTask {
            title: self.title,
            description: self.description,
            completed: self.completed,
            priority: self.priority,
            due,
            list: self.list,
            tags: self.tags,
            recurrence: self.recurrence.map(Into::into),
        })
    }
}

/// What to change; a missing field stays, `null` empties it.
#[expect(
    clippy::option_option,
    reason = "missing and null mean different things"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskUpdate {
    title: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<String>>,
    completed: Option<bool>,
    #[schema(value_type = Option<String>, example = "high")]
    priority: Option<Priority>,
    /// RFC 3339, or a date alone for the whole day.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    due_at: Option<Option<String>>,
    /// Only together with `due_at`.
    all_day: Option<bool>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    list: Option<Option<String>>,
    /// Replaces all tags.
    tags: Option<Vec<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<RecurrenceBody>)]
    recurrence: Option<Option<RecurrenceBody>>,
}

impl TaskUpdate {
    /// Maps the body to the domain's words.
    pub(crate) fn into_patch(self, zone: &TimeZone) -> Result<TaskPatch, Problem> {
        if self.all_day.is_some() && self.due_at.is_none() {
            return Err(Problem::invalid_field(
                "all_day",
                "goes together with `due_at`",
            ));
        }
        let due = match self.due_at {
            None => None,
            Some(None) => Some(None),
            Some(Some(text)) => Some(Some(due(&text, self.all_day, zone)?)),
        };
        Ok(TaskPatch {
            title: self.title,
            description: self.description,
            completed: self.completed,
            priority: self.priority,
            due,
            list: self.list,
            tags: self.tags,
            recurrence: self.recurrence.map(|recurrence| recurrence.map(Into::into)),
        })
    }
}

impl From<RecurrenceBody> for Recurrence {
    fn from(body: RecurrenceBody) -> Self {
        Self {
            rule: body.rule,
            basis: body.basis,
        }
    }
}

/// Reads a moment, or a day of the caller's zone.
fn due(text: &str, all_day: Option<bool>, zone: &TimeZone) -> Result<Due, Problem> {
    if let Ok(at) = text.parse::<Timestamp>() {
        let all_day = all_day.unwrap_or(false);
        let day = at.to_zoned(zone.clone()).date();
        return if all_day {
            whole_day(day, zone)
        } else {
            Ok(Due { at, all_day })
        };
    }
    match text.parse::<Date>() {
        Ok(day) if text.len() == "2026-11-24".len() => whole_day(day, zone),
        _ => Err(bad_time("due_at")),
    }
}

fn whole_day(day: Date, zone: &TimeZone) -> Result<Due, Problem> {
    let midnight = day.to_zoned(zone.clone()).map_err(|_| bad_time("due_at"))?;
    Ok(Due {
        at: midnight.timestamp(),
        all_day: true,
    })
}

pub(crate) fn bad_time(field: &str) -> Problem {
    Problem::invalid(vec![InvalidField {
        field: field.into(),
        message: "must be a time such as 2026-11-24T17:00:00Z or a date such as 2026-11-24".into(),
    }])
}

#[cfg(test)]
mod tests {
    use taskpilot_mcp_tools::TaskView;
    use taskpilot_tasks::{TaskDraft, TaskId};

    use super::*;

    #[test]
    fn the_api_and_the_tools_show_one_and_the_same_task() {
        let at = "2026-11-21T09:00:00Z".parse().unwrap();
        let draft = TaskDraft {
            title: "Water the plants".into(),
            description: Some("the fern too".into()),
            completed_at: Some(at),
            priority: Priority::High,
            due: Some(Due { at, all_day: true }),
            list: Some(taskpilot_tasks::ListName::parse("Home").unwrap()),
            tags: vec![taskpilot_tasks::Tag::parse("green").unwrap()],
            recurrence: Some(Recurrence {
                rule: "FREQ=DAILY".into(),
                basis: RecurrenceBasis::Schedule,
            }),
        };
        let task = draft.into_task(TaskId::new(3), at);
        let api = serde_json::to_value(TaskBody::from(&task)).unwrap();
        let tool = serde_json::to_value(TaskView::from(&task)).unwrap();
        assert_eq!(api, tool);
    }
}

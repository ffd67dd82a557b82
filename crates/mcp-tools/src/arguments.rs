//! What each tool takes. The doc comment of a struct is the tool's description, that of a field the
//! field's; the schemas made from them are published and checked alike.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::view::PriorityWord;

/// Adds one task to the person's list. Call it once for each task that is asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddTask {
    /// What to do, without its date.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) title: String,
    /// Details.
    #[schemars(length(max = 5000))]
    pub(crate) description: Option<String>,
    /// When: English as the person said it ("tomorrow 5pm", "next Friday", "every Monday at 9") or ISO 8601 in the person's zone.
    #[schemars(length(min = 1, max = 100))]
    pub(crate) due: Option<String>,
    pub(crate) priority: Option<PriorityWord>,
    /// Name of the list it goes on.
    #[schemars(length(min = 1, max = 100))]
    pub(crate) list: Option<String>,
    #[schemars(length(max = 20), inner(length(min = 1, max = 50)))]
    pub(crate) tags: Option<Vec<String>>,
    /// How it repeats: English ("every 2 weeks") or an RRULE.
    #[schemars(length(min = 1, max = 500))]
    pub(crate) recurrence: Option<String>,
}

/// Shows the person's tasks, with counts. Conditions hold together. Pass next_cursor as cursor to see more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListTasks {
    /// Default: all.
    pub(crate) status: Option<StatusWord>,
    pub(crate) priority: Option<PriorityWord>,
    #[schemars(length(min = 1, max = 50))]
    pub(crate) tag: Option<String>,
    /// Name of a list.
    #[schemars(length(min = 1, max = 100))]
    pub(crate) list: Option<String>,
    /// Text to look for in titles, descriptions and tags.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) text: Option<String>,
    /// "overdue", "today", "upcoming" (today and later), "this week", "next month" and the like, or a day: "tomorrow", "2026-12-01".
    #[schemars(length(min = 1, max = 100))]
    pub(crate) due: Option<String>,
    /// Default: due_at with `due`, else created_at.
    pub(crate) sort: Option<SortWord>,
    /// Default: created_at, updated_at and priority desc, others asc.
    pub(crate) order: Option<OrderWord>,
    /// Default: 20.
    #[schemars(range(min = 1, max = 50))]
    pub(crate) limit: Option<u32>,
    #[schemars(length(min = 1, max = 8192))]
    pub(crate) cursor: Option<String>,
}

/// Marks a task as done, or with completed=false as to do again; never toggles. A repeating task is followed by its next one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteTask {
    /// The task's number; this or title.
    #[schemars(range(min = 1))]
    pub(crate) task_id: Option<i64>,
    /// The task's name or a part of it, if its number is not known.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) title: Option<String>,
    /// Default: true.
    pub(crate) completed: Option<bool>,
}

/// Deletes a task. It can be undone with the undo_token.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteTask {
    /// The task's number; this or title.
    #[schemars(range(min = 1))]
    pub(crate) task_id: Option<i64>,
    /// The task's name or a part of it, if its number is not known.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) title: Option<String>,
}

/// Changes the fields of a task that are given and leaves the others; use complete_task to mark it as done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateTask {
    /// The task's number; this or current_title.
    #[schemars(range(min = 1))]
    pub(crate) task_id: Option<i64>,
    /// The task's present name or a part of it, if its number is not known.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) current_title: Option<String>,
    /// New title.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) title: Option<String>,
    #[schemars(length(max = 5000))]
    pub(crate) description: Option<String>,
    /// New date, as in add_task; a repeat stays, and a day alone keeps the time of day.
    #[schemars(length(min = 1, max = 100))]
    pub(crate) due: Option<String>,
    pub(crate) priority: Option<PriorityWord>,
    #[schemars(length(min = 1, max = 100))]
    pub(crate) list: Option<String>,
    /// Replaces all tags.
    #[schemars(length(max = 20), inner(length(min = 1, max = 50)))]
    pub(crate) tags: Option<Vec<String>>,
    /// As in add_task.
    #[schemars(length(min = 1, max = 500))]
    pub(crate) recurrence: Option<String>,
    /// Fields to empty.
    #[schemars(length(max = 6))]
    pub(crate) clear: Option<Vec<ClearWord>>,
}

/// Finds a task by its name: the very name, else a part of it, else names spelled alike. Answers with candidates when it is not clear which is meant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindTask {
    /// The name or a part of it.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) name: String,
    /// Default: all.
    pub(crate) status: Option<StatusWord>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusWord {
    All,
    Pending,
    Completed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortWord {
    CreatedAt,
    DueAt,
    Priority,
    Title,
    UpdatedAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrderWord {
    Asc,
    Desc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClearWord {
    Description,
    Due,
    Priority,
    List,
    Tags,
    Recurrence,
}

impl ClearWord {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Due => "due",
            Self::Priority => "priority",
            Self::List => "list",
            Self::Tags => "tags",
            Self::Recurrence => "recurrence",
        }
    }
}

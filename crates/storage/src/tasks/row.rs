use diesel::prelude::*;
use taskpilot_tasks::{
    Due, ListName, Priority, Recurrence, Tag, Task, TaskId, Version, fold, search_text,
};

use crate::column::{Basis, Time, storable};
use crate::failure::StorageError;
use crate::schema::tasks;

/// A task as it is read.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tasks)]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub(super) struct TaskRow {
    pub(super) id: i64,
    version: i64,
    title: String,
    description: Option<String>,
    completed_at: Option<Time>,
    priority: i64,
    due_at: Option<Time>,
    due_all_day: bool,
    list_name: Option<String>,
    tags: String,
    recurrence_rule: Option<String>,
    recurrence_basis: Option<Basis>,
    created_at: Time,
    updated_at: Time,
    deleted_at: Option<Time>,
}

/// A task as it is written: with what only the database's own queries look at.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = tasks, primary_key(user_id))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct NewTaskRow<'a> {
    user_id: &'a str,
    revision: i64,
    title_folded: String,
    search_text: String,
    list_folded: Option<String>,
    #[diesel(embed)]
    pub(super) row: TaskRow,
}

impl<'a> NewTaskRow<'a> {
    pub(super) fn of(user: &'a str, revision: i64, task: &Task) -> Self {
        let row = TaskRow::from(task);
        let tags = split_tags(&row.tags);
        Self {
            user_id: user,
            revision,
            title_folded: fold(&row.title),
            search_text: search_text(&row.title, row.description.as_deref(), &tags),
            list_folded: row.list_name.as_deref().map(fold),
            row,
        }
    }
}

impl From<&Task> for TaskRow {
    fn from(task: &Task) -> Self {
        let recurrence = task.recurrence.as_ref();
        Self {
            id: task.id.get(),
            version: task.version.get(),
            title: stored(&task.title),
            description: task.description.as_deref().map(stored),
            completed_at: task.completed_at.map(Time::from),
            priority: priority_number(task.priority),
            due_at: task.due.map(|due| due.at.into()),
            due_all_day: task.due.is_some_and(|due| due.all_day),
            list_name: task.list.as_ref().map(|list| stored(list.as_str())),
            tags: join_tags(&task.tags),
            recurrence_rule: recurrence.map(|recurrence| stored(&recurrence.rule)),
            recurrence_basis: recurrence.map(|recurrence| recurrence.basis.into()),
            created_at: task.created_at.into(),
            updated_at: task.updated_at.into(),
            deleted_at: task.deleted_at.map(Time::from),
        }
    }
}

impl TryFrom<TaskRow> for Task {
    type Error = StorageError;

    fn try_from(row: TaskRow) -> Result<Self, StorageError> {
        let all_day = row.due_all_day;
        let recurrence = row.recurrence_rule.zip(row.recurrence_basis);
        Ok(Self {
            id: TaskId::new(row.id),
            title: row.title,
            description: row.description,
            completed_at: row.completed_at.map(Into::into),
            priority: priority_of(row.priority)?,
            due: row.due_at.map(|at| Due {
                at: at.into(),
                all_day,
            }),
            list: row.list_name.map(ListName::from_stored),
            tags: split_tags(&row.tags),
            recurrence: recurrence.map(|(rule, basis)| Recurrence {
                rule,
                basis: basis.into(),
            }),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: row.deleted_at.map(Into::into),
            version: Version::new(row.version),
        })
    }
}

/// Returns the number that sorts as the priority does.
pub(super) fn priority_number(priority: Priority) -> i64 {
    match priority {
        Priority::None => 0,
        Priority::Low => 1,
        Priority::Medium => 2,
        Priority::High => 3,
    }
}

fn priority_of(number: i64) -> Result<Priority, StorageError> {
    match number {
        0 => Ok(Priority::None),
        1 => Ok(Priority::Low),
        2 => Ok(Priority::Medium),
        3 => Ok(Priority::High),
        other => Err(StorageError::Unreadable {
            what: "a priority",
            source: format!("{other} is none").into(),
        }),
    }
}

/// Writes tags as `,one,two,`, so that each stands between commas; no tag has one.
fn join_tags(tags: &[Tag]) -> String {
    if tags.is_empty() {
        return String::new();
    }
    let mut joined = String::from(",");
    for tag in tags {
        joined.push_str(&storable(tag.as_str()));
        joined.push(',');
    }
    joined
}

fn split_tags(joined: &str) -> Vec<Tag> {
    joined
        .split(',')
        .filter(|tag| !tag.is_empty())
        .map(|tag| Tag::from_stored(tag.to_owned()))
        .collect()
}

fn stored(text: &str) -> String {
    storable(text).into_owned()
}

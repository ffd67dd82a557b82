use jiff::tz::TimeZone;
use serde_json::Value;
use taskpilot_tasks::{Due, Priority, StatusFilter, Task, TaskPatch};

use super::add::nothing_came_back;
use super::dates::Dates;
use super::{Call, answer};
use crate::answer::{ChangeAnswer, ChangeStatus};
use crate::arguments::{ClearWord, UpdateTask};
use crate::fault::{FieldFault, ToolFault};

impl Call<'_> {
    pub(super) async fn update(&self, asked: UpdateTask) -> Result<Value, ToolFault> {
        check_clear(&asked)?;
        let mut dates = self.dates(asked.due.as_deref(), asked.recurrence.as_deref())?;
        let task = self.updated(&asked).await?;
        let zone = self.now.time_zone();
        dates.due = dates.due.map(|due| moved(due, task.due, zone));
        let patch = patch(asked, dates, &task);
        let user = &self.caller.user;
        let changed = self.tools.tasks.update(user, task.id, patch, None).await?;
        let task = changed.tasks.first().ok_or_else(nothing_came_back)?;
        answer(&ChangeAnswer::new(
            ChangeStatus::Updated,
            task,
            &changed,
            &self.now,
        ))
    }

    /// Returns the task that is meant.
    pub(super) async fn updated(&self, asked: &UpdateTask) -> Result<Task, ToolFault> {
        let title = ("current_title", asked.current_title.as_deref());
        self.target(asked.task_id, title, StatusFilter::All).await
    }
}

/// A task that is moved to another day keeps its time of day.
fn moved(new: Due, old: Option<Due>, zone: &TimeZone) -> Due {
    let Some(old) = old.filter(|old| new.all_day && !old.all_day) else {
        return new;
    };
    let time = old.at.to_zoned(zone.clone()).time();
    let day = new.at.to_zoned(zone.clone()).date();
    // Beyond the last day of the calendar it stays as it was asked for.
    day.to_datetime(time)
        .to_zoned(zone.clone())
        .map_or(new, |at| Due {
            at: at.timestamp(),
            all_day: false,
        })
}

fn patch(asked: UpdateTask, dates: Dates, task: &Task) -> TaskPatch {
    let has_date = task.due.is_some();
    let first = dates.first.filter(|_| !has_date);
    let mut patch = TaskPatch {
        title: asked.title,
        description: asked.description.map(Some),
        completed: None,
        priority: asked.priority.map(Priority::from),
        due: dates.due.or(first).map(Some),
        list: asked.list.map(Some),
        tags: asked.tags,
        recurrence: dates.recurrence.map(Some),
    };
    for field in asked.clear.unwrap_or_default() {
        match field {
            ClearWord::Description => patch.description = Some(None),
            ClearWord::Due => {
                patch.due = Some(None);
                // A repeat without a date means nothing.
                patch.recurrence = Some(None);
            }
            ClearWord::Priority => patch.priority = Some(Priority::None),
            ClearWord::List => patch.list = Some(None),
            ClearWord::Tags => patch.tags = Some(Vec::new()),
            ClearWord::Recurrence => patch.recurrence = Some(None),
        }
    }
    patch
}

fn check_clear(asked: &UpdateTask) -> Result<(), ToolFault> {
    let clear = asked.clear.as_deref().unwrap_or_default();
    let given = [
        (ClearWord::Description, asked.description.is_some()),
        (ClearWord::Due, asked.due.is_some()),
        (ClearWord::Priority, asked.priority.is_some()),
        (ClearWord::List, asked.list.is_some()),
        (ClearWord::Tags, asked.tags.is_some()),
        (ClearWord::Recurrence, asked.recurrence.is_some()),
    ];
    let mut faults: Vec<FieldFault> = given
        .iter()
        .filter(|(field, given)| *given && clear.contains(field))
        .map(|(field, _)| FieldFault::new(field.name(), "cannot be set and cleared at once"))
        .collect();
    if asked.recurrence.is_some() && clear.contains(&ClearWord::Due) {
        faults.push(FieldFault::new(
            "recurrence",
            "needs a due date, which clear removes",
        ));
    }
    let nothing =
        asked.title.is_none() && clear.is_empty() && !given.iter().any(|(_, given)| *given);
    if nothing {
        faults.push(FieldFault::new("arguments", "name nothing to change"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ToolFault::invalid(faults))
    }
}

use jiff::Timestamp;
use jiff::{RoundMode, TimestampRound, Unit};

use crate::error::{FieldError, TaskError};
use crate::input::{NewTask, TaskPatch};
use crate::limits::Limits;
use crate::recurrence;
use crate::task::{Due, ListName, Recurrence, Tag, Task, TaskDraft};
use crate::text;

/// 1900-01-01: an earlier date is a slip, and both databases keep later ones.
const EARLIEST_DUE: Timestamp = Timestamp::constant(-2_208_988_800, 0);

/// Checks a task as it was asked for; all broken rules are reported at once.
pub(crate) fn draft(input: NewTask, now: Timestamp) -> Result<TaskDraft, TaskError> {
    let mut errors = Errors::default();
    let draft = TaskDraft {
        title: errors.title(&input.title),
        description: errors.description(input.description.as_deref()),
        completed_at: input.completed.then_some(now),
        priority: input.priority,
        due: errors.due(input.due),
        list: errors.list(input.list.as_deref()),
        tags: errors.tags(&input.tags),
        recurrence: errors.recurrence(input.recurrence),
    };
    errors.repeats_with_due(draft.recurrence.as_ref(), draft.due);
    errors.finish()?;
    Ok(draft)
}

/// Checks a patch and returns the task under it; version and times are those of the old one.
pub(crate) fn patched(task: &Task, patch: TaskPatch, now: Timestamp) -> Result<Task, TaskError> {
    let mut errors = Errors::default();
    let mut task = task.clone();
    if let Some(title) = patch.title {
        task.title = errors.title(&title);
    }
    if let Some(description) = patch.description {
        task.description = errors.description(description.as_deref());
    }
    if let Some(completed) = patch.completed {
        task.completed_at = completed.then(|| task.completed_at.unwrap_or(now));
    }
    if let Some(priority) = patch.priority {
        task.priority = priority;
    }
    if let Some(due) = patch.due {
        task.due = errors.due(due);
    }
    if let Some(list) = patch.list {
        task.list = errors.list(list.as_deref());
    }
    if let Some(tags) = patch.tags {
        task.tags = errors.tags(&tags);
    }
    if let Some(recurrence) = patch.recurrence {
        task.recurrence = errors.recurrence(recurrence);
    }
    errors.repeats_with_due(task.recurrence.as_ref(), task.due);
    errors.finish()?;
    Ok(task)
}

/// Turns a whole task into the patch that sets every field.
pub(crate) fn whole(input: NewTask) -> TaskPatch {
    TaskPatch {
        title: Some(input.title),
        description: Some(input.description),
        completed: Some(input.completed),
        priority: Some(input.priority),
        due: Some(input.due),
        list: Some(input.list),
        tags: Some(input.tags),
        recurrence: Some(input.recurrence),
    }
}

/// Collects what is wrong; a field that is wrong gets a stand-in that nobody sees.
#[derive(Default)]
struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push(FieldError::new(field, message));
    }

    fn finish(self) -> Result<(), TaskError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(TaskError::Invalid(self.0))
        }
    }

    fn title(&mut self, title: &str) -> String {
        text::line(title, Limits::TITLE_CHARS).unwrap_or_else(|message| {
            self.add("title", message);
            String::new()
        })
    }

    fn description(&mut self, description: Option<&str>) -> Option<String> {
        text::prose(description?, Limits::DESCRIPTION_CHARS).unwrap_or_else(|message| {
            self.add("description", message);
            None
        })
    }

    fn list(&mut self, list: Option<&str>) -> Option<ListName> {
        match ListName::parse(list?) {
            Ok(list) => Some(list),
            Err(error) => {
                self.0.push(error);
                None
            }
        }
    }

    fn tags(&mut self, texts: &[String]) -> Vec<Tag> {
        let mut tags = Vec::new();
        for text in texts {
            match Tag::parse(text) {
                Ok(tag) if tags.contains(&tag) => {}
                Ok(tag) => tags.push(tag),
                Err(error) => {
                    // One complaint of a kind is enough, however many tags there are.
                    if !self.0.contains(&error) {
                        self.0.push(error);
                    }
                }
            }
        }
        if tags.len() > Limits::TAGS {
            let message = format!("must be at most {}, but are {}", Limits::TAGS, tags.len());
            self.add("tags", message);
        }
        tags
    }

    fn due(&mut self, due: Option<Due>) -> Option<Due> {
        let due = due?;
        if due.at < EARLIEST_DUE {
            self.add("due_at", "must not be before 1900");
        }
        Some(Due {
            at: to_microseconds(due.at),
            all_day: due.all_day,
        })
    }

    fn recurrence(&mut self, recurrence: Option<Recurrence>) -> Option<Recurrence> {
        let recurrence = recurrence?;
        match recurrence::check(&recurrence) {
            Ok(recurrence) => Some(recurrence),
            Err(message) => {
                self.add("recurrence", message);
                Some(recurrence)
            }
        }
    }

    fn repeats_with_due(&mut self, recurrence: Option<&Recurrence>, due: Option<Due>) {
        if recurrence.is_some() && due.is_none() {
            self.add("recurrence", "needs a due date");
        }
    }
}

/// Stores keep six digits, like the clock.
fn to_microseconds(time: Timestamp) -> Timestamp {
    let rounding = TimestampRound::new()
        .smallest(Unit::Microsecond)
        .mode(RoundMode::Floor);
    time.round(rounding).unwrap_or(time)
}

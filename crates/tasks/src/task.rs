use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A task's number: counted from 1 for each user, because people say "task 3".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(i64);

/// Counts the changes of one task, from 1; guards against lost updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i64);

macro_rules! number {
    ($name:ident) => {
        impl $name {
            /// Wraps a number that a store or a person gave.
            pub fn new(number: i64) -> Self {
                Self(number)
            }

            /// Returns the bare number.
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}
number!(TaskId);
number!(Version);

impl Version {
    /// The version of a task that was just created.
    pub const FIRST: Self = Self(1);

    /// Returns the version after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// How much a task matters.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Nobody said.
    #[default]
    None,
    /// Whenever.
    Low,
    /// Soon.
    Medium,
    /// Now.
    High,
}

/// When a task is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The moment; for an all-day task, midnight of that day in the user's zone when it was set.
    pub at: Timestamp,
    /// Whether only the day matters.
    pub all_day: bool,
}

/// What the next date of a repeating task is counted from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecurrenceBasis {
    /// The date it was due ("every Monday").
    #[default]
    Schedule,
    /// The moment it was completed ("every! 3 days").
    Completion,
}

/// How a task repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// An RFC 5545 recurrence rule without `DTSTART`, such as `FREQ=WEEKLY;BYDAY=MO`.
    pub rule: String,
    /// What the next date is counted from.
    #[serde(default)]
    pub basis: RecurrenceBasis,
}

/// The name of a list, trimmed; 1 to 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListName(pub(crate) String);

/// A tag, trimmed and lowercased; 1 to 50 characters, no comma.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(pub(crate) String);

macro_rules! word {
    ($name:ident) => {
        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes back a value that was valid when it was stored.
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }
        }
    };
}
word!(ListName);
word!(Tag);

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The task's number among its user's.
    pub id: TaskId,
    /// 1 to 200 characters.
    pub title: String,
    /// At most 5,000 characters.
    pub description: Option<String>,
    /// When it was done; `None` while it is open.
    pub completed_at: Option<Timestamp>,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due.
    pub due: Option<Due>,
    /// The list it is on.
    pub list: Option<ListName>,
    /// At most 20, in the order given, none twice.
    pub tags: Vec<Tag>,
    /// How it repeats; only with a due date.
    pub recurrence: Option<Recurrence>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was deleted; such a task is seen by undo and by live streams alone.
    pub deleted_at: Option<Timestamp>,
    /// Counts its changes.
    pub version: Version,
}

impl Task {
    /// Returns whether the task is done.
    pub fn is_completed(&self) -> bool {
        self.completed_at.is_some()
    }
}

/// A valid task that has no number yet; the store gives it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDraft {
    /// See [`Task::title`].
    pub title: String,
    /// See [`Task::description`].
    pub description: Option<String>,
    /// See [`Task::completed_at`].
    pub completed_at: Option<Timestamp>,
    /// See [`Task::priority`].
    pub priority: Priority,
    /// See [`Task::due`].
    pub due: Option<Due>,
    /// See [`Task::list`].
    pub list: Option<ListName>,
    /// See [`Task::tags`].
    pub tags: Vec<Tag>,
    /// See [`Task::recurrence`].
    pub recurrence: Option<Recurrence>,
}

impl TaskDraft {
    /// Turns the draft into the task numbered `id`, created at `at`.
    pub fn into_task(self, id: TaskId, at: Timestamp) -> Task {
        Task {
            id,
            title: self.title,
            description: self.description,
            completed_at: self.completed_at,
            priority: self.priority,
            due: self.due,
            list: self.list,
            tags: self.tags,
            recurrence: self.recurrence,
            created_at: at,
            updated_at: at,
            deleted_at: None,
            version: Version::FIRST,
        }
    }
}

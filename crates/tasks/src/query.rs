use jiff::Timestamp;

use crate::task::{ListName, Priority, Tag, Task, TaskId};

/// Which tasks by their state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum StatusFilter {
    /// Open and done.
    #[default]
    All,
    /// Open.
    Pending,
    /// Done.
    Completed,
}

/// Which tasks; all conditions hold at once. Deleted tasks never match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// By state.
    pub status: StatusFilter,
    /// By priority.
    pub priority: Option<Priority>,
    /// Has this tag.
    pub tag: Option<Tag>,
    /// Is on this list (compared by [`fold`](crate::fold)ed name).
    pub list: Option<ListName>,
    /// Title, description or a tag contains this text (compared [`fold`](crate::fold)ed).
    pub text: Option<String>,
    /// Due strictly before this moment.
    pub due_before: Option<Timestamp>,
    /// Due at this moment or later.
    pub due_after: Option<Timestamp>,
}

/// What to sort by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TaskSort {
    /// By creation.
    #[default]
    CreatedAt,
    /// By due date; tasks without one come last in either order.
    DueAt,
    /// By priority.
    Priority,
    /// By folded title, in byte order.
    Title,
    /// By last change.
    UpdatedAt,
}

/// Which way to sort. Ties are broken by id, in the same direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Ascending,
    /// Greatest first.
    Descending,
}

/// The sort value of a row, of the kind its [`TaskSort`] asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortKey {
    /// For [`TaskSort::CreatedAt`] and [`TaskSort::UpdatedAt`].
    Time(Timestamp),
    /// For [`TaskSort::DueAt`].
    Due(Option<Timestamp>),
    /// For [`TaskSort::Priority`].
    Priority(Priority),
    /// For [`TaskSort::Title`].
    Title(String),
}

/// The last row of a page: the next page begins right after it, whatever was added or removed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is sorted by; a cursor of another sort is refused.
    pub sort: TaskSort,
    /// Which way.
    pub order: SortOrder,
    /// The row's sort value.
    pub key: SortKey,
    /// The row's id.
    pub id: TaskId,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// What to sort by.
    pub sort: TaskSort,
    /// Which way.
    pub order: SortOrder,
    /// Where the page before ended; agrees with `sort` and `order`.
    pub after: Option<Cursor>,
    /// Most rows, 1 to 100.
    pub limit: u32,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub tasks: Vec<Task>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

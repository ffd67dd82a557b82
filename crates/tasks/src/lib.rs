#![doc = include_str!("../README.md")]

mod change;
mod query;
mod store;
mod task;

pub use change::{Change, ChangeSet, Committed, UndoEntry, UndoRecord, UndoToken};
pub use query::{
    Cursor, Page, PageRequest, SortKey, SortOrder, StatusFilter, TaskFilter, TaskSort,
};
pub use store::{CommitError, StoreError, TaskStore, TitleEntry};
pub use task::{
    Due, ListName, Priority, Recurrence, RecurrenceBasis, Tag, Task, TaskDraft, TaskId, Version,
};

#![doc = include_str!("../README.md")]

mod change;
mod check;
mod closeness;
mod cursor;
mod error;
mod folding;
mod input;
mod limits;
mod memory;
mod query;
mod recurrence;
mod service;
mod store;
mod task;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod word;

pub mod when;

pub use change::{Change, ChangeSet, Committed, UndoEntry, UndoRecord, UndoToken};
pub use cursor::InvalidCursor;
pub use error::{FieldError, TaskError};
pub use folding::{fold, search_text};
pub use input::{Completion, NewTask, TaskPatch};
pub use limits::Limits;
pub use memory::MemoryTaskStore;
pub use query::{
    Cursor, Page, PageRequest, SortKey, SortOrder, StatusFilter, TaskFilter, TaskSort,
};
pub use service::{Changed, Found, TaskService, Undone};
pub use store::{CommitError, StoreError, TaskStore, TitleEntry};
pub use task::{
    Due, ListName, Priority, Recurrence, RecurrenceBasis, Tag, Task, TaskDraft, TaskId, Version,
};

use std::fmt::{Debug, Write};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use taskpilot_context::UserId;

use crate::change::{Change, ChangeSet, Committed, UndoToken};
use crate::query::{Page, PageRequest, SortOrder, TaskFilter, TaskSort};
use crate::store::{CommitError, TaskStore};
use crate::task::{Due, Priority, Tag, Task, TaskDraft, TaskId};

/// More tasks than any case writes.
pub(super) const ROOM: i64 = 10_000;

/// One user of the store under test, whom no other case knows.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) store: Arc<dyn TaskStore>,
    pub(super) user: UserId,
}

impl Person {
    pub(super) fn new(store: &Arc<dyn TaskStore>) -> Self {
        Self {
            store: Arc::clone(store),
            user: ok(UserId::parse(&format!("suite-{}", random_text()))),
        }
    }

    /// Commits the set.
    pub(super) async fn commit(&self, set: &ChangeSet) -> Result<Committed, CommitError> {
        self.store.commit(&self.user, set).await
    }

    /// Creates one task.
    pub(super) async fn add(&self, draft: TaskDraft) -> Task {
        self.add_at(draft, moment(0)).await
    }

    /// Creates one task at the moment given.
    pub(super) async fn add_at(&self, draft: TaskDraft, at: Timestamp) -> Task {
        let committed = ok(self
            .commit(&ChangeSet {
                at,
                ..set([create(draft)])
            })
            .await);
        only(committed.tasks)
    }

    /// Writes `after` over `before`.
    pub(super) async fn write(&self, before: &Task, after: Task) -> Task {
        only(ok(self.commit(&set([replace(before, after)])).await).tasks)
    }

    /// Deletes the task.
    pub(super) async fn delete(&self, task: &Task) -> Task {
        self.write(task, deleted(task)).await
    }

    pub(super) async fn get(&self, id: TaskId) -> Option<Task> {
        ok(self.store.get(&self.user, id).await)
    }

    pub(super) async fn page(&self, filter: &TaskFilter, page: &PageRequest) -> Page {
        ok(self.store.list(&self.user, filter, page).await)
    }

    /// Lists the titles that match, and checks that `count` agrees.
    pub(super) async fn titles(&self, filter: &TaskFilter) -> Vec<String> {
        let page = self.page(filter, &request(100)).await;
        let count = ok(self.store.count(&self.user, filter).await);
        assert_eq!(usize::try_from(count), Ok(page.tasks.len()), "{filter:?}");
        page.tasks.into_iter().map(|task| task.title).collect()
    }
}

/// A draft with nothing but a title.
pub(super) fn draft(title: &str) -> TaskDraft {
    TaskDraft {
        title: title.to_owned(),
        description: None,
        completed_at: None,
        priority: Priority::None,
        due: None,
        list: None,
        tags: Vec::new(),
        recurrence: None,
    }
}

pub(super) fn tag(text: &str) -> Tag {
    Tag::from_stored(text.to_owned())
}

pub(super) fn due(minute: i64) -> Due {
    Due {
        at: moment(minute),
        all_day: false,
    }
}

/// A set that may be committed once, for nobody in particular.
pub(super) fn set(changes: impl IntoIterator<Item = Change>) -> ChangeSet {
    ChangeSet {
        changes: changes.into_iter().collect(),
        undo: UndoToken::from_text(format!("undo_{}", random_text())),
        spends: None,
        at: moment(0),
        max_tasks: ROOM,
    }
}

pub(super) fn create(draft: TaskDraft) -> Change {
    Change::Create(Box::new(draft))
}

pub(super) fn replace(before: &Task, after: Task) -> Change {
    Change::Replace {
        before: Box::new(before.clone()),
        after: Box::new(after),
    }
}

/// The task under another title, one version on.
pub(super) fn renamed(task: &Task, title: &str) -> Task {
    Task {
        title: title.to_owned(),
        ..next(task)
    }
}

/// The task deleted, one version on.
pub(super) fn deleted(task: &Task) -> Task {
    Task {
        deleted_at: Some(moment(1)),
        ..next(task)
    }
}

pub(super) fn next(task: &Task) -> Task {
    Task {
        version: task.version.next(),
        updated_at: moment(1),
        ..task.clone()
    }
}

/// The moment so many minutes after a fixed one.
pub(super) fn moment(minute: i64) -> Timestamp {
    let start = Timestamp::constant(1_790_000_000, 123_456_000);
    ok(start.checked_add(SignedDuration::from_mins(minute)))
}

pub(super) fn request(limit: u32) -> PageRequest {
    PageRequest {
        sort: TaskSort::CreatedAt,
        order: SortOrder::Ascending,
        after: None,
        limit,
    }
}

#[track_caller]
pub(super) fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error:?}"),
    }
}

#[track_caller]
pub(super) fn only<T>(items: Vec<T>) -> T {
    let mut items = items.into_iter();
    match (items.next(), items.next()) {
        (Some(item), None) => item,
        _ => panic!("there is not exactly one"),
    }
}

fn random_text() -> String {
    let mut bytes = [0; 8];
    ok(getrandom::fill(&mut bytes));
    bytes.iter().fold(String::new(), |mut text, byte| {
        ok(write!(text, "{byte:02x}"));
        text
    })
}

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use taskpilot_context::FixedClock;

use super::*;
use crate::memory::MemoryTaskStore;
use crate::query::{Cursor, SortKey, SortOrder, TaskSort};
use crate::task::{Due, Priority, Recurrence, RecurrenceBasis};

mod completing;
mod contending;
mod editing;
mod finding;
mod undoing;

/// Saturday.
const NOW: &str = "2026-11-21T09:00:00Z";

struct Desk {
    service: TaskService,
    clock: Arc<FixedClock>,
    ada: UserId,
}

impl Desk {
    fn new() -> Self {
        Self::over(Arc::new(MemoryTaskStore::new()))
    }

    fn over(store: Arc<dyn TaskStore>) -> Self {
        let clock = Arc::new(FixedClock::at(time(NOW)));
        Self {
            service: TaskService::new(store, clock.clone()),
            clock,
            ada: UserId::parse("ada").unwrap(),
        }
    }

    async fn create(&self, input: NewTask) -> Changed {
        self.service.create(&self.ada, input).await.unwrap()
    }

    /// Creates one task and returns it.
    async fn add(&self, input: NewTask) -> Task {
        self.create(input).await.tasks.remove(0)
    }

    async fn get(&self, id: TaskId) -> Task {
        self.service.get(&self.ada, id).await.unwrap()
    }

    async fn update(&self, id: TaskId, patch: TaskPatch) -> Result<Changed, TaskError> {
        self.service.update(&self.ada, id, patch, None).await
    }

    async fn complete(&self, id: TaskId) -> Changed {
        let (ada, zone) = (&self.ada, berlin());
        let done = self
            .service
            .set_completed(ada, id, Completion::Done, &zone, None);
        done.await.unwrap()
    }

    async fn reopen(&self, id: TaskId) -> Changed {
        let (ada, zone) = (&self.ada, berlin());
        let open = self
            .service
            .set_completed(ada, id, Completion::Open, &zone, None);
        open.await.unwrap()
    }

    async fn undo(&self, token: Option<UndoToken>) -> Result<Undone, TaskError> {
        self.service.undo(&self.ada, &token.unwrap()).await
    }

    async fn all(&self) -> Vec<Task> {
        let page = PageRequest {
            sort: TaskSort::CreatedAt,
            order: SortOrder::Ascending,
            after: None,
            limit: 100,
        };
        let filter = TaskFilter::default();
        self.service
            .list(&self.ada, &filter, &page)
            .await
            .unwrap()
            .tasks
    }

    fn wait(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn titled(title: &str) -> NewTask {
    NewTask {
        title: title.to_owned(),
        ..NewTask::default()
    }
}

/// Due on Saturday at 18:00 in Berlin.
fn weekly() -> NewTask {
    NewTask {
        due: Some(Due {
            at: time("2026-11-21T17:00:00Z"),
            all_day: false,
        }),
        recurrence: Some(Recurrence {
            rule: "FREQ=WEEKLY".to_owned(),
            basis: RecurrenceBasis::Schedule,
        }),
        description: Some("All of them.".to_owned()),
        priority: Priority::High,
        list: Some("Home".to_owned()),
        tags: vec!["garden".to_owned()],
        ..titled("Water the plants")
    }
}

/// The fields that were refused, with what is wrong.
fn refusals(error: TaskError) -> String {
    let TaskError::Invalid(errors) = error else {
        panic!("{error:?}");
    };
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn a_page_has_one_to_a_hundred_rows() {
    let desk = Desk::new();
    let page = |limit| PageRequest {
        sort: TaskSort::Title,
        order: SortOrder::Ascending,
        after: None,
        limit,
    };
    let list = async |page| {
        desk.service
            .list(&desk.ada, &TaskFilter::default(), &page)
            .await
    };
    for limit in [0, 101, u32::MAX] {
        let error = list(page(limit)).await.unwrap_err();
        assert_eq!(refusals(error), "limit: must be from 1 to 100");
    }
    assert!(list(page(1)).await.is_ok());
    assert!(list(page(100)).await.is_ok());

    let cursor = |sort, order, key| Cursor {
        sort,
        order,
        key,
        id: TaskId::new(1),
    };
    let title = || SortKey::Title("a".to_owned());
    for after in [
        cursor(TaskSort::Title, SortOrder::Descending, title()),
        cursor(TaskSort::DueAt, SortOrder::Ascending, SortKey::Due(None)),
        cursor(TaskSort::Title, SortOrder::Ascending, SortKey::Due(None)),
    ] {
        let refused = list(PageRequest {
            after: Some(after),
            ..page(5)
        })
        .await;
        assert!(
            matches!(refused, Err(TaskError::InvalidCursor)),
            "{refused:?}"
        );
    }
    let after = Some(cursor(TaskSort::Title, SortOrder::Ascending, title()));
    assert!(list(PageRequest { after, ..page(5) }).await.is_ok());
}

#[tokio::test]
async fn a_stream_never_sees_half_a_revision() {
    let desk = Desk::new();
    let mut ids = Vec::new();
    for number in 1..=6 {
        ids.push(desk.add(titled(&number.to_string())).await.id);
    }
    desk.service
        .delete(&desk.ada, &ids[1..], None)
        .await
        .unwrap();

    let since = async |revision, limit| {
        let changed = desk
            .service
            .changed_since(&desk.ada, Revision::new(revision), limit);
        let changed = changed.await.unwrap();
        changed
            .iter()
            .map(|(revision, _)| revision.get())
            .collect::<Vec<_>>()
    };
    assert_eq!(since(0, 100).await, [1, 7, 7, 7, 7, 7]);
    assert_eq!(since(0, 3).await, [1]);
    assert_eq!(since(1, 3).await, [7, 7, 7, 7, 7]);
    assert_eq!(since(1, 0).await, [7, 7, 7, 7, 7]);
    assert!(since(7, 3).await.is_empty());
}

use std::sync::Arc;

use super::fixture::{Person, draft, due, moment, next, request};
use crate::query::{PageRequest, SortOrder, TaskFilter, TaskSort};
use crate::store::TaskStore;
use crate::task::{Priority, Task, TaskDraft};

/// Pages by creation, many tasks created at once.
pub async fn paging_by_creation_gives_the_unpaged_list(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let ids = check_pages(&ada, TaskSort::CreatedAt).await;
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

/// Pages by due date, with equal dates; without one comes last in both orders.
pub async fn paging_by_due_date_gives_the_unpaged_list(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let ids = check_pages(&ada, TaskSort::DueAt).await;
    assert_eq!(ids, [3, 2, 5, 8, 1, 4, 6, 7, 9]);

    let descending = PageRequest {
        sort: TaskSort::DueAt,
        order: SortOrder::Descending,
        ..request(100)
    };
    assert_eq!(
        numbers(&all(&ada, &descending).await),
        [1, 8, 5, 2, 3, 9, 7, 6, 4]
    );
}

/// Pages by priority, none lowest.
pub async fn paging_by_priority_gives_the_unpaged_list(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let ids = check_pages(&ada, TaskSort::Priority).await;
    assert_eq!(ids, [3, 4, 6, 7, 8, 9, 2, 5, 1]);
}

/// Pages by title, folded, in byte order.
pub async fn paging_by_title_gives_the_unpaged_list(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let ids = check_pages(&ada, TaskSort::Title).await;
    assert_eq!(ids, [9, 2, 3, 4, 1, 6, 5, 7, 8]);
}

/// Pages by last change.
pub async fn paging_by_last_change_gives_the_unpaged_list(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let ids = check_pages(&ada, TaskSort::UpdatedAt).await;
    assert_eq!(ids, [1, 2, 4, 5, 6, 7, 8, 9, 3]);
}

/// The sort and order that nobody chose: by creation, oldest first.
pub async fn the_default_order_is_as_documented(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    ada.add_at(draft("later"), moment(2)).await;
    ada.add_at(draft("earlier"), moment(1)).await;
    let page = PageRequest {
        sort: TaskSort::default(),
        order: SortOrder::default(),
        after: None,
        limit: 10,
    };
    assert_eq!(numbers(&all(&ada, &page).await), [2, 1]);
}

/// What comes and goes between two pages neither hides nor repeats a row that was there all the time.
pub async fn paging_under_inserts_gives_each_old_row_once(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    for sort in SORTS {
        for order in ORDERS {
            let mut page = PageRequest {
                sort,
                order,
                ..request(2)
            };
            let mut seen = Vec::new();
            loop {
                let got = ada.page(&TaskFilter::default(), &page).await;
                seen.extend(numbers(&got.tasks).into_iter().filter(|id| *id <= 9));
                if seen.len() < 7 {
                    disturb(&ada).await;
                }
                let Some(next) = got.next else { break };
                page.after = Some(next);
                assert!(seen.len() <= 9, "{sort:?} {order:?} {seen:?}");
            }
            seen.sort_unstable();
            assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9], "{sort:?} {order:?}");
            remove_others(&ada).await;
        }
    }
}

/// A cursor is a place, not a row.
pub async fn paging_goes_on_after_its_last_row_was_deleted(store: Arc<dyn TaskStore>) {
    let ada = mixed(&store).await;
    let first = ada.page(&TaskFilter::default(), &request(4)).await;
    for task in &first.tasks {
        ada.delete(task).await;
    }
    let second = PageRequest {
        after: first.next,
        ..request(4)
    };
    let got = ada.page(&TaskFilter::default(), &second).await;
    assert_eq!(numbers(&got.tasks), [5, 6, 7, 8]);
}

const SORTS: [TaskSort; 5] = [
    TaskSort::CreatedAt,
    TaskSort::DueAt,
    TaskSort::Priority,
    TaskSort::Title,
    TaskSort::UpdatedAt,
];

const ORDERS: [SortOrder; 2] = [SortOrder::Ascending, SortOrder::Descending];

/// Nine tasks with equal keys of every kind, some without a due date.
async fn mixed(store: &Arc<dyn TaskStore>) -> Person {
    let ada = Person::new(store);
    let rows = [
        ("pear", Some(9), Priority::High, 1),
        ("apple", Some(4), Priority::Low, 1),
        ("Apple", Some(1), Priority::None, 1),
        ("  APPLE", None, Priority::None, 1),
        ("zebra", Some(4), Priority::Low, 2),
        ("Pear", None, Priority::None, 2),
        ("école", None, Priority::None, 3),
        ("ящик", Some(4), Priority::None, 3),
        ("!", None, Priority::None, 3),
    ];
    for (title, minute, priority, created) in rows {
        let draft = TaskDraft {
            due: minute.map(due),
            priority,
            ..draft(title)
        };
        let task = ada.add_at(draft, moment(created)).await;
        if title == "Apple" {
            let touched = Task {
                updated_at: moment(60),
                ..next(&task)
            };
            ada.write(&task, touched).await;
        }
    }
    ada
}

/// Checks that pages of every size give the unpaged list, in both orders; returns its ascending numbers.
async fn check_pages(person: &Person, sort: TaskSort) -> Vec<i64> {
    for order in ORDERS {
        let whole = PageRequest {
            sort,
            order,
            ..request(100)
        };
        let got = person.page(&TaskFilter::default(), &whole).await;
        assert_eq!(got.next, None);
        for limit in 1..=10 {
            let pages = PageRequest {
                limit,
                ..whole.clone()
            };
            assert_eq!(
                numbers(&all(person, &pages).await),
                numbers(&got.tasks),
                "{sort:?} {order:?} {limit}"
            );
        }
    }
    let ascending = PageRequest {
        sort,
        ..request(100)
    };
    numbers(&all(person, &ascending).await)
}

/// Reads page after page; each but the last is full, and none is empty.
async fn all(person: &Person, first: &PageRequest) -> Vec<Task> {
    let mut page = first.clone();
    let mut tasks = Vec::new();
    loop {
        let got = person.page(&TaskFilter::default(), &page).await;
        let full = u32::try_from(got.tasks.len()) == Ok(page.limit);
        assert!(full || got.next.is_none(), "a short page in the middle");
        assert!(!got.tasks.is_empty(), "an empty page");
        tasks.extend(got.tasks);
        assert!(tasks.len() < 1_000, "the pages do not end");
        let Some(next) = got.next else { return tasks };
        page.after = Some(next);
    }
}

/// Adds rows before, among and after the old ones, whatever the sort, and deletes one of them.
async fn disturb(person: &Person) {
    for (title, minute) in [("!", -5), ("m", 2), ("zz", 90)] {
        let new = TaskDraft {
            due: Some(due(minute)),
            priority: Priority::Medium,
            ..draft(title)
        };
        let new = person.add_at(new, moment(minute)).await;
        if minute == 2 {
            person.delete(&new).await;
        }
    }
}

async fn remove_others(person: &Person) {
    let page = person.page(&TaskFilter::default(), &request(100)).await;
    for task in page.tasks.iter().filter(|task| task.id.get() > 9) {
        person.delete(task).await;
    }
}

fn numbers(tasks: &[Task]) -> Vec<i64> {
    tasks.iter().map(|task| task.id.get()).collect()
}

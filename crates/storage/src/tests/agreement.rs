//! Whatever is stored and asked for, both databases answer as memory does.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use taskpilot_context::UserId;
use taskpilot_tasks::{
    Change, ChangeSet, Due, ListName, MemoryTaskStore, PageRequest, Priority, SortOrder,
    StatusFilter, Tag, TaskDraft, TaskFilter, TaskId, TaskSort, TaskStore, UndoToken,
};
use tokio::runtime::Runtime;

use super::place::Place;
use super::stored::{at, draft};

/// Letters that fold, sort or match in ways of their own.
const TEXT: &str = "[aAbZÄäİißςσΣ%_\\\\ ]{1,5}";

const PRIORITIES: [Priority; 4] = [
    Priority::None,
    Priority::Low,
    Priority::Medium,
    Priority::High,
];

const SORTS: [TaskSort; 5] = [
    TaskSort::CreatedAt,
    TaskSort::DueAt,
    TaskSort::Priority,
    TaskSort::Title,
    TaskSort::UpdatedAt,
];

const TAGS: [&str; 4] = ["home", "ho", "a%", "a_"];

const LISTS: [&str; 4] = ["Work", "WORK", "Ärzte", "ärzte"];

#[derive(Debug, Clone)]
struct Question {
    filter: TaskFilter,
    sort: TaskSort,
    order: SortOrder,
    limit: u32,
}

fn drafts() -> impl Strategy<Value = Vec<TaskDraft>> {
    let one = (
        TEXT,
        proptest::option::of(TEXT),
        any::<bool>(),
        select(PRIORITIES.to_vec()),
        proptest::option::of(0..4_i64),
        proptest::option::of(select(LISTS.to_vec())),
        subsequence(TAGS.to_vec(), 0..=2),
    );
    let draft = one.prop_map(
        |(title, description, done, priority, due, list, tags)| TaskDraft {
            description,
            completed_at: done.then(|| at(9)),
            priority,
            due: due.map(|second| Due {
                at: at(second),
                all_day: false,
            }),
            list: list.map(|list| ListName::from_stored(list.to_owned())),
            tags: tags
                .into_iter()
                .map(|tag| Tag::from_stored(tag.to_owned()))
                .collect(),
            ..draft(&title)
        },
    );
    proptest::collection::vec(draft, 1..12)
}

fn questions() -> impl Strategy<Value = Question> {
    let filter = (
        select(vec![
            StatusFilter::All,
            StatusFilter::Pending,
            StatusFilter::Completed,
        ]),
        proptest::option::weighted(0.2, select(PRIORITIES.to_vec())),
        proptest::option::weighted(0.2, select(TAGS.to_vec())),
        proptest::option::weighted(0.2, select(LISTS.to_vec())),
        proptest::option::weighted(0.3, "[aAZÄß%_\\\\ ]{0,2}"),
        proptest::option::weighted(0.2, 0..4_i64),
        proptest::option::weighted(0.2, 0..4_i64),
    );
    let filter = filter.prop_map(
        |(status, priority, tag, list, text, before, after)| TaskFilter {
            status,
            priority,
            tag: tag.map(|tag| Tag::from_stored(tag.to_owned())),
            list: list.map(|list| ListName::from_stored(list.to_owned())),
            text,
            due_before: before.map(at),
            due_after: after.map(at),
        },
    );
    let orders = select(vec![SortOrder::Ascending, SortOrder::Descending]);
    (filter, select(SORTS.to_vec()), orders, 1..5_u32).prop_map(|(filter, sort, order, limit)| {
        Question {
            filter,
            sort,
            order,
            limit,
        }
    })
}

/// Asks for page after page, and returns the ids on each.
async fn pages(store: &dyn TaskStore, user: &UserId, question: &Question) -> Vec<Vec<TaskId>> {
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest {
            sort: question.sort,
            order: question.order,
            after,
            limit: question.limit,
        };
        let page = store.list(user, &question.filter, &request).await.unwrap();
        pages.push(page.tasks.iter().map(|task| task.id).collect());
        after = page.next;
        if after.is_none() {
            return pages;
        }
    }
}

#[test]
fn every_list_is_the_list_that_memory_gives() {
    let runtime = Runtime::new().unwrap();
    let places = runtime.block_on(Place::both());
    for place in places {
        let store = runtime.block_on(place.migrated()).tasks();
        let cases = Cell::new(0);
        let mut runner = TestRunner::new(Config {
            cases: 60,
            failure_persistence: None,
            ..Config::default()
        });
        let asking = (drafts(), proptest::collection::vec(questions(), 8));
        let ran = runner.run(&asking, |(drafts, questions)| {
            // Each case has a user of its own, and so an empty list.
            cases.set(cases.get() + 1);
            let user = UserId::parse(&format!("user-{}", cases.get())).unwrap();
            runtime.block_on(compare(&*store, &user, drafts, &questions))
        });
        ran.unwrap();
    }
}

async fn compare(
    store: &dyn TaskStore,
    user: &UserId,
    drafts: Vec<TaskDraft>,
    questions: &[Question],
) -> Result<(), TestCaseError> {
    let memory = MemoryTaskStore::new();
    for (second, draft) in (0..).zip(drafts) {
        let set = ChangeSet {
            changes: vec![Change::Create(Box::new(draft))],
            undo: UndoToken::from_text(second.to_string()),
            spends: None,
            // Several at one time, so that ids break ties.
            at: at(second / 3),
            max_tasks: 100,
        };
        let kept = memory.commit(user, &set).await.unwrap();
        prop_assert_eq!(store.commit(user, &set).await.unwrap(), kept);
    }
    for question in questions {
        let expected = pages(&memory, user, question).await;
        prop_assert_eq!(
            pages(store, user, question).await,
            expected,
            "{:?}",
            question
        );
        let count = memory.count(user, &question.filter).await.unwrap();
        prop_assert_eq!(store.count(user, &question.filter).await.unwrap(), count);
    }
    Ok(())
}

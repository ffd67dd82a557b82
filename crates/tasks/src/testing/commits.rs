use std::sync::Arc;

use taskpilot_context::Revision;

use super::fixture::{
    Person, create, deleted, draft, moment, next, ok, only, renamed, replace, request, set,
};
use crate::change::ChangeSet;
use crate::query::TaskFilter;
use crate::store::{CommitError, TaskStore};
use crate::task::{TaskId, Version};

/// The commit's answer, `get` and `list` agree, and the times are the commit's.
pub async fn a_created_task_is_read_back_as_committed(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add_at(draft("Buy milk"), moment(5)).await;

    let expected = draft("Buy milk").into_task(TaskId::new(1), moment(5));
    assert_eq!(task, expected);
    assert_eq!(ada.get(task.id).await, Some(expected.clone()));
    assert_eq!(
        ada.page(&TaskFilter::default(), &request(100)).await.tasks,
        [expected]
    );
    assert_eq!(ada.get(TaskId::new(2)).await, None);
}

/// One conflict and nothing of the set is there, not even its undo record or its numbers.
pub async fn a_set_is_committed_whole_or_not_at_all(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let current = ada.write(&task, renamed(&task, "b")).await;
    let revision = ok(store.revision(&ada.user).await);

    let other = ada.add(draft("other")).await;
    let torn = set([
        create(draft("new")),
        replace(&other, renamed(&other, "changed")),
        replace(&task, renamed(&task, "stale")),
    ]);
    let refused = ada.commit(&torn).await;

    assert!(matches!(refused, Err(CommitError::VersionConflict(id)) if id == task.id));
    assert_eq!(ada.get(task.id).await, Some(current));
    assert_eq!(ada.get(other.id).await, Some(other));
    assert_eq!(ok(store.count(&ada.user, &TaskFilter::default()).await), 2);
    assert_eq!(ok(store.undo_record(&ada.user, &torn.undo).await), None);
    let after = ok(store.revision(&ada.user).await);
    assert_eq!(after, Revision::new(revision.get() + 1));
    assert_eq!(ada.add(draft("next")).await.id, TaskId::new(3));
}

/// Neither a stale version, nor a future one, nor an unknown task is written.
pub async fn writing_over_another_version_is_a_conflict(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let first = ada.add(draft("a")).await;
    let second = ada.write(&first, renamed(&first, "b")).await;
    let ahead = next(&second);
    let mut unknown = second.clone();
    unknown.id = TaskId::new(99);

    for read in [&first, &ahead, &unknown] {
        let refused = ada.commit(&set([replace(read, renamed(read, "c"))])).await;
        assert!(
            matches!(refused, Err(CommitError::VersionConflict(id)) if id == read.id),
            "{read:?} {refused:?}"
        );
    }
    assert_eq!(second.version, Version::new(2));
    assert_eq!(ada.get(first.id).await, Some(second));
}

/// Compare-and-set holds under concurrency: no lost update.
pub async fn of_racing_writers_of_one_version_one_wins(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let writers: Vec<_> = (0..16)
        .map(|number| {
            let (ada, task) = (ada.clone(), task.clone());
            tokio::spawn(async move {
                let after = renamed(&task, &format!("writer {number}"));
                ada.commit(&set([replace(&task, after)])).await
            })
        })
        .collect();

    let mut won = Vec::new();
    for writer in writers {
        match ok(writer.await) {
            Ok(committed) => won.push(only(committed.tasks)),
            Err(CommitError::VersionConflict(id)) => assert_eq!(id, task.id),
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(ada.get(task.id).await, Some(only(won)));
}

/// Lists, counts and titles do not show them; `get_many` does, and they can be written again.
pub async fn deleted_tasks_are_seen_by_id_alone(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let gone = ada.delete(&task).await;

    assert_eq!(gone, deleted(&task));
    assert_eq!(ada.get(task.id).await, None);
    assert!(ada.titles(&TaskFilter::default()).await.is_empty());
    assert_eq!(ok(store.titles(&ada.user, 10).await), []);
    let found = ok(store.get_many(&ada.user, &[task.id]).await);
    assert_eq!(found, std::slice::from_ref(&gone));

    let mut restored = next(&gone);
    restored.deleted_at = None;
    let restored = ada.write(&gone, restored).await;
    assert_eq!(restored.version, Version::new(3));
    assert_eq!(ada.get(task.id).await, Some(restored));
}

/// A task too many is refused, and a deleted one makes room.
pub async fn the_limit_counts_tasks_that_are_not_deleted(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let one_of_two = |title: &str| ChangeSet {
        max_tasks: 2,
        ..set([create(draft(title))])
    };
    let first = only(ok(ada.commit(&one_of_two("a")).await).tasks);
    ok(ada.commit(&one_of_two("b")).await);

    let refused = ada.commit(&one_of_two("c")).await;
    assert!(
        matches!(refused, Err(CommitError::TooManyTasks(2))),
        "{refused:?}"
    );
    ada.delete(&first).await;
    let third = only(ok(ada.commit(&one_of_two("c")).await).tasks);
    assert_eq!(third.id, TaskId::new(3));
}

/// Who has too many already (the limit was lowered) may still edit and delete.
pub async fn the_limit_stops_additions_only(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let first = ada.add(draft("a")).await;
    let second = ada.add(draft("b")).await;

    let edit = ChangeSet {
        max_tasks: 1,
        ..set([replace(&first, renamed(&first, "c"))])
    };
    assert_eq!(only(ok(ada.commit(&edit).await).tasks).title, "c");
    let removal = ChangeSet {
        max_tasks: 0,
        ..set([replace(&second, deleted(&second))])
    };
    ok(ada.commit(&removal).await);
    let exchange = ChangeSet {
        max_tasks: 0,
        ..set([create(draft("new"))])
    };
    let refused = ada.commit(&exchange).await;
    assert!(
        matches!(refused, Err(CommitError::TooManyTasks(1))),
        "{refused:?}"
    );
}

/// Bringing a deleted task back adds one.
pub async fn restoring_beyond_the_limit_is_refused(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let gone = ada.delete(&task).await;
    ada.add(draft("b")).await;

    let mut restored = next(&gone);
    restored.deleted_at = None;
    let full = ChangeSet {
        max_tasks: 1,
        ..set([replace(&gone, restored.clone())])
    };
    let refused = ada.commit(&full).await;
    assert!(
        matches!(refused, Err(CommitError::TooManyTasks(1))),
        "{refused:?}"
    );
    let roomy = ChangeSet {
        max_tasks: 2,
        ..set([replace(&gone, restored)])
    };
    ok(ada.commit(&roomy).await);
}

/// In order of id whatever the order asked for, each once.
pub async fn many_ids_are_read_in_order_and_unknown_ones_left_out(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for title in ["a", "b", "c"] {
        ada.add(draft(title)).await;
    }
    let ids = [3, 99, 1, 3, -1, 0].map(TaskId::new);
    let found: Vec<_> = ok(store.get_many(&ada.user, &ids).await)
        .into_iter()
        .map(|task| task.id.get())
        .collect();
    assert_eq!(found, [1, 3]);
    assert_eq!(ok(store.get_many(&ada.user, &[]).await), []);
}

/// Distinct numbers without a gap, and revisions that rise by one for each commit.
pub async fn sixty_four_concurrent_creates_get_their_own_numbers(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let creates: Vec<_> = (0..64)
        .map(|number| {
            let ada = ada.clone();
            tokio::spawn(async move {
                let change = set([create(draft(&format!("task {number}")))]);
                ok(ada.commit(&change).await)
            })
        })
        .collect();

    let mut pairs = Vec::new();
    for create in creates {
        let committed = ok(create.await);
        pairs.push((committed.revision.get(), only(committed.tasks).id.get()));
    }
    pairs.sort_unstable();
    let revisions: Vec<i64> = pairs.iter().map(|pair| pair.0).collect();
    let mut ids: Vec<i64> = pairs.iter().map(|pair| pair.1).collect();
    ids.sort_unstable();
    let expected: Vec<i64> = (1..=64).collect();
    assert_eq!((revisions, ids), (expected.clone(), expected));
    assert_eq!(ok(store.revision(&ada.user).await), Revision::new(64));
}

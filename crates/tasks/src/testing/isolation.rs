use std::sync::Arc;

use taskpilot_context::Revision;

use super::fixture::{Person, create, draft, ok, only, renamed, replace, request, set};
use crate::change::ChangeSet;
use crate::query::TaskFilter;
use crate::store::{CommitError, TaskStore};

/// Another user's tasks are as if they did not exist, on every method.
pub async fn no_call_sees_or_changes_what_belongs_to_another_user(store: Arc<dyn TaskStore>) {
    let (ada, eve) = (Person::new(&store), Person::new(&store));
    let task = ada.add(draft("secret")).await;

    assert_eq!(eve.get(task.id).await, None);
    assert_eq!(ok(store.get_many(&eve.user, &[task.id]).await), []);
    assert_eq!(
        eve.page(&TaskFilter::default(), &request(100)).await.tasks,
        []
    );
    assert_eq!(ok(store.count(&eve.user, &TaskFilter::default()).await), 0);
    assert_eq!(ok(store.titles(&eve.user, 100).await), []);
    assert_eq!(
        ok(store.changed_since(&eve.user, Revision::ZERO, 100).await),
        []
    );
    assert_eq!(ok(store.revision(&eve.user).await), Revision::ZERO);

    let theft = set([replace(&task, renamed(&task, "stolen"))]);
    let refused = eve.commit(&theft).await;
    assert!(
        matches!(refused, Err(CommitError::VersionConflict(id)) if id == task.id),
        "{refused:?}"
    );
    assert_eq!(ada.get(task.id).await, Some(task));
}

/// Every user has a task 1; numbers are not used again.
pub async fn numbers_count_from_one_for_each_user(store: Arc<dyn TaskStore>) {
    let (ada, bob) = (Person::new(&store), Person::new(&store));
    let first = ada.add(draft("ada 1")).await;
    ada.delete(&first).await;
    let second = ada.add(draft("ada 2")).await;
    let other = bob.add(draft("bob 1")).await;
    let both = ok(bob
        .commit(&set([create(draft("bob 2")), create(draft("bob 3"))]))
        .await);

    assert_eq!((first.id.get(), second.id.get(), other.id.get()), (1, 2, 1));
    let numbers: Vec<i64> = both.tasks.iter().map(|task| task.id.get()).collect();
    assert_eq!(numbers, [2, 3]);
    let mine = ada.get(second.id).await.map(|task| task.title);
    let theirs = both.tasks.first().map(|task| task.title.as_str());
    assert_eq!((mine.as_deref(), theirs), (Some("ada 2"), Some("bob 2")));
}

/// A token is good for its user alone, for reading and for spending.
pub async fn undo_records_belong_to_one_user(store: Arc<dyn TaskStore>) {
    let (ada, eve) = (Person::new(&store), Person::new(&store));
    let change = set([create(draft("a"))]);
    only(ok(ada.commit(&change).await).tasks);

    assert_eq!(ok(store.undo_record(&eve.user, &change.undo).await), None);
    let spending = ChangeSet {
        spends: Some(change.undo.clone()),
        ..set([create(draft("b"))])
    };
    let refused = eve.commit(&spending).await;
    assert!(
        matches!(refused, Err(CommitError::UndoSpent)),
        "{refused:?}"
    );
    let record = ok(store.undo_record(&ada.user, &change.undo).await);
    assert_eq!(record.map(|record| record.spent), Some(false));
}

/// One user's commits do not move another's revision.
pub async fn revisions_are_counted_for_each_user(store: Arc<dyn TaskStore>) {
    let (ada, bob) = (Person::new(&store), Person::new(&store));
    for number in 1..=3 {
        let committed = ok(ada.commit(&set([create(draft("a"))])).await);
        assert_eq!(committed.revision, Revision::new(number));
        assert_eq!(ok(store.revision(&ada.user).await), committed.revision);
    }
    assert_eq!(ok(store.revision(&bob.user).await), Revision::ZERO);
    assert_eq!(
        ok(bob.commit(&set([create(draft("b"))])).await).revision,
        Revision::new(1)
    );
}

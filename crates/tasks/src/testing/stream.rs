use std::sync::Arc;

use taskpilot_context::Revision;

use super::fixture::{Person, create, draft, ok, renamed, replace, set};
use crate::store::TaskStore;

/// Each task once, as it is now, under the revision of its last change.
pub async fn changes_come_in_order_of_revision(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let first = ada.add(draft("a")).await;
    let second = ada.add(draft("b")).await;
    let first = ada.write(&first, renamed(&first, "A")).await;

    let changed = ok(store.changed_since(&ada.user, Revision::ZERO, 100).await);
    assert_eq!(
        changed,
        [(Revision::new(2), second), (Revision::new(3), first)]
    );
}

/// A stream must learn of what is gone.
pub async fn deleted_tasks_are_among_the_changes(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let gone = ada.delete(&task).await;

    let changed = ok(store.changed_since(&ada.user, Revision::new(1), 100).await);
    assert_eq!(changed, [(Revision::new(2), gone)]);
}

/// Strictly after the revision, at most as many as asked for.
pub async fn changes_start_after_the_revision_and_stop_at_the_limit(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for title in ["a", "b", "c", "d"] {
        ada.add(draft(title)).await;
    }
    let since = async |revision, limit| {
        let changed = store
            .changed_since(&ada.user, Revision::new(revision), limit)
            .await;
        let titles: Vec<_> = ok(changed)
            .into_iter()
            .map(|(_, task)| task.title)
            .collect();
        titles.concat()
    };
    assert_eq!(since(0, 100).await, "abcd");
    assert_eq!(since(1, 2).await, "bc");
    assert_eq!(since(3, 100).await, "d");
    assert_eq!(since(4, 100).await, "");
    assert_eq!(since(99, 100).await, "");
}

/// Live streams never see half a set; within a revision the order is by number.
pub async fn a_commit_of_several_changes_is_one_revision(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let first = ada.add(draft("a")).await;
    let second = ada.add(draft("b")).await;
    let change = set([
        create(draft("c")),
        replace(&second, renamed(&second, "B")),
        replace(&first, renamed(&first, "A")),
    ]);
    let committed = ok(ada.commit(&change).await);
    assert_eq!(committed.revision, Revision::new(3));
    let titles: Vec<_> = committed
        .tasks
        .iter()
        .map(|task| task.title.as_str())
        .collect();
    assert_eq!(titles, ["c", "B", "A"]);

    let changed = ok(store.changed_since(&ada.user, Revision::new(2), 100).await);
    let seen: Vec<_> = changed
        .iter()
        .map(|(revision, task)| (revision.get(), task.title.as_str()))
        .collect();
    assert_eq!(seen, [(3, "A"), (3, "B"), (3, "c")]);
}

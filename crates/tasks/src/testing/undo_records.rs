use std::sync::Arc;

use super::fixture::{Person, create, draft, moment, ok, renamed, replace, set};
use crate::change::{ChangeSet, UndoEntry, UndoRecord, UndoToken};
use crate::query::TaskFilter;
use crate::store::{CommitError, TaskStore};
use crate::task::{TaskId, Version};

/// What was there before, and which version came after, for each change in order.
pub async fn every_commit_leaves_its_undo_record(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let task = ada.add(draft("a")).await;
    let change = ChangeSet {
        at: moment(7),
        ..set([replace(&task, renamed(&task, "b")), create(draft("c"))])
    };
    ok(ada.commit(&change).await);

    let expected = UndoRecord {
        entries: vec![
            UndoEntry {
                id: task.id,
                before: Some(task),
                after_version: Version::new(2),
            },
            UndoEntry {
                id: TaskId::new(2),
                before: None,
                after_version: Version::FIRST,
            },
        ],
        spent: false,
        at: moment(7),
    };
    assert_eq!(
        ok(store.undo_record(&ada.user, &change.undo).await),
        Some(expected)
    );
    let unknown = UndoToken::from_text("undo_unknown");
    assert_eq!(ok(store.undo_record(&ada.user, &unknown).await), None);
}

/// After the commit that spends it, its record says so; the spending set has a record of its own.
pub async fn a_spent_token_is_marked(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let change = set([create(draft("a"))]);
    ok(ada.commit(&change).await);
    let spending = spend(&change.undo, "b");
    ok(ada.commit(&spending).await);

    let spent = async |token| {
        ok(store.undo_record(&ada.user, token).await).map(|record: UndoRecord| record.spent)
    };
    assert_eq!(spent(&change.undo).await, Some(true));
    assert_eq!(spent(&spending.undo).await, Some(false));
}

/// A token that names nothing cannot be spent.
pub async fn an_unknown_token_cannot_be_spent(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let refused = ada
        .commit(&spend(&UndoToken::from_text("undo_unknown"), "a"))
        .await;
    assert!(
        matches!(refused, Err(CommitError::UndoSpent)),
        "{refused:?}"
    );
    assert!(ada.titles(&TaskFilter::default()).await.is_empty());
}

/// However many try at once, one commit spends the token and the others change nothing.
pub async fn of_two_commits_that_spend_one_token_one_wins(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for round in 0..8 {
        let change = set([create(draft("a"))]);
        ok(ada.commit(&change).await);
        let racers = ["left", "right"].map(|title| {
            let (ada, spending) = (ada.clone(), spend(&change.undo, title));
            tokio::spawn(async move { ada.commit(&spending).await })
        });

        let mut won = 0;
        for racer in racers {
            match ok(racer.await) {
                Ok(_) => won += 1,
                Err(CommitError::UndoSpent) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
    }
    assert_eq!(ok(store.count(&ada.user, &TaskFilter::default()).await), 16);
}

/// A conflict in the set leaves the token good.
pub async fn a_failed_commit_spends_nothing(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let change = set([create(draft("a"))]);
    let created = ok(ada.commit(&change).await).tasks;
    let task = super::fixture::only(created);
    ada.write(&task, renamed(&task, "b")).await;

    let stale = ChangeSet {
        spends: Some(change.undo.clone()),
        ..set([replace(&task, renamed(&task, "c"))])
    };
    let refused = ada.commit(&stale).await;
    assert!(
        matches!(refused, Err(CommitError::VersionConflict(_))),
        "{refused:?}"
    );
    ok(ada.commit(&spend(&change.undo, "d")).await);
}

fn spend(token: &UndoToken, title: &str) -> ChangeSet {
    ChangeSet {
        spends: Some(token.clone()),
        ..set([create(draft(title))])
    }
}

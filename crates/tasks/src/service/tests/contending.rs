use std::sync::atomic::{AtomicI32, Ordering};

use super::*;
use crate::change::{ChangeSet, Committed, UndoRecord};
use crate::store::{CommitError, StoreError, TitleEntry};

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_changes_of_different_fields_are_all_kept() {
    let desk = Desk::new();
    let id = desk.add(titled("a")).await.id;
    let patches = [
        TaskPatch {
            title: Some("b".to_owned()),
            ..TaskPatch::default()
        },
        TaskPatch {
            priority: Some(Priority::High),
            ..TaskPatch::default()
        },
        TaskPatch {
            list: Some(Some("Home".to_owned())),
            ..TaskPatch::default()
        },
    ];
    let writers = patches.map(|patch| {
        let (service, ada) = (desk.service.clone(), desk.ada.clone());
        tokio::spawn(async move { service.update(&ada, id, patch, None).await })
    });
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let task = desk.get(id).await;
    assert_eq!((task.title.as_str(), task.priority), ("b", Priority::High));
    assert!(task.list.is_some());
    assert_eq!(task.version, Version::new(4));
}

/// Somebody else changes the task before each of the first commits.
struct Contended {
    store: MemoryTaskStore,
    rivals: AtomicI32,
}

#[async_trait::async_trait]
impl TaskStore for Contended {
    async fn commit(&self, user: &UserId, set: &ChangeSet) -> Result<Committed, CommitError> {
        let before = self.store.get(user, TaskId::new(1)).await?;
        let left = self.rivals.fetch_sub(1, Ordering::SeqCst);
        if let Some(before) = before.filter(|_| left > 0) {
            let after = Task {
                title: format!("{}!", before.title),
                version: before.version.next(),
                ..before.clone()
            };
            let rival = ChangeSet {
                changes: vec![edit::replacement(before, after)],
                undo: UndoToken::generate().unwrap(),
                spends: None,
                ..set.clone()
            };
            self.store.commit(user, &rival).await?;
        }
        self.store.commit(user, set).await
    }

    async fn get(&self, user: &UserId, id: TaskId) -> Result<Option<Task>, StoreError> {
        self.store.get(user, id).await
    }

    async fn get_many(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        self.store.get_many(user, ids).await
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, StoreError> {
        self.store.list(user, filter, page).await
    }

    async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, StoreError> {
        self.store.count(user, filter).await
    }

    async fn titles(&self, user: &UserId, limit: u32) -> Result<Vec<TitleEntry>, StoreError> {
        self.store.titles(user, limit).await
    }

    async fn undo_record(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Option<UndoRecord>, StoreError> {
        self.store.undo_record(user, token).await
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, StoreError> {
        self.store.changed_since(user, since, limit).await
    }

    async fn revision(&self, user: &UserId) -> Result<Revision, StoreError> {
        self.store.revision(user).await
    }
}

async fn contended(rivals: i32) -> (Desk, TaskId) {
    let store = Contended {
        store: MemoryTaskStore::new(),
        rivals: rivals.into(),
    };
    let desk = Desk::over(Arc::new(store));
    let id = desk.add(titled("a")).await.id;
    (desk, id)
}

#[tokio::test]
async fn a_change_is_built_upon_what_others_did_meanwhile() {
    let high = || TaskPatch {
        priority: Some(Priority::High),
        ..TaskPatch::default()
    };
    // Creating the task took one rival.
    let (desk, id) = contended(5).await;
    desk.update(id, high()).await.unwrap();
    let task = desk.get(id).await;
    assert_eq!(
        (task.title.as_str(), task.priority),
        ("a!!!!", Priority::High)
    );

    let (desk, id) = contended(3).await;
    desk.service.delete(&desk.ada, &[id], None).await.unwrap();

    for attempt in 0..2 {
        let (desk, id) = contended(99).await;
        let refused = match attempt {
            0 => desk.update(id, high()).await,
            _ => desk.service.delete(&desk.ada, &[id], None).await,
        };
        let TaskError::Conflict {
            id: conflicting,
            current,
        } = refused.unwrap_err()
        else {
            panic!("not a conflict");
        };
        assert_eq!((conflicting, current), (id, Version::new(6)));
    }
    let (desk, id) = contended(99).await;
    let guarded = desk
        .service
        .update(&desk.ada, id, high(), Some(Version::FIRST))
        .await;
    assert!(
        matches!(guarded, Err(TaskError::Conflict { current, .. }) if current == Version::new(2))
    );
}

#[tokio::test]
async fn an_undo_that_loses_a_race_is_outdated() {
    let store = Arc::new(Contended {
        store: MemoryTaskStore::new(),
        rivals: 0.into(),
    });
    let desk = Desk::over(store.clone());
    let created = desk.create(titled("a")).await;
    store.rivals.store(1, Ordering::SeqCst);
    let refused = desk.undo(created.undo).await;
    assert!(matches!(refused, Err(TaskError::UndoOutdated(id)) if id == created.tasks[0].id));
    assert_eq!(desk.get(created.tasks[0].id).await.title, "a!");
}

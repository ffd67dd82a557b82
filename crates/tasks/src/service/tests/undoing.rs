use super::*;

#[tokio::test]
async fn tokens_are_long_and_never_alike() {
    let desk = Desk::new();
    let first = desk.create(titled("a")).await.undo.unwrap();
    let second = desk.create(titled("b")).await.undo.unwrap();
    assert_ne!(first, second);
    let digits = first.as_str().strip_prefix("undo_").unwrap();
    assert_eq!(digits.len(), 32);
    assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[tokio::test]
async fn a_token_works_once_for_its_user() {
    let desk = Desk::new();
    let created = desk.create(titled("a")).await;
    let token = created.undo.unwrap();
    let eve = UserId::parse("eve").unwrap();
    let stolen = desk.service.undo(&eve, &token).await;
    assert!(matches!(stolen, Err(TaskError::UnknownUndo)), "{stolen:?}");
    let made_up = desk
        .service
        .undo(&desk.ada, &UndoToken::from_text("undo_1"))
        .await;
    assert!(
        matches!(made_up, Err(TaskError::UnknownUndo)),
        "{made_up:?}"
    );

    let undone = desk.service.undo(&desk.ada, &token).await.unwrap();
    assert_eq!(undone.removed, [created.tasks[0].id]);
    assert!(undone.restored.is_empty());
    let again = desk.service.undo(&desk.ada, &token).await;
    assert!(matches!(again, Err(TaskError::UndoSpent)), "{again:?}");
}

#[tokio::test]
async fn what_changed_since_is_not_overwritten() {
    let desk = Desk::new();
    let created = desk.create(titled("a")).await;
    let id = created.tasks[0].id;
    let renamed = TaskPatch {
        title: Some("b".to_owned()),
        ..TaskPatch::default()
    };
    let renamed = desk.update(id, renamed).await.unwrap();
    desk.complete(id).await;

    for token in [created.undo.clone(), renamed.undo] {
        let refused = desk.undo(token).await;
        assert!(matches!(refused, Err(TaskError::UndoOutdated(lost)) if lost == id));
    }
    assert!(desk.get(id).await.is_completed());
}

#[tokio::test]
async fn undo_and_redo_go_on_without_end() {
    let desk = Desk::new();
    let task = desk.add(titled("a")).await;
    let deleted = desk
        .service
        .delete(&desk.ada, &[task.id], None)
        .await
        .unwrap();
    let gone_at = deleted.tasks[0].deleted_at;
    let mut token = deleted.undo;
    for round in 0..4 {
        desk.wait(1);
        let undone = desk.undo(token).await.unwrap();
        let restored = Task {
            version: undone.restored[0].version,
            updated_at: undone.restored[0].updated_at,
            ..task.clone()
        };
        assert_eq!(undone.restored, [restored], "{round}");
        let redone = desk.undo(undone.undo).await.unwrap();
        assert_eq!(redone.removed, [task.id]);
        let kept = desk
            .service
            .store
            .get_many(&desk.ada, &[task.id])
            .await
            .unwrap();
        assert_eq!(kept[0].deleted_at, gone_at);
        token = redone.undo;
    }
}

#[tokio::test]
async fn bringing_back_needs_room() {
    let desk = Desk::new();
    let task = desk.add(titled("a")).await;
    let deleted = desk
        .service
        .delete(&desk.ada, &[task.id], None)
        .await
        .unwrap();
    let other = desk.add(titled("b")).await;
    let full = desk.service.clone().with_limits(Limits { max_tasks: 1 });
    let token = deleted.undo.unwrap();
    let refused = full.undo(&desk.ada, &token).await;
    assert!(
        matches!(refused, Err(TaskError::TooManyTasks(1))),
        "{refused:?}"
    );
    // The token was not spent.
    desk.service
        .delete(&desk.ada, &[other.id], None)
        .await
        .unwrap();
    assert_eq!(
        full.undo(&desk.ada, &token).await.unwrap().restored.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_undos_at_once_one_wins() {
    let desk = Desk::new();
    for _ in 0..20 {
        let token = desk.create(titled("a")).await.undo.unwrap();
        let racers = [0, 1].map(|_| {
            let (service, ada, token) = (desk.service.clone(), desk.ada.clone(), token.clone());
            tokio::spawn(async move { service.undo(&ada, &token).await })
        });
        let mut won = 0;
        for racer in racers {
            match racer.await.unwrap() {
                Ok(_) => won += 1,
                Err(TaskError::UndoSpent | TaskError::UndoOutdated(_)) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(won, 1);
    }
}

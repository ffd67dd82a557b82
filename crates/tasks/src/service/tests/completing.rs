use super::*;

#[tokio::test]
async fn completing_is_not_toggling() {
    let desk = Desk::new();
    let task = desk.add(titled("a")).await;
    let done = desk.complete(task.id).await;
    assert_eq!(done.tasks[0].completed_at, Some(time(NOW)));
    assert!(done.undo.is_some() && done.next.is_none());

    desk.wait(5);
    let again = desk.complete(task.id).await;
    assert_eq!((again.tasks, again.undo), (done.tasks, None));
    let open = desk.reopen(task.id).await;
    assert_eq!(open.tasks[0].completed_at, None);
    assert_eq!(desk.reopen(task.id).await.undo, None);
}

#[tokio::test]
async fn completing_a_repeating_task_brings_the_next() {
    let desk = Desk::new();
    let task = desk.add(weekly()).await;
    desk.wait(5);
    let done = desk.complete(task.id).await;

    let closed = &done.tasks[0];
    assert_eq!(done.tasks.len(), 1);
    assert_eq!((closed.id, closed.is_completed()), (task.id, true));
    assert_eq!(closed.due, task.due);
    let next = done.next.unwrap();
    let expected = Task {
        id: TaskId::new(2),
        due: Some(Due {
            at: time("2026-11-28T17:00:00Z"),
            all_day: false,
        }),
        created_at: closed.updated_at,
        updated_at: closed.updated_at,
        ..task.clone()
    };
    assert_eq!(next, expected);
    assert_eq!(desk.get(next.id).await, next);
    assert_eq!(
        desk.service.revision(&desk.ada).await.unwrap(),
        Revision::new(2)
    );
}

#[tokio::test]
async fn one_undo_takes_back_the_completion_and_the_next() {
    let desk = Desk::new();
    let task = desk.add(weekly()).await;
    let done = desk.complete(task.id).await;
    desk.wait(5);
    let undone = desk.undo(done.undo).await.unwrap();

    let restored = Task {
        version: Version::new(3),
        updated_at: time("2026-11-21T09:05:00Z"),
        ..task
    };
    assert_eq!(undone.restored, std::slice::from_ref(&restored));
    assert_eq!(undone.removed, [TaskId::new(2)]);
    assert_eq!(desk.all().await, [restored]);

    let redone = desk.undo(undone.undo).await.unwrap();
    assert_eq!(redone.removed, []);
    let dates: Vec<_> = redone.restored.iter().map(Task::is_completed).collect();
    assert_eq!(dates, [true, false]);
}

#[tokio::test]
async fn reopening_does_not_start_a_second_series() {
    let desk = Desk::new();
    let task = desk.add(weekly()).await;
    let done = desk.complete(task.id).await;
    assert_eq!(done.tasks[0].recurrence, None);
    desk.reopen(task.id).await;
    let again = desk.complete(task.id).await;
    assert_eq!(again.next, None);
    assert_eq!(desk.all().await.len(), 2);
}

#[tokio::test]
async fn the_last_of_a_series_has_no_next() {
    let desk = Desk::new();
    let recurrence = Recurrence {
        rule: "FREQ=DAILY;COUNT=1".to_owned(),
        basis: RecurrenceBasis::Schedule,
    };
    let task = desk
        .add(NewTask {
            recurrence: Some(recurrence),
            ..weekly()
        })
        .await;
    let done = desk.complete(task.id).await;
    assert_eq!(done.next, None);
    assert_eq!(done.tasks[0].recurrence, task.recurrence);
}

#[tokio::test]
async fn a_patch_completes_in_the_services_zone() {
    let desk = Desk::new();
    // Midnight of Monday in Berlin, which is Sunday in UTC.
    let monday = NewTask {
        due: Some(Due {
            at: time("2026-11-22T23:00:00Z"),
            all_day: true,
        }),
        recurrence: Some(Recurrence {
            rule: "FREQ=WEEKLY;BYDAY=MO".to_owned(),
            basis: RecurrenceBasis::Schedule,
        }),
        ..titled("Bins")
    };
    let next_due = async |service: TaskService| {
        let id = desk.add(monday.clone()).await.id;
        let patch = TaskPatch {
            completed: Some(true),
            ..TaskPatch::default()
        };
        let changed = service.update(&desk.ada, id, patch, None).await.unwrap();
        changed.next.unwrap().due.unwrap().at
    };
    let in_berlin = desk.service.clone().with_zone(berlin());
    assert_eq!(next_due(in_berlin).await, time("2026-11-29T23:00:00Z"));
    assert_eq!(
        next_due(desk.service.clone()).await,
        time("2026-11-23T00:00:00Z")
    );
}

#[tokio::test]
async fn a_full_list_has_no_room_for_the_next() {
    let desk = Desk::new();
    let task = desk.add(weekly()).await;
    let full = desk.service.clone().with_limits(Limits { max_tasks: 1 });
    let zone = berlin();
    let refused = full
        .set_completed(&desk.ada, task.id, Completion::Done, &zone, None)
        .await;
    assert!(
        matches!(refused, Err(TaskError::TooManyTasks(1))),
        "{refused:?}"
    );
    assert_eq!(desk.get(task.id).await, task);
}

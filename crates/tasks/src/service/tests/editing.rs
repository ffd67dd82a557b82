use super::*;

#[tokio::test]
async fn a_new_task_is_as_asked_for() {
    let desk = Desk::new();
    let task = desk
        .add(NewTask {
            title: "  Buy milk ".to_owned(),
            description: Some("Two\r\nlitres".to_owned()),
            tags: vec!["Food".to_owned(), " food".to_owned(), "SHOP".to_owned()],
            list: Some(" Errands ".to_owned()),
            ..NewTask::default()
        })
        .await;
    assert_eq!(task.title, "Buy milk");
    assert_eq!(task.description.as_deref(), Some("Two\nlitres"));
    let tags: Vec<_> = task.tags.iter().map(crate::Tag::as_str).collect();
    assert_eq!(tags, ["food", "shop"]);
    assert_eq!(
        task.list.as_ref().map(crate::ListName::as_str),
        Some("Errands")
    );
    assert_eq!((task.created_at, task.updated_at), (time(NOW), time(NOW)));
    assert_eq!(desk.get(task.id).await, task);

    let done = desk
        .add(NewTask {
            completed: true,
            ..titled("Done")
        })
        .await;
    assert_eq!(done.completed_at, Some(time(NOW)));
}

#[tokio::test]
async fn every_broken_rule_is_reported_at_once() {
    let desk = Desk::new();
    let bad = NewTask {
        title: " ".to_owned(),
        description: Some("x".repeat(5_001)),
        list: Some("a\nb".to_owned()),
        tags: vec!["a,b".to_owned(), "c,d".to_owned(), String::new()],
        due: Some(Due {
            at: Timestamp::MIN,
            all_day: false,
        }),
        recurrence: Some(Recurrence {
            rule: "FREQ=SECONDLY".to_owned(),
            basis: RecurrenceBasis::Schedule,
        }),
        ..NewTask::default()
    };
    insta::assert_snapshot!(
        refusals(desk.service.create(&desk.ada, bad).await.unwrap_err()),
        @r"
    title: must not be empty
    description: must be at most 5000 characters, but has 5001
    due_at: must not be before 1900
    list: must be one line
    tags: a tag must not contain a comma
    tags: a tag must not be empty
    recurrence: must not repeat more often than every hour
    "
    );
    assert!(desk.all().await.is_empty());
}

#[tokio::test]
async fn limits_are_exact() {
    let desk = Desk::new();
    let refused = async |input| desk.service.create(&desk.ada, input).await.is_err();
    let emoji = |count| "🥛".repeat(count);
    assert!(!refused(titled(&emoji(200))).await);
    assert!(refused(titled(&emoji(201))).await);
    let described = |count| NewTask {
        description: Some(emoji(count)),
        ..titled("a")
    };
    assert!(!refused(described(5_000)).await);
    assert!(refused(described(5_001)).await);
    let tagged = |count: usize| NewTask {
        tags: (0..count).map(|number| number.to_string()).collect(),
        ..titled("a")
    };
    assert!(!refused(tagged(20)).await);
    assert!(refused(tagged(21)).await);
    let repeated = NewTask {
        tags: vec!["a".to_owned(); 50],
        ..titled("a")
    };
    assert!(!refused(repeated).await);
}

#[tokio::test]
async fn one_may_keep_only_so_many_tasks() {
    let desk = Desk::new();
    let service = desk.service.clone().with_limits(Limits { max_tasks: 2 });
    let first = service
        .create(&desk.ada, titled("a"))
        .await
        .unwrap()
        .tasks
        .remove(0);
    service.create(&desk.ada, titled("b")).await.unwrap();
    let refused = service.create(&desk.ada, titled("c")).await;
    assert!(
        matches!(refused, Err(TaskError::TooManyTasks(2))),
        "{refused:?}"
    );
    service.delete(&desk.ada, &[first.id], None).await.unwrap();
    service.create(&desk.ada, titled("c")).await.unwrap();
}

#[tokio::test]
async fn a_patch_changes_what_it_names() {
    let desk = Desk::new();
    let before = desk.add(weekly()).await;
    desk.wait(1);
    let patch = TaskPatch {
        title: Some("Water".to_owned()),
        description: Some(None),
        tags: Some(Vec::new()),
        ..TaskPatch::default()
    };
    let changed = desk.update(before.id, patch).await.unwrap();
    let expected = Task {
        title: "Water".to_owned(),
        description: None,
        tags: Vec::new(),
        updated_at: time("2026-11-21T09:01:00Z"),
        version: Version::new(2),
        ..before
    };
    assert_eq!(changed.tasks, [expected]);
}

#[tokio::test]
async fn a_patch_that_changes_nothing_writes_nothing() {
    let desk = Desk::new();
    let before = desk.add(weekly()).await;
    desk.wait(1);
    let same = TaskPatch {
        title: Some(" Water the plants ".to_owned()),
        completed: Some(false),
        tags: Some(vec!["GARDEN".to_owned()]),
        ..TaskPatch::default()
    };
    for patch in [TaskPatch::default(), same] {
        let changed = desk.update(before.id, patch).await.unwrap();
        assert_eq!((changed.tasks, changed.undo), (vec![before.clone()], None));
    }
    assert_eq!(
        desk.service.revision(&desk.ada).await.unwrap(),
        Revision::new(1)
    );
}

#[tokio::test]
async fn a_repeating_task_keeps_its_due_date() {
    let desk = Desk::new();
    let task = desk.add(weekly()).await;
    let undated = TaskPatch {
        due: Some(None),
        ..TaskPatch::default()
    };
    let refused = desk.update(task.id, undated.clone()).await.unwrap_err();
    assert_eq!(refusals(refused), "recurrence: needs a due date");
    let both = TaskPatch {
        recurrence: Some(None),
        ..undated
    };
    desk.update(task.id, both).await.unwrap();
    let dateless = NewTask {
        due: None,
        ..weekly()
    };
    let refused = desk.service.create(&desk.ada, dateless).await.unwrap_err();
    assert_eq!(refusals(refused), "recurrence: needs a due date");
}

#[tokio::test]
async fn replacing_empties_what_is_left_out() {
    let desk = Desk::new();
    let before = desk.add(weekly()).await;
    let service = &desk.service;
    let changed = service
        .replace(&desk.ada, before.id, titled("Bare"), None)
        .await
        .unwrap();
    let after = &changed.tasks[0];
    assert_eq!((after.id, after.version), (before.id, Version::new(2)));
    assert_eq!(
        (&after.due, &after.list, &after.recurrence),
        (&None, &None, &None)
    );
    desk.undo(changed.undo).await.unwrap();
    assert_eq!(desk.get(before.id).await.due, before.due);
}

#[tokio::test]
async fn due_dates_are_kept_to_the_microsecond() {
    let desk = Desk::new();
    let at = time("2026-11-21T09:00:00.123456789Z");
    let due = Some(Due { at, all_day: false });
    let task = desk.add(NewTask { due, ..titled("a") }).await;
    assert_eq!(task.due.unwrap().at, time("2026-11-21T09:00:00.123456Z"));
}

#[tokio::test]
async fn an_expected_version_is_held_to() {
    let desk = Desk::new();
    let task = desk.add(titled("a")).await;
    let rename = |title: &str| TaskPatch {
        title: Some(title.to_owned()),
        ..TaskPatch::default()
    };
    desk.update(task.id, rename("b")).await.unwrap();
    let (service, ada, id) = (&desk.service, &desk.ada, task.id);

    let stale = Some(Version::FIRST);
    let zone = berlin();
    for refused in [
        service.update(ada, id, rename("c"), stale).await,
        service.update(ada, id, rename("b"), stale).await,
        service.replace(ada, id, titled("c"), stale).await,
        service
            .set_completed(ada, id, Completion::Done, &zone, stale)
            .await,
        service.delete(ada, &[id], stale).await,
    ] {
        let TaskError::Conflict {
            id: conflicting,
            current,
        } = refused.unwrap_err()
        else {
            panic!("not a conflict");
        };
        assert_eq!((conflicting, current), (id, Version::new(2)));
    }
    let current = Some(Version::new(2));
    service.update(ada, id, rename("c"), current).await.unwrap();
    assert_eq!(desk.get(id).await.title, "c");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = Desk::new();
    let mine = desk.add(titled("a")).await;
    let eve = UserId::parse("eve").unwrap();
    let (service, zone) = (&desk.service, berlin());
    let patch = || TaskPatch {
        priority: Some(Priority::Low),
        ..TaskPatch::default()
    };
    for refused in [
        service.get(&eve, mine.id).await.map(|_| ()),
        service
            .update(&eve, mine.id, patch(), None)
            .await
            .map(|_| ()),
        service
            .replace(&eve, mine.id, titled("x"), None)
            .await
            .map(|_| ()),
        service
            .set_completed(&eve, mine.id, Completion::Done, &zone, None)
            .await
            .map(|_| ()),
        service.delete(&eve, &[mine.id], None).await.map(|_| ()),
        service.get(&desk.ada, TaskId::new(-1)).await.map(|_| ()),
    ] {
        assert!(
            matches!(refused, Err(TaskError::NotFound(_))),
            "{refused:?}"
        );
    }
    assert_eq!(desk.get(mine.id).await, mine);
}

#[tokio::test]
async fn deleting_is_for_all_or_none() {
    let desk = Desk::new();
    let [a, b] = [
        desk.add(titled("a")).await.id,
        desk.add(titled("b")).await.id,
    ];
    let delete = async |ids: &[TaskId]| desk.service.delete(&desk.ada, ids, None).await;

    let refused = delete(&[a, TaskId::new(9), b]).await.unwrap_err();
    assert!(matches!(refused, TaskError::NotFound(id) if id == TaskId::new(9)));
    assert_eq!(desk.all().await.len(), 2);
    assert_eq!(
        refusals(delete(&[]).await.unwrap_err()),
        "ids: must name at least one task"
    );

    let deleted = delete(&[b, a, b]).await.unwrap();
    let ids: Vec<_> = deleted.tasks.iter().map(|task| task.id).collect();
    assert_eq!(ids, [b, a]);
    assert!(
        deleted
            .tasks
            .iter()
            .all(|task| task.deleted_at == Some(time(NOW)))
    );
    assert!(matches!(delete(&[a]).await, Err(TaskError::NotFound(id)) if id == a));

    desk.undo(deleted.undo).await.unwrap();
    assert_eq!(desk.all().await.len(), 2);
}

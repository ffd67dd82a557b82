use taskpilot_tasks::{Change, ChangeSet, Priority, TaskDraft, TaskStore as _, UndoToken};

use super::*;

#[tokio::test]
async fn filters_hold_together() {
    let fixture = fixture();
    for task in [
        json!({"title": "Buy milk", "list": "Shopping", "tags": ["food"], "priority": "high"}),
        json!({"title": "Buy eggs", "list": "shopping", "tags": ["food", "home"]}),
        json!({"title": "Fix roof", "description": "the MILK shed", "tags": ["home"], "priority": "low"}),
        json!({"title": "Done deal", "tags": ["home"]}),
    ] {
        fixture.call("add_task", task).await;
    }
    fixture.call("complete_task", json!({"task_id": 4})).await;
    for (arguments, expected) in [
        (
            json!({}),
            vec!["Done deal", "Fix roof", "Buy eggs", "Buy milk"],
        ),
        (
            json!({"status": "pending"}),
            vec!["Fix roof", "Buy eggs", "Buy milk"],
        ),
        (json!({"status": "completed"}), vec!["Done deal"]),
        (
            json!({"priority": "none", "status": "pending"}),
            vec!["Buy eggs"],
        ),
        (
            json!({"tag": "HOME"}),
            vec!["Done deal", "Fix roof", "Buy eggs"],
        ),
        (json!({"tag": "home", "list": "SHOPPING"}), vec!["Buy eggs"]),
        (json!({"text": "milk"}), vec!["Fix roof", "Buy milk"]),
        (
            json!({"q": "  "}),
            vec!["Done deal", "Fix roof", "Buy eggs", "Buy milk"],
        ),
        (
            json!({"sort": "title"}),
            vec!["Buy eggs", "Buy milk", "Done deal", "Fix roof"],
        ),
        (
            json!({"sort": "title", "order": "desc"}),
            vec!["Fix roof", "Done deal", "Buy milk", "Buy eggs"],
        ),
        (
            json!({"sort": "priority", "limit": 2}),
            vec!["Buy milk", "Fix roof"],
        ),
    ] {
        assert_eq!(
            fixture.titles(arguments.clone()).await,
            expected,
            "{arguments}"
        );
    }
    let counted = fixture
        .call(
            "list_tasks",
            json!({"tag": "home", "status": "pending", "limit": 1}),
        )
        .await;
    let counts =
        ["total", "pending", "completed", "has_more"].map(|name| counted[name].to_string());
    assert_eq!(counts, ["2", "2", "1", "true"]);
}

#[tokio::test]
async fn what_cannot_be_listed_is_refused_with_a_reason() {
    let fixture = fixture();
    let mut messages = Vec::new();
    for arguments in [
        json!({"status": "open"}),
        json!({"limit": 0}),
        json!({"limit": 51}),
        json!({"sort": "colour"}),
        json!({"due": "purple"}),
        json!({"tag": "a,b", "list": "a\nb"}),
        json!({"cursor": "bm9uc2Vuc2U"}),
        json!({"due": "overdue", "status": "completed"}),
        json!({"colour": "red"}),
    ] {
        let fault = fixture.fault("list_tasks", arguments).await;
        assert_eq!(fault.code, FaultCode::Invalid);
        messages.push(fault.message);
    }
    insta::assert_snapshot!(messages.join("\n"), @r#"
    Invalid arguments: status: must be one of all, pending, completed.
    Invalid arguments: limit: must be 1 to 50.
    Invalid arguments: limit: must be 1 to 50.
    Invalid arguments: sort: must be one of created_at, due_at, priority, title, updated_at.
    Invalid arguments: due: 'purple': not understood as a date; try "tomorrow at 5pm", "next friday", "27 jan", "in 3 days", "every weekday at 9", "2027-01-27" or "2027-01-27T17:00".
    Invalid arguments: tag: a tag must not contain a comma; list: must be one line.
    Invalid arguments: cursor: must be the next_cursor of an earlier answer.
    Invalid arguments: status: must not be completed with due overdue: what is done is not overdue.
    Invalid arguments: colour: is not an argument of this tool, which takes cursor, due, limit, list, order, priority, sort, status, tag, text.
    "#);
}

#[tokio::test]
async fn due_dates_are_asked_for_in_words() {
    let fixture = fixture();
    // It is Saturday, ten in the morning.
    for (title, due) in [
        ("yesterday", "2026-11-20"),
        ("this morning", "2026-11-21T08:00"),
        ("all of today", "2026-11-21"),
        ("tonight", "2026-11-21T20:00"),
        ("tomorrow", "2026-11-22"),
        ("next monday", "2026-11-23T09:00"),
        ("next year", "2027-01-01"),
    ] {
        fixture
            .call("add_task", json!({"title": title, "due": due}))
            .await;
    }
    fixture.add(&["someday"]).await;
    fixture
        .call("add_task", json!({"title": "done", "due": "2026-11-19"}))
        .await;
    fixture
        .call("complete_task", json!({"title": "done"}))
        .await;
    for (due, expected) in [
        ("overdue", vec!["yesterday", "this morning"]),
        ("today", vec!["all of today", "this morning", "tonight"]),
        ("tomorrow", vec!["tomorrow"]),
        ("monday", vec!["next monday"]),
        ("2027-01-01", vec!["next year"]),
        (
            "upcoming",
            vec![
                "all of today",
                "this morning",
                "tonight",
                "tomorrow",
                "next monday",
                "next year",
            ],
        ),
        (
            "this week",
            vec![
                "done",
                "yesterday",
                "all of today",
                "this morning",
                "tonight",
                "tomorrow",
            ],
        ),
        ("next week", vec!["next monday"]),
    ] {
        for limit in [1, 2, 50] {
            let all = page_through(&fixture, json!({"due": due, "limit": limit})).await;
            assert_eq!(all, expected, "{due} in pages of {limit}");
        }
    }
    let overdue = fixture.call("list_tasks", json!({"due": "overdue"})).await;
    let counts =
        ["total", "pending", "completed", "has_more"].map(|name| overdue[name].to_string());
    assert_eq!(counts, ["2", "2", "0", "false"]);
    assert!(
        overdue["tasks"][0]["due_text"]
            .as_str()
            .unwrap()
            .contains("yesterday"),
        "{overdue}"
    );

    fixture.clock.advance(SignedDuration::from_hours(24));
    let later = fixture.titles(json!({"due": "overdue"})).await;
    assert_eq!(
        later,
        ["yesterday", "all of today", "this morning", "tonight"]
    );
}

#[tokio::test]
async fn pages_show_every_task_once() {
    let fixture = fixture();
    let titles: Vec<String> = (0..23).map(|index| format!("task {index:02}")).collect();
    for title in &titles {
        fixture.add(&[title]).await;
    }
    for limit in [1, 7, 22, 23, 24, 50] {
        let arguments = json!({"limit": limit, "sort": "title"});
        assert_eq!(
            page_through(&fixture, arguments).await,
            titles,
            "pages of {limit}"
        );
    }
    let first = fixture.call("list_tasks", json!({"sort": "title"})).await;
    assert_eq!(first["tasks"].as_array().unwrap().len(), 20);
    // A cursor knows its sort, and refuses another.
    let cursor = &first["next_cursor"];
    assert_eq!(
        fixture.titles(json!({ "cursor": cursor })).await,
        titles[20..]
    );
    let fault = fixture
        .fault("list_tasks", json!({"cursor": cursor, "sort": "due_at"}))
        .await;
    assert_eq!(fault.code, FaultCode::Invalid);
    assert_eq!(fault.fields[0].field, "cursor");
}

#[tokio::test]
async fn thousands_of_tasks_do_not_flood_the_model() {
    let fixture = fixture();
    let create = |index: i32| {
        Change::Create(Box::new(TaskDraft {
            title: format!("task {index}"),
            description: None,
            completed_at: None,
            priority: Priority::None,
            due: None,
            list: None,
            tags: Vec::new(),
            recurrence: None,
        }))
    };
    let set = ChangeSet {
        changes: (0..5_000).map(create).collect(),
        undo: UndoToken::from_text("all"),
        spends: None,
        at: fixture.clock.now(),
        max_tasks: 5_000,
    };
    fixture.store.commit(&fixture.ada.user, &set).await.unwrap();
    let listed = fixture.call("list_tasks", json!({"limit": 50})).await;
    assert_eq!(listed["total"], 5_000);
    assert_eq!(listed["tasks"].as_array().unwrap().len(), 50);
    assert!(listed.to_string().len() < 25_000);
    assert_eq!(
        page_through(&fixture, json!({"limit": 50, "text": "task 49"}))
            .await
            .len(),
        111
    );
}

#[tokio::test]
async fn long_texts_do_not_flood_the_model() {
    let fixture = fixture();
    let tags: Vec<String> = (0..20)
        .map(|index| format!("{index:02}{}", "ż".repeat(48)))
        .collect();
    for index in 0..30 {
        let title = format!("{index:02}{}", "ż".repeat(198));
        let description = "ó".repeat(5_000);
        let task = json!({"title": title, "description": description, "tags": tags});
        fixture.call("add_task", task).await;
    }
    let listed = fixture.call("list_tasks", json!({"limit": 50})).await;
    assert!(
        listed.to_string().len() < 25_000,
        "{}",
        listed.to_string().len()
    );
    assert_eq!(listed["has_more"], true);
    let row = &listed["tasks"][0];
    assert_eq!(row["description_cut"], true);
    assert_eq!(row["description"].as_str().unwrap().chars().count(), 201);
    let all = page_through(&fixture, json!({"limit": 50, "sort": "title"})).await;
    assert_eq!(all.len(), 30);
    let found = fixture.call("find_task", json!({"name": "07żżż"})).await;
    assert_eq!(
        found["task"]["description"]
            .as_str()
            .unwrap()
            .chars()
            .count(),
        5_000
    );
}

async fn page_through(fixture: &Fixture, mut arguments: Value) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let page = fixture.call("list_tasks", arguments.clone()).await;
        all.extend(titles(&page));
        assert_eq!(
            page["has_more"].as_bool(),
            Some(page["next_cursor"].is_string())
        );
        if page["has_more"] == false {
            assert_eq!(page["total"], all.len());
            return all;
        }
        arguments["cursor"] = page["next_cursor"].clone();
    }
}

use super::*;

#[tokio::test]
async fn a_task_is_added_with_all_its_fields() {
    let fixture = fixture();
    let added = fixture
        .call(
            "add_task",
            json!({
                "title": " Call the dentist ",
                "description": "ask about Tuesday",
                "due": "tomorrow 5pm",
                "priority": "high",
                "list": "Health",
                "tags": ["Phone"],
            }),
        )
        .await;
    insta::with_settings!({sort_maps => true}, {
        insta::assert_json_snapshot!(added, {".undo_token" => "[token]"}, @r#"
        {
          "due_text": "tomorrow, 17:00",
          "status": "created",
          "task": {
            "all_day": false,
            "completed": false,
            "created_at": "2026-11-21T09:00:00Z",
            "description": "ask about Tuesday",
            "due_at": "2026-11-22T16:00:00Z",
            "id": 1,
            "list": "Health",
            "priority": "high",
            "tags": [
              "phone"
            ],
            "title": "Call the dentist",
            "updated_at": "2026-11-21T09:00:00Z",
            "version": 1
          },
          "task_id": 1,
          "title": "Call the dentist",
          "undo_token": "[token]"
        }
        "#);
    });
}

#[tokio::test]
async fn a_task_is_added_with_its_title_alone() {
    let fixture = fixture();
    let added = fixture.call("add_task", json!({"title": "Buy milk"})).await;
    assert_eq!(added["status"], "created");
    assert_eq!(added["task"]["priority"], "none");
    assert_eq!(added.get("due_text"), None);
    assert_eq!(added["task"].get("due_at"), None);
    assert!(added["undo_token"].is_string());
}

#[tokio::test]
async fn repeats_come_as_words_or_rules_in_either_argument() {
    let fixture = fixture();
    for arguments in [
        json!({"title": "bins", "due": "every monday at 9"}),
        json!({"title": "bins", "recurrence": "every monday at 9"}),
        json!({"title": "bins", "recurrence": "FREQ=WEEKLY;BYDAY=MO", "due": "monday 9am"}),
        json!({"title": "bins", "recurrence": "rrule:freq=weekly;byday=mo", "due": "2026-11-23T09:00"}),
        json!({"title": "bins", "recurrence": "monday", "due": "monday 9am"}),
    ] {
        let added = fixture.call("add_task", arguments.clone()).await;
        assert_eq!(
            added["task"]["recurrence"]["rule"], "FREQ=WEEKLY;BYDAY=MO",
            "{arguments}"
        );
        assert_eq!(
            added["task"]["due_at"], "2026-11-23T08:00:00Z",
            "{arguments}"
        );
        assert!(added["recurrence_text"].is_string());
    }
    let bare = fixture
        .call(
            "add_task",
            json!({"title": "bins", "recurrence": "FREQ=WEEKLY;BYDAY=MO"}),
        )
        .await;
    assert_eq!(bare["task"]["due_at"], "2026-11-22T23:00:00Z");
    assert_eq!(bare["task"]["all_day"], true);
}

#[tokio::test]
async fn what_cannot_be_added_is_refused_with_a_reason() {
    let fixture = fixture();
    let mut messages = Vec::new();
    for arguments in [
        json!({}),
        json!({"title": ""}),
        json!({"title": "   "}),
        json!({"title": "x".repeat(201)}),
        json!({"title": "a\u{7}b"}),
        json!({"title": "two\nlines"}),
        json!({"title": "x", "due": "purple"}),
        json!({"title": "x", "due": "2026-02-30"}),
        json!({"title": "x", "recurrence": "now and then", "due": "purple"}),
        json!({"title": "x", "recurrence": "FREQ=SOMETIMES", "due": "today"}),
        json!({"title": "x", "tags": ["a,b"]}),
        json!({"title": "x", "completed": true}),
        json!(["x"]),
    ] {
        let fault = fixture.fault("add_task", arguments).await;
        assert_eq!(fault.code, FaultCode::Invalid);
        assert!(fault.hint.is_some());
        messages.push(fault.message.replace(&"x".repeat(201), "[long]"));
    }
    insta::assert_snapshot!(messages.join("\n"), @r#"
    Invalid arguments: title: is required.
    Invalid arguments: title: must not be empty.
    Invalid arguments: title: must not be empty.
    Invalid arguments: title: must be at most 200 characters, but has 201.
    Invalid arguments: title: must not contain control characters.
    Invalid arguments: title: must be one line.
    Invalid arguments: due: 'purple': not understood as a date; try "tomorrow at 5pm", "next friday", "27 jan", "in 3 days", "every weekday at 9", "2027-01-27" or "2027-01-27T17:00".
    Invalid arguments: due: '2026-02-30': that day is in no calendar; check the day and the month.
    Invalid arguments: due: 'purple': not understood as a date; try "tomorrow at 5pm", "next friday", "27 jan", "in 3 days", "every weekday at 9", "2027-01-27" or "2027-01-27T17:00"; recurrence: 'now and then' is not understood as a repeat; write 'every Monday', 'daily' or an RRULE such as 'FREQ=WEEKLY;BYDAY=MO'.
    Invalid arguments: recurrence: FREQ must be HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY.
    Invalid arguments: tags: a tag must not contain a comma.
    Invalid arguments: completed: is not an argument of this tool, which takes description, due, list, priority, recurrence, tags, title.
    Invalid arguments: arguments: must be a JSON object.
    "#);
    assert_eq!(fixture.titles(json!({})).await, Vec::<String>::new());
}

#[tokio::test]
async fn completing_never_toggles() {
    let fixture = fixture();
    fixture.add(&["Buy milk"]).await;
    let done = fixture.call("complete_task", json!({"task_id": 1})).await;
    assert_eq!(done["status"], "completed");
    assert_eq!(done["task"]["completed_at"], NOW);
    let again = fixture
        .call("complete_task", json!({"task_id": "1", "completed": true}))
        .await;
    assert_eq!(again["status"], "unchanged");
    assert_eq!(again["task"], done["task"]);
    assert_eq!(again.get("undo_token"), None);
    let open = fixture
        .call("complete_task", json!({"task_id": 1, "completed": false}))
        .await;
    assert_eq!(open["status"], "reopened");
    assert_eq!(open["task"]["completed"], false);
    let fault = fixture.fault("complete_task", json!({"task_id": 2})).await;
    assert_eq!(fault.code, FaultCode::NotFound);
    assert_eq!(fault.message, "There is no task 2.");
    assert_eq!(
        fixture.fault("complete_task", json!({})).await.code,
        FaultCode::Invalid
    );
}

#[tokio::test]
async fn completing_a_repeating_task_tells_the_next() {
    let fixture = fixture();
    fixture
        .call(
            "add_task",
            json!({"title": "bins", "due": "every monday at 9"}),
        )
        .await;
    let done = fixture
        .call("complete_task", json!({"title": "bins"}))
        .await;
    assert_eq!(done["status"], "completed");
    assert_eq!(done["next"]["due_at"], "2026-11-30T08:00:00Z");
    assert_ne!(done["next"]["id"], done["task_id"]);
    assert!(
        done["next_due_text"].as_str().unwrap().contains("30"),
        "{done}"
    );
}

#[tokio::test]
async fn a_task_is_deleted_once() {
    let fixture = fixture();
    fixture.add(&["Buy milk", "Walk the dog"]).await;
    let deleted = fixture.call("delete_task", json!({"task_id": 1})).await;
    assert_eq!(deleted["status"], "deleted");
    assert_eq!(deleted["title"], "Buy milk");
    assert_eq!(deleted["task"]["id"], 1);
    assert!(deleted["undo_token"].is_string());
    assert_eq!(
        fixture
            .fault("delete_task", json!({"task_id": 1}))
            .await
            .code,
        FaultCode::NotFound
    );
    let named = fixture.call("delete_task", json!({"title": "dog"})).await;
    assert_eq!(named["title"], "Walk the dog");
    assert_eq!(fixture.titles(json!({})).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_update_changes_what_it_names() {
    let fixture = fixture();
    fixture.call("add_task", json!({
        "title": "Buy milk", "description": "oat", "due": "every monday at 9", "list": "Shopping",
    })).await;
    let updated = fixture.call("update_task", json!({
        "task_id": 1, "title": "Buy oat milk", "due": "tuesday 18:00", "tags": "food, home", "priority": "low",
    })).await;
    insta::with_settings!({sort_maps => true}, {
        insta::assert_json_snapshot!(updated, {".undo_token" => "[token]"}, @r#"
        {
          "due_text": "Tue 24 Nov, 18:00",
          "recurrence_text": "every Monday",
          "status": "updated",
          "task": {
            "all_day": false,
            "completed": false,
            "created_at": "2026-11-21T09:00:00Z",
            "description": "oat",
            "due_at": "2026-11-24T17:00:00Z",
            "id": 1,
            "list": "Shopping",
            "priority": "low",
            "recurrence": {
              "basis": "schedule",
              "rule": "FREQ=WEEKLY;BYDAY=MO"
            },
            "tags": [
              "food",
              "home"
            ],
            "title": "Buy oat milk",
            "updated_at": "2026-11-21T09:00:00Z",
            "version": 2
          },
          "task_id": 1,
          "title": "Buy oat milk",
          "undo_token": "[token]"
        }
        "#);
    });
    let same = fixture
        .call("update_task", json!({"task_id": 1, "priority": "low"}))
        .await;
    assert_eq!(same["status"], "unchanged");
    let named = fixture
        .call(
            "update_task",
            json!({"current_title": "oat milk", "title": "Milk"}),
        )
        .await;
    assert_eq!(named["title"], "Milk");
}

#[tokio::test]
async fn an_update_clears_what_it_names() {
    let fixture = fixture();
    fixture.call("add_task", json!({
        "title": "Buy milk", "description": "oat", "due": "every monday at 9", "list": "Shopping",
        "tags": ["food"], "priority": "high",
    })).await;
    let no_repeat = fixture
        .call(
            "update_task",
            json!({"task_id": 1, "clear": ["recurrence"]}),
        )
        .await;
    assert_eq!(no_repeat["task"].get("recurrence"), None);
    assert!(no_repeat["task"]["due_at"].is_string());
    let repeat = fixture
        .call(
            "update_task",
            json!({"task_id": 1, "recurrence": "every day"}),
        )
        .await;
    assert_eq!(repeat["task"]["due_at"], no_repeat["task"]["due_at"]);
    assert_eq!(repeat["task"]["recurrence"]["rule"], "FREQ=DAILY");
    let bare = fixture
        .call(
            "update_task",
            json!({
                "task_id": 1, "clear": ["description", "due", "priority", "list", "tags"],
            }),
        )
        .await;
    insta::with_settings!({sort_maps => true}, {
        insta::assert_json_snapshot!(bare["task"], @r#"
        {
          "all_day": false,
          "completed": false,
          "created_at": "2026-11-21T09:00:00Z",
          "id": 1,
          "priority": "none",
          "tags": [],
          "title": "Buy milk",
          "updated_at": "2026-11-21T09:00:00Z",
          "version": 4
        }
        "#);
    });
}

#[tokio::test]
async fn an_update_that_makes_no_sense_changes_nothing() {
    let fixture = fixture();
    fixture.add(&["Buy milk"]).await;
    let mut messages = Vec::new();
    for arguments in [
        json!({"task_id": 1}),
        json!({"title": "x"}),
        json!({"task_id": 1, "due": "today", "clear": ["due"]}),
        json!({"task_id": 1, "recurrence": "daily", "clear": ["due"]}),
        json!({"task_id": 1, "clear": ["title"]}),
        json!({"task_id": 1, "title": ""}),
        json!({"task_id": 1, "due": "purple"}),
        json!({"task_id": 1, "current_title": "dog", "title": "x"}),
        json!({"task_id": 1, "completed": true}),
    ] {
        let fault = fixture.fault("update_task", arguments).await;
        assert_eq!(fault.code, FaultCode::Invalid);
        messages.push(fault.message);
    }
    insta::assert_snapshot!(messages.join("\n"), @r#"
    Invalid arguments: arguments: name nothing to change.
    Invalid arguments: task_id: is required, or current_title with the task's name.
    Invalid arguments: due: cannot be set and cleared at once.
    Invalid arguments: recurrence: needs a due date, which clear removes.
    Invalid arguments: clear: each must be one of description, due, priority, list, tags, recurrence.
    Invalid arguments: arguments: name nothing to change.
    Invalid arguments: due: 'purple': not understood as a date; try "tomorrow at 5pm", "next friday", "27 jan", "in 3 days", "every weekday at 9", "2027-01-27" or "2027-01-27T17:00".
    Invalid arguments: current_title: task 1 is called 'Buy milk', not 'dog'.
    Invalid arguments: completed: is not an argument of this tool, which takes clear, current_title, description, due, list, priority, recurrence, tags, task_id, title.
    "#);
    let listed = fixture.call("list_tasks", json!({})).await;
    assert_eq!(listed["tasks"][0]["version"], 1);
}

#[tokio::test]
async fn a_task_that_moves_to_another_day_keeps_its_time() {
    let fixture = fixture();
    fixture
        .call("add_task", json!({"title": "Gym", "due": "tomorrow 5pm"}))
        .await;
    let moved = fixture
        .call(
            "update_task",
            json!({"current_title": "gym", "due": "friday"}),
        )
        .await;
    assert_eq!(moved["task"]["due_at"], "2026-11-27T16:00:00Z");
    assert_eq!(moved["task"]["all_day"], false);
    let earlier = fixture
        .call(
            "update_task",
            json!({"current_title": "gym", "due": "friday 9am"}),
        )
        .await;
    assert_eq!(earlier["task"]["due_at"], "2026-11-27T08:00:00Z");
}

use super::*;

#[tokio::test]
async fn a_unique_name_is_acted_on() {
    let fixture = fixture();
    fixture.add(&["Buy oat milk", "Walk the dog"]).await;
    let done = fixture
        .call("complete_task", json!({"title": "MILK"}))
        .await;
    assert_eq!(done["task_id"], 1);
    let both = fixture
        .call(
            "complete_task",
            json!({"task_id": 2, "title": "walk the dog today"}),
        )
        .await;
    assert_eq!(both["task_id"], 2);
}

#[tokio::test]
async fn several_tasks_of_a_name_are_candidates() {
    let fixture = fixture();
    fixture.add(&["Buy oat milk", "Buy soy milk"]).await;
    fixture
        .call(
            "update_task",
            json!({"task_id": 2, "due": "tomorrow", "list": "Shopping"}),
        )
        .await;
    for (name, arguments) in [
        ("complete_task", json!({"title": "milk"})),
        ("delete_task", json!({"title": "milk"})),
        (
            "update_task",
            json!({"current_title": "milk", "priority": "low"}),
        ),
    ] {
        let fault = fixture.fault(name, arguments).await;
        assert_eq!(fault.code, FaultCode::Ambiguous);
        assert_eq!(fault.candidates.len(), 2, "{name}");
    }
    let fault = fixture.fault("delete_task", json!({"title": "milk"})).await;
    insta::with_settings!({sort_maps => true}, {
        insta::assert_json_snapshot!(fault.to_value(), @r#"
        {
          "candidates": [
            {
              "completed": false,
              "due_text": "tomorrow",
              "list": "Shopping",
              "task_id": 2,
              "title": "Buy soy milk"
            },
            {
              "completed": false,
              "task_id": 1,
              "title": "Buy oat milk"
            }
          ],
          "code": "ambiguous",
          "hint": "Ask which one is meant, then call again with its task_id.",
          "message": "Several tasks fit the name 'milk'."
        }
        "#);
    });
}

#[tokio::test]
async fn a_name_that_is_not_there_is_answered_with_close_ones() {
    let fixture = fixture();
    fixture.add(&["Buy oat milk"]).await;
    let fault = fixture
        .fault("delete_task", json!({"title": "Buy oat mlik"}))
        .await;
    assert_eq!(fault.code, FaultCode::NotFound);
    assert_eq!(
        fault.message,
        "No task called 'Buy oat mlik'. Did you mean 'Buy oat milk'?"
    );
    assert_eq!(fault.candidates[0].task_id, 1);
    let nothing = fixture
        .fault("delete_task", json!({"title": "zebra"}))
        .await;
    assert_eq!(nothing.message, "No task called 'zebra'.");
    assert!(nothing.candidates.is_empty());
}

#[tokio::test]
async fn completing_by_name_means_what_is_to_do() {
    let fixture = fixture();
    fixture
        .add(&["Water plants", "Water plants", "Water plants again"])
        .await;
    fixture.call("complete_task", json!({"task_id": 1})).await;
    let done = fixture
        .call("complete_task", json!({"title": "water plants"}))
        .await;
    assert_eq!(
        (&done["task_id"], &done["status"]),
        (&json!(2), &json!("completed"))
    );
    // A part of three names, of which one is still to do.
    let last = fixture
        .call("complete_task", json!({"title": "plants"}))
        .await;
    assert_eq!(last["task_id"], 3);
    let fault = fixture
        .fault("complete_task", json!({"title": "plants"}))
        .await;
    assert_eq!(fault.code, FaultCode::Ambiguous);
    let reopened = fixture
        .call("complete_task", json!({"task_id": 1, "completed": false}))
        .await;
    assert_eq!(reopened["status"], "reopened");
    let open = fixture
        .call(
            "complete_task",
            json!({"title": "water plants", "completed": false}),
        )
        .await;
    assert_eq!(
        (&open["task_id"], &open["status"]),
        (&json!(2), &json!("reopened"))
    );
}

#[tokio::test]
async fn what_is_done_already_stays_done_when_named() {
    let fixture = fixture();
    fixture.add(&["Buy milk", "Buy milk powder"]).await;
    fixture.call("complete_task", json!({"task_id": 1})).await;
    let again = fixture
        .call("complete_task", json!({"title": "buy milk"}))
        .await;
    assert_eq!(
        (&again["task_id"], &again["status"]),
        (&json!(1), &json!("unchanged"))
    );
    fixture.call("delete_task", json!({"task_id": 2})).await;
    let part = fixture
        .call("complete_task", json!({"title": "milk"}))
        .await;
    assert_eq!(
        (&part["task_id"], &part["status"]),
        (&json!(1), &json!("unchanged"))
    );
}

#[tokio::test]
async fn a_number_and_a_name_that_disagree_change_nothing() {
    let fixture = fixture();
    fixture.add(&["Buy milk", "Walk the dog"]).await;
    let fault = fixture
        .fault("delete_task", json!({"task_id": 1, "title": "dog"}))
        .await;
    assert_eq!(
        fault.message,
        "Invalid arguments: title: task 1 is called 'Buy milk', not 'dog'."
    );
    assert_eq!(fixture.titles(json!({})).await.len(), 2);
}

#[tokio::test]
async fn finding_is_never_an_error() {
    let fixture = fixture();
    fixture
        .add(&["Buy oat milk", "Buy soy milk", "Walk the dog"])
        .await;
    let mut lines = Vec::new();
    for name in [
        "walk the DOG",
        "dog",
        "milk",
        "Wolk the dgo",
        "zebra",
        "task 2",
        "#3",
        "task 9",
        "2",
    ] {
        let found = fixture.call("find_task", json!({ "name": name })).await;
        let candidates: Vec<_> = found["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|task| task["task_id"].to_string())
            .collect();
        let line = format!(
            "{name}: {} {} [{}] {}",
            found["match"].as_str().unwrap(),
            found["task"]["id"],
            candidates.join(" "),
            found["message"].as_str().unwrap(),
        );
        lines.push(line);
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
    walk the DOG: exact 3 [] Task 3 is 'Walk the dog', to do.
    dog: partial 3 [] Task 3 is 'Walk the dog', to do.
    milk: several null [2 1] 2 tasks fit the name 'milk'.
    Wolk the dgo: close null [3] No task called 'Wolk the dgo'. Did you mean 'Walk the dog'?
    zebra: none null [] No task called 'zebra'.
    task 2: exact 2 [] Task 2 is 'Buy soy milk', to do.
    #3: exact 3 [] Task 3 is 'Walk the dog', to do.
    task 9: none null [] No task called 'task 9'.
    2: exact 2 [] Task 2 is 'Buy soy milk', to do.
    ");
    let alias = fixture
        .call("find_task", json!({"query": "dog", "status": "pending"}))
        .await;
    assert_eq!(alias["match"], "partial");
    let done = fixture
        .call("find_task", json!({"name": "dog", "status": "completed"}))
        .await;
    assert_eq!(done["match"], "none");
    assert_eq!(
        fixture.fault("find_task", json!({})).await.code,
        FaultCode::Invalid
    );
    assert_eq!(
        fixture.fault("find_task", json!({"name": ""})).await.code,
        FaultCode::Invalid
    );
}

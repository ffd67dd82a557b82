//! Histories that are not the rules' own, missing tools, odd settings.

use std::time::Duration;

use serde_json::json;
use taskpilot_model_client::{ModelError, ToolChoice};

use super::*;

fn user(text: &str) -> InputItem {
    InputItem::text(Role::User, text)
}

fn called(id: &str, name: &str, arguments: &Value, output: &Value) -> [InputItem; 2] {
    let call = InputItem::ToolCall {
        call_id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments.to_string(),
    };
    [
        call,
        InputItem::ToolOutput {
            call_id: id.to_owned(),
            output: output.to_string(),
        },
    ]
}

fn request(input: Vec<InputItem>) -> ModelRequest {
    ModelRequest {
        input,
        tools: specs(),
        ..ModelRequest::default()
    }
}

fn answer(input: Vec<InputItem>) -> String {
    let response = ask(request(input));
    let calls: Vec<String> = response
        .tool_calls()
        .map(|call| format!("{} {}", call.name, call.arguments))
        .collect();
    [calls.join("; "), response.text()].concat()
}

#[test]
fn another_models_lists_can_be_counted_in() {
    let mut input = vec![user("whats up with my stuff")];
    let tasks = json!({"tasks": [{"id": 4, "title": "A"}, {"id": 9, "title": "B"}], "total": 2});
    input.extend(called("x", "list_tasks", &json!({}), &tasks));
    input.push(InputItem::text(
        Role::Assistant,
        "You have two, dear. Shall I delete both?",
    ));
    let says = |message: &str| answer([input.clone(), vec![user(message)]].concat());
    assert_eq!(
        says("complete the second one"),
        r#"complete_task {"task_id":9}"#
    );
    // That question was not put by these rules, so there is nothing a yes could mean.
    assert_eq!(
        says("yes"),
        "I have not asked anything. What should I add, show or change?"
    );
}

#[test]
fn a_yes_counts_only_if_the_question_was_read() {
    let mut chat = Chat::with(&["A", "B"]);
    chat.say("delete everything");
    let mut input = chat.input.clone();
    input.pop();
    input.push(InputItem::text(Role::Assistant, "(the answer was lost)"));
    input.push(user("yes"));
    assert!(answer(input).starts_with("I have not asked anything."));
    assert_eq!(chat.titles(), ["A", "B"]);
}

#[test]
fn only_tools_that_are_offered_are_called() {
    for (message, tool) in [
        ("add milk", "add_task"),
        ("list", "list_tasks"),
        ("complete 3", "complete_task"),
        ("delete 3", "delete_task"),
        ("rename 3 to x", "update_task"),
    ] {
        let tools = specs()
            .iter()
            .filter(|spec| spec.name != tool)
            .cloned()
            .collect::<Vec<_>>()
            .into();
        let response = ask(ModelRequest {
            tools,
            ..request(vec![user(message)])
        });
        assert_eq!(response.tool_calls().count(), 0);
        assert!(
            response
                .text()
                .contains("is not available, so nothing was done"),
            "{}",
            response.text()
        );
    }
    let response = ask(ModelRequest {
        tool_choice: ToolChoice::None,
        ..request(vec![user("add milk")])
    });
    assert!(response.text().contains("is not available"));
}

#[test]
fn searching_makes_do_with_a_list() {
    let tools = specs()
        .iter()
        .filter(|spec| spec.name != "find_task")
        .cloned()
        .collect::<Vec<_>>()
        .into();
    let response = ask(ModelRequest {
        tools,
        ..request(vec![user("find milk")])
    });
    assert_eq!(response.tool_calls().next().unwrap().name, "list_tasks");
}

#[test]
fn one_call_at_a_time_where_asked() {
    let mut input = vec![user("add milk and eggs")];
    for title in ["Milk", "Eggs"] {
        let response = ask(ModelRequest {
            parallel_tool_calls: Some(false),
            ..request(input.clone())
        });
        let calls: Vec<_> = response.tool_calls().cloned().collect();
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].arguments, json!({ "title": title }).to_string());
        let output = json!({"task_id": 1, "status": "created", "title": title});
        input.extend(called(
            &calls[0].call_id,
            "add_task",
            &json!({ "title": title }),
            &output,
        ));
    }
    assert_eq!(answer(input), "✓ Added “Milk”.  \n✓ Added “Eggs”.");
}

#[test]
fn the_answer_tells_what_the_tool_told() {
    let says = |output: Value| {
        let mut input = vec![user("add milk tomorrow, high priority")];
        let arguments = json!({"title": "Milk", "due": "tomorrow", "priority": "high"});
        input.extend(called("x", "add_task", &arguments, &output));
        answer(input)
    };
    // Not tomorrow, not high, not milk: the tool's word counts.
    assert_eq!(
        says(
            json!({"task_id": 1, "status": "created", "title": "Oat milk", "due_text": "Mon 30 Nov"})
        ),
        "✓ Added “Oat milk” — Mon 30 Nov."
    );
    assert_eq!(
        says(json!({"error": {"code": "limit", "message": "There are already 10 tasks."}})),
        "I could not add “Milk”: There are already 10 tasks."
    );
    assert!(says(json!("what?")).starts_with("I do not know whether I could add “Milk”"));
    assert!(says(json!(null)).starts_with("I do not know whether I could add “Milk”"));
}

#[test]
fn a_call_without_an_output_is_no_success() {
    let mut input = vec![user("delete milk")];
    let [call, _] = called("x", "delete_task", &json!({"title": "milk"}), &json!(null));
    input.push(call);
    assert!(answer(input).contains("there was no answer"));
}

#[test]
fn an_undo_tool_is_used_if_there_is_one() {
    let undo = ToolSpec {
        name: "undo".to_owned(),
        description: String::new(),
        parameters: json!({"properties": {"undo_token": {"type": "string"}}}),
        strict: false,
    };
    let tools: Arc<[ToolSpec]> = specs()
        .iter()
        .cloned()
        .chain([undo])
        .collect::<Vec<_>>()
        .into();
    let mut input = vec![user("delete milk")];
    let output = json!({"task_id": 1, "status": "deleted", "title": "Milk", "undo_token": "t1"});
    input.extend(called(
        "x",
        "delete_task",
        &json!({"title": "milk"}),
        &output,
    ));
    input.push(InputItem::text(
        Role::Assistant,
        "Deleted “Milk”. You can undo it.",
    ));
    input.push(user("undo that"));
    let response = ask(ModelRequest {
        tools: Arc::clone(&tools),
        ..request(input.clone())
    });
    let call = response.tool_calls().next().unwrap().clone();
    assert_eq!(
        (call.name.as_str(), call.arguments.as_str()),
        ("undo", r#"{"undo_token":"t1"}"#)
    );
    input.extend(called(
        &call.call_id,
        "undo",
        &json!({"undo_token": "t1"}),
        &json!({"restored": []}),
    ));
    assert_eq!(
        ask(ModelRequest {
            tools,
            ..request(input)
        })
        .text(),
        "Undone."
    );
}

#[test]
fn call_ids_differ_from_turn_to_turn() {
    let mut chat = Chat::new();
    for _ in 0..3 {
        chat.say("add milk and milk");
    }
    let ids: Vec<&str> = chat
        .input
        .iter()
        .filter_map(|item| match item {
            InputItem::ToolCall { call_id, .. } => Some(call_id.as_str()),
            _ => None,
        })
        .collect();
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (6, 6));
}

#[test]
fn too_many_requests_are_not_swallowed() {
    let mut chat = Chat::new();
    let message = (0..30)
        .map(|n| format!("add task called t{n}"))
        .collect::<Vec<_>>()
        .join(". ");
    let text = chat.say(&message);
    assert_eq!(chat.titles().len(), 12);
    assert!(text.contains("12 requests at a time"), "{text}");
}

#[test]
fn a_very_long_message_is_read_in_time() {
    let mut chat = Chat::with(&["Gym"]);
    chat.say(&"add milk and delete gym, ".repeat(400));
    chat.say(&"a".repeat(10_000));
    chat.say(&"\"(".repeat(5_000));
    chat.say(&format!("delete {}", "1, ".repeat(3_000)));
}

#[tokio::test(start_paused = true)]
async fn a_paced_text_comes_word_by_word() {
    let started = tokio::time::Instant::now();
    let model = DemoModel::new().with_pace(Duration::from_millis(20));
    let events: Vec<Result<ModelEvent, ModelError>> =
        model.stream(request(vec![user("thanks")])).collect().await;
    let words: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Ok(ModelEvent::TextDelta(word)) => Some(word.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(words, ["You ", "are ", "welcome."]);
    assert_eq!(started.elapsed().as_millis(), 60);
    assert!(matches!(events.first(), Some(Ok(ModelEvent::Started))));
    assert!(matches!(events.last(), Some(Ok(ModelEvent::Finished(_)))));
}

#[test]
fn calls_are_streamed_like_any_models() {
    let mut stream = DemoModel::new().stream(request(vec![user("add milk")]));
    let mut kinds = Vec::new();
    while let Some(Some(Ok(event))) = futures_util::FutureExt::now_or_never(stream.next()) {
        kinds.push(match event {
            ModelEvent::Started => "started",
            ModelEvent::ToolCallStarted { .. } => "call",
            ModelEvent::ToolCallDelta { .. } => "delta",
            ModelEvent::ToolCallReady(_) => "ready",
            ModelEvent::Finished(_) => "finished",
            _ => "other",
        });
    }
    assert_eq!(kinds, ["started", "call", "delta", "ready", "finished"]);
}

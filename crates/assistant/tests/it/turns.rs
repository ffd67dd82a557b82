use std::time::Duration;

use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_assistant::{TurnError, TurnRequest};
use taskpilot_conversations::{ConversationError, MessageBody, MessageStatus};
use taskpilot_model_client::{ErrorKind, InputItem};

use crate::house::{House, collect, done, outline};

#[tokio::test]
async fn a_turn_with_a_tool_is_shown_in_order_and_stored_whole() {
    let house = House::new([
        Turn::new()
            .text("One moment.")
            .call("add_task", json!({"title": "Milk"})),
        Turn::new().text("Added."),
    ]);
    let events = collect(house.start(None, "add milk").await).await;
    insta::assert_snapshot!(outline(&events), @r#"
    text "One "
    text "moment."
    call add_task {"title":"Milk"}
    result add_task Completed
    text "\n\nAdded."
    done Completed
    "#);
    let done = done(&events);
    let messages = house.messages(done.conversation).await;
    assert_eq!(messages.len(), 2);
    let MessageBody::Assistant(stored) = &messages[1].body else {
        panic!("a reply")
    };
    assert_eq!(**stored, done.reply);
    assert_eq!(stored.content, "One moment.\n\nAdded.");
    assert_eq!(stored.tool_calls[0].result["status"], "created");
    assert_eq!(house.task_count().await, 1);
}

#[tokio::test]
async fn the_next_turn_reads_the_calls_of_the_last() {
    let house = House::new([
        Turn::new().call("add_task", json!({"title": "Milk"})),
        Turn::new().text("Added."),
        Turn::new().text("Yes."),
    ]);
    let events = collect(house.start(None, "add milk").await).await;
    let conversation = done(&events).conversation;
    collect(house.start(Some(conversation), "did you?").await).await;
    let requests = house.model.requests();
    let input = &requests[2].input;
    let shape: Vec<_> = input
        .iter()
        .map(|item| match item {
            InputItem::ToolCall { .. } => "call",
            InputItem::ToolOutput { .. } => "output",
            InputItem::Message { .. } => "message",
            _ => "other",
        })
        .collect();
    assert_eq!(shape, ["message", "call", "output", "message", "message"]);
    let instructions = requests[2].instructions.as_deref().unwrap();
    assert!(
        instructions.contains("Saturday, 21 November 2026, 09:00 (UTC)"),
        "{instructions}"
    );
}

#[tokio::test]
async fn a_failed_model_keeps_the_users_message_and_says_what_to_do() {
    let house = House::new([Turn::new().text("I was go").fail(ErrorKind::Truncated)]);
    let events = collect(house.start(None, "hello").await).await;
    insta::assert_snapshot!(outline(&events), @r#"
    text "I "
    text "was "
    text "go"
    failed model_interrupted
    done Failed
    "#);
    let messages = house.messages(done(&events).conversation).await;
    assert_eq!(messages.len(), 2);
    let MessageBody::Assistant(reply) = &messages[1].body else {
        panic!("a reply")
    };
    assert_eq!(reply.content, "I was go");
    assert_eq!(reply.error_code.as_deref(), Some("model_interrupted"));
}

#[tokio::test]
async fn a_repeated_key_is_answered_from_the_store() {
    let house = House::new([Turn::new().text("Once.")]);
    let request = TurnRequest {
        conversation: None,
        message: "hello".into(),
        idempotency_key: Some("k1".into()),
    };
    let first = house
        .assistant
        .start_turn(house.context(), request.clone())
        .await
        .unwrap();
    let first = collect(first).await;
    let second = house
        .assistant
        .start_turn(house.context(), request.clone())
        .await
        .unwrap();
    let second = collect(second).await;
    assert_eq!(done(&first), done(&second));
    assert_eq!(house.model.requests().len(), 1, "the model is asked once");
    assert_eq!(house.messages(done(&first).conversation).await.len(), 2);
    let other = TurnRequest {
        message: "something else".into(),
        ..request
    };
    let refused = house
        .assistant
        .start_turn(house.context(), other)
        .await
        .err();
    assert!(matches!(
        refused,
        Some(TurnError::Conversation(ConversationError::KeyReused))
    ));
}

#[tokio::test]
async fn a_failed_request_sent_again_goes_on_where_it_failed() {
    let house = House::new([
        Turn::new().call("add_task", json!({"title": "Milk"})),
        Turn::new().fail(ErrorKind::Unavailable),
        Turn::new().text("It is on your list."),
    ]);
    let request = TurnRequest {
        conversation: None,
        message: "add milk".into(),
        idempotency_key: Some("k1".into()),
    };
    let first = house
        .assistant
        .start_turn(house.context(), request.clone())
        .await
        .unwrap();
    let first = collect(first).await;
    assert_eq!(done(&first).reply.status, MessageStatus::Failed);
    let second = house
        .assistant
        .start_turn(house.context(), request)
        .await
        .unwrap();
    let second = collect(second).await;
    assert_eq!(done(&second).reply.status, MessageStatus::Completed);
    assert_eq!(
        house.messages(done(&second).conversation).await.len(),
        2,
        "nothing is doubled"
    );
    assert_eq!(house.task_count().await, 1);
    let last = house.model.requests().pop().unwrap();
    let knows = last
        .input
        .iter()
        .any(|item| matches!(item, InputItem::ToolOutput { .. }));
    assert!(knows, "the model is told what was done already");
}

#[tokio::test]
async fn an_unknown_conversation_is_refused_and_nothing_is_stored() {
    let house = House::new([]);
    let request = TurnRequest {
        conversation: Some(taskpilot_conversations::ConversationId::new(7)),
        message: "hello".into(),
        idempotency_key: None,
    };
    let refused = house
        .assistant
        .start_turn(house.context(), request)
        .await
        .err();
    assert!(matches!(
        refused,
        Some(TurnError::Conversation(ConversationError::NotFound(_)))
    ));
}

#[tokio::test(start_paused = true)]
async fn shutting_down_stores_what_runs_and_refuses_what_comes() {
    let house = House::new([Turn::new().text("I am still").hang()]);
    let mut turn = house.start(None, "hello").await;
    let conversation = turn.conversation().id;
    let assistant = house.assistant.clone();
    let stop = tokio::spawn(async move { assistant.shut_down(Duration::from_secs(5)).await });
    let mut events = Vec::new();
    while let Some(event) = futures_util::StreamExt::next(&mut turn).await {
        events.push(event);
    }
    stop.await.unwrap();
    assert!(outline(&events).ends_with("failed interrupted\ndone Interrupted"));
    let messages = house.messages(conversation).await;
    let MessageBody::Assistant(reply) = &messages[1].body else {
        panic!("a reply")
    };
    assert_eq!(
        (reply.status, reply.content.as_str()),
        (MessageStatus::Interrupted, "I am still")
    );
    let request = TurnRequest {
        conversation: None,
        message: "more".into(),
        idempotency_key: None,
    };
    let refused = house
        .assistant
        .start_turn(house.context(), request)
        .await
        .err();
    assert!(matches!(refused, Some(TurnError::ShuttingDown)));
}

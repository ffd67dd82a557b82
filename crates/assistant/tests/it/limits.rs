//! What is counted to a day; the server's tests have the rest.

use std::time::Duration;

use jiff::civil::date;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_assistant::{DailyLimits, TurnEvent};
use taskpilot_conversations::{Spending, UsageStore as _};
use taskpilot_model_client::Usage;

use crate::house::{House, collect};

fn turns() -> [Turn; 2] {
    let used = Usage {
        input_tokens: 60,
        output_tokens: 40,
        cost_nanos: 7,
        ..Usage::default()
    };
    [
        Turn::new()
            .call("add_task", json!({"title": "Milk"}))
            .usage(used),
        Turn::new().text("Added.").usage(used),
    ]
}

fn limits() -> DailyLimits {
    DailyLimits {
        tokens: Some(1_000),
        ..DailyLimits::default()
    }
}

async fn spent(house: &House) -> Spending {
    let day = date(2026, 11, 21);
    house.usage.spent(&house.user, day).await.unwrap()
}

#[tokio::test]
async fn a_turn_is_counted_once_and_before_its_end_is_shown() {
    let house = House::with_limits(turns(), limits());
    let events = collect(house.start(None, "add milk").await).await;
    assert!(matches!(events.last(), Some(TurnEvent::Done(_))));
    let all = Spending {
        tokens: 200,
        cost_nanos: 14,
    };
    assert_eq!(spent(&house).await, all);
    house.assistant.shut_down(Duration::ZERO).await;
    assert_eq!(spent(&house).await, all);
}

#[tokio::test]
async fn a_turn_whose_conversation_is_gone_is_counted() {
    let house = House::with_limits(turns(), limits());
    let turn = house.start(None, "add milk").await;
    let conversation = turn.conversation().id;
    let deleted = house.conversations.delete(&house.user, conversation).await;
    deleted.unwrap();
    let events = collect(turn).await;
    let Some(TurnEvent::Failed(failure)) = events.last() else {
        panic!("{events:?}");
    };
    assert_eq!(failure.code, "conversation_deleted");
    house.assistant.shut_down(Duration::ZERO).await;
    let one = Spending {
        tokens: 100,
        cost_nanos: 7,
    };
    assert_eq!(spent(&house).await, one, "the call that was answered");
}

#[tokio::test]
async fn without_a_limit_nothing_is_counted() {
    let house = House::new(turns());
    collect(house.start(None, "add milk").await).await;
    assert_eq!(spent(&house).await, Spending::default());
}

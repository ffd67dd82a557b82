//! A turn whose reader goes at any moment leaves a conversation that the next turn can use.

use std::time::Duration;

use futures_util::StreamExt as _;
use proptest::prelude::*;
use serde_json::json;
use taskpilot_agent_runner::history::repair;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_conversations::{MessageBody, MessageStatus};

use crate::house::{House, collect, done};

fn script() -> Vec<Turn> {
    vec![
        Turn::new()
            .text("Let me see.")
            .call("add_task", json!({"title": "Milk"}))
            .call("add_task", json!({"title": "Bread"})),
        Turn::new().call("list_tasks", json!({})),
        Turn::new().text("There you are: milk and bread."),
        Turn::new().text("Anything else?"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_turn_cut_anywhere_is_stored_truthfully(events_read in 0_usize..24) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(cut_after(events_read));
    }
}

async fn cut_after(events_read: usize) {
    let house = House::new(script());
    let mut turn = house.start(None, "add milk and bread").await;
    let conversation = turn.conversation().id;
    let mut ended = false;
    for _ in 0..events_read {
        ended = turn.next().await.is_none();
        if ended {
            break;
        }
    }
    drop(turn);
    // Whatever the cut left to do is done before the assistant has shut down.
    let waiting = house.assistant.clone();
    waiting.shut_down(Duration::from_mins(1)).await;

    let messages = house.messages(conversation).await;
    assert_eq!(
        messages.len(),
        2,
        "the reply is stored once, whole or in part"
    );
    let MessageBody::Assistant(reply) = &messages[1].body else {
        panic!("a reply")
    };
    assert!(matches!(
        reply.status,
        MessageStatus::Completed | MessageStatus::Interrupted
    ));
    assert!(!ended || reply.status == MessageStatus::Completed);
    let created = reply.tool_calls.iter().filter(|call| {
        call.result
            .get("status")
            .is_some_and(|status| status == "created")
    });
    let created = i64::try_from(created.count()).unwrap();
    assert_eq!(
        house.task_count().await,
        created,
        "what the history says is what happened"
    );
}

#[tokio::test]
async fn the_turn_after_a_cut_reads_a_valid_history() {
    let house = House::new([
        Turn::new()
            .call("add_task", json!({"title": "Milk"}))
            .call("add_task", json!({})),
        Turn::new().text("I was about to").hang(),
        Turn::new().text("Yes, milk is on the list."),
    ]);
    let mut turn = house.start(None, "add milk").await;
    let conversation = turn.conversation().id;
    while let Some(event) = turn.next().await {
        if matches!(event, taskpilot_assistant::TurnEvent::Text(_)) {
            break;
        }
    }
    drop(turn);
    let stored = tokio::time::timeout(Duration::from_secs(5), async {
        loop {
            let messages = house.messages(conversation).await;
            if let Some(MessageBody::Assistant(reply)) =
                messages.get(1).map(|message| &message.body)
                && reply.status == MessageStatus::Interrupted
            {
                return;
            }
            tokio::task::yield_now().await;
        }
    });
    stored.await.unwrap();
    let events = collect(house.start(Some(conversation), "did it work?").await).await;
    assert_eq!(done(&events).reply.status, MessageStatus::Completed);
    let input = house.model.requests().pop().unwrap().input;
    assert_eq!(repair(input.clone()), input, "there was nothing to repair");
}

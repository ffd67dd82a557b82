use taskpilot_conversations::{MessageId, PageRequest};

use super::place::Place;
use super::stored::{ada, reply, turn};

/// Turns that wait for each other's locks still see what was stored before them.
#[tokio::test(flavor = "multi_thread")]
async fn racing_turns_have_the_history_that_the_order_of_their_messages_says() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let store = database.conversations();
        let first = store
            .begin_turn(&ada(), &turn(None, "first"))
            .await
            .unwrap();
        let id = first.conversation.id;
        let racers: Vec<_> = (0..40)
            .map(|number| {
                let store = database.conversations();
                let mut turn = turn(Some(id), &format!("turn {number}"));
                turn.history = 100;
                tokio::spawn(async move {
                    let begun = store.begin_turn(&ada(), &turn).await.unwrap();
                    let answer = reply(begun.message.id, "an answer");
                    store.add_reply(&ada(), id, &answer, turn.at).await.unwrap();
                    begun
                })
            })
            .collect();
        let mut begun = vec![first];
        for racer in racers {
            begun.push(racer.await.unwrap());
        }

        let page = PageRequest {
            after: None,
            limit: 100,
        };
        let stored = store
            .messages(&ada(), id, &page)
            .await
            .unwrap()
            .unwrap()
            .messages;
        assert_eq!(stored.len(), 81);
        let ids = |messages: &[taskpilot_conversations::Message]| -> Vec<MessageId> {
            messages.iter().map(|message| message.id).collect()
        };
        for turn in begun {
            let before = stored.partition_point(|message| message.id < turn.message.id);
            assert_eq!(ids(&turn.history), ids(&stored[..before]));
            let count = i64::try_from(before).unwrap() + 1;
            assert_eq!(turn.conversation.message_count, count);
        }
    }
}

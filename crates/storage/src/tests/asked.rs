use taskpilot_conversations::Approval;

use super::place::Place;
use super::stored::{ada, at, reply, turn};

/// Without it nothing is read of approvals when a conversation goes on, so it must not be missed.
#[tokio::test(flavor = "multi_thread")]
async fn a_turn_tells_whether_the_person_was_asked_before() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (conversations, approvals) = (database.conversations(), database.approvals());
        let first = conversations.begin_turn(&ada(), &turn(None, "hi")).await;
        let first = first.unwrap();
        assert!(!first.was_asked, "a new conversation");
        let conversation = first.conversation.id;
        let on = turn(Some(conversation), "on");
        let second = conversations.begin_turn(&ada(), &on).await.unwrap();
        assert!(!second.was_asked, "never");
        let answer = reply(second.message.id, "");
        let message = conversations
            .add_reply(&ada(), conversation, &answer, at(0))
            .await;
        let approval = Approval {
            id: "one".to_owned(),
            conversation,
            message: message.unwrap().id,
            shown: "{}".to_owned(),
            state: "{}".to_owned(),
            kinds: Vec::new(),
            created_at: at(0),
            expires_at: at(9),
        };
        approvals.create(&ada(), &approval).await.unwrap();
        let third = conversations.begin_turn(&ada(), &on).await.unwrap();
        assert!(third.was_asked, "it waits");
        approvals.go_on(&ada(), conversation, at(1)).await.unwrap();
        let fourth = conversations.begin_turn(&ada(), &on).await.unwrap();
        assert!(fourth.was_asked, "what was decided may stand");
    }
}

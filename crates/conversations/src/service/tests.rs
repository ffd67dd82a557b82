use std::collections::HashMap;

use taskpilot_context::FixedClock;

use super::*;
use crate::memory::MemoryConversationStore;
use crate::message::Usage;

struct Fixture {
    clock: Arc<FixedClock>,
    service: ConversationService,
    ada: UserId,
}

fn fixture() -> Fixture {
    let clock = Arc::new(FixedClock::at("2026-11-21T09:00:00Z".parse().unwrap()));
    let store = Arc::new(MemoryConversationStore::new());
    Fixture {
        service: ConversationService::new(store, clock.clone()),
        clock,
        ada: UserId::parse("ada").unwrap(),
    }
}

fn saying(content: &str) -> NewTurn {
    NewTurn {
        content: content.to_owned(),
        history: 10,
        ..NewTurn::default()
    }
}

fn keyed(content: &str) -> NewTurn {
    NewTurn {
        idempotency_key: Some("k1".to_owned()),
        ..saying(content)
    }
}

fn reply(reply_to: MessageId, status: MessageStatus) -> AssistantMessage {
    AssistantMessage {
        reply_to,
        content: "Added.".to_owned(),
        tool_calls: Vec::new(),
        status,
        error_code: None,
        usage: Usage::default(),
    }
}

impl Fixture {
    async fn begin(&self, turn: NewTurn) -> TurnBegun {
        match self.service.begin_turn(&self.ada, turn).await.unwrap() {
            TurnStart::Begun(begun) => begun,
            TurnStart::Replay { .. } => panic!("a replay"),
        }
    }

    async fn refused(&self, turn: NewTurn) -> ConversationError {
        self.service.begin_turn(&self.ada, turn).await.unwrap_err()
    }

    async fn reply(&self, begun: &TurnBegun, status: MessageStatus) -> Message {
        let reply = reply(begun.message.id, status);
        let id = begun.conversation.id;
        self.service.add_reply(&self.ada, id, &reply).await.unwrap()
    }
}

#[tokio::test]
async fn a_turn_is_stored_as_typed_under_an_automatic_title() {
    let fixture = fixture();
    let begun = fixture.begin(saying("  Buy milk. And eggs.\n")).await;
    let title = begun.conversation.title.unwrap();
    assert_eq!(title.as_str(), "Buy milk. And eggs");
    let content = "  Buy milk. And eggs.\n".to_owned();
    assert_eq!(begun.message.body, MessageBody::User { content });
    assert_eq!(begun.message.created_at, fixture.clock.now());
}

#[tokio::test]
async fn every_broken_rule_is_told_at_once_and_nothing_is_stored() {
    let fixture = fixture();
    let turn = NewTurn {
        idempotency_key: Some("ż".to_owned()),
        ..saying(" ")
    };
    let ConversationError::Invalid(errors) = fixture.refused(turn).await else {
        panic!("not invalid");
    };
    let fields: Vec<_> = errors.iter().map(|error| error.field).collect();
    assert_eq!(fields, ["message", "idempotency_key"]);
    let filter = ConversationFilter::default();
    let request = PageRequest {
        after: None,
        limit: 10,
    };
    let page = fixture.service.list(&fixture.ada, &filter, &request);
    assert_eq!(page.await.unwrap().conversations, []);
}

#[tokio::test]
async fn an_answered_request_is_replayed() {
    let fixture = fixture();
    let begun = fixture.begin(keyed("add milk")).await;
    let answered = fixture.reply(&begun, MessageStatus::Completed).await;
    let again = fixture.service.begin_turn(&fixture.ada, keyed("add milk"));
    let TurnStart::Replay {
        conversation,
        message,
        reply,
    } = again.await.unwrap()
    else {
        panic!("not a replay");
    };
    assert_eq!(conversation.message_count, 2);
    assert_eq!(message, begun.message);
    assert_eq!(reply, answered);
}

#[tokio::test]
async fn what_was_answered_is_found_without_beginning_anything() {
    let fixture = fixture();
    let answered = async |turn: NewTurn| fixture.service.answered(&fixture.ada, turn).await;
    assert_eq!(answered(keyed("add milk")).await.unwrap(), None);
    let begun = fixture.begin(keyed("add milk")).await;
    assert_eq!(answered(keyed("add milk")).await.unwrap(), None);
    fixture.reply(&begun, MessageStatus::Completed).await;
    let found = answered(keyed("add milk")).await.unwrap();
    assert!(
        matches!(&found, Some(TurnStart::Replay { message, .. }) if *message == begun.message),
        "{found:?}"
    );
    let other = answered(keyed("add eggs")).await.unwrap_err();
    assert!(matches!(other, ConversationError::KeyReused));
    let unnamed = NewTurn {
        idempotency_key: None,
        ..keyed("add milk")
    };
    assert_eq!(answered(unnamed).await.unwrap(), None);
}

#[tokio::test]
async fn a_key_serves_one_request() {
    let fixture = fixture();
    let begun = fixture.begin(keyed("add milk")).await;
    fixture.reply(&begun, MessageStatus::Completed).await;
    let other = fixture.refused(keyed("add eggs")).await;
    assert!(matches!(other, ConversationError::KeyReused));
}

#[tokio::test]
async fn a_request_that_is_being_answered_is_not_answered_twice() {
    let fixture = fixture();
    let begun = fixture.begin(keyed("add milk")).await;
    fixture.clock.advance(SignedDuration::from_secs(299));
    let early = fixture.refused(keyed("add milk")).await;
    assert!(matches!(early, ConversationError::StillRunning));

    fixture.reply(&begun, MessageStatus::InProgress).await;
    fixture.clock.advance(SignedDuration::from_secs(299));
    let running = fixture.refused(keyed("add milk")).await;
    assert!(matches!(running, ConversationError::StillRunning));

    fixture.clock.advance(SignedDuration::from_secs(1));
    let dead = fixture.begin(keyed("add milk")).await;
    assert_eq!(dead.message, begun.message);
    assert!(dead.prior.unwrap().reply.is_some());
}

#[tokio::test]
async fn a_dead_turn_is_told_by_the_limit() {
    let fixture = fixture();
    let limit = Duration::from_secs(2);
    let service = fixture.service.clone().with_turn_limit(limit);
    service.begin_turn(&fixture.ada, keyed("x")).await.unwrap();
    let early = service.begin_turn(&fixture.ada, keyed("x")).await;
    assert!(matches!(early, Err(ConversationError::StillRunning)));
    fixture.clock.advance(SignedDuration::from_secs(2));
    let late = service.begin_turn(&fixture.ada, keyed("x")).await.unwrap();
    assert!(matches!(late, TurnStart::Begun(_)));
}

#[tokio::test]
async fn a_failed_or_cut_turn_is_retried_at_once() {
    for status in [MessageStatus::Failed, MessageStatus::Interrupted] {
        let fixture = fixture();
        let begun = fixture.begin(keyed("add milk")).await;
        let failed = fixture.reply(&begun, status).await;
        let again = fixture.begin(keyed("add milk")).await;
        assert_eq!(again.prior.unwrap().reply, Some(failed));
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let Fixture { service, ada, .. } = fixture();
    let id = ConversationId::new(9);
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    let edit = ConversationEdit {
        archived: Some(true),
        ..ConversationEdit::default()
    };
    let turn = NewTurn {
        conversation: Some(id),
        ..saying("hi")
    };
    let answer = reply(MessageId::new(3), MessageStatus::Completed);
    let errors = HashMap::from([
        ("get", service.get(&ada, id).await.unwrap_err()),
        (
            "messages",
            service.messages(&ada, id, &page).await.unwrap_err(),
        ),
        ("update", service.update(&ada, id, edit).await.unwrap_err()),
        (
            "empty",
            service
                .update(&ada, id, ConversationEdit::default())
                .await
                .unwrap_err(),
        ),
        ("delete", service.delete(&ada, id).await.unwrap_err()),
        ("begin", service.begin_turn(&ada, turn).await.unwrap_err()),
        (
            "reply",
            service.add_reply(&ada, id, &answer).await.unwrap_err(),
        ),
    ]);
    for (call, error) in errors {
        assert!(
            matches!(error, ConversationError::NotFound(named) if named == id),
            "{call}"
        );
    }
    let missing = service.update_reply(&ada, MessageId::new(3), &answer).await;
    assert!(matches!(missing, Err(ConversationError::NoMessage(_))));
}

#[tokio::test]
async fn edits_are_checked() {
    let fixture = fixture();
    let begun = fixture.begin(saying("add milk")).await;
    let id = begun.conversation.id;
    let rename = |title: &str| ConversationEdit {
        title: Some(title.to_owned()),
        archived: Some(true),
    };
    let (service, ada) = (&fixture.service, &fixture.ada);
    let refused = service.update(ada, id, rename("a\nb")).await.unwrap_err();
    insta::assert_snapshot!(refused, @"title must be one line without control characters");
    assert!(!service.get(ada, id).await.unwrap().archived);

    let renamed = service
        .update(ada, id, rename(" Groceries "))
        .await
        .unwrap();
    assert_eq!(renamed.title.unwrap().as_str(), "Groceries");
    assert!(renamed.archived);

    let changes = service.changed_since(ada, Revision::ZERO, 10);
    let before = changes.await.unwrap();
    service
        .update(ada, id, ConversationEdit::default())
        .await
        .unwrap();
    let after = service.changed_since(ada, Revision::ZERO, 10);
    assert_eq!(after.await.unwrap(), before);
}

#[tokio::test]
async fn lists_are_bounded_and_blank_searches_find_all() {
    let fixture = fixture();
    fixture.begin(saying("add milk")).await;
    let (service, ada) = (&fixture.service, &fixture.ada);
    let filter = |text: &str| ConversationFilter {
        archived: None,
        text: Some(text.to_owned()),
    };
    let page = |limit| PageRequest { after: None, limit };
    let found = service.list(ada, &filter(" \n"), &page(1)).await.unwrap();
    assert_eq!(found.conversations.len(), 1);
    for (text, limit) in [("x", 0), ("x", 101), ("\0", 1), (&"x".repeat(201), 1)] {
        let refused = service.list(ada, &filter(text), &page(limit)).await;
        assert!(
            matches!(refused, Err(ConversationError::Invalid(_))),
            "{limit}"
        );
    }
    let id = ConversationId::new(1);
    for limit in [0, 101] {
        let request = PageRequest { after: None, limit };
        let refused = service.messages(ada, id, &request).await;
        assert!(matches!(refused, Err(ConversationError::Invalid(_))));
    }
}

#[tokio::test]
async fn replies_lose_nul_characters() {
    let fixture = fixture();
    let begun = fixture.begin(saying("hi")).await;
    let mut answer = reply(begun.message.id, MessageStatus::InProgress);
    answer.content = "a\0b".to_owned();
    let id = begun.conversation.id;
    let (service, ada) = (&fixture.service, &fixture.ada);
    let stored = service.add_reply(ada, id, &answer).await.unwrap();
    answer.content = "c\0d".to_owned();
    let content = |message: &Message| match &message.body {
        MessageBody::Assistant(reply) => reply.content.clone(),
        MessageBody::User { content } => content.clone(),
    };
    assert_eq!(content(&stored), "a\u{fffd}b");
    service.update_reply(ada, stored.id, &answer).await.unwrap();
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    let messages = service.messages(ada, id, &page).await.unwrap().messages;
    assert_eq!(content(&messages[1]), "c\u{fffd}d");
}

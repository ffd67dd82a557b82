//! Small helpers to write and look at data, and what is particular about storing it.

use jiff::Timestamp;
use serde_json::json;
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::{
    AssistantMessage, BeginTurn, ConversationFilter, ConversationId, MessageBody, MessageId,
    MessageStatus, Title, ToolCall, ToolCallStatus, Usage,
};
use taskpilot_tasks::{
    Change, ChangeSet, ListName, Priority, StatusFilter, Tag, Task, TaskDraft, TaskFilter,
    UndoToken,
};

use super::place::Place;

pub(super) fn ada() -> UserId {
    UserId::parse("ada").unwrap()
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_251_600 + second).unwrap()
}

pub(super) fn draft(title: &str) -> TaskDraft {
    TaskDraft {
        title: title.to_owned(),
        description: None,
        completed_at: None,
        priority: Priority::None,
        due: None,
        list: None,
        tags: Vec::new(),
        recurrence: None,
    }
}

pub(super) fn create(title: &str, token: &str, second: i64) -> ChangeSet {
    change(Change::Create(Box::new(draft(title))), token, second)
}

/// Marks `before` as deleted.
pub(super) fn delete(before: &Task, token: &str, second: i64) -> ChangeSet {
    let after = Task {
        deleted_at: Some(at(second)),
        version: before.version.next(),
        ..before.clone()
    };
    let replace = Change::Replace {
        before: Box::new(before.clone()),
        after: Box::new(after),
    };
    change(replace, token, second)
}

pub(super) fn change(change: Change, token: &str, second: i64) -> ChangeSet {
    ChangeSet {
        changes: vec![change],
        undo: UndoToken::from_text(token),
        spends: None,
        at: at(second),
        max_tasks: 100,
    }
}

pub(super) fn turn(conversation: Option<ConversationId>, content: &str) -> BeginTurn {
    BeginTurn {
        conversation,
        content: content.to_owned(),
        title: Title::from_stored("a title".to_owned()),
        key: None,
        history: 10,
        at: at(0),
    }
}

pub(super) fn reply(reply_to: MessageId, content: &str) -> AssistantMessage {
    AssistantMessage {
        reply_to,
        content: content.to_owned(),
        tool_calls: Vec::new(),
        status: MessageStatus::Completed,
        error_code: None,
        usage: Usage::default(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_and_conversations_share_the_revision() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (tasks, conversations) = (database.tasks(), database.conversations());
        tasks.commit(&ada(), &create("one", "1", 0)).await.unwrap();
        let begun = conversations
            .begin_turn(&ada(), &turn(None, "hi"))
            .await
            .unwrap();
        let committed = tasks.commit(&ada(), &create("two", "2", 0)).await.unwrap();
        assert_eq!(committed.revision, Revision::new(3));
        assert_eq!(tasks.revision(&ada()).await.unwrap(), Revision::new(3));
        let changed = conversations
            .changed_since(&ada(), Revision::ZERO, 10)
            .await
            .unwrap();
        assert_eq!(changed, [(Revision::new(2), begun.conversation)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_seen_by_every_connection_at_once() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let store = database.conversations();
        for round in 0..20 {
            let content = format!("round {round}");
            let begun = store
                .begin_turn(&ada(), &turn(None, &content))
                .await
                .unwrap();
            let id = begun.conversation.id;
            let readers = (0..8).map(|_| {
                let store = database.conversations();
                tokio::spawn(async move { store.get(&ada(), id).await })
            });
            for reader in readers.collect::<Vec<_>>() {
                assert_eq!(reader.await.unwrap().unwrap().unwrap(), begun.conversation);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_postgres_cannot_store_is_replaced_on_both() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let store = database.conversations();
        let begun = store.begin_turn(&ada(), &turn(None, "a\0b")).await.unwrap();
        let id = begun.conversation.id;
        let body = MessageBody::User {
            content: "a\u{fffd}b".to_owned(),
        };
        assert_eq!(begun.message.body, body);

        let mut answer = reply(begun.message.id, "c\0d");
        answer.error_code = Some("e\0f".to_owned());
        answer.tool_calls.push(ToolCall {
            id: "1".to_owned(),
            name: "add_task".to_owned(),
            arguments: "{\0}".to_owned(),
            result: json!({"\0": ["\0", "\\u0000"]}),
            status: ToolCallStatus::Completed,
            round: 1,
        });
        let added = store.add_reply(&ada(), id, &answer, at(1)).await.unwrap();
        let page = taskpilot_conversations::PageRequest {
            after: None,
            limit: 10,
        };
        let stored = store.messages(&ada(), id, &page).await.unwrap().unwrap();
        assert_eq!(stored.messages, [begun.message, added]);
        assert!(!format!("{:?}", stored.messages).contains("\\0"));

        let filter = ConversationFilter {
            archived: None,
            text: Some("\0".to_owned()),
        };
        let page = taskpilot_conversations::PageRequest {
            after: None,
            limit: 10,
        };
        assert_eq!(
            store
                .list(&ada(), &filter, &page)
                .await
                .unwrap()
                .conversations
                .len(),
            1
        );

        let tasks = database.tasks();
        let odd = TaskDraft {
            description: Some("\0".to_owned()),
            list: Some(ListName::from_stored("\0".to_owned())),
            tags: vec![Tag::from_stored("\0".to_owned())],
            ..draft("\0")
        };
        let set = change(Change::Create(Box::new(odd)), "\0", 0);
        let committed = tasks.commit(&ada(), &set).await.unwrap();
        let filter = TaskFilter {
            status: StatusFilter::Pending,
            tag: Some(Tag::from_stored("\0".to_owned())),
            list: Some(ListName::from_stored("\0".to_owned())),
            text: Some("\0".to_owned()),
            ..TaskFilter::default()
        };
        assert_eq!(tasks.count(&ada(), &filter).await.unwrap(), 1);
        let stored = tasks.get(&ada(), committed.tasks[0].id).await.unwrap();
        assert_eq!(stored.as_ref(), committed.tasks.first());
        let token = UndoToken::from_text("\0");
        assert!(tasks.undo_record(&ada(), &token).await.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_finer_than_a_microsecond_come_back_as_they_are_stored() {
    for place in Place::both().await {
        let tasks = place.migrated().await.tasks();
        let mut set = create("one", "1", 0);
        set.at = "2026-11-21T09:00:00.123456789Z".parse().unwrap();
        let committed = tasks.commit(&ada(), &set).await.unwrap();
        let stored = tasks
            .get(&ada(), committed.tasks[0].id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stored, committed.tasks[0]);
        assert_eq!(stored.created_at.to_string(), "2026-11-21T09:00:00.123456Z");
    }
}

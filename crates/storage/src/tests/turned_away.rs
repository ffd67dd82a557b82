//! Refused writes leave no trace.

use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::{ConversationId, WriteError};
use taskpilot_tasks::{CommitError, TaskId};

use super::place::Place;
use super::stored::{ada, create, delete, reply, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_write_does_not_raise_the_revision() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (tasks, conversations) = (database.tasks(), database.conversations());
        let committed = tasks.commit(&ada(), &create("one", "1", 0)).await.unwrap();
        let task = &committed.tasks[0];
        tasks.commit(&ada(), &delete(task, "2", 1)).await.unwrap();
        let refused = tasks
            .commit(&ada(), &delete(task, "3", 2))
            .await
            .unwrap_err();
        assert!(matches!(refused, CommitError::VersionConflict(id) if id == TaskId::new(1)));

        let nowhere = ConversationId::new(i64::MAX);
        let refused = conversations
            .begin_turn(&ada(), &turn(Some(nowhere), "hi"))
            .await;
        assert!(matches!(refused, Err(WriteError::NoConversation(id)) if id == nowhere));
        let begun = conversations
            .begin_turn(&ada(), &turn(None, "hi"))
            .await
            .unwrap();
        let answer = reply(begun.message.id, "hello");
        let refused = conversations
            .add_reply(&ada(), nowhere, &answer, answered())
            .await;
        assert!(matches!(refused, Err(WriteError::NoConversation(_))));
        assert_eq!(tasks.revision(&ada()).await.unwrap(), Revision::new(3));

        let eve = UserId::parse("eve").unwrap();
        let there = begun.conversation.id;
        let refused = conversations
            .begin_turn(&eve, &turn(Some(there), "hi"))
            .await;
        assert!(matches!(refused, Err(WriteError::NoConversation(_))));
        assert_eq!(tasks.revision(&eve).await.unwrap(), Revision::ZERO);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn task_numbers_and_room_follow_what_was_committed() {
    for place in Place::both().await {
        let tasks = place.migrated().await.tasks();
        let mut set = create("one", "1", 0);
        set.max_tasks = 2;
        let first = tasks.commit(&ada(), &set).await.unwrap();
        set.undo = taskpilot_tasks::UndoToken::from_text("2");
        tasks.commit(&ada(), &set).await.unwrap();
        set.undo = taskpilot_tasks::UndoToken::from_text("3");
        let refused = tasks.commit(&ada(), &set).await.unwrap_err();
        assert!(matches!(refused, CommitError::TooManyTasks(2)), "{refused}");
        tasks
            .commit(&ada(), &delete(&first.tasks[0], "4", 1))
            .await
            .unwrap();
        let third = tasks.commit(&ada(), &set).await.unwrap();
        assert_eq!(third.tasks[0].id, TaskId::new(3));
    }
}

fn answered() -> jiff::Timestamp {
    super::stored::at(1)
}

use taskpilot_auth::session::{SessionId, SessionRecord, SessionSecret};
use taskpilot_context::Revision;
use taskpilot_tasks::UndoToken;

use super::place::Place;
use super::stored::{ada, at, create, delete, turn};
use crate::Purged;

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_old_and_deleted_is_purged() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (tasks, conversations) = (database.tasks(), database.conversations());
        let mut kept = Vec::new();
        for number in 0..4 {
            let set = create("a task", &format!("create {number}"), number);
            kept.push(tasks.commit(&ada(), &set).await.unwrap().tasks.remove(0));
        }
        tasks
            .commit(&ada(), &delete(&kept[0], "delete 0", 10))
            .await
            .unwrap();
        tasks
            .commit(&ada(), &delete(&kept[1], "delete 1", 20))
            .await
            .unwrap();
        for second in [10, 20] {
            let id = conversations
                .begin_turn(&ada(), &turn(None, "hi"))
                .await
                .unwrap()
                .conversation
                .id;
            conversations.delete(&ada(), id, at(second)).await.unwrap();
        }

        let sessions = database.sessions();
        for (id, second) in [("old", 10), ("young", 20)] {
            let session = SessionRecord {
                id: SessionId::new(id),
                user: ada(),
                created_at: at(0),
                expires_at: at(second),
                revoked_at: None,
            };
            let secret = SessionSecret::generate().unwrap().hash();
            sessions.create(&session, &secret).await.unwrap();
        }

        let purged = database.purge(at(20)).await.unwrap();
        let expected = Purged {
            undo_records: 5,
            tasks: 1,
            conversations: 1,
            sessions: 1,
        };
        assert_eq!(purged, expected);
        let left = tasks
            .changed_since(&ada(), Revision::ZERO, 10)
            .await
            .unwrap();
        assert_eq!(left.len(), 3);
        let young = UndoToken::from_text("delete 1");
        assert!(tasks.undo_record(&ada(), &young).await.unwrap().is_some());
        assert_eq!(database.purge(at(20)).await.unwrap(), Purged::default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_of_several_batches_ends() {
    let place = Place::file();
    let database = place.migrated().await;
    for number in 0..1_001 {
        let set = create("a task", &number.to_string(), 0);
        let set = taskpilot_tasks::ChangeSet {
            max_tasks: 2_000,
            ..set
        };
        database.tasks().commit(&ada(), &set).await.unwrap();
    }
    assert_eq!(database.purge(at(1)).await.unwrap().undo_records, 1_001);
}

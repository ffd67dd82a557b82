use std::time::Duration;

use taskpilot_auth::session::{SessionId, SessionRecord, SessionSecret};
use taskpilot_chatkit::{HolderId, RunKey, RunLeases as _};
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::thread::AttachmentRecord;
use taskpilot_conversations::{Approval, Spending};

use super::place::Place;
use super::stored::{ada, at, create, delete, reply, turn};
use crate::runs::DatabaseRunLeases;

/// Longer than the test takes.
const LONG: Duration = Duration::from_mins(10);

fn run(user: &UserId) -> RunKey {
    RunKey::new(user.as_str(), "1")
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_one_user_is_erased_and_nothing_of_another() {
    let bob = UserId::parse("bob").unwrap();
    for place in Place::both().await {
        let database = place.migrated().await;
        let (tasks, conversations) = (database.tasks(), database.conversations());
        let (sessions, records) = (database.sessions(), database.attachments());
        let approvals = database.approvals();
        let (leases, holder) = (DatabaseRunLeases(database.clone()), HolderId::random());
        let today = jiff::civil::date(2026, 11, 27);
        let one = Spending {
            tokens: 1,
            cost_nanos: 0,
        };
        let mut waiting = Vec::new();
        for user in [ada(), bob.clone()] {
            let made = tasks.commit(&user, &create("milk", "create", 0)).await;
            let task = made.unwrap().tasks.remove(0);
            let deleted = tasks.commit(&user, &delete(&task, "delete", 1)).await;
            deleted.unwrap();
            let kept = tasks.commit(&user, &create("bread", "another", 2)).await;
            kept.unwrap();
            let begun = conversations.begin_turn(&user, &turn(None, "hi")).await;
            let begun = begun.unwrap();
            let conversation = begun.conversation.id;
            let answer = reply(begun.message.id, "");
            let message = conversations.add_reply(&user, conversation, &answer, at(0));
            let approval = Approval {
                id: user.as_str().to_owned(),
                conversation,
                message: message.await.unwrap().id,
                shown: "{}".to_owned(),
                state: "{}".to_owned(),
                kinds: Vec::new(),
                created_at: at(0),
                expires_at: at(9),
            };
            approvals.create(&user, &approval).await.unwrap();
            waiting.push((user.clone(), conversation));
            database.usage().add(&user, today, one).await.unwrap();
            assert!(leases.take(&run(&user), &holder, LONG).await.unwrap());
            let record = AttachmentRecord {
                key: "file".into(),
                conversation: Some(conversation),
                document: "{}".into(),
                created_at: at(0),
            };
            records.save_attachment(&user, &record).await.unwrap();
            let session = SessionRecord {
                id: SessionId::new(user.as_str()),
                user: user.clone(),
                created_at: at(0),
                expires_at: at(9),
                revoked_at: None,
            };
            let secret = SessionSecret::generate().unwrap().hash();
            sessions.create(&session, &secret).await.unwrap();
        }

        database.erase(&ada()).await.unwrap();
        database.erase(&ada()).await.unwrap();

        // A run that ends after the deletion leaves nothing.
        database.usage().add(&ada(), today, one).await.unwrap();
        assert_eq!(database.usage().days(&ada()).await.unwrap(), []);
        let kept = database.usage().days(&bob).await.unwrap();
        assert_eq!(kept, [(today, one)]);
        // Runs that go on have lost their leases, and so stop.
        let left = leases.renew(&holder, LONG).await.unwrap();
        assert_eq!(left, [run(&bob)]);
        for (user, conversation) in waiting {
            let left = approvals.pending(&user, conversation, at(1)).await.unwrap();
            assert_eq!(left.is_some(), user == bob, "approvals of {user}");
        }
        for (user, left) in [(ada(), 0), (bob.clone(), 2)] {
            let changed = tasks.changed_since(&user, Revision::ZERO, 10).await;
            assert_eq!(changed.unwrap().len(), left, "tasks of {user}");
            let changed = conversations.changed_since(&user, Revision::ZERO, 10).await;
            assert_eq!(changed.unwrap().len(), left / 2, "conversations of {user}");
            let keys = records.attachments_of(&user, 10).await.unwrap();
            assert_eq!(keys.len(), left / 2, "attachments of {user}");
            let revoked = sessions
                .revoke(&user, &SessionId::new(user.as_str()), at(1))
                .await;
            assert_eq!(revoked.unwrap(), left > 0, "sessions of {user}");
        }
        // The numbers begin anew, as for somebody who never was here.
        let again = tasks.commit(&ada(), &create("eggs", "again", 3)).await;
        assert_eq!(again.unwrap().tasks[0].id.get(), 1);
    }
}

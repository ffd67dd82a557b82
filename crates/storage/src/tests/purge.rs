use jiff::tz::TimeZone;
use taskpilot_auth::session::{SessionId, SessionRecord, SessionSecret};
use taskpilot_context::Revision;
use taskpilot_conversations::{Approval, ApprovalVerdict, ClaimError, Spending};
use taskpilot_tasks::UndoToken;

use super::place::Place;
use super::stored::{ada, at, create, delete, reply, turn};
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
            approvals: 0,
            usage_days: 0,
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
async fn approvals_that_are_over_are_purged_and_what_was_always_allowed_stays() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (conversations, approvals) = (database.conversations(), database.approvals());
        let user = ada();
        let begun = conversations.begin_turn(&user, &turn(None, "hi")).await;
        let begun = begun.unwrap();
        let conversation = begun.conversation.id;
        let answer = reply(begun.message.id, "");
        let message = conversations.add_reply(&user, conversation, &answer, at(0));
        let message = message.await.unwrap().id;
        for (id, expires, verdict) in [
            ("approved", 10, Some(ApprovalVerdict::Approved)),
            ("rejected", 11, Some(ApprovalVerdict::Rejected)),
            ("always", 12, Some(ApprovalVerdict::Always)),
            ("unanswered", 13, None),
            ("decided lately", 20, Some(ApprovalVerdict::Approved)),
            ("waiting", 20, None),
        ] {
            let approval = Approval {
                id: id.to_owned(),
                conversation,
                message,
                shown: "{}".to_owned(),
                state: "{}".to_owned(),
                kinds: vec![id.to_owned()],
                created_at: at(0),
                expires_at: at(expires),
            };
            approvals.create(&ada(), &approval).await.unwrap();
            if let Some(verdict) = verdict {
                let place = (conversation, id);
                approvals
                    .claim(&ada(), place, verdict, at(1))
                    .await
                    .unwrap();
            }
        }

        let purged = database.purge(at(20)).await.unwrap();
        assert_eq!(purged.approvals, 3);
        let ask = async |id, at| {
            let word = ApprovalVerdict::Approved;
            approvals.claim(&ada(), (conversation, id), word, at).await
        };
        for gone in ["approved", "rejected", "unanswered"] {
            let asked = ask(gone, at(5)).await;
            assert!(
                matches!(asked, Err(ClaimError::NotFound)),
                "{gone}: {asked:?}"
            );
        }
        let lately = ask("decided lately", at(5)).await;
        assert!(matches!(lately, Err(ClaimError::Decided)), "{lately:?}");
        ask("waiting", at(5)).await.unwrap();
        let standing = approvals.standing(&ada(), conversation).await.unwrap();
        assert_eq!(standing, ["always"]);
        assert_eq!(database.purge(at(20)).await.unwrap(), Purged::default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_spent_long_ago_is_purged() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let begun = database.conversations();
        begun.begin_turn(&ada(), &turn(None, "hi")).await.unwrap();
        let usage = database.usage();
        let spent = Spending {
            tokens: 1,
            cost_nanos: 0,
        };
        let today = TimeZone::UTC.to_datetime(at(0)).date();
        for day in [today.yesterday().unwrap(), today] {
            usage.add(&ada(), day, spent).await.unwrap();
        }
        assert_eq!(database.purge(at(0)).await.unwrap().usage_days, 1);
        assert_eq!(usage.days(&ada()).await.unwrap(), [(today, spent)]);
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

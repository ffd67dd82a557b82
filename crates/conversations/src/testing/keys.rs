use std::collections::BTreeSet;

use taskpilot_context::Revision;

use super::{Outcome, Store, at, count, keyed, reply, saying, saying_in, texts, user};
use crate::message::{MessageBody, MessageStatus};

pub async fn a_used_key_stores_nothing_and_tells_what_became_of_it(store: Store) -> Outcome {
    let ada = user("ada")?;
    let first = store.begin_turn(&ada, &saying("hello", 0)).await?;
    let id = first.conversation.id;
    let turn = keyed(saying_in(id, "add milk", 1), "k1");
    let begun = store.begin_turn(&ada, &turn).await?;
    assert_eq!(begun.prior, None);

    let again = store
        .begin_turn(&ada, &keyed(saying_in(id, "add milk", 9), "k1"))
        .await?;
    assert_eq!(again.message, begun.message);
    assert_eq!(again.conversation, begun.conversation);
    assert_eq!(texts(&again.history), ["hello"]);
    let prior = again.prior.ok_or("the key was not found")?;
    assert_eq!(prior.reply, None);
    assert!(prior.same_request);

    // A later turn and its reply do not belong to the key, even if they come first.
    let later = store.begin_turn(&ada, &saying_in(id, "thanks", 2)).await?;
    let welcome = reply(later.message.id, "welcome");
    store.add_reply(&ada, id, &welcome, at(3)).await?;
    let again = store.begin_turn(&ada, &turn).await?;
    let prior = again.prior.ok_or("the key was not found")?;
    assert_eq!(prior.reply, None);

    let mut answer = reply(begun.message.id, "adding");
    answer.status = MessageStatus::InProgress;
    let stored = store.add_reply(&ada, id, &answer, at(4)).await?;
    let again = store.begin_turn(&ada, &turn).await?;
    assert_eq!(again.message, begun.message);
    assert_eq!(again.conversation.message_count, 5);
    assert_eq!(texts(&again.history), ["hello"]);
    let prior = again.prior.ok_or("the key was not found")?;
    assert_eq!(prior.reply, Some(stored));
    assert!(prior.same_request);

    let changes = store.changed_since(&ada, Revision::ZERO, 10).await?;
    let revisions: Vec<_> = changes.iter().map(|(revision, _)| revision.get()).collect();
    assert_eq!(revisions, [5], "a used key counts as a change");
    Ok(())
}

pub async fn a_used_key_knows_another_request(store: Store) -> Outcome {
    let ada = user("ada")?;
    let other = store
        .begin_turn(&ada, &saying("other", 0))
        .await?
        .conversation
        .id;
    let begun = store
        .begin_turn(&ada, &keyed(saying("add milk", 1), "k1"))
        .await?;
    let id = begun.conversation.id;
    for (turn, same) in [
        (saying("add milk", 2), true),
        (saying_in(id, "add milk", 2), true),
        (saying("add milk ", 2), false),
        (saying_in(id, "Add milk", 2), false),
        (saying_in(other, "add milk", 2), false),
    ] {
        let turn = keyed(turn, "k1");
        let prior = store.begin_turn(&ada, &turn).await?.prior;
        let prior = prior.ok_or("the key was not found")?;
        assert_eq!(prior.same_request, same, "{turn:?}");
    }
    assert_eq!(count(&store, &ada).await?, 2);
    let fresh = store
        .begin_turn(&ada, &keyed(saying("add milk", 3), "K1"))
        .await?;
    assert_eq!(fresh.prior, None, "keys are compared as they are");
    Ok(())
}

pub async fn a_key_is_used_once_by_racing_requests(store: Store) -> Outcome {
    let ada = user("ada")?;
    let turns: Vec<_> = (0..16)
        .map(|index| {
            let (store, ada) = (store.clone(), ada.clone());
            let turn = keyed(saying("add milk", index), "race");
            tokio::spawn(async move { store.begin_turn(&ada, &turn).await })
        })
        .collect();
    let mut messages = BTreeSet::new();
    let mut first = 0;
    for turn in turns {
        let begun = turn.await??;
        messages.insert(begun.message.id);
        match begun.prior {
            None => first += 1,
            Some(prior) => assert!(prior.same_request),
        }
    }
    assert_eq!(first, 1);
    assert_eq!(messages.len(), 1);
    assert_eq!(count(&store, &ada).await?, 1);
    Ok(())
}

pub async fn a_dead_turn_is_tried_again_by_one_of_racing_requests(store: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("bob")?);
    let turn = keyed(saying("add milk", 0), "k1");
    let begun = store.begin_turn(&ada, &turn).await?;
    let (message, conversation) = (begun.message.id, begun.conversation.id);
    let mut answer = reply(message, "adding");
    answer.status = MessageStatus::Failed;
    store.add_reply(&ada, conversation, &answer, at(1)).await?;
    assert!(!store.retry(&bob, message, None, at(2)).await?);

    let mut last = None;
    for round in [10, 20] {
        let tries: Vec<_> = (0..8)
            .map(|index| {
                let (store, ada) = (store.clone(), ada.clone());
                tokio::spawn(
                    async move { store.retry(&ada, message, last, at(round + index)).await },
                )
            })
            .collect();
        let mut won = 0;
        for attempt in tries {
            won += u32::from(attempt.await??);
        }
        assert_eq!(won, 1);
        let prior = store.begin_turn(&ada, &turn).await?.prior;
        let prior = prior.ok_or("the key was not found")?;
        assert!(prior.retried_at.is_some_and(|retried| Some(retried) > last));
        last = prior.retried_at;
        let reply = prior.reply.ok_or("the reply is gone")?;
        let MessageBody::Assistant(reply) = reply.body else {
            return Err("the reply is none".into());
        };
        assert_eq!(reply.status, MessageStatus::InProgress);
    }
    Ok(())
}

pub async fn a_key_belongs_to_its_user(store: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("bob")?);
    store
        .begin_turn(&ada, &keyed(saying("from ada", 0), "k1"))
        .await?;
    let begun = store
        .begin_turn(&bob, &keyed(saying("from bob", 1), "k1"))
        .await?;
    assert_eq!(begun.prior, None);
    assert_eq!(begun.history, []);
    assert_eq!(count(&store, &bob).await?, 1);
    Ok(())
}

pub async fn a_key_ends_with_its_conversation(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store
        .begin_turn(&ada, &keyed(saying("add milk", 0), "k1"))
        .await?;
    store.delete(&ada, begun.conversation.id, at(1)).await?;
    let again = store
        .begin_turn(&ada, &keyed(saying("add milk", 2), "k1"))
        .await?;
    assert_eq!(again.prior, None);
    assert_ne!(again.conversation.id, begun.conversation.id);
    Ok(())
}

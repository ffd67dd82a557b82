use taskpilot_context::{Revision, UserId};

use super::{Outcome, Store, at, begin_some, reply, saying, saying_in, user};
use crate::conversation::{ConversationId, ConversationPatch};
use crate::store::StoreError;

pub async fn every_write_raises_the_revision_by_one(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("one", 0)).await?;
    let id = begun.conversation.id;
    let of_user = begun.message.id;
    assert_eq!(latest(&store, &ada).await?, Some((1, id)));
    let stored = store
        .add_reply(&ada, id, &reply(of_user, "a"), at(1))
        .await?;
    assert_eq!(latest(&store, &ada).await?, Some((2, id)));
    store
        .update_reply(&ada, stored.id, &reply(of_user, "b"), at(2))
        .await?;
    assert_eq!(latest(&store, &ada).await?, Some((3, id)));
    let patch = ConversationPatch {
        archived: Some(true),
        ..ConversationPatch::default()
    };
    store.update(&ada, id, &patch, at(3)).await?;
    assert_eq!(latest(&store, &ada).await?, Some((4, id)));
    store.begin_turn(&ada, &saying_in(id, "two", 4)).await?;
    assert_eq!(latest(&store, &ada).await?, Some((5, id)));
    store.delete(&ada, id, at(5)).await?;
    assert_eq!(latest(&store, &ada).await?, Some((6, id)));

    // What is refused changes nothing.
    assert!(store.delete(&ada, id, at(6)).await.is_err());
    assert!(store.update(&ada, id, &patch, at(6)).await.is_err());
    assert!(
        store
            .begin_turn(&ada, &saying_in(id, "three", 6))
            .await
            .is_err()
    );
    let answer = reply(of_user, "c");
    assert!(store.add_reply(&ada, id, &answer, at(6)).await.is_err());
    assert_eq!(latest(&store, &ada).await?, Some((6, id)));
    Ok(())
}

pub async fn changes_come_in_order_of_revision(store: Store) -> Outcome {
    let ada = user("ada")?;
    assert_eq!(changes(&store, &ada, 0, 10).await?, []);
    let begun = begin_some(&store, &ada, 4).await?;
    let numbers: Vec<_> = begun.iter().map(|turn| turn.conversation.id).collect();
    let &[a, b, c, d] = numbers.as_slice() else {
        return Err("four conversations were begun".into());
    };
    store.begin_turn(&ada, &saying_in(a, "more", 9)).await?;
    store.delete(&ada, c, at(9)).await?;

    let all = [(2, b), (4, d), (5, a), (6, c)];
    assert_eq!(changes(&store, &ada, 0, 10).await?, all);
    assert_eq!(changes(&store, &ada, 0, 2).await?, all.split_at(2).0);
    assert_eq!(changes(&store, &ada, 4, 10).await?, all.split_at(2).1);
    assert_eq!(changes(&store, &ada, 3, 1).await?, [(4, d)]);
    assert_eq!(changes(&store, &ada, 6, 10).await?, []);
    assert_eq!(changes(&store, &ada, 99, 10).await?, []);
    Ok(())
}

async fn latest(store: &Store, user: &UserId) -> Result<Option<(i64, ConversationId)>, StoreError> {
    Ok(changes(store, user, 0, 100).await?.pop())
}

async fn changes(
    store: &Store,
    user: &UserId,
    since: i64,
    limit: u32,
) -> Result<Vec<(i64, ConversationId)>, StoreError> {
    let changed = store.changed_since(user, Revision::new(since), limit);
    let pairs = changed.await?.into_iter();
    Ok(pairs
        .map(|(revision, conversation)| (revision.get(), conversation.id))
        .collect())
}

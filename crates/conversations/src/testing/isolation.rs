use taskpilot_context::Revision;

use super::{Outcome, Store, all, at, count, reply, saying, saying_in, texts, user};
use crate::conversation::ConversationPatch;
use crate::query::{ConversationFilter, PageRequest};
use crate::store::WriteError;

pub async fn nobody_reads_what_another_has(store: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("Ada")?);
    let begun = store.begin_turn(&ada, &saying("secret", 0)).await?;
    let id = begun.conversation.id;
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    assert_eq!(store.get(&bob, id).await?, None);
    assert_eq!(store.messages(&bob, id, &page).await?, None);
    assert_eq!(store.changed_since(&bob, Revision::ZERO, 10).await?, []);
    for text in [None, Some("secret".to_owned())] {
        let filter = ConversationFilter {
            archived: None,
            text,
        };
        let found = store.list(&bob, &filter, &all(10)).await?;
        assert_eq!(found.conversations, []);
    }

    let own = store.begin_turn(&bob, &saying("own", 1)).await?;
    assert_eq!(own.history, []);
    assert_eq!(count(&store, &bob).await?, 1);
    let changes = store.changed_since(&bob, Revision::ZERO, 10).await?;
    assert_eq!(changes, [(Revision::new(1), own.conversation)]);
    assert_eq!(count(&store, &ada).await?, 1);
    Ok(())
}

pub async fn nobody_writes_what_another_has(store: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("bob")?);
    let begun = store.begin_turn(&ada, &saying("secret", 0)).await?;
    let id = begun.conversation.id;
    let answer = reply(begun.message.id, "answer");
    let answered = store.add_reply(&ada, id, &answer, at(1)).await?;
    let before = store.get(&ada, id).await?;

    let patch = ConversationPatch {
        archived: Some(true),
        ..ConversationPatch::default()
    };
    let forged = reply(begun.message.id, "forged");
    let refusals = [
        store
            .begin_turn(&bob, &saying_in(id, "mine", 2))
            .await
            .err(),
        store.add_reply(&bob, id, &forged, at(2)).await.err(),
        store.update(&bob, id, &patch, at(2)).await.err(),
        store.delete(&bob, id, at(2)).await.err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Some(WriteError::NoConversation(named)) if named == id));
    }
    let refused = store.update_reply(&bob, answered.id, &forged, at(2)).await;
    assert!(matches!(refused, Err(WriteError::NoMessage(named)) if named == answered.id));

    assert_eq!(store.get(&ada, id).await?, before);
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    let messages = store
        .messages(&ada, id, &page)
        .await?
        .ok_or("no messages")?;
    assert_eq!(texts(&messages.messages), ["secret", "answer"]);
    assert_eq!(count(&store, &bob).await?, 0);
    Ok(())
}

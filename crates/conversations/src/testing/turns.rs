use std::collections::BTreeSet;

use super::{Outcome, Store, at, count, reply, saying, saying_in, text, texts, titled, user};
use crate::conversation::ConversationId;
use crate::message::{Message, MessageBody};
use crate::query::PageRequest;
use crate::store::WriteError;
use crate::turn::BeginTurn;

pub async fn a_first_turn_begins_a_conversation(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("Add milk. ✓", 5)).await?;
    assert_eq!(begun.history, []);
    assert_eq!(begun.prior, None);

    let conversation = &begun.conversation;
    assert_eq!(conversation.title, Some(titled("Add milk. ✓")));
    assert!(!conversation.archived);
    assert_eq!(conversation.message_count, 1);
    assert_eq!(conversation.created_at, at(5));
    assert_eq!(conversation.updated_at, at(5));
    assert_eq!(conversation.deleted_at, None);
    let expected = Message {
        id: begun.message.id,
        conversation_id: conversation.id,
        body: MessageBody::User {
            content: "Add milk. ✓".to_owned(),
        },
        created_at: at(5),
    };
    assert_eq!(begun.message, expected);

    let stored = store.get(&ada, conversation.id).await?;
    assert_eq!(stored.as_ref(), Some(conversation));
    Ok(())
}

pub async fn a_later_turn_goes_on_with_it(store: Store) -> Outcome {
    let ada = user("ada")?;
    let first = store.begin_turn(&ada, &saying("one", 0)).await?;
    let id = first.conversation.id;
    let later = store.begin_turn(&ada, &saying_in(id, "two", 60)).await?;
    assert_eq!(later.conversation.id, id);
    assert_eq!(later.conversation.title, Some(titled("one")));
    assert_eq!(later.conversation.message_count, 2);
    assert_eq!(later.conversation.created_at, at(0));
    assert_eq!(later.conversation.updated_at, at(60));
    assert!(later.message.id > first.message.id);
    assert_eq!(later.history, [first.message]);
    assert_eq!(count(&store, &ada).await?, 1);
    Ok(())
}

pub async fn a_turn_needs_a_conversation_that_exists(store: Store) -> Outcome {
    let ada = user("ada")?;
    let nowhere = ConversationId::new(404);
    let refused = store.begin_turn(&ada, &saying_in(nowhere, "hi", 0)).await;
    assert!(matches!(refused, Err(WriteError::NoConversation(id)) if id == nowhere));
    assert_eq!(count(&store, &ada).await?, 0);

    let gone = store.begin_turn(&ada, &saying("hi", 0)).await?.conversation;
    store.delete(&ada, gone.id, at(1)).await?;
    let refused = store.begin_turn(&ada, &saying_in(gone.id, "hi", 2)).await;
    assert!(matches!(refused, Err(WriteError::NoConversation(id)) if id == gone.id));
    Ok(())
}

pub async fn history_is_the_last_messages_before_this_one(store: Store) -> Outcome {
    let ada = user("ada")?;
    let elsewhere = store.begin_turn(&ada, &saying("elsewhere", 0)).await?;
    let first = store.begin_turn(&ada, &saying("u1", 1)).await?;
    let id = first.conversation.id;
    store
        .add_reply(&ada, id, &reply(first.message.id, "a1"), at(2))
        .await?;
    let there = saying_in(elsewhere.conversation.id, "elsewhere too", 3);
    store.begin_turn(&ada, &there).await?;
    let second = store.begin_turn(&ada, &saying_in(id, "u2", 4)).await?;
    store
        .add_reply(&ada, id, &reply(second.message.id, "a2"), at(4))
        .await?;

    let whole = ["u1", "a1", "u2", "a2", "u3", "u4", "u5", "u6"];
    for (history, turn, known) in [(0, "u3", 4), (1, "u4", 5), (3, "u5", 6), (100, "u6", 7)] {
        let turn = BeginTurn {
            history,
            ..saying_in(id, turn, 5)
        };
        let begun = store.begin_turn(&ada, &turn).await?;
        let before = whole.split_at(known).0;
        let most = usize::try_from(history)?;
        let expected = before.split_at(known.saturating_sub(most)).1;
        assert_eq!(texts(&begun.history), expected, "history of {history}");
        assert_eq!(text(&begun.message), turn.content);
    }
    Ok(())
}

pub async fn concurrent_turns_in_one_conversation_are_all_kept(store: Store) -> Outcome {
    let ada = user("ada")?;
    let id = store
        .begin_turn(&ada, &saying("first", 0))
        .await?
        .conversation
        .id;
    let turns: Vec<_> = (0..16)
        .map(|index| {
            let (store, ada) = (store.clone(), ada.clone());
            let turn = BeginTurn {
                history: 100,
                ..saying_in(id, &format!("turn {index}"), index)
            };
            tokio::spawn(async move { store.begin_turn(&ada, &turn).await })
        })
        .collect();
    let mut counts = BTreeSet::new();
    for turn in turns {
        let begun = turn.await??;
        // Whatever the order, each sees all that came before it, and itself once.
        let seen = i64::try_from(begun.history.len())?;
        assert_eq!(begun.conversation.message_count, seen + 1);
        assert!(
            begun
                .history
                .iter()
                .all(|before| before.id < begun.message.id)
        );
        counts.insert(seen);
    }
    assert_eq!(counts, (1..=16).collect());
    let page = PageRequest {
        after: None,
        limit: 100,
    };
    let messages = store
        .messages(&ada, id, &page)
        .await?
        .ok_or("no messages")?;
    assert_eq!(messages.messages.len(), 17);
    Ok(())
}

pub async fn concurrent_first_turns_begin_one_conversation_each(store: Store) -> Outcome {
    let ada = user("ada")?;
    let turns: Vec<_> = (0..16)
        .map(|index| {
            let (store, ada) = (store.clone(), ada.clone());
            let turn = saying(&format!("turn {index}"), index);
            tokio::spawn(async move { store.begin_turn(&ada, &turn).await })
        })
        .collect();
    let mut begun = BTreeSet::new();
    for turn in turns {
        let turn = turn.await??;
        assert_eq!(turn.conversation.message_count, 1);
        begun.insert(turn.conversation.id);
    }
    assert_eq!(begun.len(), 16);
    assert_eq!(count(&store, &ada).await?, 16);
    Ok(())
}

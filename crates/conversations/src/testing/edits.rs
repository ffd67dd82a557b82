use taskpilot_context::Revision;

use super::{Outcome, Store, all, at, count, reply, saying, titled, user};
use crate::conversation::{Conversation, ConversationId, ConversationPatch};
use crate::query::{ConversationFilter, PageRequest};
use crate::store::WriteError;

pub async fn a_title_and_an_archive_mark_can_be_changed(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("add milk", 0)).await?;
    let id = begun.conversation.id;

    let rename = ConversationPatch {
        title: Some(titled("Zakupy ✓")),
        archived: None,
    };
    let renamed = store.update(&ada, id, &rename, at(1)).await?;
    let expected = Conversation {
        title: Some(titled("Zakupy ✓")),
        updated_at: at(1),
        ..begun.conversation
    };
    assert_eq!(renamed, expected);

    for (archived, second) in [(true, 2), (false, 3)] {
        let patch = ConversationPatch {
            title: None,
            archived: Some(archived),
        };
        let changed = store.update(&ada, id, &patch, at(second)).await?;
        let expected = Conversation {
            archived,
            updated_at: at(second),
            ..expected.clone()
        };
        assert_eq!(changed, expected);
        assert_eq!(store.get(&ada, id).await?, Some(expected));

        for asked in [true, false] {
            let filter = ConversationFilter {
                archived: Some(asked),
                text: None,
            };
            let page = store.list(&ada, &filter, &all(10)).await?;
            assert_eq!(page.conversations.len(), usize::from(asked == archived));
        }
    }
    Ok(())
}

pub async fn what_does_not_exist_cannot_be_changed(store: Store) -> Outcome {
    let ada = user("ada")?;
    let gone = store
        .begin_turn(&ada, &saying("hi", 0))
        .await?
        .conversation
        .id;
    store.delete(&ada, gone, at(1)).await?;
    let patch = ConversationPatch {
        archived: Some(true),
        ..ConversationPatch::default()
    };
    for id in [gone, ConversationId::new(404_404)] {
        let update = store.update(&ada, id, &patch, at(2)).await;
        assert!(matches!(update, Err(WriteError::NoConversation(named)) if named == id));
        let delete = store.delete(&ada, id, at(2)).await;
        assert!(matches!(delete, Err(WriteError::NoConversation(named)) if named == id));
    }
    Ok(())
}

pub async fn a_deleted_conversation_is_gone(store: Store) -> Outcome {
    let ada = user("ada")?;
    let kept = store.begin_turn(&ada, &saying("kept", 0)).await?;
    let begun = store.begin_turn(&ada, &saying("gone", 1)).await?;
    let id = begun.conversation.id;
    let answer = reply(begun.message.id, "gone as well");
    store.add_reply(&ada, id, &answer, at(2)).await?;
    store.delete(&ada, id, at(3)).await?;

    assert_eq!(store.get(&ada, id).await?, None);
    assert_eq!(count(&store, &ada).await?, 1);
    let page = PageRequest {
        after: None,
        limit: 10,
    };
    assert_eq!(store.messages(&ada, id, &page).await?, None);
    let search = ConversationFilter {
        archived: None,
        text: Some("gone".to_owned()),
    };
    let found = store.list(&ada, &search, &all(10)).await?;
    assert_eq!(found.conversations, []);

    let other = kept.conversation.id;
    assert_eq!(store.get(&ada, other).await?, Some(kept.conversation));
    let messages = store.messages(&ada, other, &page).await?;
    assert_eq!(messages.ok_or("no messages")?.messages, [kept.message]);
    // Its number is not given again.
    let next = store.begin_turn(&ada, &saying("next", 4)).await?;
    assert!(next.conversation.id > id);
    Ok(())
}

pub async fn a_deleted_conversation_leaves_a_mark_for_live_streams(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("gone", 1)).await?;
    store.delete(&ada, begun.conversation.id, at(3)).await?;
    let changes = store.changed_since(&ada, Revision::ZERO, 10).await?;
    let mark = Conversation {
        title: None,
        message_count: 0,
        updated_at: at(3),
        deleted_at: Some(at(3)),
        ..begun.conversation
    };
    assert_eq!(changes, [(Revision::new(2), mark)]);
    Ok(())
}

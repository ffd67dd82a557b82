use super::{Outcome, Store, at, reply, rich_reply, saying, user};
use crate::conversation::ConversationId;
use crate::message::{Message, MessageBody, MessageId, MessageStatus};
use crate::query::PageRequest;
use crate::store::WriteError;

const ALL: PageRequest<crate::MessageCursor> = PageRequest {
    after: None,
    limit: 100,
};

pub async fn a_reply_comes_back_as_it_was(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("add milk", 0)).await?;
    let id = begun.conversation.id;
    let rich = rich_reply(begun.message.id);
    let stored = store.add_reply(&ada, id, &rich, at(7)).await?;
    let expected = Message {
        id: stored.id,
        conversation_id: id,
        body: MessageBody::Assistant(Box::new(rich)),
        created_at: at(7),
    };
    assert_eq!(stored, expected);
    assert!(stored.id > begun.message.id);

    let page = store.messages(&ada, id, &ALL).await?.ok_or("no messages")?;
    assert_eq!(page.messages, [begun.message, stored]);
    let conversation = store.get(&ada, id).await?.ok_or("no conversation")?;
    assert_eq!(conversation.message_count, 2);
    assert_eq!(conversation.updated_at, at(7));
    Ok(())
}

pub async fn a_reply_can_be_overwritten(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("add milk", 0)).await?;
    let id = begun.conversation.id;
    let mut draft = reply(begun.message.id, "");
    draft.status = MessageStatus::InProgress;
    let stored = store.add_reply(&ada, id, &draft, at(1)).await?;
    let rich = rich_reply(begun.message.id);
    store.update_reply(&ada, stored.id, &rich, at(8)).await?;

    let page = store.messages(&ada, id, &ALL).await?.ok_or("no messages")?;
    let expected = Message {
        body: MessageBody::Assistant(Box::new(rich)),
        ..stored.clone()
    };
    assert_eq!(page.messages, [begun.message.clone(), expected]);
    let conversation = store.get(&ada, id).await?.ok_or("no conversation")?;
    assert_eq!(conversation.message_count, 2);
    assert_eq!(conversation.updated_at, at(8));

    // What was there before is gone whole: fields that were set are unset again.
    let plain = reply(begun.message.id, "Added.");
    store.update_reply(&ada, stored.id, &plain, at(9)).await?;
    let page = store.messages(&ada, id, &ALL).await?.ok_or("no messages")?;
    let body = page.messages.last().map(|message| &message.body);
    assert_eq!(body, Some(&MessageBody::Assistant(Box::new(plain))));
    Ok(())
}

pub async fn a_reply_that_is_not_there_cannot_be_overwritten(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("add milk", 0)).await?;
    let users = begun.message.id;
    let unknown = MessageId::new(404_404);
    for id in [users, unknown] {
        let refused = store
            .update_reply(&ada, id, &reply(users, "no"), at(1))
            .await;
        assert!(matches!(refused, Err(WriteError::NoMessage(named)) if named == id));
    }
    let page = store.messages(&ada, begun.conversation.id, &ALL).await?;
    assert_eq!(page.ok_or("no messages")?.messages, [begun.message]);

    let stored = store
        .add_reply(&ada, begun.conversation.id, &reply(users, "yes"), at(2))
        .await?;
    store.delete(&ada, begun.conversation.id, at(3)).await?;
    let refused = store
        .update_reply(&ada, stored.id, &reply(users, "no"), at(4))
        .await;
    assert!(matches!(refused, Err(WriteError::NoMessage(_))));
    Ok(())
}

pub async fn a_reply_needs_a_conversation_that_exists(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("add milk", 0)).await?;
    let answer = reply(begun.message.id, "Added.");
    let nowhere = ConversationId::new(404_404);
    store.delete(&ada, begun.conversation.id, at(1)).await?;
    for id in [nowhere, begun.conversation.id] {
        let refused = store.add_reply(&ada, id, &answer, at(2)).await;
        assert!(matches!(refused, Err(WriteError::NoConversation(named)) if named == id));
    }
    Ok(())
}

use std::sync::Arc;

use super::{Outcome, Store, at, reply, saying, user};
use crate::approval::{Approval, ApprovalStore, ApprovalVerdict, ClaimError};
use crate::conversation::ConversationId;
use crate::message::MessageId;

/// The behaviour that every [`ApprovalStore`] must show, over an empty store of conversations in the same place.
pub async fn approval_store_suite(store: Arc<dyn ApprovalStore>, conversations: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("bob")?);
    let begun = conversations
        .begin_turn(&ada, &saying("delete all", 0))
        .await?;
    let place = begun.conversation.id;
    let reply = reply(begun.message.id, "");
    let message = conversations.add_reply(&ada, place, &reply, at(1)).await?;
    let approval = |id: &str| waiting(id, place, message.id);

    // One word is taken, by its user, in its conversation.
    store.create(&ada, &approval("one")).await?;
    assert_eq!(
        store.pending(&ada, place, at(2)).await?,
        Some(approval("one"))
    );
    assert_eq!(store.pending(&bob, place, at(2)).await?, None);
    let elsewhere = ConversationId::new(place.get() + 1);
    for (user, place, id) in [
        (&bob, place, "one"),
        (&ada, elsewhere, "one"),
        (&ada, place, "two"),
    ] {
        let refused = store
            .claim(user, (place, id), ApprovalVerdict::Always, at(2))
            .await;
        assert!(matches!(refused, Err(ClaimError::NotFound)), "{refused:?}");
    }
    let words = (0..8).map(|number| {
        let (store, ada) = (Arc::clone(&store), ada.clone());
        let verdict = if number % 2 == 0 {
            ApprovalVerdict::Approved
        } else {
            ApprovalVerdict::Rejected
        };
        tokio::spawn(async move { store.claim(&ada, (place, "one"), verdict, at(3)).await })
    });
    let words: Vec<_> = words.collect();
    let mut taken = 0;
    for word in words {
        match word.await? {
            Ok(claimed) => {
                assert_eq!(claimed, approval("one"));
                taken += 1;
            }
            Err(ClaimError::Decided) => {}
            Err(other) => return Err(other.into()),
        }
    }
    assert_eq!(taken, 1, "one of racing words is taken");
    assert_eq!(store.pending(&ada, place, at(3)).await?, None);
    assert_eq!(store.standing(&ada, place).await?, Vec::<String>::new());

    // "Always" stays.
    store.create(&ada, &approval("two")).await?;
    store
        .claim(&ada, (place, "two"), ApprovalVerdict::Always, at(4))
        .await?;
    assert_eq!(store.standing(&ada, place).await?, ["bulk", "many"]);
    assert_eq!(store.standing(&bob, place).await?, Vec::<String>::new());
    assert_eq!(store.standing(&ada, elsewhere).await?, Vec::<String>::new());

    // What waits too long, or is passed over, counts no more.
    store.create(&ada, &approval("three")).await?;
    assert_eq!(store.pending(&ada, place, at(9)).await?, None);
    let late = store
        .claim(&ada, (place, "three"), ApprovalVerdict::Approved, at(9))
        .await;
    assert!(matches!(late, Err(ClaimError::Expired)), "{late:?}");
    assert_eq!(store.go_on(&bob, place, at(5)).await?, Vec::<String>::new());
    assert!(store.pending(&ada, place, at(5)).await?.is_some());
    assert_eq!(store.go_on(&ada, place, at(5)).await?, ["bulk", "many"]);
    let passed = store
        .claim(&ada, (place, "three"), ApprovalVerdict::Approved, at(6))
        .await;
    assert!(matches!(passed, Err(ClaimError::Decided)), "{passed:?}");
    Ok(())
}

fn waiting(id: &str, conversation: ConversationId, message: MessageId) -> Approval {
    Approval {
        id: id.to_owned(),
        conversation,
        message,
        shown: r#"{"actions":[]}"#.to_owned(),
        state: r#"{"text":"a \u0000 b"}"#.to_owned(),
        kinds: vec!["bulk".to_owned(), "many".to_owned()],
        created_at: at(2),
        expires_at: at(8),
    }
}

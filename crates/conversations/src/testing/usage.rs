use std::sync::Arc;

use jiff::civil::date;

use super::{Outcome, Store, saying, user};
use crate::usage::{Spending, UsageStore};

/// The behaviour that every [`UsageStore`] must show, over an empty store of conversations in the same place.
pub async fn usage_store_suite(store: Arc<dyn UsageStore>, conversations: Store) -> Outcome {
    let (ada, bob) = (user("ada")?, user("bob")?);
    for user in [&ada, &bob] {
        conversations.begin_turn(user, &saying("hi", 0)).await?;
    }
    let (today, tomorrow) = (date(2026, 11, 27), date(2026, 11, 28));
    let nothing = Spending::default();
    let spending = |tokens, cost_nanos| Spending { tokens, cost_nanos };
    assert_eq!(store.spent(&ada, today).await?, nothing);
    assert_eq!(store.days(&ada).await?, []);

    // Nothing of what is added at the same time is lost.
    let added = (1..=20).map(|number| {
        let (store, ada) = (Arc::clone(&store), ada.clone());
        tokio::spawn(async move { store.add(&ada, today, spending(number, 1_000)).await })
    });
    for added in added.collect::<Vec<_>>() {
        added.await??;
    }
    assert_eq!(store.spent(&ada, today).await?, spending(210, 20_000));

    // Each day and each user count for themselves; either of the two may be nothing.
    store.add(&ada, tomorrow, spending(0, 5)).await?;
    store.add(&bob, today, spending(7, 0)).await?;
    assert_eq!(store.spent(&ada, today).await?, spending(210, 20_000));
    assert_eq!(store.spent(&ada, tomorrow).await?, spending(0, 5));
    assert_eq!(store.spent(&bob, today).await?, spending(7, 0));
    assert_eq!(store.spent(&bob, tomorrow).await?, nothing);
    let days = [(today, spending(210, 20_000)), (tomorrow, spending(0, 5))];
    assert_eq!(store.days(&ada).await?, days);

    // Far more than anybody spends is kept too.
    let most = spending(u64::try_from(i64::MAX)? / 2, 1);
    store.add(&bob, tomorrow, most).await?;
    assert_eq!(store.spent(&bob, tomorrow).await?, most);
    Ok(())
}

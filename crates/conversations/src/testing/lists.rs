use taskpilot_context::UserId;

use super::{
    Outcome, Store, all, at, begin_some, ids, reply, saying, saying_in, texts, titled, user,
};
use crate::conversation::{ConversationId, ConversationPatch};
use crate::query::{ConversationFilter, PageRequest};
use crate::store::StoreError;

pub async fn conversations_are_listed_latest_change_first(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = begin_some(&store, &ada, 3).await?;
    let numbers: Vec<_> = begun.iter().map(|turn| turn.conversation.id).collect();
    let &[a, b, c] = numbers.as_slice() else {
        return Err("three conversations were begun".into());
    };
    let anything = ConversationFilter::default();
    assert_eq!(
        ids(&store.list(&ada, &anything, &all(100)).await?),
        [c, b, a]
    );

    store.begin_turn(&ada, &saying_in(b, "more", 10)).await?;
    assert_eq!(
        ids(&store.list(&ada, &anything, &all(100)).await?),
        [b, c, a]
    );
    let patch = ConversationPatch {
        archived: Some(true),
        ..ConversationPatch::default()
    };
    store.update(&ada, a, &patch, at(20)).await?;
    let page = store.list(&ada, &anything, &all(100)).await?;
    assert_eq!(ids(&page), [a, b, c]);
    assert_eq!(page.next, None);
    let first = page.conversations.first();
    assert_eq!(first, store.get(&ada, a).await?.as_ref());
    Ok(())
}

pub async fn conversations_are_paged_each_once(store: Store) -> Outcome {
    let ada = user("ada")?;
    let expected = begin_with_equal_times(&store, &ada).await?;
    for limit in 1..=9 {
        let paged = read_all(&store, &ada, &ConversationFilter::default(), limit).await?;
        assert_eq!(paged, expected, "pages of {limit}");
    }
    Ok(())
}

pub async fn conversations_are_paged_each_once_under_inserts(store: Store) -> Outcome {
    let ada = user("ada")?;
    let mut expected = begin_with_equal_times(&store, &ada).await?;
    for limit in 1..=9_u32 {
        let mut paged = Vec::new();
        let mut newer = Vec::new();
        let mut request = all(limit);
        loop {
            let page = store
                .list(&ada, &ConversationFilter::default(), &request)
                .await?;
            assert!(page.conversations.len() <= usize::try_from(limit)?);
            paged.extend(ids(&page));
            let Some(next) = page.next else { break };
            request.after = Some(next);
            let turn = saying("begun meanwhile", 1_000);
            newer.push(store.begin_turn(&ada, &turn).await?.conversation.id);
        }
        assert_eq!(paged, expected, "pages of {limit}");
        newer.reverse();
        newer.append(&mut expected);
        expected = newer;
    }
    Ok(())
}

pub async fn messages_are_paged_each_once(store: Store) -> Outcome {
    let ada = user("ada")?;
    let begun = store.begin_turn(&ada, &saying("m0", 0)).await?;
    let id = begun.conversation.id;
    let mut expected = vec!["m0".to_owned()];
    for index in 1..7 {
        // All at one moment: their order is that of their ids.
        let content = format!("m{index}");
        if index % 2 == 0 {
            store.begin_turn(&ada, &saying_in(id, &content, 0)).await?;
        } else {
            let answer = reply(begun.message.id, &content);
            store.add_reply(&ada, id, &answer, at(0)).await?;
        }
        expected.push(content);
        store.begin_turn(&ada, &saying("elsewhere", 0)).await?;
    }
    for limit in 1..=8 {
        let mut paged = Vec::new();
        let mut page = PageRequest { after: None, limit };
        loop {
            let found = store
                .messages(&ada, id, &page)
                .await?
                .ok_or("no messages")?;
            assert!(found.messages.len() <= usize::try_from(limit)?);
            paged.extend(texts(&found.messages).into_iter().map(str::to_owned));
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
        assert_eq!(paged, expected, "pages of {limit}");
    }
    let nowhere = PageRequest {
        after: None,
        limit: 10,
    };
    let none = store.messages(&ada, ConversationId::new(404_404), &nowhere);
    assert_eq!(none.await?, None);
    Ok(())
}

pub async fn search_finds_titles_and_texts(store: Store) -> Outcome {
    let ada = user("ada")?;
    let groceries = store.begin_turn(&ada, &saying("Kup ŻÓŁTY  ser", 0)).await?;
    let trip = store.begin_turn(&ada, &saying("Plan the trip", 1)).await?;
    let (groceries, trip, asked) = (
        groceries.conversation.id,
        trip.conversation.id,
        trip.message.id,
    );
    let answer = reply(asked, "Ich buche\n\tdie STRASSE nach Köln. 🎉");
    store.add_reply(&ada, trip, &answer, at(2)).await?;
    let patch = ConversationPatch {
        title: Some(titled("Σάββατος")),
        archived: None,
    };
    store.update(&ada, groceries, &patch, at(3)).await?;

    for (needle, found) in [
        ("żółty ser", vec![groceries]),
        ("  ŻÓŁTY \n ser ", vec![groceries]),
        ("σάββατοσ", vec![groceries]),
        ("ΣΆΒΒΑΤΟΣ", vec![groceries]),
        ("trip", vec![trip]),
        ("buche die straße", vec![]),
        ("BUCHE DIE strasse", vec![trip]),
        ("KÖLN", vec![trip]),
        ("🎉", vec![trip]),
        ("n", vec![trip]),
        ("e", vec![groceries, trip]),
        ("milk", vec![]),
    ] {
        assert_eq!(search(&store, &ada, needle).await?, found, "{needle:?}");
    }
    Ok(())
}

pub async fn search_takes_wildcards_as_they_are(store: Store) -> Outcome {
    let ada = user("ada")?;
    let mut begun = Vec::new();
    for content in [
        "100% sure",
        "1000 sure",
        "snake_case",
        "snakeXcase",
        r"C:\temp",
        "it's",
    ] {
        let turn = store.begin_turn(&ada, &saying(content, 0)).await?;
        begun.push(turn.conversation.id);
    }
    let &[percent, _, underscore, _, backslash, quote] = begun.as_slice() else {
        return Err("six conversations were begun".into());
    };
    for (needle, found) in [
        ("100%", vec![percent]),
        ("%", vec![percent]),
        ("_", vec![underscore]),
        ("snake_case", vec![underscore]),
        (r"\", vec![backslash]),
        (r"C:\t", vec![backslash]),
        ("'", vec![quote]),
        ("%sure%", vec![]),
        ("[a-z]*", vec![]),
    ] {
        assert_eq!(search(&store, &ada, needle).await?, found, "{needle:?}");
    }
    Ok(())
}

pub async fn search_and_archive_mark_are_paged_too(store: Store) -> Outcome {
    let ada = user("ada")?;
    let everything = begin_with_equal_times(&store, &ada).await?;
    let mut expected = Vec::new();
    for (index, &id) in everything.iter().enumerate() {
        if index % 3 == 0 {
            continue;
        }
        expected.push(id);
        let content = if index % 2 == 0 {
            "needle"
        } else {
            "needle needle"
        };
        let turn = saying_in(id, content, -i64::try_from(index)?);
        store.begin_turn(&ada, &turn).await?;
        let patch = ConversationPatch {
            archived: Some(true),
            ..ConversationPatch::default()
        };
        let when = at(-i64::try_from(index)?);
        store.update(&ada, id, &patch, when).await?;
    }
    for (archived, text, expected) in [
        (Some(true), Some("NEEDLE"), expected.clone()),
        (None, Some("needle"), expected.clone()),
        (Some(true), None, expected),
        (Some(false), Some("needle"), Vec::new()),
    ] {
        let filter = ConversationFilter {
            archived,
            text: text.map(str::to_owned),
        };
        for limit in 1..=6 {
            let paged = read_all(&store, &ada, &filter, limit).await?;
            assert_eq!(paged, expected, "{filter:?} in pages of {limit}");
        }
    }
    Ok(())
}

/// Begins eight conversations, of which several have the same time, and returns them as listed.
async fn begin_with_equal_times(
    store: &Store,
    user: &UserId,
) -> Result<Vec<ConversationId>, crate::WriteError> {
    let mut begun = Vec::new();
    for seconds in [3, 1, 1, 2, 1, 3, 1, 2] {
        let turn = saying("conversation", seconds);
        let conversation = store.begin_turn(user, &turn).await?.conversation;
        begun.push((conversation.updated_at, conversation.id));
    }
    begun.sort_unstable();
    Ok(begun.into_iter().rev().map(|(_, id)| id).collect())
}

async fn read_all(
    store: &Store,
    user: &UserId,
    filter: &ConversationFilter,
    limit: u32,
) -> Result<Vec<ConversationId>, StoreError> {
    let mut paged = Vec::new();
    let mut request = all(limit);
    loop {
        let page = store.list(user, filter, &request).await?;
        let rows = u32::try_from(page.conversations.len()).unwrap_or(u32::MAX);
        assert!(rows <= limit);
        paged.extend(ids(&page));
        let Some(next) = page.next else {
            return Ok(paged);
        };
        assert_eq!(rows, limit, "a page that is not the last is full");
        request.after = Some(next);
    }
}

async fn search(
    store: &Store,
    user: &UserId,
    needle: &str,
) -> Result<Vec<ConversationId>, StoreError> {
    let filter = ConversationFilter {
        archived: None,
        text: Some(needle.to_owned()),
    };
    Ok(ids(&store.list(user, &filter, &all(100)).await?))
}

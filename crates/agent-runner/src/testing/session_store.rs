use std::sync::Arc;

use futures_util::future::try_join_all;
use taskpilot_model_client::{InputItem, Role};

use crate::session::{SessionError, SessionStore};

/// How many runs append at the same time.
const WRITERS: usize = 8;

/// Checks that a store does what [`SessionStore`] says. It uses keys that begin with `key`, which hold nothing before.
///
/// # Errors
/// The first promise that the store does not keep, in words.
pub async fn check_session_store(store: Arc<dyn SessionStore>, key: &str) -> Result<(), String> {
    let store = &*store;
    appends(store, &format!("{key}/appends")).await?;
    keys_are_apart(store, key).await?;
    replaces(store, &format!("{key}/replaces")).await?;
    appends_side_by_side(store, &format!("{key}/race")).await?;
    replaces_once(store, &format!("{key}/swap")).await
}

async fn appends(store: &dyn SessionStore, key: &str) -> Result<(), String> {
    expect("an unknown key is an empty conversation", store, key, &[]).await?;
    let call = |call_id: &str| InputItem::ToolCall {
        call_id: call_id.to_owned(),
        name: "t".to_owned(),
        arguments: "{}".to_owned(),
    };
    let odd = say("line\nbreak \u{2028} \0 \u{1f600} \"quoted\"");
    store
        .append(key, vec![odd.clone(), call("a")])
        .await
        .map_err(|error| broken(&error))?;
    store
        .append(key, Vec::new())
        .await
        .map_err(|error| broken(&error))?;
    store
        .append(key, vec![call("b")])
        .await
        .map_err(|error| broken(&error))?;
    let all = [odd, call("a"), call("b")];
    expect("items come back as they were, in order", store, key, &all).await
}

async fn keys_are_apart(store: &dyn SessionStore, key: &str) -> Result<(), String> {
    let keys =
        ["A", "a", "a/", "../a", "a b", "\u{e4}", ""].map(|end| format!("{key}/apart/{end}"));
    for own in &keys {
        store
            .append(own, vec![say(own)])
            .await
            .map_err(|error| broken(&error))?;
    }
    for own in &keys {
        expect(
            "each key is a conversation of its own",
            store,
            own,
            &[say(own)],
        )
        .await?;
    }
    Ok(())
}

async fn replaces(store: &dyn SessionStore, key: &str) -> Result<(), String> {
    store
        .append(key, vec![say("1"), say("2")])
        .await
        .map_err(|error| broken(&error))?;
    let is_done = store
        .replace(key, 1, vec![say("x")])
        .await
        .map_err(|error| broken(&error))?;
    hold("another length is not replaced", !is_done)?;
    expect(
        "what is not replaced stays",
        store,
        key,
        &[say("1"), say("2")],
    )
    .await?;
    let is_done = store
        .replace(key, 2, vec![say("12")])
        .await
        .map_err(|error| broken(&error))?;
    hold("the length that was seen is replaced", is_done)?;
    store
        .append(key, vec![say("3")])
        .await
        .map_err(|error| broken(&error))?;
    expect(
        "one appends to what was put in place",
        store,
        key,
        &[say("12"), say("3")],
    )
    .await?;
    let is_done = store
        .replace(key, 2, Vec::new())
        .await
        .map_err(|error| broken(&error))?;
    hold("a conversation can be replaced by nothing", is_done)?;
    expect("nothing is left of it", store, key, &[]).await?;
    let is_done = store
        .replace(key, 0, vec![say("new")])
        .await
        .map_err(|error| broken(&error))?;
    hold("an empty conversation can be replaced", is_done)
}

async fn appends_side_by_side(store: &dyn SessionStore, key: &str) -> Result<(), String> {
    let appends = (0..WRITERS).map(|writer| {
        let items = (0..3)
            .map(|item| say(&format!("{writer}.{item}")))
            .collect();
        store.append(key, items)
    });
    try_join_all(appends)
        .await
        .map_err(|error| broken(&error))?;
    let kept = store.read(key).await.map_err(|error| broken(&error))?;
    hold("no append is lost", kept.len() == WRITERS.saturating_mul(3))?;
    for batch in kept.chunks(3) {
        let first = texts(batch.first());
        let writer = first.split('.').next().unwrap_or_default();
        let is_whole = batch
            .iter()
            .enumerate()
            .all(|(at, item)| texts(Some(item)) == format!("{writer}.{at}"));
        hold("items of one append stand side by side", is_whole)?;
    }
    Ok(())
}

async fn replaces_once(store: &dyn SessionStore, key: &str) -> Result<(), String> {
    store
        .append(key, vec![say("1"), say("2")])
        .await
        .map_err(|error| broken(&error))?;
    let swaps = (0..WRITERS).map(|writer| store.replace(key, 2, vec![say(&writer.to_string())]));
    let done = try_join_all(swaps).await.map_err(|error| broken(&error))?;
    let wins = done.iter().filter(|is_done| **is_done).count();
    hold("of those who replace the same, one does", wins == 1)
}

async fn expect(
    promise: &str,
    store: &dyn SessionStore,
    key: &str,
    items: &[InputItem],
) -> Result<(), String> {
    let kept = store.read(key).await.map_err(|error| broken(&error))?;
    hold(promise, kept == items)
        .map_err(|broken| format!("{broken}: {kept:?} instead of {items:?}"))
}

fn hold(promise: &str, holds: bool) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("not so: {promise}"))
    }
}

fn broken(error: &SessionError) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    format!("{error}: {}", source.unwrap_or_default())
}

fn say(text: &str) -> InputItem {
    InputItem::text(Role::User, text)
}

fn texts(item: Option<&InputItem>) -> String {
    use taskpilot_model_client::ContentPart;
    match item {
        Some(InputItem::Message { content, .. }) => match content.first() {
            Some(ContentPart::Text(text)) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

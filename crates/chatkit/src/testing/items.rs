use std::num::NonZeroU32;

use super::{at, is_missing, message, no_thread, say, thread};
use crate::error::Missing;
use crate::id::{IdKind, ItemId};
use crate::item::ThreadItem;
use crate::page::{Order, PageRequest};
use crate::store::Store;
use crate::thread::Thread;

pub(super) async fn come_back_byte_for_byte<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = thread(store, cx, 0).await;
    let id = store.new_item_id(IdKind::Message, &thread, cx);
    let head = format!(
        r#""id":"{id}","thread_id":"{}","created_at":"2026-11-21T09:00:00.5Z""#,
        thread.id
    );
    let widget = format!(
        "{{{head},\"type\":\"widget\",\"widget\":{{\"type\":\"Card\",\"padding\":4,\"border\":{{\"size\":1.0}},\
         \"later\":{{\"x\":null,\"n\":1e2}},\"children\":[{{\"type\":\"OfALaterVersion\",\"é\":\"\\u2028 \"}}]}}}}"
    );
    let unknown = format!(r#"{{{head},"type":"of_a_later_version","deep":[[[{{"a":-0.0}}]]]}}"#);
    for json in [widget, unknown] {
        let item = ThreadItem::from_json(&json).unwrap();
        store.save_item(&thread.id, &item, cx).await.unwrap();
        let loaded = store.load_item(&thread.id, &id, cx).await.unwrap();
        assert_eq!(loaded.json(), json);
        let listed = all(store, cx, &thread, (20, Order::Asc)).await;
        assert_eq!(listed.first().map(ThreadItem::json), Some(json.as_str()));
    }
}

pub(super) async fn are_written_over_in_their_place<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    cx: &Cx,
) {
    let thread = thread(store, cx, 0).await;
    let first = say(store, cx, &thread, ("one", 1)).await;
    let second = say(store, cx, &thread, ("two", 2)).await;
    let changed = message(&thread, first.id().clone(), ("one, changed", 1));
    store.save_item(&thread.id, &changed, cx).await.unwrap();
    let listed = all(store, cx, &thread, (20, Order::Asc)).await;
    assert_eq!(listed, [changed, second]);
    let nowhere = store.save_item(&no_thread(), &first, cx).await;
    assert!(is_missing(&nowhere, Missing::Thread), "{nowhere:?}");
}

pub(super) async fn are_deleted_without_complaint<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = thread(store, cx, 0).await;
    let item = say(store, cx, &thread, ("one", 1)).await;
    store.delete_item(&thread.id, item.id(), cx).await.unwrap();
    let missing = store.load_item(&thread.id, item.id(), cx).await;
    assert!(is_missing(&missing, Missing::Item), "{missing:?}");
    // Again, and what never was: what was shown may not have been stored.
    store.delete_item(&thread.id, item.id(), cx).await.unwrap();
    let never = ItemId::new("msg_that_never_was");
    store.delete_item(&thread.id, &never, cx).await.unwrap();
}

pub(super) async fn are_paged_without_gaps<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = thread(store, cx, 0).await;
    let mut said = Vec::new();
    for number in 0..10 {
        // All of one time but for the last: what came first stands first all the same.
        let seconds = i64::from(number == 9);
        said.push(say(store, cx, &thread, (&number.to_string(), seconds)).await);
    }
    for limit in [1, 3, 10, 50] {
        assert_eq!(all(store, cx, &thread, (limit, Order::Asc)).await, said);
        let mut newest_first = all(store, cx, &thread, (limit, Order::Desc)).await;
        newest_first.reverse();
        assert_eq!(newest_first, said);
    }
    assert!(
        store
            .load_items(&no_thread(), &first(20, Order::Asc), cx)
            .await
            .is_err()
    );
}

pub(super) async fn are_paged_while_others_come<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = thread(store, cx, 0).await;
    let mut said = Vec::new();
    for number in 0..6 {
        said.push(say(store, cx, &thread, (&number.to_string(), 0)).await);
    }
    let mut page = first(2, Order::Desc);
    let mut seen = Vec::new();
    loop {
        let items = store.load_items(&thread.id, &page, cx).await.unwrap();
        seen.extend(items.data);
        say(store, cx, &thread, ("meanwhile", 0)).await;
        match items.after {
            Some(after) => page.after = Some(after),
            None => break,
        }
    }
    seen.reverse();
    assert_eq!(seen, said);
}

pub(super) async fn after_one_are_deleted<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = thread(store, cx, 0).await;
    let mut said = Vec::new();
    for number in 0..5 {
        said.push(say(store, cx, &thread, (&number.to_string(), 0)).await);
    }
    let missing = ItemId::new("msg_that_never_was");
    let refused = store.delete_items_after(&thread.id, &missing, cx).await;
    assert!(is_missing(&refused, Missing::Item), "{refused:?}");
    assert_eq!(all(store, cx, &thread, (20, Order::Asc)).await, said);
    let third = said.get(2).unwrap().id();
    store
        .delete_items_after(&thread.id, third, cx)
        .await
        .unwrap();
    said.truncate(3);
    assert_eq!(all(store, cx, &thread, (20, Order::Asc)).await, said);
}

pub(super) async fn of_others_are_not_found<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    one: &Cx,
    other: &Cx,
) {
    let thread = thread(store, one, 0).await;
    let item = say(store, one, &thread, ("mine", 0)).await;
    assert!(store.load_item(&thread.id, item.id(), other).await.is_err());
    assert!(store.save_item(&thread.id, &item, other).await.is_err());
    assert!(
        store
            .load_items(&thread.id, &first(20, Order::Asc), other)
            .await
            .is_err()
    );
    // Whether this is refused or does nothing is the store's affair.
    let _ = store.delete_item(&thread.id, item.id(), other).await;
    assert_eq!(
        store.load_item(&thread.id, item.id(), one).await.unwrap(),
        item
    );
    assert_eq!(item.created_at(), at(0));
}

fn first(limit: u32, order: Order) -> PageRequest {
    PageRequest::first(NonZeroU32::new(limit).unwrap(), order)
}

async fn all<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    cx: &Cx,
    thread: &Thread,
    (limit, order): (u32, Order),
) -> Vec<ThreadItem> {
    let mut page = first(limit, order);
    let mut seen = Vec::new();
    loop {
        let items = store.load_items(&thread.id, &page, cx).await.unwrap();
        assert_eq!(items.has_more, items.after.is_some());
        seen.extend(items.data);
        match items.after {
            Some(after) => page.after = Some(after),
            None => return seen,
        }
    }
}

use std::num::NonZeroU32;

use serde_json::json;

use super::{at, is_missing, message, no_thread, say, thread};
use crate::error::Missing;
use crate::id::IdKind;
use crate::page::{Order, PageRequest};
use crate::store::{Accepted, NewMessage, Place, Store};
use crate::thread::{Thread, ThreadStatus};

pub(super) async fn come_back_as_they_were<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let mut thread = thread(store, cx, 0).await;
    assert_eq!(store.load_thread(&thread.id, cx).await.unwrap(), thread);
    thread.title = Some("Trip to Ørsta".into());
    thread.status = ThreadStatus::Locked {
        reason: Some("paid".into()),
    };
    thread.allowed_image_domains = Some(vec!["example.com".into()]);
    thread
        .metadata
        .insert("note".into(), json!({"a": null, "b": 1.5}));
    thread.other.set("of_a_later_version", &[1, 2]).unwrap();
    store.save_thread(&thread, cx).await.unwrap();
    assert_eq!(store.load_thread(&thread.id, cx).await.unwrap(), thread);
    let missing = store.load_thread(&no_thread(), cx).await;
    assert!(is_missing(&missing, Missing::Thread), "{missing:?}");
}

pub(super) async fn are_paged_without_gaps<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let mut ids = Vec::new();
    // Three of each time: order and paging must not rest on time alone.
    for number in 0..9 {
        ids.push(thread(store, cx, number / 3).await.id);
    }
    for limit in [1, 2, 4, 9, 20] {
        for order in [Order::Asc, Order::Desc] {
            let seen = all(store, cx, limit, order).await;
            let mut sorted: Vec<_> = seen.iter().map(|thread| thread.id.clone()).collect();
            sorted.sort();
            let mut expected = ids.clone();
            expected.sort();
            assert_eq!(sorted, expected, "limit {limit}, {order:?}");
            let times: Vec<_> = seen.iter().map(|thread| thread.created_at).collect();
            let is_ordered = match order {
                Order::Asc => times.is_sorted(),
                Order::Desc => times.iter().rev().is_sorted(),
            };
            assert!(is_ordered, "{order:?}: {times:?}");
        }
    }
}

async fn all<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    cx: &Cx,
    limit: u32,
    order: Order,
) -> Vec<Thread> {
    let limit = NonZeroU32::new(limit).unwrap();
    let mut page = PageRequest::first(limit, order);
    let mut seen = Vec::new();
    loop {
        let threads = store.load_threads(&page, cx).await.unwrap();
        assert_eq!(threads.has_more, threads.after.is_some());
        assert!(threads.data.len() <= usize::try_from(limit.get()).unwrap());
        seen.extend(threads.data);
        match threads.after {
            Some(after) => page.after = Some(after),
            None => return seen,
        }
    }
}

pub(super) async fn belong_to_one_user<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    one: &Cx,
    other: &Cx,
) {
    let thread = thread(store, one, 0).await;
    let stolen = store.load_thread(&thread.id, other).await;
    assert!(is_missing(&stolen, Missing::Thread), "{stolen:?}");
    assert!(all(store, other, 20, Order::Desc).await.is_empty());
    let deleted = store.delete_thread(&thread.id, other).await;
    assert!(is_missing(&deleted, Missing::Thread), "{deleted:?}");
    assert_eq!(store.load_thread(&thread.id, one).await.unwrap(), thread);
}

pub(super) async fn are_deleted_with_their_items<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let kept = thread(store, cx, 0).await;
    let kept_item = say(store, cx, &kept, ("stay", 1)).await;
    let gone = thread(store, cx, 0).await;
    let gone_item = say(store, cx, &gone, ("go", 1)).await;
    store.delete_thread(&gone.id, cx).await.unwrap();
    let missing = store.load_thread(&gone.id, cx).await;
    assert!(is_missing(&missing, Missing::Thread), "{missing:?}");
    assert!(store.load_item(&gone.id, gone_item.id(), cx).await.is_err());
    let item = store.load_item(&kept.id, kept_item.id(), cx).await;
    assert_eq!(item.unwrap(), kept_item);
}

pub(super) async fn are_accepted_whole<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    let thread = Thread::new(store.new_thread_id(cx), at(0));
    let item = message(
        &thread,
        store.new_item_id(IdKind::Message, &thread, cx),
        ("first", 0),
    );
    let new = NewMessage {
        place: Place::New(&thread),
        item: &item,
        idempotency_key: None,
    };
    let Accepted::Now(accepted) = store.accept(new, cx).await.unwrap() else {
        panic!("nothing came before");
    };
    assert_eq!((&accepted.id, accepted.created_at), (&thread.id, at(0)));
    assert_eq!(store.load_thread(&thread.id, cx).await.unwrap(), *accepted);
    let stored = store.load_item(&thread.id, item.id(), cx).await;
    assert_eq!(stored.unwrap(), item);

    let id = store.new_item_id(IdKind::Message, &thread, cx);
    let next = message(&thread, id, ("next", 1));
    let mut titled = *accepted;
    titled.title = Some("A title".to_owned());
    store.save_thread(&titled, cx).await.unwrap();
    let new = NewMessage {
        place: Place::In(&thread.id),
        item: &next,
        idempotency_key: None,
    };
    let accepted = store.accept(new, cx).await.unwrap();
    assert_eq!(accepted, Accepted::Now(Box::new(titled)));
    let stored = store.load_item(&thread.id, next.id(), cx).await;
    assert_eq!(stored.unwrap(), next);

    let elsewhere = no_thread();
    let new = NewMessage {
        place: Place::In(&elsewhere),
        item: &item,
        idempotency_key: None,
    };
    let refused = store.accept(new, cx).await;
    assert!(is_missing(&refused, Missing::Thread), "{refused:?}");
}

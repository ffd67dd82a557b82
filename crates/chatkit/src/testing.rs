//! The suite that every store must pass.
//!
//! ```
//! # async fn example() {
//! use taskpilot_chatkit::{MemoryStore, testing};
//!
//! testing::store_suite(
//!     || Box::new(MemoryStore::owned_by(|user: &String| user.clone())),
//!     ["ada".to_owned(), "bob".to_owned()],
//! )
//! .await;
//! # }
//! ```

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

mod attachments;
mod items;
mod threads;

use jiff::{SignedDuration, Timestamp};

use crate::error::{Missing, StoreError};
use crate::id::{IdKind, ItemId, ThreadId};
use crate::item::{ThreadItem, UserMessage};
use crate::store::Store;
use crate::thread::Thread;

/// Runs every case, each on a store that `make` returns empty, for two users who must not see each other's things.
///
/// Panics with what is wrong.
pub async fn store_suite<Cx, F>(make: F, [one, other]: [Cx; 2])
where
    Cx: Send + Sync + 'static,
    F: Fn() -> Box<dyn Store<Cx>>,
{
    threads::come_back_as_they_were(&*make(), &one).await;
    threads::are_paged_without_gaps(&*make(), &one).await;
    threads::belong_to_one_user(&*make(), &one, &other).await;
    threads::are_deleted_with_their_items(&*make(), &one).await;
    items::come_back_byte_for_byte(&*make(), &one).await;
    items::are_written_over_in_their_place(&*make(), &one).await;
    items::are_deleted_without_complaint(&*make(), &one).await;
    items::are_paged_without_gaps(&*make(), &one).await;
    items::are_paged_while_others_come(&*make(), &one).await;
    items::after_one_are_deleted(&*make(), &one).await;
    items::of_others_are_not_found(&*make(), &one, &other).await;
    attachments::are_kept_and_deleted(&*make(), &one, &other).await;
    threads::are_accepted_whole(&*make(), &one).await;
}

fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-11-21T09:00:00.123456Z".parse().unwrap();
    start
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap()
}

async fn thread<Cx: Send + Sync>(store: &dyn Store<Cx>, context: &Cx, seconds: i64) -> Thread {
    let thread = Thread::new(store.new_thread_id(context), at(seconds));
    store.save_thread(&thread, context).await.unwrap();
    thread
}

/// Makes a message and stores it.
async fn say<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    context: &Cx,
    thread: &Thread,
    (text, seconds): (&str, i64),
) -> ThreadItem {
    let id = store.new_item_id(IdKind::Message, thread, context);
    let item = message(thread, id, (text, seconds));
    store.save_item(&thread.id, &item, context).await.unwrap();
    item
}

fn message(thread: &Thread, id: ItemId, (text, seconds): (&str, i64)) -> ThreadItem {
    ThreadItem::new(id, thread.id.clone(), at(seconds), &UserMessage::text(text)).unwrap()
}

fn is_missing<T>(result: &Result<T, StoreError>, what: Missing) -> bool {
    matches!(result, Err(StoreError::NotFound { what: missing, .. }) if *missing == what)
}

fn no_thread() -> ThreadId {
    ThreadId::new("thr_that_is_nowhere")
}

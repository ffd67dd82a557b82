//! The suites that every store and all leases must pass, and frames for tests of clients.
//!
//! ```
//! # async fn example() {
//! use taskpilot_chatkit::{MemoryStore, testing};
//!
//! testing::store_suite(|| {
//!     let store = MemoryStore::owned_by(|user: &String| user.clone());
//!     (Box::new(store), ["ada".to_owned(), "bob".to_owned()])
//! })
//! .await;
//! # }
//! ```

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

mod attachments;
mod items;
mod leases;
mod paging;
mod threads;

use bytes::{Bytes, BytesMut};
use jiff::{SignedDuration, Timestamp};

use crate::attachment_store::AttachmentStore;
use crate::engine;
use crate::error::{Missing, StoreError};
use crate::event::Event;
use crate::id::{IdKind, ItemId, ThreadId};
use crate::item::{ThreadItem, UserMessage};
use crate::runs::RunLeases;
use crate::store::Store;
use crate::thread::Thread;

/// Runs every case, each on what `make` returns: a store, and the contexts of two users who have nothing in it and must
/// not see each other's things.
///
/// Panics with what is wrong.
pub async fn store_suite<Cx, F>(make: F)
where
    Cx: Send + Sync + 'static,
    F: Fn() -> (Box<dyn Store<Cx>>, [Cx; 2]),
{
    macro_rules! run {
        ($($case:path),+ $(,)?) => {
            $({
                let (store, [one, _]) = make();
                $case(&*store, &one).await;
            })+
        };
    }
    macro_rules! run_with_two {
        ($($case:path),+ $(,)?) => {
            $({
                let (store, [one, other]) = make();
                $case(&*store, &one, &other).await;
            })+
        };
    }
    run!(
        threads::come_back_as_they_were,
        threads::are_paged_without_gaps,
        threads::are_deleted_with_their_items,
        threads::are_accepted_whole,
        items::come_back_byte_for_byte,
        items::are_written_over_in_their_place,
        items::are_deleted_without_complaint,
        items::are_paged_without_gaps,
        items::are_paged_while_others_come,
        items::after_one_are_deleted,
        paging::shows_each_item_once,
        paging::shows_each_thread_once,
    );
    run_with_two!(
        threads::belong_to_one_user,
        items::of_others_are_not_found,
        attachments::are_kept_and_deleted,
    );
}

/// Runs every case on `store`, for one who may attach text and pictures.
///
/// Panics with what is wrong.
pub async fn attachment_store_suite<Cx>(store: &dyn AttachmentStore<Cx>, context: &Cx)
where
    Cx: Send + Sync + 'static,
{
    attachments::are_announced_apart(store, context).await;
    attachments::are_deleted_without_complaint(store, context).await;
}

/// Runs every case on `leases`, which others may use meanwhile. It takes some seconds, as it waits for leases to run out.
///
/// Panics with what is wrong.
pub async fn lease_suite(leases: &dyn RunLeases) {
    leases::are_held_by_one(leases).await;
    leases::go_to_one_of_many(leases).await;
    leases::are_given_back(leases).await;
    leases::run_out(leases).await;
    leases::are_renewed(leases).await;
    leases::are_asked_to_stop(leases).await;
}

/// Returns the frame of an event, as streams carry it.
pub fn frame(event: &Event) -> Bytes {
    let mut frame = BytesMut::new();
    engine::encode(event, &mut frame);
    frame.freeze()
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

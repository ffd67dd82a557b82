//! Stores that fail, and readers that leave.

use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio::sync::oneshot;

use super::support::{Mood, chunks, files_below, folder, get, id, png, put, user, watched};
use crate::{AttachmentFiles, GetError, Limits, PutError, StoreError};

/// Begins to upload a file that goes on after 600 kB, and leaves once they are written.
async fn leave_in_mid_upload(files: &AttachmentFiles) {
    let (ada, name, limits) = (user("ada"), id("a"), Limits::default());
    let (reached, written) = oneshot::channel();
    let mut reached = Some(reached);
    let endless = chunks(&png(600_000), 10_000).chain(stream::poll_fn(move |_| {
        if let Some(reached) = reached.take() {
            reached.send(()).unwrap();
        }
        Poll::Pending
    }));
    tokio::select! {
        ended = files.put(&ada, &name, endless, None, &limits) => panic!("{ended:?}"),
        written = written => written.unwrap(),
    }
}

#[tokio::test]
async fn parts_are_aborted_when_a_file_is_refused_or_its_sender_leaves() {
    let (files, log) = watched(Mood::Good, 100_000);
    let limits = Limits {
        max_bytes: 550_000,
        ..Limits::default()
    };
    let content = chunks(&png(600_000), 10_000);
    let refused = files
        .put(&user("ada"), &id("a"), content, None, &limits)
        .await;
    assert!(matches!(refused, Err(PutError::TooLarge { .. })));
    assert_eq!(log.counts(), (1, 0, 1));
    leave_in_mid_upload(&files).await;
    eventually(|| log.counts() == (2, 0, 2)).await;
    put(&files, "a", &png(600_000), "image/png").await.unwrap();
    assert_eq!(log.counts(), (3, 1, 2));
}

#[tokio::test]
async fn a_folder_keeps_nothing_of_a_sender_who_left() {
    let (folder, files) = folder();
    leave_in_mid_upload(&files).await;
    eventually(|| files_below(folder.path()).is_empty()).await;
}

#[tokio::test]
async fn a_file_that_cannot_be_completed_is_given_up() {
    let (files, log) = watched(Mood::FailingAtTheEnd, 1_000);
    let failed = put(&files, "a", &png(2_500), "image/png").await;
    assert!(matches!(
        failed,
        Err(PutError::Store(StoreError::Failed(_)))
    ));
    assert_eq!(log.counts(), (1, 0, 1));
    assert_eq!(get(&files, "a").await, None);
}

#[tokio::test]
async fn a_failing_store_is_told_from_a_bad_file() {
    let (files, _) = watched(Mood::Failing, 1_000);
    for size in [8, 2_500] {
        let failed = put(&files, "a", &png(size), "image/png").await.unwrap_err();
        assert_eq!(failed.code(), "attachment_store_unavailable");
        // What people may read says nothing of the inside.
        assert_eq!(failed.to_string(), "the store of files failed");
    }
    let got = files.get(&user("ada"), &id("a")).await;
    assert!(matches!(got, Err(GetError::Store(StoreError::Failed(_)))));
    assert!(files.delete(&user("ada"), &id("a")).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_silent_store_is_not_waited_for_for_ever() {
    let (files, log) = watched(Mood::Silent, 1_000);
    for size in [8, 2_500] {
        let failed = put(&files, "a", &png(size), "image/png").await;
        assert!(matches!(
            failed,
            Err(PutError::Store(StoreError::Timeout { .. }))
        ));
    }
    let got = files.get(&user("ada"), &id("a")).await;
    assert!(matches!(
        got,
        Err(GetError::Store(StoreError::Timeout { .. }))
    ));
    let deleted = files.delete(&user("ada"), &id("a")).await;
    assert!(matches!(deleted, Err(StoreError::Timeout { .. })));
    assert_eq!(log.begun.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_file_of_an_unknown_type_is_refused_unread() {
    let (files, _) = watched(Mood::Good, 1_000);
    let never = stream::pending::<std::io::Result<bytes::Bytes>>();
    let (ada, name, limits) = (user("ada"), id("a"), Limits::default());
    let refused = files.put(&ada, &name, never, Some("image/svg+xml"), &limits);
    let refused = refused.now_or_never().expect("nothing is waited for");
    assert!(matches!(refused, Err(PutError::NotAllowed { .. })));
}

/// Waits, for as long as a slow machine may take, for what goes on in the background.
async fn eventually(mut holds: impl FnMut() -> bool) {
    let wait = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait)
        .await
        .expect("it comes to hold");
}

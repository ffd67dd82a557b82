//! What holds wherever files are kept.

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use proptest::prelude::*;
use tokio::sync::mpsc;

use super::support::{Mood, chunks, folder, get, id, png, put, user, watched};
use crate::{AttachmentFiles, FileType, GetError, Limits, PutError};

/// Runs a case in memory and in a folder.
macro_rules! everywhere {
    ($($case:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test] async fn $case() { super::$case(crate::AttachmentFiles::in_memory()).await; })+
        }
        mod folder {
            $(#[tokio::test] async fn $case() {
                let (_folder, files) = super::folder();
                super::$case(files).await;
            })+
        }
    };
}

everywhere!(
    what_is_put_is_got,
    nobody_finds_what_is_somebody_elses,
    a_refusal_leaves_the_former_file_and_nothing_else,
    half_a_file_is_never_seen,
    an_open_file_stays_what_it_was,
    deleting_twice_is_no_error,
);

/// Sizes around those of parts: one part, more than one, several and a rest.
const SIZES: [usize; 5] = [8, 262_143, 262_144, 262_145, 1_000_000];

async fn what_is_put_is_got(files: AttachmentFiles) {
    for size in SIZES {
        let bytes = png(size);
        let stored = put(&files, "a", &bytes, "image/png").await.unwrap();
        assert_eq!(stored.file_type, FileType::Png);
        assert_eq!(stored.size, u64::try_from(size).unwrap());
        let file = files.get(&user("ada"), &id("a")).await.unwrap();
        assert_eq!(file.size(), stored.size);
        assert!(file.modified().as_second() > 1_700_000_000);
        let read: Vec<Bytes> = file.into_stream().try_collect().await.unwrap();
        assert!(read.concat() == bytes, "{size}");
    }
    assert_eq!(list(&files).await.len(), 1);
}

async fn nobody_finds_what_is_somebody_elses(files: AttachmentFiles) {
    put(&files, "a", &png(9), "image/png").await.unwrap();
    for name in ["bob", "Ada", "ada.", "a"] {
        let got = files.get(&user(name), &id("a")).await;
        assert!(matches!(got, Err(GetError::NotFound)), "{name}");
        files.delete(&user(name), &id("a")).await.unwrap();
    }
    assert_eq!(get(&files, "a").await, Some(png(9)));
    assert_eq!(get(&files, "b").await, None);
}

async fn a_refusal_leaves_the_former_file_and_nothing_else(files: AttachmentFiles) {
    let kept = png(600_000);
    put(&files, "a", &kept, "image/png").await.unwrap();
    // Each is refused late, when parts of it are written.
    let mut late = "a".repeat(600_000).into_bytes();
    late.push(0xff);
    let refused = put(&files, "a", &late.into(), "text/plain").await;
    assert!(matches!(refused, Err(PutError::Mismatch { .. })));
    let limits = Limits {
        max_bytes: 599_999,
        ..Limits::default()
    };
    for name in ["a", "b"] {
        let content = chunks(&kept, 10_000);
        let refused = files
            .put(&user("ada"), &id(name), content, Some("image/png"), &limits)
            .await;
        assert!(matches!(
            refused,
            Err(PutError::TooLarge { limit: 599_999 })
        ));
        let cut = chunks(&kept, 10_000).chain(stream::iter([Err(std::io::Error::other("gone"))]));
        let refused = files
            .put(&user("ada"), &id(name), cut, None, &Limits::default())
            .await;
        assert!(matches!(refused, Err(PutError::Upload(_))), "{refused:?}");
    }
    assert_eq!(list(&files).await.len(), 1);
    assert!(get(&files, "a").await == Some(kept));
}

async fn half_a_file_is_never_seen(files: AttachmentFiles) {
    let (old, new) = (png(300_000), png(900_000));
    put(&files, "a", &old, "image/png").await.unwrap();
    let (sender, mut receiver) = mpsc::channel::<std::io::Result<Bytes>>(1);
    let content = stream::poll_fn(move |context| receiver.poll_recv(context));
    let (ada, name, limits) = (user("ada"), id("a"), Limits::default());
    let uploading = files.put(&ada, &name, content, None, &limits);
    let watching = async {
        for chunk in new.chunks(100_000) {
            sender
                .send(Ok(Bytes::copy_from_slice(chunk)))
                .await
                .unwrap();
            assert!(get(&files, "a").await == Some(old.clone()));
        }
        drop(sender);
    };
    let (stored, ()) = tokio::join!(uploading, watching);
    stored.unwrap();
    assert!(get(&files, "a").await == Some(new));
}

async fn an_open_file_stays_what_it_was(files: AttachmentFiles) {
    let (old, new) = (png(300_000), png(200_000));
    put(&files, "a", &old, "image/png").await.unwrap();
    let before = files.get(&user("ada"), &id("a")).await.unwrap();
    put(&files, "a", &new, "image/png").await.unwrap();
    let between = files.get(&user("ada"), &id("a")).await.unwrap();
    files.delete(&user("ada"), &id("a")).await.unwrap();
    assert!(before.bytes().await.unwrap() == old);
    assert!(between.bytes().await.unwrap() == new);
}

async fn deleting_twice_is_no_error(files: AttachmentFiles) {
    put(&files, "a", &png(9), "image/png").await.unwrap();
    for _ in 0..2 {
        files.delete(&user("ada"), &id("a")).await.unwrap();
        assert_eq!(get(&files, "a").await, None);
    }
}

async fn list(files: &AttachmentFiles) -> Vec<String> {
    let all = files.store().list(None);
    let keys = all.map_ok(|it| it.location.to_string());
    keys.try_collect().await.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Buckets want parts of one size, and the last may be smaller.
    #[test]
    fn parts_do_not_depend_on_chunks(size in 8_usize..3_000, step in 1_usize..2_000) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (files, log) = watched(Mood::Good, 1_000);
            let (bytes, limits) = (png(size), Limits::default());
            files.put(&user("ada"), &id("a"), chunks(&bytes, step), None, &limits).await.unwrap();
            assert_eq!(get(&files, "a").await, Some(bytes));
            let parts = log.parts.lock().unwrap().clone();
            if size <= 1_000 {
                assert_eq!(parts, Vec::<usize>::new());
            } else {
                let (last, others) = parts.split_last().unwrap();
                assert!(others.iter().all(|part| *part == 1_000) && (1..=1_000).contains(last), "{parts:?}");
            }
        });
    }
}

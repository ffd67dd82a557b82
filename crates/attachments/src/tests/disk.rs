//! What holds for folders alone.

use std::fs;

use jiff::Timestamp;

use super::support::{files_below, folder, get, id, png, put, user};
use crate::{AttachmentConfig, AttachmentFiles, OpenError};

#[cfg(unix)]
#[tokio::test]
async fn only_this_account_reads_a_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, files) = folder();
    put(&files, "small", &png(9), "image/png").await.unwrap();
    put(&files, "large", &png(600_000), "image/png")
        .await
        .unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let root = folder.path().join("attachments");
    let person = fs::read_dir(&root).unwrap().next().unwrap().unwrap().path();
    assert_eq!((mode(&root), mode(&person)), (0o700, 0o700));
    assert_eq!(mode(&person.join("small")), 0o600);
    assert_eq!(mode(&person.join("large")), 0o600);
}

#[tokio::test]
async fn what_killed_processes_left_is_removed_once_it_is_old() {
    let (folder, files) = folder();
    put(&files, "a", &png(9), "image/png").await.unwrap();
    let root = folder.path().join("attachments");
    let left = root.join(format!("{}#1", files.key(&user("ada"), &id("a"))));
    fs::write(&left, "half a fi").unwrap();
    fs::write(root.join("notes#1"), "not ours").unwrap();
    let remove = async |before| files.remove_unfinished(before).await.unwrap();
    assert_eq!(remove(Timestamp::UNIX_EPOCH).await, 0);
    assert!(left.exists());
    assert_eq!(remove(Timestamp::MAX).await, 1);
    let mut kept = files_below(folder.path());
    kept.sort();
    assert_eq!(kept, ["a", "notes#1"]);
    assert_eq!(get(&files, "a").await, Some(png(9)));
    let memory = AttachmentFiles::in_memory();
    assert_eq!(memory.remove_unfinished(Timestamp::MAX).await.unwrap(), 0);
}

#[tokio::test]
async fn a_folder_is_made_once_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let config = AttachmentConfig::Folder(folder.path().join("a/b"));
    let files = AttachmentFiles::open(&config).unwrap();
    put(&files, "a", &png(9), "image/png").await.unwrap();
    let again = AttachmentFiles::open(&config).unwrap();
    assert_eq!(get(&again, "a").await, Some(png(9)));
    // Nothing is left of the trial.
    assert_eq!(files_below(folder.path()), ["a"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let path = file.join("attachments");
    let error = AttachmentFiles::open(&AttachmentConfig::Folder(path.clone())).unwrap_err();
    assert!(matches!(error, OpenError::Folder { .. }));
    let said = format!("could not write to the folder {}", path.display());
    assert_eq!(error.to_string(), said);
}

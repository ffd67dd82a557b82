//! Places to test on, and a store that can be watched and broken.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};
use taskpilot_context::UserId;
use tempfile::TempDir;

use crate::{AttachmentConfig, AttachmentFiles, FileId, Limits, PutError, Stored};

/// A file that begins like a PNG.
pub(super) fn png(size: usize) -> Bytes {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend((bytes.len()..size).map(|at| at.to_le_bytes()[0]));
    bytes.into()
}

pub(super) fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

pub(super) fn id(text: &str) -> FileId {
    FileId::parse(text).unwrap()
}

/// Sends bytes in chunks of up to `step`.
pub(super) fn chunks(
    bytes: &Bytes,
    step: usize,
) -> impl futures_core::Stream<Item = std::io::Result<Bytes>> + Send + 'static {
    let chunks: Vec<_> = bytes.chunks(step).map(Bytes::copy_from_slice).collect();
    stream::iter(chunks.into_iter().map(Ok))
}

/// Stores a file of ada's.
pub(super) async fn put(
    files: &AttachmentFiles,
    name: &str,
    bytes: &Bytes,
    declared: &str,
) -> std::result::Result<Stored, PutError> {
    let limits = Limits::default();
    let content = chunks(bytes, 10_000);
    files
        .put(&user("ada"), &id(name), content, Some(declared), &limits)
        .await
}

/// Returns a file of ada's.
pub(super) async fn get(files: &AttachmentFiles, name: &str) -> Option<Bytes> {
    match files.get(&user("ada"), &id(name)).await {
        Ok(file) => Some(file.bytes().await.unwrap()),
        Err(crate::GetError::NotFound) => None,
        Err(error) => panic!("{error:?}"),
    }
}

/// A folder of its own; it is removed with this.
pub(super) fn folder() -> (TempDir, AttachmentFiles) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attachments");
    let files = AttachmentFiles::open(&AttachmentConfig::Folder(path)).unwrap();
    (folder, files)
}

/// Returns the paths of all files below a folder, unfinished ones too.
pub(super) fn files_below(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// What a [`Watched`] store does beside keeping files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Good,
    /// Every call fails.
    Failing,
    /// No call ends.
    Silent,
    /// All goes well until the file is to be completed.
    FailingAtTheEnd,
}

/// Keeps files in memory and notes what is done with parts, as a bucket would bill it.
pub(super) struct Watched {
    memory: InMemory,
    mood: Mood,
    pub(super) log: Arc<Log>,
}

/// What was done with parts.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) parts: Mutex<Vec<usize>>,
    pub(super) begun: AtomicUsize,
    pub(super) completed: AtomicUsize,
    pub(super) aborted: AtomicUsize,
}

impl Log {
    /// Returns how many uploads in parts were begun, completed and aborted.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let read = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (
            read(&self.begun),
            read(&self.completed),
            read(&self.aborted),
        )
    }
}

/// Files in a store in this mood, in parts of `part_bytes`.
pub(super) fn watched(mood: Mood, part_bytes: usize) -> (AttachmentFiles, Arc<Log>) {
    let log = Arc::new(Log::default());
    let store = Watched {
        memory: InMemory::new(),
        mood,
        log: Arc::clone(&log),
    };
    (AttachmentFiles::over(Arc::new(store), part_bytes), log)
}

fn broken() -> object_store::Error {
    object_store::Error::Generic {
        store: "test",
        source: "it is broken".into(),
    }
}

impl Watched {
    async fn mood(&self) -> Result<()> {
        match self.mood {
            Mood::Good | Mood::FailingAtTheEnd => Ok(()),
            Mood::Failing => Err(broken()),
            Mood::Silent => std::future::pending().await,
        }
    }
}

#[async_trait]
impl ObjectStore for Watched {
    async fn put_opts(&self, at: &Path, bytes: PutPayload, how: PutOptions) -> Result<PutResult> {
        self.mood().await?;
        self.memory.put_opts(at, bytes, how).await
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        how: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.mood().await?;
        self.log.begun.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(WatchedParts {
            parts: self.memory.put_multipart_opts(at, how).await?,
            mood: self.mood,
            log: Arc::clone(&self.log),
        }))
    }

    async fn get_opts(&self, at: &Path, how: GetOptions) -> Result<GetResult> {
        self.mood().await?;
        self.memory.get_opts(at, how).await
    }

    fn delete_stream(
        &self,
        paths: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        match self.mood {
            Mood::Failing => Box::pin(stream::iter([Err(broken())])),
            Mood::Silent => Box::pin(stream::pending()),
            Mood::Good | Mood::FailingAtTheEnd => self.memory.delete_stream(paths),
        }
    }

    fn list(&self, below: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.memory.list(below)
    }

    async fn list_with_delimiter(&self, below: Option<&Path>) -> Result<ListResult> {
        self.memory.list_with_delimiter(below).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, how: CopyOptions) -> Result<()> {
        self.memory.copy_opts(from, to, how).await
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Watched")
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Watched")
    }
}

#[derive(Debug)]
struct WatchedParts {
    parts: Box<dyn MultipartUpload>,
    mood: Mood,
    log: Arc<Log>,
}

#[async_trait]
impl MultipartUpload for WatchedParts {
    fn put_part(&mut self, bytes: PutPayload) -> UploadPart {
        self.log.parts.lock().unwrap().push(bytes.content_length());
        self.parts.put_part(bytes)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        if self.mood == Mood::FailingAtTheEnd {
            return Err(broken());
        }
        self.log.completed.fetch_add(1, Ordering::SeqCst);
        self.parts.complete().await
    }

    async fn abort(&mut self) -> Result<()> {
        self.log.aborted.fetch_add(1, Ordering::SeqCst);
        self.parts.abort().await
    }
}

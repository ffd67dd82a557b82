use std::fmt::{self, Write as _};
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use taskpilot_context::UserId;

use crate::config::AttachmentConfig;
use crate::error::{BoxError, GetError, OpenError, PutError, StoreError};
use crate::file_id::FileId;
use crate::file_type::FileType;
use crate::folder::{self, Folder};
use crate::inspect::Inspection;
use crate::limits::Limits;
use crate::stored_file::StoredFile;
use crate::upload::{Upload, within};

/// Where the bytes of attached files are kept. Clones share one place.
///
/// Calls need a tokio runtime with time. See the crate's page for what holds.
#[derive(Clone)]
pub struct AttachmentFiles {
    store: Arc<dyn ObjectStore>,
    /// What each key begins with.
    prefix: Path,
    /// Set when files are kept on a disk.
    folder: Option<Folder>,
    part_bytes: usize,
}

/// What was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// How large it is, in bytes.
    pub size: u64,
    /// What it is: as its sender says, and its bytes do not deny. Keep it: a folder does not.
    pub file_type: FileType,
}

impl AttachmentFiles {
    /// Opens the place that is configured. A folder is made and tried; a bucket is not asked anything yet.
    ///
    /// Waits for the disk, so it is for the start of a program.
    ///
    /// # Errors
    /// The folder cannot be made or written to, or the bucket's settings do not fit together.
    pub fn open(config: &AttachmentConfig) -> Result<Self, OpenError> {
        match config {
            AttachmentConfig::Folder(path) => {
                let failed = |source| OpenError::Folder {
                    path: path.clone(),
                    source,
                };
                let folder = Folder::open(path).map_err(failed)?;
                let disk = LocalFileSystem::new_with_prefix(folder.root())
                    .map_err(|error| failed(error.into()))?;
                Ok(Self {
                    // A rename may reach the disk before the bytes do, and a power cut would leave half a file.
                    store: Arc::new(disk.with_fsync(true)),
                    prefix: Path::default(),
                    folder: Some(folder),
                    part_bytes: folder::PART_BYTES,
                })
            }
            #[cfg(feature = "s3")]
            AttachmentConfig::Bucket(config) => Ok(Self {
                store: crate::s3::open(config)?,
                prefix: Path::parse(&config.prefix)
                    .map_err(|error| OpenError::Bucket(error.into()))?,
                folder: None,
                part_bytes: crate::s3::PART_BYTES,
            }),
        }
    }

    /// Keeps files in memory: for tests.
    pub fn in_memory() -> Self {
        Self {
            store: Arc::new(InMemory::new()),
            prefix: Path::default(),
            folder: None,
            part_bytes: folder::PART_BYTES,
        }
    }

    /// Stores a file as it comes, in place of the user's file of the same id, if there is one.
    ///
    /// `declared` is the media type that the sender gives. Readers see the old file, or none, until all of the new one
    /// is stored. A refusal leaves nothing of it. Dropping the future gives the file up, unless it was all there.
    /// Holds one part in memory: 256 KiB for a folder, 5 MiB for a bucket.
    ///
    /// # Errors
    /// See [`PutError`].
    pub async fn put<S, E>(
        &self,
        user: &UserId,
        id: &FileId,
        content: S,
        declared: Option<&str>,
        limits: &Limits,
    ) -> Result<Stored, PutError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: Into<BoxError>,
    {
        let mut inspection = Inspection::new(declared, limits)?;
        let mut upload = Upload::new(
            Arc::clone(&self.store),
            self.key(user, id),
            self.folder.clone(),
            self.part_bytes,
        );
        let result = receive(content, &mut inspection, &mut upload).await;
        if result.is_err() {
            upload.abort().await;
        }
        result
    }

    /// Opens a file of this user's.
    ///
    /// # Errors
    /// [`GetError::NotFound`] if this user has no such file, also if it is somebody else's.
    pub async fn get(&self, user: &UserId, id: &FileId) -> Result<StoredFile, GetError> {
        let key = self.key(user, id);
        match within(self.store.get_opts(&key, GetOptions::default())).await {
            Ok(found) => Ok(StoredFile::new(found)),
            Err(error) if is_missing(&error) => Err(GetError::NotFound),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes a file of this user's. One that is not there is no error.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delete(&self, user: &UserId, id: &FileId) -> Result<(), StoreError> {
        let key = self.key(user, id);
        match within(self.store.delete(&key)).await {
            Err(error) if !is_missing(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes from a folder what a process that was killed had begun to write, if it has lain there since `before`.
    /// Returns how many files there were. For a bucket, set a lifecycle rule instead: nothing happens here.
    ///
    /// # Errors
    /// The folder cannot be read or written to.
    pub async fn remove_unfinished(&self, before: Timestamp) -> Result<u64, StoreError> {
        let Some(folder) = self.folder.clone() else {
            return Ok(0);
        };
        let work = move || folder.remove_unfinished(before);
        let removed = tokio::task::spawn_blocking(work).await;
        removed
            .map_err(StoreError::failed)?
            .map_err(StoreError::failed)
    }

    /// Returns where a file is. User ids are hashed: they come from outside, and differ in case where disks do not.
    pub(crate) fn key(&self, user: &UserId, id: &FileId) -> Path {
        let mut name = String::with_capacity(64);
        for byte in Sha256::digest(user.as_str()) {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.prefix.clone().join(name).join(id.as_str())
    }

    #[cfg(test)]
    pub(crate) fn over(store: Arc<dyn ObjectStore>, part_bytes: usize) -> Self {
        Self {
            store,
            part_bytes,
            ..Self::in_memory()
        }
    }

    #[cfg(test)]
    pub(crate) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }
}

impl fmt::Debug for AttachmentFiles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttachmentFiles")
            .field("folder", &self.folder)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

async fn receive<S, E>(
    content: S,
    inspection: &mut Inspection<'_>,
    upload: &mut Upload,
) -> Result<Stored, PutError>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    let mut content = pin!(content);
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| PutError::Upload(error.into()))?;
        inspection.read(&chunk)?;
        upload.write(chunk, inspection.decided()).await?;
    }
    let (file_type, size) = inspection.end()?;
    upload.finish(file_type).await?;
    Ok(Stored { size, file_type })
}

fn is_missing(error: &StoreError) -> bool {
    let StoreError::Failed(source) = error else {
        return false;
    };
    matches!(
        source.downcast_ref(),
        Some(object_store::Error::NotFound { .. })
    )
}

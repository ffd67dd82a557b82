//! Writes one file, part by part, and all of it or nothing.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, MultipartUpload, ObjectStore, PutMultipartOptions, PutOptions,
};

use crate::error::StoreError;
use crate::file_type::FileType;
use crate::folder::Folder;

/// How long one call of the store may take.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A file that is being written. Nobody sees it until it is finished; dropping it gives it up.
///
/// A file that fits into one part is written by one call, which is one request to a bucket.
pub(crate) struct Upload {
    store: Arc<dyn ObjectStore>,
    key: Path,
    folder: Option<Folder>,
    part_bytes: usize,
    /// What has come and is not written.
    buffer: BytesMut,
    /// Set once there is more than one part.
    parts: Option<Box<dyn MultipartUpload>>,
}

impl Upload {
    pub(crate) fn new(
        store: Arc<dyn ObjectStore>,
        key: Path,
        folder: Option<Folder>,
        part_bytes: usize,
    ) -> Self {
        Self {
            store,
            key,
            folder,
            part_bytes,
            buffer: BytesMut::new(),
            parts: None,
        }
    }

    /// Takes the next bytes. `file_type` is known before the first part is full.
    pub(crate) async fn write(
        &mut self,
        mut chunk: Bytes,
        file_type: Option<FileType>,
    ) -> Result<(), StoreError> {
        while !chunk.is_empty() {
            // All parts but the last have the same size, as some buckets want it.
            if self.buffer.len() >= self.part_bytes {
                self.write_part(file_type).await?;
            }
            let room = self.part_bytes.saturating_sub(self.buffer.len());
            let piece = chunk.split_to(room.min(chunk.len()));
            self.buffer.extend_from_slice(&piece);
        }
        Ok(())
    }

    async fn write_part(&mut self, file_type: Option<FileType>) -> Result<(), StoreError> {
        let part = self.buffer.split().freeze();
        let parts = if let Some(parts) = &mut self.parts {
            parts
        } else {
            self.prepare().await?;
            let options = PutMultipartOptions {
                attributes: self.attributes(file_type),
                ..PutMultipartOptions::default()
            };
            let begun = within(self.store.put_multipart_opts(&self.key, options)).await?;
            self.parts.insert(begun)
        };
        within(parts.put_part(part.into())).await
    }

    /// Makes the file visible.
    pub(crate) async fn finish(&mut self, file_type: FileType) -> Result<(), StoreError> {
        if self.parts.is_some() {
            self.write_part(Some(file_type)).await?;
            if let Some(parts) = &mut self.parts {
                within(parts.complete()).await?;
            }
            self.parts = None;
        } else {
            self.prepare().await?;
            let options = PutOptions {
                attributes: self.attributes(Some(file_type)),
                ..PutOptions::default()
            };
            let whole = self.buffer.split().freeze();
            within(self.store.put_opts(&self.key, whole.into(), options)).await?;
        }
        self.on_disk(Folder::seal).await
    }

    /// Gives the file up, and waits until nothing is left of it.
    pub(crate) async fn abort(&mut self) {
        if let Some(parts) = &mut self.parts {
            give_up(parts, &self.key).await;
            self.parts = None;
        }
    }

    async fn prepare(&self) -> Result<(), StoreError> {
        self.on_disk(Folder::prepare).await
    }

    /// Does what only folders need, on a thread that may wait.
    async fn on_disk(
        &self,
        work: impl FnOnce(&Folder, &str) -> std::io::Result<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        let Some(folder) = self.folder.clone() else {
            return Ok(());
        };
        let key = self.key.clone();
        let done = tokio::task::spawn_blocking(move || work(&folder, key.as_ref())).await;
        done.map_err(StoreError::failed)?
            .map_err(StoreError::failed)
    }

    /// Buckets keep the type beside the bytes; folders cannot.
    fn attributes(&self, file_type: Option<FileType>) -> Attributes {
        match (&self.folder, file_type) {
            (None, Some(file_type)) => {
                Attributes::from_iter([(Attribute::ContentType, file_type.mime_type())])
            }
            _ => Attributes::new(),
        }
    }
}

/// A reader that left in mid-upload: the parts that are written would be kept, and paid for.
impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut parts) = self.parts.take() else {
            return;
        };
        // Without a runtime nothing was written.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let key = self.key.clone();
            runtime.spawn(async move { give_up(&mut parts, &key).await });
        }
    }
}

async fn give_up(parts: &mut Box<dyn MultipartUpload>, key: &Path) {
    if let Err(error) = within(parts.abort()).await {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::warn!(%key, %error, cause, "an unfinished upload could not be removed");
    }
}

/// Waits for the store, but not for ever.
pub(crate) async fn within<T>(
    work: impl Future<Output = object_store::Result<T>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(StoreError::failed(error)),
        Err(_) => Err(StoreError::Timeout { limit: PATIENCE }),
    }
}

use std::fmt;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;
use jiff::Timestamp;
use object_store::GetResult;

use crate::error::StoreError;
use crate::upload::within;

/// A file that is open for reading. It is the whole of one version, also if it is replaced or deleted meanwhile.
pub struct StoredFile {
    size: u64,
    modified: Timestamp,
    content: Pin<Box<dyn Stream<Item = Result<Bytes, StoreError>> + Send>>,
}

impl StoredFile {
    pub(crate) fn new(found: GetResult) -> Self {
        let micros = found.meta.last_modified.timestamp_micros();
        Self {
            size: found.meta.size,
            modified: Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH),
            content: Box::pin(content(found)),
        }
    }

    /// Returns how large it is, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns when it was stored.
    pub fn modified(&self) -> Timestamp {
        self.modified
    }

    /// Returns its bytes, in chunks. An error is the last of them, and then the file is not whole.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
        self.content
    }

    /// Returns its bytes, all at once. They are as many as [`StoredFile::size`] says.
    ///
    /// # Errors
    /// The store failed.
    pub async fn bytes(mut self) -> Result<Bytes, StoreError> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.content.next().await {
            whole.extend_from_slice(&chunk?);
        }
        Ok(whole.freeze())
    }
}

impl fmt::Debug for StoredFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StoredFile")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// The bytes; silence of the store ends them.
fn content(found: GetResult) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    let mut chunks = found.into_stream();
    async_stream::try_stream! {
        loop {
            let next = within(async { chunks.next().await.transpose() }).await?;
            let Some(chunk) = next else { break };
            yield chunk;
        }
    }
}

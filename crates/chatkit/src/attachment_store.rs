use async_trait::async_trait;

use crate::attachment::Attachment;
use crate::error::StoreError;
use crate::id::{AttachmentId, IdKind};
use crate::request::NewAttachment;

/// Where the bytes of attachments are kept.
#[async_trait]
pub trait AttachmentStore<Cx: Sync>: Send + Sync {
    /// Makes an id for an attachment.
    fn new_attachment_id(&self, _mime_type: &str, _context: &Cx) -> AttachmentId {
        AttachmentId::new(&IdKind::Attachment.random())
    }

    /// Says where a client may send the bytes of a file that it announced (`upload_descriptor`). The server keeps
    /// what this returns in its [`Store`](crate::Store).
    async fn create_attachment(
        &self,
        new: &NewAttachment,
        context: &Cx,
    ) -> Result<Attachment, StoreError>;

    /// Deletes the bytes. What is not there is no error.
    async fn delete_attachment(&self, id: &AttachmentId, context: &Cx) -> Result<(), StoreError>;
}

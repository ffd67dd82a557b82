use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::{AttachmentId, ThreadId};

/// A file or an image that came with a message. Its bytes are elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// What the person's file was called.
    pub name: String,
    /// What it holds, as the client says.
    pub mime_type: String,
    /// Where its bytes are to be sent; none once they are there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub upload_descriptor: Option<UploadDescriptor>,
    /// The thread in which it was sent; none until then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub thread_id: Option<ThreadId>,
    /// The server's own notes. Clients never get them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metadata: Option<Map<String, Value>>,
    /// How it is shown.
    pub r#type: AttachmentType,
    /// Where a small picture of an image is. Every image has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub preview_url: Option<String>,
}

/// How an attachment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentType {
    /// By its name.
    File,
    /// By its preview.
    Image,
}

/// Where and how a client sends an attachment's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadDescriptor {
    /// To where.
    pub url: String,
    /// `POST` sends a form (`multipart/form-data`, field `file`), `PUT` the bare bytes.
    pub method: UploadMethod,
    /// Headers to send with it.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

/// How bytes are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UploadMethod {
    /// As a form.
    Post,
    /// Bare.
    Put,
}

impl Attachment {
    /// Returns a file that is to be shown by its name.
    pub fn file(id: AttachmentId, name: impl Into<String>, mime_type: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            mime_type: mime_type.into(),
            upload_descriptor: None,
            thread_id: None,
            metadata: None,
            r#type: AttachmentType::File,
            preview_url: None,
        }
    }

    /// Returns an image with its preview.
    pub fn image(
        id: AttachmentId,
        name: impl Into<String>,
        mime_type: impl Into<String>,
        preview_url: impl Into<String>,
    ) -> Self {
        Self {
            r#type: AttachmentType::Image,
            preview_url: Some(preview_url.into()),
            ..Self::file(id, name, mime_type)
        }
    }

    /// Returns the attachment as clients see it: without the server's own notes.
    #[must_use]
    pub fn for_client(&self) -> Self {
        Self {
            metadata: None,
            ..self.clone()
        }
    }
}

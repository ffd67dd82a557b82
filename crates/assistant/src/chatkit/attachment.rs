//! Files that come with messages: announced or sent at once, looked at, and shown to their owner alone.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use taskpilot_attachments::{
    AttachmentFiles, BoxError, FileId, FileType, GetError, Limits, PutError, StoredFile,
};
use taskpilot_chatkit as chatkit;
use taskpilot_chatkit::{
    Attachment, AttachmentId, AttachmentType, IdKind, NewAttachment, StoreError, UploadDescriptor,
    UploadMethod,
};
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::thread::{AttachmentRecord, AttachmentStore};

use super::context::ChatContext;

/// Longest name of a file, in characters; what is longer is cut, since a name is for showing alone.
const MOST_NAME: usize = 255;

/// Most attachments read at once.
const BATCH: u32 = 100;

/// The server's note on an attachment: the hash of the key that its addresses carry.
const KEY_HASH: &str = "key_hash";

/// The attachments of all users. Cloning it is cheap.
#[derive(Clone)]
pub struct Attachments {
    records: Arc<dyn AttachmentStore>,
    files: AttachmentFiles,
    limits: Limits,
    clock: Arc<dyn Clock>,
}

/// Who may see or send a file.
#[derive(Debug, Clone, Copy)]
pub enum Access<'a> {
    /// Whose it is, as a token says.
    Owner,
    /// Who was given its address, which carries this key: a picture in a page cannot send a token.
    Key(&'a str),
}

/// An attachment was not stored or found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttachmentError {
    /// There is no such attachment, or not for this caller.
    #[error("there is no such attachment")]
    NotFound,
    /// Its bytes were sent before.
    #[error("the file was sent already: announce another one")]
    SentAlready,
    /// The file is not taken.
    #[error(transparent)]
    Refused(#[from] PutError),
    /// Its record could not be read or written.
    #[error("the attachment could not be stored")]
    Record(#[source] BoxError),
}

impl Attachments {
    /// Returns attachments over a store of records and one of bytes.
    pub fn new(
        records: Arc<dyn AttachmentStore>,
        files: AttachmentFiles,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            records,
            files,
            limits,
            clock,
        }
    }

    /// Stores a file that comes without having been announced. `base` is this server's address as the client knows it.
    ///
    /// # Errors
    /// [`AttachmentError::Refused`], [`AttachmentError::Record`]; nothing is kept then.
    pub async fn store<S, E>(
        &self,
        (user, base): (&UserId, &str),
        (name, declared): (&str, Option<&str>),
        content: S,
    ) -> Result<Attachment, AttachmentError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: Into<BoxError>,
    {
        let mut attachment = announced((user, base), name, declared.unwrap_or_default());
        let id = file_id(&attachment.id)?;
        let stored = self
            .files
            .put(user, &id, content, declared, &self.limits)
            .await?;
        complete(&mut attachment, stored.file_type);
        if let Err(error) = self.save(user, &attachment).await {
            // The first failure is the one to report.
            let _ = self.files.delete(user, &id).await;
            return Err(error);
        }
        Ok(attachment)
    }

    /// Stores the bytes of a file that was announced, once.
    ///
    /// # Errors
    /// [`AttachmentError`]; a file that was refused may be sent again.
    pub async fn receive<S, E>(
        &self,
        user: &UserId,
        (id, access): (&str, Access<'_>),
        content: S,
    ) -> Result<Attachment, AttachmentError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: Into<BoxError>,
    {
        let mut attachment = self.find(user, id, access).await?;
        if attachment.upload_descriptor.is_none() {
            return Err(AttachmentError::SentAlready);
        }
        let declared = Some(attachment.mime_type.as_str());
        let id = file_id(&attachment.id)?;
        let stored = self
            .files
            .put(user, &id, content, declared, &self.limits)
            .await?;
        complete(&mut attachment, stored.file_type);
        self.save(user, &attachment).await?;
        Ok(attachment)
    }

    /// Opens a file that was sent.
    ///
    /// # Errors
    /// [`AttachmentError::NotFound`], [`AttachmentError::Record`].
    pub async fn open(
        &self,
        user: &UserId,
        (id, access): (&str, Access<'_>),
    ) -> Result<(Attachment, StoredFile), AttachmentError> {
        let attachment = self.find(user, id, access).await?;
        let file = self.files.get(user, &file_id(&attachment.id)?).await;
        match file {
            Ok(file) => Ok((attachment, file)),
            Err(GetError::NotFound) => Err(AttachmentError::NotFound),
            Err(error) => Err(AttachmentError::Record(error.into())),
        }
    }

    /// Deletes attachments that nobody needs any more: announced before `before` and never sent with a message, or of
    /// conversations that are deleted. Returns how many there were.
    ///
    /// # Errors
    /// [`AttachmentError::Record`].
    pub async fn sweep(&self, before: jiff::Timestamp) -> Result<usize, AttachmentError> {
        let mut swept = 0_usize;
        loop {
            let unneeded = self.records.unneeded_attachments(before, BATCH).await;
            let unneeded = unneeded.map_err(record)?;
            if unneeded.is_empty() {
                let unfinished = self.files.remove_unfinished(before).await;
                unfinished.map_err(|error| AttachmentError::Record(error.into()))?;
                return Ok(swept);
            }
            for (user, key) in unneeded {
                self.delete(&user, &key).await?;
                swept = swept.saturating_add(1);
            }
        }
    }

    /// Deletes all attachments of a user, bytes first: what fails half-way can be asked for again.
    ///
    /// # Errors
    /// [`AttachmentError::Record`].
    pub async fn erase(&self, user: &UserId) -> Result<(), AttachmentError> {
        loop {
            let keys = self.records.attachments_of(user, BATCH).await;
            let keys = keys.map_err(record)?;
            if keys.is_empty() {
                return Ok(());
            }
            for key in keys {
                self.delete(user, &key).await?;
            }
        }
    }

    /// Returns the bytes of an attachment that came with a message.
    pub(super) async fn bytes(&self, user: &UserId, id: &AttachmentId) -> Result<Bytes, BoxError> {
        let file = self.files.get(user, &FileId::parse(id.as_str())?).await?;
        Ok(file.bytes().await?)
    }

    async fn delete(&self, user: &UserId, key: &str) -> Result<(), AttachmentError> {
        if let Ok(id) = FileId::parse(key) {
            let deleted = self.files.delete(user, &id).await;
            deleted.map_err(|error| AttachmentError::Record(error.into()))?;
        }
        self.records
            .delete_attachment(user, key)
            .await
            .map_err(record)
    }

    async fn find(
        &self,
        user: &UserId,
        id: &str,
        access: Access<'_>,
    ) -> Result<Attachment, AttachmentError> {
        let found = self.records.attachment(user, id).await.map_err(record)?;
        let found = found.ok_or(AttachmentError::NotFound)?;
        let attachment: Attachment = serde_json::from_str(&found.document)
            .map_err(|error| AttachmentError::Record(error.into()))?;
        let kept = attachment
            .metadata
            .as_ref()
            .and_then(|notes| notes.get(KEY_HASH));
        let may = match access {
            Access::Owner => true,
            // Hashes are compared, so how far two are alike tells nothing of the key.
            Access::Key(key) => kept == Some(&json!(hash(key))),
        };
        may.then_some(attachment).ok_or(AttachmentError::NotFound)
    }

    async fn save(&self, user: &UserId, attachment: &Attachment) -> Result<(), AttachmentError> {
        let document = serde_json::to_string(attachment)
            .map_err(|error| AttachmentError::Record(error.into()))?;
        let kept = AttachmentRecord {
            key: attachment.id.to_string(),
            conversation: None,
            document,
            created_at: self.clock.now(),
        };
        let saved = self.records.save_attachment(user, &kept).await;
        saved.map_err(|error| AttachmentError::Record(error.into()))
    }
}

#[async_trait]
impl chatkit::AttachmentStore<ChatContext> for Attachments {
    async fn create_attachment(
        &self,
        new: &NewAttachment,
        context: &ChatContext,
    ) -> Result<Attachment, StoreError> {
        let checked = self.limits.check_announced(new.size, &new.mime_type);
        checked.map_err(|error| StoreError::Refused {
            field: match error {
                PutError::TooLarge { .. } | PutError::Empty => "params.size",
                _ => "params.mime_type",
            },
            message: error.to_string(),
        })?;
        let place = (&context.turn.user, context.base());
        Ok(announced(place, &new.name, &new.mime_type))
    }

    async fn delete_attachment(
        &self,
        id: &AttachmentId,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        let deleted = self.delete(&context.turn.user, id.as_str()).await;
        deleted.map_err(StoreError::failed)
    }
}

/// Returns an attachment of which nothing is stored.
fn announced((user, base): (&UserId, &str), name: &str, mime_type: &str) -> Attachment {
    let id = AttachmentId::new(&IdKind::Attachment.random());
    let key = IdKind::Attachment.random();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("user", user.as_str())
        .append_pair("key", &key)
        .finish();
    let url = format!("{base}/api/v1/chatkit/attachments/{id}?{query}");
    let mut attachment = Attachment::file(id, clean(name), mime_type);
    let mut notes = serde_json::Map::new();
    notes.insert(KEY_HASH.into(), Value::String(hash(&key)));
    attachment.metadata = Some(notes);
    attachment.upload_descriptor = Some(UploadDescriptor {
        url: url.clone(),
        method: UploadMethod::Put,
        headers: std::collections::BTreeMap::new(),
    });
    if mime_type.starts_with("image/") {
        attachment.r#type = AttachmentType::Image;
        attachment.preview_url = Some(url);
    }
    attachment
}

/// Writes down what a file turned out to be. Where it was sent is where an image is seen.
fn complete(attachment: &mut Attachment, file_type: FileType) {
    let sent = attachment.upload_descriptor.take();
    file_type.mime_type().clone_into(&mut attachment.mime_type);
    if file_type.is_image() {
        attachment.r#type = AttachmentType::Image;
        attachment.preview_url = sent.map(|place| place.url);
    } else {
        attachment.r#type = AttachmentType::File;
        attachment.preview_url = None;
    }
}

/// Returns a name as it can be shown: on one line, not too long, never empty.
fn clean(name: &str) -> String {
    let shown = name.chars().filter(|letter| !letter.is_control());
    let name: String = shown.take(MOST_NAME).collect();
    let name = name.trim();
    if name.is_empty() {
        "file".to_owned()
    } else {
        name.to_owned()
    }
}

fn hash(key: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(key))
}

/// Ids are made here, so one that is not a file's is not ours.
fn file_id(id: &AttachmentId) -> Result<FileId, AttachmentError> {
    FileId::parse(id.as_str()).map_err(|_| AttachmentError::NotFound)
}

fn record(error: impl Into<BoxError>) -> AttachmentError {
    AttachmentError::Record(error.into())
}

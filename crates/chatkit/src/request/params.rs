use std::collections::BTreeMap;
use std::num::NonZeroU32;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::lax;
use crate::error::RequestError;
use crate::id::{AttachmentId, ItemId, ThreadId};
use crate::item::{InferenceOptions, InputStatus, UserContent};
use crate::page::{DEFAULT_LIMIT, MAX_LIMIT, Order, PageRequest};
use crate::widget::WidgetAction;

/// A message as a client sends it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UserMessageInput {
    /// The parts.
    pub content: Vec<UserContent>,
    /// Which attachments come with it.
    pub attachments: Vec<AttachmentId>,
    /// What it quotes; empty text counts as nothing.
    #[serde(default)]
    pub quoted_text: Option<String>,
    /// How it is to be answered.
    pub inference_options: InferenceOptions,
}

/// Answers to questions as a client sends them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StructuredAnswers {
    /// Whether they were answered or skipped, as a whole.
    #[serde(default = "answered")]
    pub status: InputStatus,
    /// The answers by the questions' ids; what is missing was skipped.
    #[serde(default)]
    pub answers: BTreeMap<String, StructuredAnswer>,
}

fn answered() -> InputStatus {
    InputStatus::Answered
}

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct StructuredAnswer {
    /// What was chosen or written.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether it was skipped.
    #[serde(default)]
    pub skipped: bool,
}

/// What a person thinks of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedbackKind {
    /// Good.
    Positive,
    /// Bad.
    Negative,
}

/// A file that a client is about to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// What it is called.
    pub name: String,
    /// How large it is, in bytes, as the client says.
    pub size: u64,
    /// What it holds, as the client says.
    pub mime_type: String,
}

impl<'de> Deserialize<'de> for NewAttachment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Announced {
            name: String,
            #[serde(deserialize_with = "lax::whole")]
            size: Option<i64>,
            mime_type: String,
        }
        let announced = Announced::deserialize(deserializer)?;
        let size = announced.size.and_then(|size| u64::try_from(size).ok());
        Ok(Self {
            name: announced.name,
            size: size.ok_or_else(|| serde::de::Error::custom("the size is a number of bytes"))?,
            mime_type: announced.mime_type,
        })
    }
}

/// Recorded speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioInput {
    /// The recording.
    pub data: Vec<u8>,
    /// What it is, as the client says: `audio/webm;codecs=opus`.
    pub mime_type: String,
}

impl AudioInput {
    /// Returns the type without its parameters: `audio/webm`.
    pub fn media_type(&self) -> &str {
        let bare = self.mime_type.split(';').next();
        bare.unwrap_or_default().trim()
    }
}

#[derive(Deserialize)]
pub(super) struct Input {
    pub(super) input: UserMessageInput,
}

#[derive(Deserialize)]
pub(super) struct ThreadInput {
    pub(super) thread_id: ThreadId,
    pub(super) input: UserMessageInput,
}

#[derive(Deserialize)]
pub(super) struct ToolOutput {
    pub(super) thread_id: ThreadId,
    #[serde(default)]
    pub(super) result: Value,
}

#[derive(Deserialize)]
pub(super) struct Answers {
    pub(super) thread_id: ThreadId,
    pub(super) item_id: ItemId,
    pub(super) input: StructuredAnswers,
}

#[derive(Deserialize)]
pub(super) struct ThreadItemIds {
    pub(super) thread_id: ThreadId,
    pub(super) item_id: ItemId,
}

#[derive(Deserialize)]
pub(super) struct Clicked {
    pub(super) thread_id: ThreadId,
    #[serde(default)]
    pub(super) item_id: Option<ItemId>,
    pub(super) action: WidgetAction,
}

#[derive(Deserialize)]
pub(super) struct Thread {
    pub(super) thread_id: ThreadId,
}

#[derive(Deserialize)]
pub(super) struct Title {
    pub(super) thread_id: ThreadId,
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Feedback {
    pub(super) thread_id: ThreadId,
    pub(super) item_ids: Vec<ItemId>,
    pub(super) kind: FeedbackKind,
}

#[derive(Deserialize)]
pub(super) struct AttachmentOf {
    pub(super) attachment_id: AttachmentId,
}

#[derive(Deserialize)]
pub(super) struct Listing {
    #[serde(default, deserialize_with = "lax::whole")]
    limit: Option<i64>,
    #[serde(default)]
    order: Option<Order>,
    #[serde(default)]
    after: Option<String>,
}

impl Listing {
    /// No number, zero and less mean the usual number; more than is served at once means as many as are.
    pub(super) fn page(self) -> PageRequest {
        let asked = self.limit.filter(|limit| *limit > 0);
        let limit = asked.map_or(DEFAULT_LIMIT, |limit| {
            let limit = u32::try_from(limit).ok().and_then(NonZeroU32::new);
            limit.unwrap_or(MAX_LIMIT).min(MAX_LIMIT)
        });
        PageRequest {
            limit,
            order: self.order.unwrap_or(Order::Desc),
            after: self.after,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Audio {
    audio_base64: String,
    mime_type: String,
}

impl Audio {
    pub(super) fn decode(self) -> Result<AudioInput, RequestError> {
        let data =
            STANDARD
                .decode(self.audio_base64.trim())
                .map_err(|error| RequestError::Invalid {
                    field: Some("params.audio_base64".into()),
                    message: format!("not base64: {error}"),
                })?;
        Ok(AudioInput {
            data,
            mime_type: self.mime_type,
        })
    }
}

//! Items: what a thread is made of.

mod assistant_message;
mod client_tool_call;
mod generated_image;
mod hidden_context;
mod structured_input;
mod task;
mod user_message;
mod widget_item;
mod workflow;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

pub use assistant_message::{Annotation, AssistantMessage, OutputText, Source};
pub use client_tool_call::{ClientToolCall, ToolCallStatus};
pub use generated_image::{GeneratedImage, Image};
pub use hidden_context::{EndOfTurn, HiddenContext, SdkHiddenContext};
pub use structured_input::{Answer, InputStatus, Question, QuestionOption, StructuredInput};
pub use task::{StatusIndicator, Task, TaskItem};
pub use user_message::{InferenceOptions, ToolChoice, UserContent, UserMessage};
pub use widget_item::WidgetItem;
pub use workflow::{Summary, Workflow, WorkflowItem, WorkflowKind};

use crate::id::{IdKind, ItemId, ThreadId};
use crate::json::RawObject;
use crate::time::Utc;

/// One item of a thread: its JSON as it was made or stored, and what every item has.
///
/// Fields and kinds that this version does not know are kept byte for byte. [`ThreadItem::read`] gives the typed
/// view of a known kind, [`ThreadItem::new`] makes an item of one.
#[derive(Debug, Clone)]
pub struct ThreadItem {
    id: ItemId,
    thread_id: ThreadId,
    created_at: Timestamp,
    kind: ItemKind,
    json: Box<RawValue>,
}

/// What an item holds beside the fields that all items have; one type for each kind.
pub trait ItemBody: Serialize + DeserializeOwned {
    /// The kind that the wire names.
    const KIND: ItemKind;
}

/// The kinds of items.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemKind {
    /// Something a person said: [`UserMessage`].
    UserMessage,
    /// Something the assistant said: [`AssistantMessage`].
    AssistantMessage,
    /// A tool that runs in the browser: [`ClientToolCall`].
    ClientToolCall,
    /// An interactive card or list: [`WidgetItem`].
    Widget,
    /// An image that a model made: [`GeneratedImage`].
    GeneratedImage,
    /// Questions to the person: [`StructuredInput`].
    StructuredInput,
    /// One step shown on its own: [`TaskItem`].
    Task,
    /// Several steps shown together: [`WorkflowItem`].
    Workflow,
    /// A mark that the assistant is done: [`EndOfTurn`].
    EndOfTurn,
    /// Something only the model reads: [`HiddenContext`]. Never sent to clients.
    HiddenContext,
    /// Like it, written by this crate: [`SdkHiddenContext`]. Never sent to clients.
    SdkHiddenContext,
    /// A kind that this version does not know.
    Other(String),
}

impl ItemKind {
    /// Returns the name on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::UserMessage => "user_message",
            Self::AssistantMessage => "assistant_message",
            Self::ClientToolCall => "client_tool_call",
            Self::Widget => "widget",
            Self::GeneratedImage => "generated_image",
            Self::StructuredInput => "structured_input",
            Self::Task => "task",
            Self::Workflow => "workflow",
            Self::EndOfTurn => "end_of_turn",
            Self::HiddenContext => "hidden_context_item",
            Self::SdkHiddenContext => "sdk_hidden_context",
            Self::Other(name) => name,
        }
    }

    /// Returns the kind that the wire calls `name`.
    pub fn of(name: &str) -> Self {
        match name {
            "user_message" => Self::UserMessage,
            "assistant_message" => Self::AssistantMessage,
            "client_tool_call" => Self::ClientToolCall,
            "widget" => Self::Widget,
            "generated_image" => Self::GeneratedImage,
            "structured_input" => Self::StructuredInput,
            "task" => Self::Task,
            "workflow" => Self::Workflow,
            "end_of_turn" => Self::EndOfTurn,
            "hidden_context_item" => Self::HiddenContext,
            "sdk_hidden_context" => Self::SdkHiddenContext,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Returns what ids of such items begin with.
    pub fn id_kind(&self) -> IdKind {
        match self {
            Self::ClientToolCall => IdKind::ToolCall,
            Self::Task => IdKind::Task,
            Self::Workflow => IdKind::Workflow,
            Self::SdkHiddenContext => IdKind::SdkHiddenContext,
            _ => IdKind::Message,
        }
    }

    /// Returns whether clients never see such items.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::HiddenContext | Self::SdkHiddenContext)
    }
}

/// What every item has.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    id: ItemId,
    thread_id: ThreadId,
    created_at: Utc,
    #[serde(borrow)]
    r#type: std::borrow::Cow<'a, str>,
}

impl ThreadItem {
    /// Makes an item.
    ///
    /// # Errors
    /// If `body` cannot be written as JSON, which the types of this crate always can.
    pub fn new<B: ItemBody>(
        id: ItemId,
        thread_id: ThreadId,
        created_at: Timestamp,
        body: &B,
    ) -> serde_json::Result<Self> {
        let kind = B::KIND;
        let head = Head {
            id,
            thread_id,
            created_at: Utc(created_at),
            r#type: kind.as_str().into(),
        };
        let mut json = serde_json::to_string(&head)?;
        let body = serde_json::to_string(body)?;
        let fields = body.strip_prefix('{').unwrap_or("}");
        // Both are objects: the head goes on where it ended.
        json.pop();
        if fields != "}" {
            json.push(',');
        }
        json.push_str(fields);
        let Head { id, thread_id, .. } = head;
        Ok(Self {
            id,
            thread_id,
            created_at,
            kind,
            json: RawValue::from_string(json)?,
        })
    }

    /// Reads an item as it was stored or sent.
    ///
    /// # Errors
    /// If `json` is not an object with `id`, `thread_id`, `created_at` and `type`.
    pub fn from_json(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// Returns its id.
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// Returns the thread it stands in.
    pub fn thread_id(&self) -> &ThreadId {
        &self.thread_id
    }

    /// Returns when it was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Returns its kind.
    pub fn kind(&self) -> &ItemKind {
        &self.kind
    }

    /// Returns the whole item as JSON, byte for byte as it was made or read.
    pub fn json(&self) -> &str {
        self.json.get()
    }

    /// Returns what it holds, if it is of the kind that `B` is for.
    ///
    /// # Errors
    /// If a field is not what the protocol says.
    pub fn read<B: ItemBody>(&self) -> serde_json::Result<Option<B>> {
        if self.kind != B::KIND {
            return Ok(None);
        }
        serde_json::from_str(self.json()).map(Some)
    }

    /// Returns the item with some fields set, all others left byte for byte. The four fields of every item stay.
    ///
    /// # Errors
    /// If a value cannot be written as JSON.
    pub fn with_fields(
        &self,
        set: impl FnOnce(&mut RawObject) -> serde_json::Result<()>,
    ) -> serde_json::Result<Self> {
        let mut fields = RawObject::parse(self.json())?;
        set(&mut fields)?;
        fields.set("id", &self.id)?;
        fields.set("thread_id", &self.thread_id)?;
        fields.set("created_at", &Utc(self.created_at))?;
        fields.set("type", self.kind.as_str())?;
        Ok(Self {
            json: serde_json::value::to_raw_value(&fields)?,
            ..self.clone()
        })
    }
}

impl PartialEq for ThreadItem {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Serialize for ThreadItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ThreadItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let head: Head<'_> = serde_json::from_str(json.get()).map_err(serde::de::Error::custom)?;
        Ok(Self {
            id: head.id,
            thread_id: head.thread_id,
            created_at: head.created_at.0,
            kind: ItemKind::of(&head.r#type),
            json,
        })
    }
}

/// An item as clients see it: as it is, but for the metadata of attachments, which is the server's own.
#[derive(Debug)]
pub(crate) struct ClientItem<'a>(pub(crate) &'a ThreadItem);

impl Serialize for ClientItem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        let may_have_metadata =
            self.0.kind == ItemKind::UserMessage && self.0.json().contains("\"metadata\"");
        if !may_have_metadata {
            return self.0.serialize(serializer);
        }
        let mut fields = RawObject::parse(self.0.json()).map_err(S::Error::custom)?;
        if let Some(attachments) = fields
            .read::<Vec<RawObject>>("attachments")
            .map_err(S::Error::custom)?
        {
            let shown: Vec<RawObject> = attachments
                .into_iter()
                .map(|mut attachment| {
                    attachment.remove("metadata");
                    attachment
                })
                .collect();
            fields
                .set("attachments", &shown)
                .map_err(S::Error::custom)?;
        }
        fields.serialize(serializer)
    }
}

#[cfg(test)]
mod tests;

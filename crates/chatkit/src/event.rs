//! What a stream says.

mod read;

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

pub use read::EventError;

use crate::id::ItemId;
use crate::item::{Annotation, ClientItem, Image, OutputText, Task, ThreadItem};
use crate::thread::{ClientThread, Thread};
use crate::widget::WidgetUpdate;

/// One event of a stream: what a handler says, and what the server adds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A thread began. The server says so itself.
    ThreadCreated(Box<Thread>),
    /// A thread's title, status or metadata changed. The server says so itself after each event.
    ThreadUpdated(Box<Thread>),
    /// An item begins; it is not stored until it is done.
    ItemAdded(ThreadItem),
    /// An item that began goes on.
    ItemUpdated {
        /// Which.
        item_id: ItemId,
        /// How.
        update: ItemUpdate,
    },
    /// An item is complete. It is stored, then shown.
    ItemDone(ThreadItem),
    /// An item is gone. It is deleted, then the client told.
    ItemRemoved(ItemId),
    /// An item is another now, with the same id. It is stored, then shown.
    ItemReplaced(ThreadItem),
    /// What the person may do meanwhile. The server says so itself.
    StreamOptions(StreamOptions),
    /// What is going on, for as long as the turn lasts.
    Progress {
        /// A picture for it: see [`IconName`](crate::widget::IconName).
        icon: Option<String>,
        /// What is going on.
        text: String,
    },
    /// Something for the page around the chat to do; nobody waits for it.
    ClientEffect {
        /// What.
        name: String,
        /// With what.
        data: Map<String, Value>,
    },
    /// Something to tell the person.
    Notice {
        /// How much it matters.
        level: NoticeLevel,
        /// Markdown.
        message: String,
        /// Above it.
        title: Option<String>,
    },
    /// Something went wrong. The stream may go on.
    Error {
        /// `custom` with a message, or `stream.error` without.
        code: String,
        /// What happened and what to do.
        message: Option<String>,
        /// Whether the client offers to try again.
        allow_retry: bool,
    },
}

// A token is an event, and each layer it passes through copies it: beyond this size by a call.
const _: () = assert!(size_of::<Event>() <= 128);

/// What the person may do while a stream lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StreamOptions {
    /// Whether the client shows a button to stop. A client that leaves stops the run in any case.
    pub allow_cancel: bool,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self { allow_cancel: true }
    }
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeLevel {
    /// Good to know.
    Info,
    /// Better to know.
    Warning,
    /// Has to be known.
    Danger,
}

/// How an item goes on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ItemUpdate {
    /// A part of a message begins.
    ContentPartAdded {
        /// Which part, from 0.
        content_index: usize,
        /// What there is of it.
        content: OutputText,
    },
    /// A part goes on.
    TextDelta {
        /// Which part.
        content_index: usize,
        /// What to append.
        delta: String,
    },
    /// A part gets an annotation.
    AnnotationAdded {
        /// Which part.
        content_index: usize,
        /// Where among the part's annotations.
        annotation_index: usize,
        /// The annotation.
        annotation: Box<Annotation>,
    },
    /// A part is complete.
    ContentPartDone {
        /// Which part.
        content_index: usize,
        /// All of it.
        content: OutputText,
    },
    /// A widget changes.
    Widget(WidgetUpdate),
    /// A workflow gets a task.
    TaskAdded {
        /// Where among its tasks.
        task_index: usize,
        /// The task.
        task: Box<Task>,
    },
    /// A task of a workflow is another now.
    TaskUpdated {
        /// Which.
        task_index: usize,
        /// The task.
        task: Box<Task>,
    },
    /// There is more of an image.
    ImageUpdated {
        /// The image as far as it is.
        image: Image,
        /// From 0 to 1.
        progress: Option<f64>,
    },
}

impl Event {
    /// Returns an event that shows progress.
    pub fn progress(text: impl Into<String>) -> Self {
        Self::Progress {
            icon: None,
            text: text.into(),
        }
    }

    /// Returns an event that has the page do something.
    pub fn effect(name: impl Into<String>, data: Map<String, Value>) -> Self {
        Self::ClientEffect {
            name: name.into(),
            data,
        }
    }

    /// Returns an event that appends text to the first part of a message.
    pub fn text_delta(item_id: &ItemId, delta: impl Into<String>) -> Self {
        Self::ItemUpdated {
            item_id: item_id.clone(),
            update: ItemUpdate::TextDelta {
                content_index: 0,
                delta: delta.into(),
            },
        }
    }

    /// Returns whether the event tells of an item that clients never see.
    pub(crate) fn is_hidden(&self) -> bool {
        match self {
            Self::ItemAdded(item) | Self::ItemDone(item) | Self::ItemReplaced(item) => {
                item.kind().is_hidden()
            }
            _ => false,
        }
    }
}

/// As clients get it: no hidden metadata, no `null`s.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut event = serializer.serialize_struct("Event", 4)?;
        match self {
            Self::ThreadCreated(thread) => {
                event.serialize_field("type", "thread.created")?;
                event.serialize_field("thread", &ClientThread::without_items(thread))?;
            }
            Self::ThreadUpdated(thread) => {
                event.serialize_field("type", "thread.updated")?;
                event.serialize_field("thread", &ClientThread::without_items(thread))?;
            }
            Self::ItemAdded(item) => {
                event.serialize_field("type", "thread.item.added")?;
                event.serialize_field("item", &ClientItem(item))?;
            }
            Self::ItemUpdated { item_id, update } => {
                event.serialize_field("type", "thread.item.updated")?;
                event.serialize_field("item_id", item_id)?;
                event.serialize_field("update", update)?;
            }
            Self::ItemDone(item) => {
                event.serialize_field("type", "thread.item.done")?;
                event.serialize_field("item", &ClientItem(item))?;
            }
            Self::ItemRemoved(item_id) => {
                event.serialize_field("type", "thread.item.removed")?;
                event.serialize_field("item_id", item_id)?;
            }
            Self::ItemReplaced(item) => {
                event.serialize_field("type", "thread.item.replaced")?;
                event.serialize_field("item", &ClientItem(item))?;
            }
            Self::StreamOptions(options) => {
                event.serialize_field("type", "stream_options")?;
                event.serialize_field("stream_options", options)?;
            }
            Self::Progress { icon, text } => {
                event.serialize_field("type", "progress_update")?;
                if let Some(icon) = icon {
                    event.serialize_field("icon", icon)?;
                }
                event.serialize_field("text", text)?;
            }
            Self::ClientEffect { name, data } => {
                event.serialize_field("type", "client_effect")?;
                event.serialize_field("name", name)?;
                event.serialize_field("data", data)?;
            }
            Self::Notice {
                level,
                message,
                title,
            } => {
                event.serialize_field("type", "notice")?;
                event.serialize_field("level", level)?;
                event.serialize_field("message", message)?;
                if let Some(title) = title {
                    event.serialize_field("title", title)?;
                }
            }
            Self::Error {
                code,
                message,
                allow_retry,
            } => {
                event.serialize_field("type", "error")?;
                event.serialize_field("code", code)?;
                if let Some(message) = message {
                    event.serialize_field("message", message)?;
                }
                event.serialize_field("allow_retry", allow_retry)?;
            }
        }
        event.end()
    }
}

impl Serialize for ItemUpdate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A widget's update names itself.
        if let Self::Widget(update) = self {
            return update.serialize(serializer);
        }
        let mut update = serializer.serialize_struct("ItemUpdate", 4)?;
        match self {
            Self::Widget(_) => {}
            Self::ContentPartAdded {
                content_index,
                content,
            } => {
                update.serialize_field("type", "assistant_message.content_part.added")?;
                update.serialize_field("content_index", content_index)?;
                update.serialize_field("content", content)?;
            }
            Self::TextDelta {
                content_index,
                delta,
            } => {
                update.serialize_field("type", "assistant_message.content_part.text_delta")?;
                update.serialize_field("content_index", content_index)?;
                update.serialize_field("delta", delta)?;
            }
            Self::AnnotationAdded {
                content_index,
                annotation_index,
                annotation,
            } => {
                update
                    .serialize_field("type", "assistant_message.content_part.annotation_added")?;
                update.serialize_field("content_index", content_index)?;
                update.serialize_field("annotation_index", annotation_index)?;
                update.serialize_field("annotation", annotation)?;
            }
            Self::ContentPartDone {
                content_index,
                content,
            } => {
                update.serialize_field("type", "assistant_message.content_part.done")?;
                update.serialize_field("content_index", content_index)?;
                update.serialize_field("content", content)?;
            }
            Self::TaskAdded { task_index, task } => {
                update.serialize_field("type", "workflow.task.added")?;
                update.serialize_field("task_index", task_index)?;
                update.serialize_field("task", task)?;
            }
            Self::TaskUpdated { task_index, task } => {
                update.serialize_field("type", "workflow.task.updated")?;
                update.serialize_field("task_index", task_index)?;
                update.serialize_field("task", task)?;
            }
            Self::ImageUpdated { image, progress } => {
                update.serialize_field("type", "generated_image.updated")?;
                update.serialize_field("image", image)?;
                if let Some(progress) = progress {
                    update.serialize_field("progress", progress)?;
                }
            }
        }
        update.end()
    }
}

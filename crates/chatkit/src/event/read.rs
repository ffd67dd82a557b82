//! Events as a client reads them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Event, ItemUpdate, NoticeLevel, StreamOptions};
use crate::id::ItemId;
use crate::item::{Annotation, Image, OutputText, Task, ThreadItem};
use crate::json::RawObject;
use crate::thread::Thread;
use crate::widget::WidgetUpdate;

/// The text is no event of the protocol.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// It is no JSON, or a field is not what the protocol says.
    #[error("not an event")]
    Malformed(#[from] serde_json::Error),
    /// It has a type that this version does not know.
    #[error("there is no event of type {0:?}")]
    Unknown(String),
    /// A field is missing.
    #[error("the event has no {0:?}")]
    Missing(&'static str),
}

impl Event {
    /// Reads the JSON of an event, as a client does with each `data:` line.
    ///
    /// # Errors
    /// [`EventError`] if it is not an event that this version knows.
    pub fn from_json(json: &str) -> Result<Self, EventError> {
        let fields = Fields(RawObject::parse(json)?);
        let kind: String = fields.read("type")?;
        Ok(match kind.as_str() {
            "thread.created" => Self::ThreadCreated(fields.read::<Box<Thread>>("thread")?),
            "thread.updated" => Self::ThreadUpdated(fields.read::<Box<Thread>>("thread")?),
            "thread.item.added" => Self::ItemAdded(fields.read::<ThreadItem>("item")?),
            "thread.item.done" => Self::ItemDone(fields.read::<ThreadItem>("item")?),
            "thread.item.replaced" => Self::ItemReplaced(fields.read::<ThreadItem>("item")?),
            "thread.item.removed" => Self::ItemRemoved(fields.read::<ItemId>("item_id")?),
            "thread.item.updated" => Self::ItemUpdated {
                item_id: fields.read("item_id")?,
                update: ItemUpdate::read(&Fields(fields.read("update")?))?,
            },
            "stream_options" => {
                let options: Options = fields.read("stream_options")?;
                Self::StreamOptions(StreamOptions {
                    allow_cancel: options.allow_cancel,
                })
            }
            "progress_update" => Self::Progress {
                icon: fields.maybe("icon")?,
                text: fields.read("text")?,
            },
            "client_effect" => Self::ClientEffect {
                name: fields.read("name")?,
                data: fields
                    .maybe::<Map<String, Value>>("data")?
                    .unwrap_or_default(),
            },
            "notice" => Self::Notice {
                level: fields.read::<NoticeLevel>("level")?,
                message: fields.read("message")?,
                title: fields.maybe("title")?,
            },
            "error" => Self::Error {
                code: fields.read("code")?,
                message: fields.maybe("message")?,
                allow_retry: fields.maybe("allow_retry")?.unwrap_or_default(),
            },
            _ => return Err(EventError::Unknown(kind)),
        })
    }
}

#[derive(Deserialize)]
struct Options {
    allow_cancel: bool,
}

impl ItemUpdate {
    fn read(fields: &Fields) -> Result<Self, EventError> {
        let kind: String = fields.read("type")?;
        Ok(match kind.as_str() {
            "assistant_message.content_part.added" => Self::ContentPartAdded {
                content_index: fields.read("content_index")?,
                content: fields.read::<OutputText>("content")?,
            },
            "assistant_message.content_part.text_delta" => Self::TextDelta {
                content_index: fields.read("content_index")?,
                delta: fields.read("delta")?,
            },
            "assistant_message.content_part.annotation_added" => Self::AnnotationAdded {
                content_index: fields.read("content_index")?,
                annotation_index: fields.read("annotation_index")?,
                annotation: fields.read::<Box<Annotation>>("annotation")?,
            },
            "assistant_message.content_part.done" => Self::ContentPartDone {
                content_index: fields.read("content_index")?,
                content: fields.read::<OutputText>("content")?,
            },
            "workflow.task.added" => Self::TaskAdded {
                task_index: fields.read("task_index")?,
                task: fields.read::<Box<Task>>("task")?,
            },
            "workflow.task.updated" => Self::TaskUpdated {
                task_index: fields.read("task_index")?,
                task: fields.read::<Box<Task>>("task")?,
            },
            "generated_image.updated" => Self::ImageUpdated {
                image: fields.read::<Image>("image")?,
                progress: fields.maybe("progress")?,
            },
            "widget.root.updated" => Self::Widget(WidgetUpdate::RootUpdated {
                widget: fields.read("widget")?,
            }),
            "widget.component.updated" => Self::Widget(WidgetUpdate::ComponentUpdated {
                component_id: fields.read("component_id")?,
                component: fields.read("component")?,
            }),
            "widget.streaming_text.value_delta" => {
                Self::Widget(WidgetUpdate::StreamingTextValueDelta {
                    component_id: fields.read("component_id")?,
                    delta: fields.read("delta")?,
                    done: fields.read("done")?,
                })
            }
            _ => return Err(EventError::Unknown(kind)),
        })
    }
}

struct Fields(RawObject);

impl Fields {
    fn read<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, EventError> {
        self.maybe(name)?.ok_or(EventError::Missing(name))
    }

    fn maybe<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, EventError> {
        Ok(self.0.read(name)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every event and every update, as the protocol writes them.
    const EVENTS: &str = r#"
{"type":"thread.created","thread":{"id":"t","created_at":"2026-11-21T07:09:52Z","status":{"type":"active"},"metadata":{},"items":{"data":[],"has_more":false}}}
{"type":"thread.updated","thread":{"title":"T","id":"t","created_at":"2026-11-21T07:09:52Z","status":{"type":"closed","reason":"paid"},"allowed_image_domains":["example.com"],"metadata":{},"items":{"data":[],"has_more":false}}}
{"type":"thread.item.added","item":{"id":"i","thread_id":"t","created_at":"2026-11-21T07:09:52Z","type":"task","task":{"type":"custom","status_indicator":"none"},"later":1.0}}
{"type":"thread.item.done","item":{"id":"i","thread_id":"t","created_at":"2026-11-21T07:09:52Z","type":"end_of_turn"}}
{"type":"thread.item.replaced","item":{"id":"i","thread_id":"t","created_at":"2026-11-21T07:09:52Z","type":"end_of_turn"}}
{"type":"thread.item.removed","item_id":"i"}
{"type":"stream_options","stream_options":{"allow_cancel":false}}
{"type":"progress_update","icon":"lucide:foo","text":"hi"}
{"type":"client_effect","name":"e","data":{"n":null}}
{"type":"notice","level":"warning","message":"m","title":"t"}
{"type":"error","code":"custom","message":"nice msg","allow_retry":false}
{"type":"error","code":"stream.error","allow_retry":true}
{"type":"thread.item.updated","item_id":"i","update":{"type":"assistant_message.content_part.added","content_index":0,"content":{"annotations":[],"text":"","type":"output_text"}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"assistant_message.content_part.text_delta","content_index":1,"delta":"é"}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"assistant_message.content_part.annotation_added","content_index":0,"annotation_index":2,"annotation":{"type":"annotation","source":{"type":"file","title":"F","filename":"f.txt"},"index":3}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"assistant_message.content_part.done","content_index":0,"content":{"annotations":[],"text":"x","type":"output_text"}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"widget.streaming_text.value_delta","component_id":"c","delta":"d","done":false}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"widget.root.updated","widget":{"type":"Card","children":[],"later":1.0}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"widget.component.updated","component_id":"c","component":{"type":"Text","value":"v"}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"workflow.task.added","task_index":0,"task":{"type":"thought","status_indicator":"none","content":"hm"}}}
{"type":"thread.item.updated","item_id":"i","update":{"type":"workflow.task.updated","task_index":0,"task":{"type":"image","status_indicator":"loading","title":"t"}}}
{"type":"thread.item.updated","item_id":"g","update":{"type":"generated_image.updated","image":{"id":"i","url":"data:x"},"progress":0.3333333333333333}}
"#;

    #[test]
    fn every_event_is_read_and_written_byte_for_byte() {
        let lines = EVENTS.trim().lines();
        assert_eq!(lines.clone().count(), 22);
        for line in lines {
            let event = Event::from_json(line).unwrap();
            assert_eq!(serde_json::to_string(&event).unwrap(), line);
        }
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for json in [
            "[]",
            "{}",
            r#"{"type":"thread.danced"}"#,
            r#"{"type":"thread.item.removed"}"#,
            r#"{"type":"thread.item.updated","item_id":"i","update":{"type":"spin"}}"#,
            r#"{"type":"notice","level":"loud","message":"m"}"#,
        ] {
            assert!(Event::from_json(json).is_err(), "{json}");
        }
    }
}

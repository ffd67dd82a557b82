//! The 16 requests.

mod lax;
mod params;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use params as p;
pub use params::{
    AudioInput, FeedbackKind, NewAttachment, StructuredAnswer, StructuredAnswers, UserMessageInput,
};

use crate::error::RequestError;
use crate::id::{AttachmentId, ItemId, ThreadId};
use crate::page::PageRequest;
use crate::widget::WidgetAction;

/// A request as a client sends it: `{"type", "params", "metadata"}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// What the client's page adds to each request.
    pub metadata: Map<String, Value>,
}

/// What is asked: answered by a stream, or by one document. The type of the request alone decides which.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Answered by a stream of events.
    Streaming(StreamingOperation),
    /// Answered by one JSON document.
    Plain(PlainOperation),
}

/// What a stream of events answers.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamingOperation {
    /// `threads.create`: begin a thread with a message.
    CreateThread {
        /// The message.
        input: UserMessageInput,
    },
    /// `threads.add_user_message`.
    AddUserMessage {
        /// Where.
        thread_id: ThreadId,
        /// The message.
        input: UserMessageInput,
    },
    /// `threads.add_client_tool_output`: what the client's tool answered.
    AddClientToolOutput {
        /// Where.
        thread_id: ThreadId,
        /// The answer.
        result: Value,
    },
    /// `threads.add_structured_input`: answers to questions.
    AddStructuredInput {
        /// Where.
        thread_id: ThreadId,
        /// Which questions.
        item_id: ItemId,
        /// The answers.
        input: StructuredAnswers,
    },
    /// `threads.retry_after_item`: forget what followed a message, and answer it again.
    RetryAfterItem {
        /// Where.
        thread_id: ThreadId,
        /// Which message.
        item_id: ItemId,
    },
    /// `threads.custom_action`: something was clicked.
    CustomAction {
        /// Where.
        thread_id: ThreadId,
        /// In which widget.
        item_id: Option<ItemId>,
        /// What.
        action: WidgetAction,
    },
}

/// What one JSON document answers.
#[derive(Debug, Clone, PartialEq)]
pub enum PlainOperation {
    /// `threads.get_by_id`.
    GetThread {
        /// Which.
        thread_id: ThreadId,
    },
    /// `threads.list`.
    ListThreads(PageRequest),
    /// `threads.update`: give a thread another title.
    UpdateThread {
        /// Which.
        thread_id: ThreadId,
        /// The title.
        title: String,
    },
    /// `threads.delete`.
    DeleteThread {
        /// Which.
        thread_id: ThreadId,
    },
    /// `threads.sync_custom_action`: like `threads.custom_action`, while a stream may go on.
    SyncCustomAction {
        /// Where.
        thread_id: ThreadId,
        /// In which widget.
        item_id: Option<ItemId>,
        /// What.
        action: WidgetAction,
    },
    /// `items.list`.
    ListItems {
        /// Where.
        thread_id: ThreadId,
        /// Which part.
        page: PageRequest,
    },
    /// `items.feedback`.
    Feedback {
        /// Where.
        thread_id: ThreadId,
        /// On what.
        item_ids: Vec<ItemId>,
        /// Which.
        kind: FeedbackKind,
    },
    /// `attachments.create`: announce a file, and learn where to send it.
    CreateAttachment(NewAttachment),
    /// `attachments.delete`.
    DeleteAttachment {
        /// Which.
        attachment_id: AttachmentId,
    },
    /// `input.transcribe`: speech to text.
    Transcribe(AudioInput),
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    r#type: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(default)]
    metadata: Map<String, Value>,
}

impl Request {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// [`RequestError::Malformed`] if it is no JSON, [`RequestError::Invalid`] if it is not a request of the
    /// protocol. Fields that the protocol does not name are ignored.
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        let text = std::str::from_utf8(body).map_err(|_| RequestError::NotUtf8)?;
        let is_object = text.trim_ascii_start().starts_with('{');
        if !is_object && serde_json::from_str::<&RawValue>(text).is_ok() {
            return Err(invalid(None, "a request is an object"));
        }
        let envelope: Envelope<'_> = match serde_json::from_str(text) {
            Ok(envelope) => envelope,
            Err(error) if error.is_data() => {
                return Err(invalid(None, &reason(&error)));
            }
            Err(error) => return Err(RequestError::Malformed(error)),
        };
        let params = envelope.params.map_or("{}", RawValue::get);
        Ok(Self {
            operation: operation(&envelope.r#type, params)?,
            metadata: envelope.metadata,
        })
    }
}

fn operation(name: &str, params: &str) -> Result<Operation, RequestError> {
    let streaming = match name {
        "threads.create" => {
            let p::Input { input } = read(params)?;
            StreamingOperation::CreateThread { input }
        }
        "threads.add_user_message" => {
            let p::ThreadInput { thread_id, input } = read(params)?;
            StreamingOperation::AddUserMessage { thread_id, input }
        }
        "threads.add_client_tool_output" => {
            let p::ToolOutput { thread_id, result } = read(params)?;
            StreamingOperation::AddClientToolOutput { thread_id, result }
        }
        "threads.add_structured_input" => {
            let p::Answers {
                thread_id,
                item_id,
                input,
            } = read(params)?;
            StreamingOperation::AddStructuredInput {
                thread_id,
                item_id,
                input,
            }
        }
        "threads.retry_after_item" => {
            let p::ThreadItemIds { thread_id, item_id } = read(params)?;
            StreamingOperation::RetryAfterItem { thread_id, item_id }
        }
        "threads.custom_action" => {
            let p::Clicked {
                thread_id,
                item_id,
                action,
            } = read(params)?;
            StreamingOperation::CustomAction {
                thread_id,
                item_id,
                action,
            }
        }
        _ => return plain(name, params).map(Operation::Plain),
    };
    Ok(Operation::Streaming(streaming))
}

fn plain(name: &str, params: &str) -> Result<PlainOperation, RequestError> {
    Ok(match name {
        "threads.get_by_id" => {
            let p::Thread { thread_id } = read(params)?;
            PlainOperation::GetThread { thread_id }
        }
        "threads.list" => PlainOperation::ListThreads(read::<p::Listing>(params)?.page()),
        "threads.update" => {
            let p::Title { thread_id, title } = read(params)?;
            PlainOperation::UpdateThread { thread_id, title }
        }
        "threads.delete" => {
            let p::Thread { thread_id } = read(params)?;
            PlainOperation::DeleteThread { thread_id }
        }
        "threads.sync_custom_action" => {
            let p::Clicked {
                thread_id,
                item_id,
                action,
            } = read(params)?;
            PlainOperation::SyncCustomAction {
                thread_id,
                item_id,
                action,
            }
        }
        "items.list" => {
            let p::Thread { thread_id } = read(params)?;
            let page = read::<p::Listing>(params)?.page();
            PlainOperation::ListItems { thread_id, page }
        }
        "items.feedback" => {
            let p::Feedback {
                thread_id,
                item_ids,
                kind,
            } = read(params)?;
            PlainOperation::Feedback {
                thread_id,
                item_ids,
                kind,
            }
        }
        "attachments.create" => PlainOperation::CreateAttachment(read(params)?),
        "attachments.delete" => {
            let p::AttachmentOf { attachment_id } = read(params)?;
            PlainOperation::DeleteAttachment { attachment_id }
        }
        "input.transcribe" => PlainOperation::Transcribe(read::<p::Audio>(params)?.decode()?),
        _ => {
            let message = format!("there is no request of type {name:?}");
            return Err(invalid(Some("type".into()), &message));
        }
    })
}

fn read<T: DeserializeOwned>(params: &str) -> Result<T, RequestError> {
    let mut deserializer = serde_json::Deserializer::from_str(params);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." {
            "params".to_owned()
        } else {
            format!("params.{path}")
        };
        invalid(Some(field), &reason(error.inner()))
    })
}

fn invalid(field: Option<String>, message: &str) -> RequestError {
    RequestError::Invalid {
        field,
        message: message.to_owned(),
    }
}

/// Returns what is wrong, without the place in a text that the reader does not have before them.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests;

#![doc = include_str!("../README.md")]

mod attachment;
mod attachment_store;
mod emit;
mod engine;
mod error;
mod event;
mod id;
mod item;
mod json;
mod known;
mod memory;
mod page;
mod request;
mod runs;
mod server;
pub mod sse;
mod store;
mod stream_widget;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod thread;
mod time;
mod turn;
pub mod widget;

pub use attachment::{Attachment, AttachmentType, UploadDescriptor, UploadMethod};
pub use attachment_store::AttachmentStore;
pub use emit::{Emitter, emit};
pub use engine::{ChatKit, EventFrame, Frames, RequestOptions, Response};
pub use error::{BoxError, Missing, RequestError, StoreError, StreamError};
pub use event::{Event, EventError, ItemUpdate, NoticeLevel, StreamOptions};
pub use id::{AttachmentId, IdKind, ItemId, ThreadId};
pub use item::{
    Annotation, Answer, AssistantMessage, ClientToolCall, EndOfTurn, GeneratedImage, HiddenContext,
    Image, InferenceOptions, InputStatus, ItemBody, ItemKind, OutputText, Question, QuestionOption,
    SdkHiddenContext, Source, StatusIndicator, StructuredInput, Summary, Task, TaskItem,
    ThreadItem, ToolCallStatus, ToolChoice, UserContent, UserMessage, WidgetItem, Workflow,
    WorkflowItem, WorkflowKind,
};
pub use json::RawObject;
pub use known::Known;
pub use memory::MemoryStore;
pub use page::{DEFAULT_LIMIT, MAX_LIMIT, Order, Page, PageRequest};
pub use request::{
    AudioInput, FeedbackKind, NewAttachment, Operation, PlainOperation, Request,
    StreamingOperation, StructuredAnswer, StructuredAnswers, UserMessageInput,
};
pub use runs::{HolderId, LeasePace, MemoryLeases, Run, RunKey, RunLeases, Runs, Stopped};
pub use server::{ChatKitServer, EventStream, ReceivedMessage};
pub use store::{Accepted, NewMessage, Place, Store};
pub use thread::{Thread, ThreadStatus};
pub use turn::Turn;

/// Has the samples of the guide compiled and run.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../docs/stores.md")]
struct StoreGuide;

#![doc = include_str!("../README.md")]

mod error;
mod event;
mod model;
mod request;
mod response;

pub use error::{ErrorKind, ModelError};
pub use event::ModelEvent;
pub use model::{Model, ModelStream};
pub use request::{
    ContentPart, InputItem, ModelRequest, ReasoningEffort, Role, ToolChoice, ToolSpec,
};
pub use response::{FinishReason, ModelResponse, OutputItem, ToolCall, Usage};

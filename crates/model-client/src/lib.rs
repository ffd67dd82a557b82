#![doc = include_str!("../README.md")]

mod annotation;
mod client;
mod config;
mod decode;
mod dialect;
mod error;
mod event;
mod failure;
mod fallback;
#[cfg(test)]
mod fixtures;
mod http;
mod model;
mod price;
mod redact;
mod request;
mod request_body;
mod response;
mod retry;
mod routing;
mod tool_calls;
mod wire;

pub mod chat;
pub mod responses;
pub mod sse;

pub use annotation::{Annotation, CitedSource};
pub use client::{HttpModel, Speech, Transcriber};
pub use config::{
    Api, Limits, OPENAI_DEFAULT_MODEL, OPENAI_TRANSCRIPTION_MODEL, OPENROUTER_FREE_MODEL,
    ProviderConfig, Timeouts,
};
pub use decode::{DecodeOptions, Progress};
pub use dialect::{
    AnswerForm, AuthStyle, BareDone, CallIds, Dialect, Feature, ForcedChoice, KnownServer,
    MaxTokensField, ReasoningReplay, ReasoningRequest, SystemMessages,
};
pub use error::{ErrorKind, ModelError};
pub use event::ModelEvent;
pub use fallback::FallbackModel;
pub use http::http_client;
pub use model::{Model, ModelStream};
pub use request::{
    ContentPart, InputItem, ModelRequest, OutputSchema, ReasoningEffort, Role, ToolChoice, ToolSpec,
};
pub use response::{FinishReason, GeneratedImage, ModelResponse, OutputItem, ToolCall, Usage};
pub use retry::{Jitter, RetryBudget, RetryPolicy, SharedWaits};
pub use routing::{DataCollection, MaxPrice, ProviderRouting, ProviderSort, Routing};

use bytes::Bytes;
use serde_json::Value;
use taskpilot_model_client::{ModelEvent, ModelRequest, ModelResponse};

use crate::error::ApiError;
use crate::{chat, responses};

/// Which of the two APIs a request speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    Chat,
    Responses,
}

/// A request, understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) request: ModelRequest,
    pub(crate) stream: bool,
    /// Whether a Chat Completions stream shall end with the usage.
    pub(crate) include_usage: bool,
}

/// What every part of one answer repeats.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    /// Ends the ids of the answer and its items; unique for this server.
    pub(crate) id: String,
    pub(crate) model: String,
    /// Unix seconds.
    pub(crate) created: i64,
}

/// Turns events into the frames of a stream, in the order and shape OpenAI sends them.
pub(crate) enum Writer {
    Chat(chat::Writer),
    Responses(responses::Writer),
}

impl Api {
    /// Understands the body of a request.
    pub(crate) fn read(self, body: &Value) -> Result<Call, ApiError> {
        match self {
            Self::Chat => chat::read(body),
            Self::Responses => responses::read(body),
        }
    }

    /// Returns the body of an answer that is not streamed.
    pub(crate) fn whole(self, envelope: &Envelope, response: &ModelResponse) -> Value {
        match self {
            Self::Chat => chat::whole(envelope, response),
            Self::Responses => responses::whole(envelope, response),
        }
    }

    pub(crate) fn writer(self, envelope: Envelope, include_usage: bool) -> Writer {
        match self {
            Self::Chat => Writer::Chat(chat::Writer::new(envelope, include_usage)),
            Self::Responses => Writer::Responses(responses::Writer::new(envelope)),
        }
    }
}

impl Writer {
    /// Returns the frames that tell `event`.
    pub(crate) fn event(&mut self, event: ModelEvent) -> Vec<Bytes> {
        match self {
            Self::Chat(writer) => writer.event(event),
            Self::Responses(writer) => writer.event(event),
        }
    }

    /// Returns the frame that tells of a failure in the middle of the stream.
    pub(crate) fn failure(&mut self, error: &ApiError) -> Bytes {
        match self {
            Self::Chat(_) => chat::failure(error),
            Self::Responses(writer) => writer.failure(error),
        }
    }
}

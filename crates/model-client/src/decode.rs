use crate::config::Limits;
use crate::dialect::BareDone;
use crate::error::{ErrorKind, ModelError};
use crate::failure::Failure;
use crate::redact::Redactor;

/// Whether a stream has more to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Go on reading.
    More,
    /// The answer is complete; [`ModelEvent::Finished`](crate::ModelEvent::Finished) is the last event given out.
    Done,
}

/// What decoders need to know beside the stream.
#[derive(Debug, Clone)]
pub struct DecodeOptions {
    /// The model that was asked for; it is named in the answer if the provider names none.
    pub model: String,
    /// What an answer may cost.
    pub limits: Limits,
    /// What `[DONE]` without a finish reason means in Chat Completions.
    pub bare_done: BareDone,
    /// What the ids of tool calls begin with that the provider left without one. Give each call of a model
    /// its own if the answers end up in one history.
    pub call_id_prefix: String,
    pub(crate) redactor: Redactor,
}

impl DecodeOptions {
    /// Returns the usual options for an answer of `model`.
    pub fn new(model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            limits: Limits::default(),
            bare_done: BareDone::default(),
            call_id_prefix: "call_".to_owned(),
            redactor: Redactor::default(),
        }
    }
}

/// Returns the error for an event that is not what the API says; it does not show the event.
pub(crate) fn malformed(error: &serde_json::Error) -> Failure {
    let what = match error.classify() {
        serde_json::error::Category::Data => "unexpected json",
        _ => "malformed json",
    };
    Failure::new(
        ErrorKind::Protocol,
        format!("the provider sent an event of {what}"),
    )
}

pub(crate) fn truncated() -> ModelError {
    ModelError::new(
        ErrorKind::Truncated,
        "the stream ended before the answer did",
    )
}

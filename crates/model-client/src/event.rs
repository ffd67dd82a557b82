use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::annotation::Annotation;
use crate::error::ErrorKind;
use crate::response::{GeneratedImage, ModelResponse, ToolCall};

/// One step of a model's answer, the same for every provider and API.
///
/// Deltas are for display; what counts is in [`ModelEvent::Finished`], which comes last and exactly once
/// unless the stream ends in an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ModelEvent {
    /// An attempt failed before anything visible was sent; another follows after `delay`.
    RetryScheduled {
        /// How long until then.
        delay: Duration,
        /// What went wrong.
        cause: ErrorKind,
    },
    /// A model failed before anything visible was sent, and another is asked
    /// ([`FallbackModel`](crate::FallbackModel)).
    ModelSwitched {
        /// The name of the one that is asked now.
        model: String,
        /// What went wrong with the one before.
        cause: ErrorKind,
    },
    /// The provider accepted the call.
    Started,
    /// More text.
    TextDelta(String),
    /// More of the thoughts' readable part.
    ReasoningDelta(String),
    /// Another part of the thoughts begins. Where thoughts are one text, a blank line stands between parts.
    ReasoningBreak,
    /// More of a refusal.
    RefusalDelta(String),
    /// A source of the text, with places in all text of the answer.
    Annotation(Box<Annotation>),
    /// The provider began to make an image.
    ImageStarted {
        /// Joins all events of the image.
        image_id: String,
    },
    /// The image as far as it is.
    ImagePartial {
        /// Joins all events of the image.
        image_id: String,
        /// Which of the partial images, from 0.
        index: u64,
        /// The partial image, as base64.
        base64: String,
    },
    /// An image is complete.
    ImageReady(GeneratedImage),
    /// A tool call began: its id and name are known.
    ToolCallStarted {
        /// Joins call and output.
        call_id: String,
        /// Which tool.
        name: String,
    },
    /// More of a tool call's arguments.
    ToolCallDelta {
        /// Which call.
        call_id: String,
        /// More JSON text.
        delta: String,
    },
    /// A tool call is complete. It may run only after [`ModelEvent::Finished`].
    ToolCallReady(ToolCall),
    /// The whole answer; nothing follows.
    Finished(Box<ModelResponse>),
}

impl ModelEvent {
    /// Returns whether something of the answer is in it. Once such an event was sent, nothing is tried again.
    pub fn is_visible(&self) -> bool {
        !matches!(
            self,
            Self::RetryScheduled { .. } | Self::ModelSwitched { .. } | Self::Started
        )
    }
}

use std::pin::Pin;

use futures_core::Stream;

use crate::error::ModelError;
use crate::event::ModelEvent;
use crate::request::ModelRequest;

/// A model's answer as it comes. Dropping it cancels the call and frees the connection.
///
/// It ends after [`ModelEvent::Finished`] or after the first error, and is fused.
pub type ModelStream = Pin<Box<dyn Stream<Item = Result<ModelEvent, ModelError>> + Send>>;

/// Something that answers: a provider behind HTTP, rules, or a script.
pub trait Model: Send + Sync {
    /// Returns the name of the model that answers when a request names none.
    fn name(&self) -> &str;

    /// Returns who runs it, as OpenTelemetry calls them (`openai`, `mistral_ai`, …); nothing if that is not known.
    #[expect(
        clippy::unnecessary_literal_bound,
        reason = "other models answer with what they hold"
    )]
    fn provider(&self) -> &str {
        ""
    }

    /// Asks the model. Nothing happens before the stream is polled; there is no task behind it.
    fn stream(&self, request: ModelRequest) -> ModelStream;
}

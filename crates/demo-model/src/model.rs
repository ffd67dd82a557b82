use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use taskpilot_model_client::{Model, ModelRequest, ModelStream, ToolChoice};

use crate::dialogue::{self, Next};
use crate::script::Tools;
use crate::streaming;

/// A [`Model`] that works by rules, without a key and without a network.
///
/// It is deterministic and keeps no state: the same request has the same answer.
#[derive(Debug, Clone, Default)]
pub struct DemoModel {
    pace: Duration,
    beside_widgets: bool,
}

impl DemoModel {
    /// The name it answers under.
    pub const NAME: &'static str = "taskpilot-demo";

    /// Returns a model that answers at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for `pace` before each word of an answer, as if it were thinking; tool calls come at once.
    /// A pace needs a tokio runtime with timers.
    #[must_use]
    pub fn with_pace(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    /// Speaks in surroundings that show each change, list and choice themselves, and that ask before several tasks are
    /// deleted: what they show is not said again, and all deletions are called at once.
    #[must_use]
    pub fn beside_widgets(self) -> Self {
        Self {
            beside_widgets: true,
            ..self
        }
    }
}

impl Model for DemoModel {
    fn name(&self) -> &str {
        Self::NAME
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let (pace, beside_widgets) = (self.pace, self.beside_widgets);
        // Nothing is worked out before the stream is polled, as the trait asks.
        let later = stream::once(async move {
            let model = request
                .model
                .clone()
                .unwrap_or_else(|| Self::NAME.to_owned());
            streaming::stream(answer(&request, beside_widgets), model, pace)
        });
        Box::pin(later.flatten().fuse())
    }
}

fn answer(request: &ModelRequest, beside_widgets: bool) -> Next {
    let tools = match request.tool_choice {
        ToolChoice::None => Tools::Offered(&[]),
        _ => Tools::Offered(&request.tools),
    };
    match dialogue::next(&request.input, tools, beside_widgets) {
        Next::Call(mut calls) if request.parallel_tool_calls == Some(false) => {
            calls.truncate(1);
            Next::Call(calls)
        }
        next => next,
    }
}

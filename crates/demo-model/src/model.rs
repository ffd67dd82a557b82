use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use taskpilot_model_client::{Model, ModelRequest, ModelStream, ToolChoice};

use crate::dialogue::{self, Next};
use crate::script::Tools;
use crate::streaming;
use crate::surroundings::Surroundings;

/// A [`Model`] that works by rules, without a key and without a network.
///
/// It is deterministic and keeps no state: the same request has the same answer.
#[derive(Debug, Clone, Default)]
pub struct DemoModel {
    pace: Duration,
    surroundings: Surroundings,
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

    /// Deletes and changes many tasks without a question in words: every call is made in the same response. So this is
    /// only for surroundings that ask the person themselves before much is done, and have the calls wait or refuse them
    /// with the code `approval_required`; the answer then points to their question.
    ///
    /// A request that allows one call at a time is answered as without this: several calls that come one by one could
    /// not be asked about together.
    #[must_use]
    pub fn with_approvals(self) -> Self {
        Self {
            surroundings: Surroundings::Approvals,
            ..self
        }
    }

    /// Leaves unsaid what surroundings with widgets show: each change, the rows of each list and each choice between
    /// tasks, as the tools answer. What they do not show is said as ever.
    ///
    /// The surroundings are to ask before much is done, as [`with_approvals`](Self::with_approvals) says.
    #[must_use]
    pub fn beside_widgets(self) -> Self {
        Self {
            surroundings: Surroundings::Widgets,
            ..self
        }
    }
}

impl Model for DemoModel {
    fn name(&self) -> &str {
        Self::NAME
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let Self { pace, surroundings } = *self;
        // Nothing is worked out before the stream is polled, as the trait asks.
        let later = stream::once(async move {
            let model = request
                .model
                .clone()
                .unwrap_or_else(|| Self::NAME.to_owned());
            streaming::stream(answer(&request, surroundings), model, pace)
        });
        Box::pin(later.flatten().fuse())
    }
}

fn answer(request: &ModelRequest, surroundings: Surroundings) -> Next {
    let tools = match request.tool_choice {
        ToolChoice::None => Tools::Offered(&[]),
        _ => Tools::Offered(&request.tools),
    };
    let one_by_one = request.parallel_tool_calls == Some(false);
    let surroundings = if one_by_one {
        Surroundings::Bare
    } else {
        surroundings
    };
    match dialogue::next(&request.input, tools, surroundings) {
        Next::Call(mut calls) if one_by_one => {
            calls.truncate(1);
            Next::Call(calls)
        }
        next => next,
    }
}

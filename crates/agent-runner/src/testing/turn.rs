use std::time::Duration;

use serde_json::Value;
use taskpilot_model_client::{Annotation, ErrorKind, FinishReason, Usage};

/// One answer of a [`ScriptedModel`](super::ScriptedModel), put together in the order in which it comes.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    pub(super) steps: Vec<Step>,
    pub(super) finish: Option<FinishReason>,
    pub(super) usage: Usage,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Text(String),
    Reasoning(String, Value),
    Refusal(String),
    Annotation(Annotation),
    Image {
        partials: u64,
    },
    UnfinishedImage,
    Call {
        id: Option<String>,
        name: String,
        arguments: String,
    },
    CutCall {
        id: String,
        name: String,
    },
    Retry(Duration, ErrorKind),
    Sleep(Duration),
    Fail(ErrorKind),
    Hang,
    Vanish,
}

impl Turn {
    /// Returns an empty turn: an answer without text or calls, if nothing is added.
    pub fn new() -> Self {
        Self {
            usage: Usage {
                requests: 1,
                ..Usage::default()
            },
            ..Self::default()
        }
    }

    /// Says `text`, word by word.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.step(Step::Text(text.into()))
    }

    /// Thinks `text`; `raw` is the provider's item.
    #[must_use]
    pub fn reasoning(self, text: impl Into<String>, raw: Value) -> Self {
        self.step(Step::Reasoning(text.into(), raw))
    }

    /// Refuses with `text`.
    #[must_use]
    pub fn refusal(self, text: impl Into<String>) -> Self {
        self.step(Step::Refusal(text.into()))
    }

    /// Cites a source of the text before it.
    #[must_use]
    pub fn annotation(self, annotation: Annotation) -> Self {
        self.step(Step::Annotation(annotation))
    }

    /// Makes an image: `image_1` and so on, with this many partial images.
    #[must_use]
    pub fn image(self, partials: u64) -> Self {
        self.step(Step::Image { partials })
    }

    /// Begins an image and does not complete it, as an answer that breaks off does.
    #[must_use]
    pub fn unfinished_image(self) -> Self {
        self.step(Step::UnfinishedImage)
    }

    /// Calls the tool `name`.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "`json!` makes a value, which reads best so"
    )]
    pub fn call(self, name: impl Into<String>, arguments: Value) -> Self {
        self.raw_call(name, arguments.to_string())
    }

    /// Calls the tool `name` with `arguments` as they are, well-formed or not.
    #[must_use]
    pub fn raw_call(self, name: impl Into<String>, arguments: impl Into<String>) -> Self {
        let (name, arguments) = (name.into(), arguments.into());
        self.step(Step::Call {
            id: None,
            name,
            arguments,
        })
    }

    /// Calls the tool `name` with an id of the script's choice.
    #[must_use]
    pub fn call_with_id(
        self,
        id: impl Into<String>,
        name: impl Into<String>,
        arguments: impl Into<String>,
    ) -> Self {
        let (name, arguments) = (name.into(), arguments.into());
        self.step(Step::Call {
            id: Some(id.into()),
            name,
            arguments,
        })
    }

    /// Begins a call and does not complete it, as an answer that is [cut](FinishReason::Length) does.
    #[must_use]
    pub fn cut_call(self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.step(Step::CutCall {
            id: id.into(),
            name: name.into(),
        })
    }

    /// Says that an attempt failed with `cause`, and waits for `delay`.
    #[must_use]
    pub fn retry(self, delay: Duration, cause: ErrorKind) -> Self {
        self.step(Step::Retry(delay, cause))
    }

    /// Waits.
    #[must_use]
    pub fn sleep(self, delay: Duration) -> Self {
        self.step(Step::Sleep(delay))
    }

    /// Fails; nothing follows.
    #[must_use]
    pub fn fail(self, kind: ErrorKind) -> Self {
        self.step(Step::Fail(kind))
    }

    /// Falls silent for ever.
    #[must_use]
    pub fn hang(self) -> Self {
        self.step(Step::Hang)
    }

    /// Ends the stream with neither an answer nor an error, which no sound model does.
    #[must_use]
    pub fn vanish(self) -> Self {
        self.step(Step::Vanish)
    }

    /// Gives another reason for stopping than the one that follows from the rest.
    #[must_use]
    pub fn finish(mut self, finish: FinishReason) -> Self {
        self.finish = Some(finish);
        self
    }

    /// Says what the turn cost; one request unless said otherwise.
    #[must_use]
    pub fn usage(mut self, usage: Usage) -> Self {
        self.usage = usage;
        self
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

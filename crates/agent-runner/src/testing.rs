//! A model that plays a script, for tests of whatever runs agents (feature `testing`).

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use serde_json::Value;
use taskpilot_model_client::{
    Annotation, ErrorKind, FinishReason, GeneratedImage, Model, ModelError, ModelEvent,
    ModelRequest, ModelResponse, ModelStream, OutputItem, ToolCall, Usage,
};

/// A model that answers each call with the next turn of its script, and with an error after the last.
///
/// Calls it makes are numbered through the script, `call_1` first, unless a turn names them.
pub struct ScriptedModel {
    state: Mutex<State>,
}

struct State {
    turns: VecDeque<Turn>,
    requests: Vec<ModelRequest>,
    calls: u64,
}

/// One answer of a [`ScriptedModel`], put together in the order in which it comes.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    steps: Vec<Step>,
    finish: Option<FinishReason>,
    usage: Usage,
}

#[derive(Debug, Clone)]
enum Step {
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

impl ScriptedModel {
    /// Returns a model named `scripted` that plays `turns`.
    pub fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        let turns = turns.into_iter().collect();
        Self {
            state: Mutex::new(State {
                turns,
                requests: Vec::new(),
                calls: 0,
            }),
        }
    }

    /// Returns what it was asked until now.
    pub fn requests(&self) -> Vec<ModelRequest> {
        self.state().requests.clone()
    }

    /// Returns how many turns were not played yet.
    pub fn turns_left(&self) -> usize {
        self.state().turns.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Model for ScriptedModel {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let mut state = self.state();
        state.requests.push(request);
        let cues = match state.turns.pop_front() {
            Some(turn) => cues(turn, &mut state.calls),
            None => vec![failure(
                ErrorKind::Configuration,
                "the script has no turn left",
            )],
        };
        let played = stream::iter(cues).filter_map(async |cue| match cue {
            Cue::Show(event) => Some(event.map(|event| *event)),
            Cue::Sleep(delay) => {
                tokio::time::sleep(delay).await;
                None
            }
            Cue::Hang => std::future::pending().await,
        });
        Box::pin(played.fuse())
    }
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

enum Cue {
    Show(Result<Box<ModelEvent>, ModelError>),
    Sleep(Duration),
    Hang,
}

fn cues(turn: Turn, calls: &mut u64) -> Vec<Cue> {
    let mut cues = vec![show(ModelEvent::Started)];
    let mut output = Vec::new();
    for step in turn.steps {
        match step {
            Step::Text(text) => {
                let words = text.split_inclusive(' ').map(str::to_owned);
                cues.extend(words.map(|word| show(ModelEvent::TextDelta(word))));
                output.push(OutputItem::message(text));
            }
            Step::Annotation(annotation) => {
                cues.push(show(ModelEvent::Annotation(annotation.clone())));
                cite(&mut output, annotation);
            }
            Step::Image { partials } => {
                let image = image(&output);
                cues.extend(image_events(&image, partials).map(show));
                output.push(OutputItem::Image(image));
            }
            Step::Reasoning(text, raw) => {
                cues.push(show(ModelEvent::ReasoningDelta(text.clone())));
                output.push(OutputItem::Reasoning { text, raw });
            }
            Step::Refusal(text) => {
                cues.push(show(ModelEvent::RefusalDelta(text.clone())));
                output.push(OutputItem::Refusal { text });
            }
            Step::UnfinishedImage => {
                let GeneratedImage { image_id, .. } = image(&output);
                cues.push(show(ModelEvent::ImageStarted { image_id }));
            }
            Step::Call {
                id,
                name,
                arguments,
            } => {
                *calls = calls.saturating_add(1);
                let call_id = id.unwrap_or_else(|| format!("call_{calls}"));
                let call = ToolCall {
                    call_id,
                    name,
                    arguments,
                };
                cues.extend(call_events(&call).map(show));
                output.push(OutputItem::ToolCall(call));
            }
            Step::CutCall { id: call_id, name } => {
                cues.push(show(ModelEvent::ToolCallStarted { call_id, name }));
            }
            Step::Retry(delay, cause) => {
                cues.extend([
                    show(ModelEvent::RetryScheduled { delay, cause }),
                    Cue::Sleep(delay),
                ]);
            }
            Step::Sleep(delay) => cues.push(Cue::Sleep(delay)),
            Step::Fail(kind) => {
                cues.push(failure(kind, "the script says so"));
                return cues;
            }
            Step::Hang => cues.push(Cue::Hang),
            Step::Vanish => return cues,
        }
    }
    let response = ModelResponse {
        id: None,
        model: "scripted".into(),
        finish: turn.finish.unwrap_or_else(|| natural_finish(&output)),
        output,
        usage: turn.usage,
    };
    cues.push(show(ModelEvent::Finished(Box::new(response))));
    cues
}

/// Adds a citation to the last message.
fn cite(output: &mut [OutputItem], annotation: Annotation) {
    let mut items = output.iter_mut().rev();
    let last = items.find_map(|item| match item {
        OutputItem::Message { annotations, .. } => Some(annotations),
        _ => None,
    });
    if let Some(annotations) = last {
        annotations.push(annotation);
    }
}

fn image(output: &[OutputItem]) -> GeneratedImage {
    let is_image = |item: &&OutputItem| matches!(item, OutputItem::Image(_));
    let number = output.iter().filter(is_image).count().saturating_add(1);
    GeneratedImage {
        image_id: format!("image_{number}"),
        base64: "QUJD".to_owned(),
        format: None,
    }
}

fn image_events(image: &GeneratedImage, partials: u64) -> impl Iterator<Item = ModelEvent> {
    let image_id = image.image_id.clone();
    let started = ModelEvent::ImageStarted {
        image_id: image_id.clone(),
    };
    let partial = move |index| ModelEvent::ImagePartial {
        image_id: image_id.clone(),
        index,
        base64: "QQ==".to_owned(),
    };
    let ready = ModelEvent::ImageReady(image.clone());
    std::iter::once(started)
        .chain((0..partials).map(partial))
        .chain(std::iter::once(ready))
}

fn call_events(call: &ToolCall) -> [ModelEvent; 3] {
    let ToolCall {
        call_id,
        name,
        arguments,
    } = call.clone();
    [
        ModelEvent::ToolCallStarted {
            call_id: call_id.clone(),
            name,
        },
        ModelEvent::ToolCallDelta {
            call_id,
            delta: arguments,
        },
        ModelEvent::ToolCallReady(call.clone()),
    ]
}

fn natural_finish(output: &[OutputItem]) -> FinishReason {
    if output
        .iter()
        .any(|item| matches!(item, OutputItem::ToolCall(_)))
    {
        FinishReason::ToolCalls
    } else {
        FinishReason::Stop
    }
}

fn show(event: ModelEvent) -> Cue {
    Cue::Show(Ok(Box::new(event)))
}

fn failure(kind: ErrorKind, message: &str) -> Cue {
    Cue::Show(Err(ModelError::new(kind, message)))
}

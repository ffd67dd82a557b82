use std::time::Duration;

use taskpilot_model_client::{
    Annotation, ErrorKind, FinishReason, GeneratedImage, ModelError, ModelEvent, ModelResponse,
    OutputItem, ToolCall,
};

use super::turn::{Step, Turn};

/// What a scripted model does next.
pub(super) enum Cue {
    Show(Result<Box<ModelEvent>, ModelError>),
    Sleep(Duration),
    Hang,
}

pub(super) fn cues(turn: Turn, calls: &mut u64) -> Vec<Cue> {
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
                cues.push(show(ModelEvent::Annotation(Box::new(annotation.clone()))));
                cite(&mut output, annotation);
            }
            Step::Image { partials } => {
                let image = image(&output);
                cues.extend(image_events(&image, partials).map(show));
                output.push(OutputItem::Image(image));
            }
            Step::Reasoning(text, raw) => {
                if has_thoughts(&output) {
                    cues.push(show(ModelEvent::ReasoningBreak));
                }
                for (part, thought) in text.split("\n\n").enumerate() {
                    if part > 0 {
                        cues.push(show(ModelEvent::ReasoningBreak));
                    }
                    cues.push(show(ModelEvent::ReasoningDelta(thought.to_owned())));
                }
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

fn has_thoughts(output: &[OutputItem]) -> bool {
    let mut output = output.iter();
    output.any(|item| matches!(item, OutputItem::Reasoning { text, .. } if !text.is_empty()))
}

fn show(event: ModelEvent) -> Cue {
    Cue::Show(Ok(Box::new(event)))
}

pub(super) fn failure(kind: ErrorKind, message: &str) -> Cue {
    Cue::Show(Err(ModelError::new(kind, message)))
}

use taskpilot_model_client::{
    Annotation, FinishReason, GeneratedImage, ModelEvent, ModelResponse, OutputItem,
};

use crate::script::Reply;

/// Returns the events by which a model tells `response`, which `reply` comes to: word by word, arguments in pieces.
pub(crate) fn events(reply: &Reply, response: ModelResponse) -> Vec<ModelEvent> {
    let mut events = vec![ModelEvent::Started];
    let cut = response.finish == FinishReason::Length;
    for (index, item) in response.output.iter().enumerate() {
        match item {
            OutputItem::Message { text, annotations } => {
                say(text, reply.piece_chars, annotations, &mut events);
            }
            OutputItem::Refusal { text } => {
                events.extend(words(text).map(ModelEvent::RefusalDelta));
            }
            OutputItem::Reasoning { text, .. } => {
                think(text, &mut events);
            }
            OutputItem::Image(image) => paint(reply, image, &mut events),
            OutputItem::ToolCall(call) => {
                let call_id = &call.call_id;
                events.push(ModelEvent::ToolCallStarted {
                    call_id: call_id.clone(),
                    name: call.name.clone(),
                });
                events.extend(
                    pieces(&call.arguments, 8).map(|delta| ModelEvent::ToolCallDelta {
                        call_id: call_id.clone(),
                        delta,
                    }),
                );
                // The call that was being written when the cap was reached never gets ready.
                if !cut || index + 1 < response.output.len() {
                    events.push(ModelEvent::ToolCallReady(call.clone()));
                }
            }
            _ => {}
        }
    }
    events.push(ModelEvent::Finished(Box::new(response)));
    events
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_inclusive(' ').map(str::to_owned)
}

/// Says a text, and cites each source as soon as the text has got to the end of what it is cited for.
fn say(text: &str, piece_chars: usize, annotations: &[Annotation], events: &mut Vec<ModelEvent>) {
    let said: Vec<String> = match piece_chars {
        0 => words(text).collect(),
        size => pieces(text, size).collect(),
    };
    let mut uncited: Vec<&Annotation> = annotations.iter().collect();
    let mut at = 0;
    for piece in said {
        at += u64::try_from(piece.chars().count()).unwrap_or_default();
        events.push(ModelEvent::TextDelta(piece));
        let due = uncited.extract_if(.., |it| it.end.is_some_and(|end| end <= at));
        events.extend(due.cloned().map(|it| ModelEvent::Annotation(Box::new(it))));
    }
    events.extend(
        uncited
            .into_iter()
            .cloned()
            .map(|it| ModelEvent::Annotation(Box::new(it))),
    );
}

/// Thinks in summaries: the blank line between two is an event of its own.
fn think(text: &str, events: &mut Vec<ModelEvent>) {
    for (index, summary) in text.split("\n\n").enumerate() {
        if index > 0 {
            events.push(ModelEvent::ReasoningDelta("\n\n".to_owned()));
        }
        events.extend(words(summary).map(ModelEvent::ReasoningDelta));
    }
}

fn paint(reply: &Reply, image: &GeneratedImage, events: &mut Vec<ModelEvent>) {
    let image_id = &image.image_id;
    events.push(ModelEvent::ImageStarted {
        image_id: image_id.clone(),
    });
    let partial = reply.image.iter().flat_map(|image| &image.partial);
    events.extend(
        (0..)
            .zip(partial)
            .map(|(index, base64)| ModelEvent::ImagePartial {
                image_id: image_id.clone(),
                index,
                base64: base64.clone(),
            }),
    );
    events.push(ModelEvent::ImageReady(image.clone()));
}

/// `size` characters at a time; eight are about what a token of JSON has.
fn pieces(text: &str, size: usize) -> impl Iterator<Item = String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = characters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect();
    pieces.into_iter()
}

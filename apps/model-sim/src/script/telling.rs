use taskpilot_model_client::{FinishReason, ModelEvent, ModelResponse, OutputItem};

/// Returns the events by which a model tells `response`: word by word, arguments in pieces.
pub(crate) fn events(response: ModelResponse) -> Vec<ModelEvent> {
    let mut events = vec![ModelEvent::Started];
    let cut = response.finish == FinishReason::Length;
    for (index, item) in response.output.iter().enumerate() {
        match item {
            OutputItem::Message { text } => {
                events.extend(words(text).map(ModelEvent::TextDelta));
            }
            OutputItem::Refusal { text } => {
                events.extend(words(text).map(ModelEvent::RefusalDelta));
            }
            OutputItem::Reasoning { text, .. } => {
                events.extend(words(text).map(ModelEvent::ReasoningDelta));
            }
            OutputItem::ToolCall(call) => {
                let call_id = &call.call_id;
                events.push(ModelEvent::ToolCallStarted {
                    call_id: call_id.clone(),
                    name: call.name.clone(),
                });
                events.extend(
                    pieces(&call.arguments).map(|delta| ModelEvent::ToolCallDelta {
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

/// Eight characters at a time, about what a token of JSON has.
fn pieces(arguments: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = arguments.chars().collect();
    let pieces: Vec<String> = characters
        .chunks(8)
        .map(|piece| piece.iter().collect())
        .collect();
    pieces.into_iter()
}

use serde_json::{Value, json};

use super::citations::Citations;
use super::items::CallBook;
use crate::annotation::{Annotation, characters};
use crate::error::ModelError;
use crate::event::ModelEvent;
use crate::response::{GeneratedImage, OutputItem, ToolCall};
use crate::wire::Text;

/// One output item under way. Deltas are kept to be shown and as a last resort; the done item counts.
#[derive(Debug, Default)]
pub(super) struct Slot {
    pub(super) index: u64,
    pub(super) id: String,
    text: String,
    citations: Citations,
    refusal: String,
    thoughts: String,
    /// The part of the thoughts that came last; parts are parted by a blank line.
    part: Option<Part>,
    call: Option<Call>,
    /// The image's id, once consumers know of it.
    image: Option<String>,
    done: Option<Vec<OutputItem>>,
}

/// What stands between the parts of thoughts where they are one text.
const BETWEEN_PARTS: &str = "\n\n";

/// Which part of a reasoning item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Summary(u64),
    Content(u64),
}

#[derive(Debug, Default)]
struct Call {
    /// The id on the wire.
    wire_id: String,
    name: String,
    arguments: String,
    /// The id told to consumers, once they know of the call.
    announced: Option<String>,
}

impl Slot {
    pub(super) fn new(index: u64, id: &str) -> Self {
        Self {
            index,
            id: id.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// Returns whether anything is known of the item beside its place.
    pub(super) fn is_begun(&self) -> bool {
        self.is_done()
            || self.call.is_some()
            || self.image.is_some()
            || !(self.text.is_empty() && self.refusal.is_empty() && self.thoughts.is_empty())
    }

    /// Takes the item as it is when it begins.
    pub(super) fn begin(
        &mut self,
        item: &Value,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        match text_of(item, "type") {
            "function_call" => {}
            "image_generation_call" => {
                self.begin_image(text_of(item, "id"), out);
                return Ok(());
            }
            _ => return Ok(()),
        }
        let call = self.call.get_or_insert_default();
        call.identify(item);
        if !call.name.is_empty() && !call.wire_id.is_empty() {
            call.announce(book, out)?;
        }
        Ok(())
    }

    pub(super) fn text_delta(&mut self, part: u64, delta: Text<'_>, out: &mut Vec<ModelEvent>) {
        let Some(delta) = delta.filled() else { return };
        self.citations.begin_part(part, &self.text);
        self.text.push_str(&delta);
        out.push(ModelEvent::TextDelta(delta.into_owned()));
    }

    /// Takes a part's whole text, if it is the only part and came without deltas.
    pub(super) fn text_done(&mut self, part: u64, text: Text<'_>, out: &mut Vec<ModelEvent>) {
        if part == 0 && self.text.is_empty() {
            self.text_delta(part, text, out);
        }
    }

    /// Takes a citation in part `part` of the message; `before` characters of the answer's text precede the message.
    pub(super) fn annotate(
        &mut self,
        part: u64,
        wire: &Value,
        before: u64,
        out: &mut Vec<ModelEvent>,
    ) {
        let found = self.citations.add(part, wire);
        out.extend(found.map(|it| ModelEvent::Annotation(Box::new(it.behind(before)))));
    }

    /// Returns how many characters of text consumers have seen of the item.
    pub(super) fn shown_characters(&self) -> u64 {
        characters(&self.text)
    }

    pub(super) fn partial_image(
        &mut self,
        index: u64,
        base64: Text<'_>,
        out: &mut Vec<ModelEvent>,
    ) {
        let Some(base64) = base64.filled() else {
            return;
        };
        let id = self.id.clone();
        let image_id = self.begin_image(&id, out);
        out.push(ModelEvent::ImagePartial {
            image_id,
            index,
            base64: base64.into_owned(),
        });
    }

    fn begin_image(&mut self, id: &str, out: &mut Vec<ModelEvent>) -> String {
        if let Some(known) = &self.image {
            return known.clone();
        }
        let image_id = match id {
            "" => format!("image_{}", self.index),
            id => id.to_owned(),
        };
        out.push(ModelEvent::ImageStarted {
            image_id: image_id.clone(),
        });
        self.image = Some(image_id.clone());
        image_id
    }

    pub(super) fn refusal_delta(&mut self, delta: Text<'_>, out: &mut Vec<ModelEvent>) {
        let Some(delta) = delta.filled() else { return };
        self.refusal.push_str(&delta);
        out.push(ModelEvent::RefusalDelta(delta.into_owned()));
    }

    pub(super) fn refusal_done(&mut self, text: Text<'_>, out: &mut Vec<ModelEvent>) {
        if self.refusal.is_empty() {
            self.refusal_delta(text, out);
        }
    }

    pub(super) fn thoughts(&mut self, part: Part, delta: Text<'_>, out: &mut Vec<ModelEvent>) {
        let Some(delta) = delta.filled() else { return };
        if self.part.is_some_and(|last| last != part) {
            self.thoughts.push_str(BETWEEN_PARTS);
            out.push(ModelEvent::ReasoningBreak);
        }
        self.part = Some(part);
        self.thoughts.push_str(&delta);
        out.push(ModelEvent::ReasoningDelta(delta.into_owned()));
    }

    pub(super) fn arguments_delta(
        &mut self,
        delta: Text<'_>,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        let Some(delta) = delta.filled() else {
            return Ok(());
        };
        let call = self.call.get_or_insert_default();
        book.admit(call.arguments.len().saturating_add(delta.len()))?;
        call.arguments.push_str(&delta);
        if let Some(call_id) = &call.announced {
            out.push(ModelEvent::ToolCallDelta {
                call_id: call_id.clone(),
                delta: delta.into_owned(),
            });
        }
        Ok(())
    }

    pub(super) fn arguments_done(
        &mut self,
        name: Text<'_>,
        arguments: Text<'_>,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        let call = self.call.get_or_insert_default();
        if call.name.is_empty() {
            call.name = name.filled().map(Into::into).unwrap_or_default();
        }
        if let Some(arguments) = arguments.filled() {
            call.replace_arguments(arguments.into_owned(), book, out)?;
        }
        Ok(())
    }

    /// Takes the item as it is in the end. `is_whole` is false for the items of an answer that was cut short
    /// which nobody said were done.
    pub(super) fn settle(
        &mut self,
        item: Value,
        is_whole: bool,
        before: u64,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        if self.is_done() {
            return Ok(());
        }
        self.done = Some(match text_of(&item, "type") {
            "message" => self.settle_message(&item, before, out),
            "image_generation_call" => self.settle_image(item, out),
            "reasoning" => self.settle_reasoning(item, out),
            "function_call" => self.settle_call(&item, is_whole, book, out)?,
            _ => vec![OutputItem::Other(item)],
        });
        Ok(())
    }

    /// Returns what the item came to, from its deltas if it was never said to be done.
    pub(super) fn take_output(
        &mut self,
        is_whole: bool,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Vec<OutputItem>, ModelError> {
        if let Some(done) = self.done.take() {
            return Ok(done);
        }
        if let Some(call) = &self.call {
            let item = json!({"type": "function_call", "arguments": call.arguments});
            return self.settle_call(&item, is_whole, book, out);
        }
        // An image that was never done is none.
        let mut output = Vec::new();
        if !self.thoughts.is_empty() {
            let text = std::mem::take(&mut self.thoughts);
            let summary = json!([{"type": "summary_text", "text": text}]);
            let raw = json!({"type": "reasoning", "summary": summary});
            output.push(OutputItem::Reasoning { text, raw });
        }
        output.extend(message_items(
            std::mem::take(&mut self.text),
            self.citations.take(),
            std::mem::take(&mut self.refusal),
        ));
        Ok(output)
    }

    fn settle_message(
        &mut self,
        item: &Value,
        before: u64,
        out: &mut Vec<ModelEvent>,
    ) -> Vec<OutputItem> {
        let text = texts(item, "content", "text").collect::<String>();
        let refusal = texts(item, "content", "refusal").collect::<String>();
        if let Some(rest) = unseen(&self.text, &text) {
            self.text.push_str(&rest);
            out.push(ModelEvent::TextDelta(rest));
        }
        let (annotations, unseen_ones) = self.citations.settle(item);
        let shown = unseen_ones.into_iter().map(|it| it.behind(before));
        out.extend(shown.map(|it| ModelEvent::Annotation(Box::new(it))));
        if let Some(rest) = unseen(&self.refusal, &refusal) {
            out.push(ModelEvent::RefusalDelta(rest));
        }
        message_items(text, annotations, refusal)
    }

    fn settle_image(&mut self, item: Value, out: &mut Vec<ModelEvent>) -> Vec<OutputItem> {
        let base64 = text_of(&item, "result");
        if base64.is_empty() {
            return vec![OutputItem::Other(item)];
        }
        let format = item.get("output_format").and_then(Value::as_str);
        let image = GeneratedImage {
            image_id: self.begin_image(text_of(&item, "id"), out),
            base64: base64.to_owned(),
            format: format.map(str::to_owned),
        };
        out.push(ModelEvent::ImageReady(image.clone()));
        vec![OutputItem::Image(image)]
    }

    fn settle_reasoning(&mut self, item: Value, out: &mut Vec<ModelEvent>) -> Vec<OutputItem> {
        let mut parts: Vec<&str> = texts(&item, "summary", "text").collect();
        if parts.iter().all(|part| part.is_empty()) {
            parts = texts(&item, "content", "text").collect();
        }
        let text = parts.join(BETWEEN_PARTS);
        if text.starts_with(&self.thoughts) {
            show_unseen_parts(&self.thoughts, &parts, out);
        }
        vec![OutputItem::Reasoning { text, raw: item }]
    }

    fn settle_call(
        &mut self,
        item: &Value,
        is_whole: bool,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Vec<OutputItem>, ModelError> {
        let call = self.call.get_or_insert_default();
        call.identify(item);
        let arguments = match item.get("arguments") {
            Some(Value::String(text)) => text.clone(),
            None | Some(Value::Null) => String::new(),
            Some(value) => value.to_string(),
        };
        if !arguments.is_empty() {
            call.replace_arguments(arguments, book, out)?;
        }
        let is_json = || serde_json::from_str::<serde::de::IgnoredAny>(&call.arguments).is_ok();
        if text_of(item, "status") == "incomplete" || !(is_whole || is_json()) {
            return Ok(Vec::new());
        }
        let call_id = call.announce(book, out)?;
        let mut arguments = std::mem::take(&mut call.arguments);
        if arguments.trim().is_empty() {
            "{}".clone_into(&mut arguments);
        }
        let call = ToolCall {
            call_id,
            name: std::mem::take(&mut call.name),
            arguments,
        };
        out.push(ModelEvent::ToolCallReady(call.clone()));
        Ok(vec![OutputItem::ToolCall(call)])
    }
}

impl Call {
    /// Takes id and name where they are not known yet. Without a `call_id`, the item's id serves.
    fn identify(&mut self, item: &Value) {
        if self.name.is_empty() {
            text_of(item, "name").clone_into(&mut self.name);
        }
        for key in ["call_id", "id"] {
            if self.wire_id.is_empty() {
                text_of(item, key).clone_into(&mut self.wire_id);
            }
        }
    }

    fn announce(
        &mut self,
        book: &mut CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<String, ModelError> {
        if let Some(call_id) = &self.announced {
            return Ok(call_id.clone());
        }
        let call_id = book.enter(&self.wire_id)?;
        self.announced = Some(call_id.clone());
        out.push(ModelEvent::ToolCallStarted {
            call_id: call_id.clone(),
            name: self.name.clone(),
        });
        if !self.arguments.is_empty() {
            out.push(ModelEvent::ToolCallDelta {
                call_id: call_id.clone(),
                delta: self.arguments.clone(),
            });
        }
        Ok(call_id)
    }

    /// Takes the whole arguments, and shows what deltas did not.
    fn replace_arguments(
        &mut self,
        arguments: String,
        book: &CallBook,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        book.admit(arguments.len())?;
        if let Some(call_id) = &self.announced
            && let Some(delta) = unseen(&self.arguments, &arguments)
        {
            out.push(ModelEvent::ToolCallDelta {
                call_id: call_id.clone(),
                delta,
            });
        }
        self.arguments = arguments;
        Ok(())
    }
}

/// Returns what of `whole` was not seen yet, if what was seen is its beginning.
fn unseen(seen: &str, whole: &str) -> Option<String> {
    let rest = whole.strip_prefix(seen)?;
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Shows what of `parts` was not seen yet; what was seen is the beginning of all, joined.
fn show_unseen_parts(mut seen: &str, parts: &[&str], out: &mut Vec<ModelEvent>) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            match seen.strip_prefix(BETWEEN_PARTS) {
                Some(rest) => seen = rest,
                None => out.push(ModelEvent::ReasoningBreak),
            }
        }
        if let Some(rest) = seen.strip_prefix(part) {
            seen = rest;
        } else if let Some(rest) = unseen(std::mem::take(&mut seen), part) {
            out.push(ModelEvent::ReasoningDelta(rest));
        }
    }
}

fn message_items(text: String, annotations: Vec<Annotation>, refusal: String) -> Vec<OutputItem> {
    let text = (!text.is_empty()).then_some(OutputItem::Message { text, annotations });
    let refusal = (!refusal.is_empty()).then_some(OutputItem::Refusal { text: refusal });
    text.into_iter().chain(refusal).collect()
}

/// Returns the texts under `key` of the parts under `list`.
fn texts<'a>(item: &'a Value, list: &str, key: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = item.get(list).and_then(Value::as_array);
    let parts = parts.into_iter().flatten();
    parts.filter_map(move |part| part.get(key).and_then(Value::as_str))
}

fn text_of<'a>(item: &'a Value, key: &str) -> &'a str {
    item.get(key).and_then(Value::as_str).unwrap_or_default()
}

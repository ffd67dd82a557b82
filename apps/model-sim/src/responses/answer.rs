mod images;

use bytes::Bytes;
use serde_json::{Map, Value, json};
use taskpilot_model_client::{
    Annotation, FinishReason, ModelEvent, ModelResponse, OutputItem, ToolCall, Usage,
};

use crate::api::Envelope;
use crate::error::ApiError;
use crate::price::priced;
use crate::responses::items::{Item, Kind, Status, citation};

/// What parts thoughts: one part is one summary.
const BLANK_LINE: &str = "\n\n";

/// Writes the events of one answer.
pub(crate) struct Writer {
    envelope: Envelope,
    /// The number of the next event.
    sequence: u64,
    /// Their position is their `output_index`.
    items: Vec<Item>,
}

impl Writer {
    pub(crate) fn new(envelope: Envelope) -> Self {
        Self {
            envelope,
            sequence: 0,
            items: Vec::new(),
        }
    }

    pub(crate) fn event(&mut self, event: ModelEvent) -> Vec<Bytes> {
        let mut frames = Vec::new();
        if self.sequence == 0 {
            let response = response(&self.envelope, "in_progress", &[], &Value::Null);
            frames.push(self.frame("response.created", json!({"response": response})));
            frames.push(self.frame("response.in_progress", json!({"response": response})));
        }
        match event {
            ModelEvent::TextDelta(text) => self.say(&Kind::Text, &text, &mut frames),
            ModelEvent::RefusalDelta(text) => self.say(&Kind::Refusal, &text, &mut frames),
            ModelEvent::ReasoningDelta(text) if text == BLANK_LINE => {
                self.next_thought(&mut frames);
            }
            ModelEvent::ReasoningDelta(text) => self.say(&Kind::Reasoning, &text, &mut frames),
            ModelEvent::Annotation(annotation) => self.cite(&annotation, &mut frames),
            ModelEvent::ImageStarted { image_id } => self.begin_image(image_id, &mut frames),
            ModelEvent::ImagePartial {
                image_id,
                index,
                base64,
            } => self.show_image(&image_id, index, &base64, &mut frames),
            ModelEvent::ImageReady(image) => self.end_image(image, &mut frames),
            ModelEvent::ToolCallStarted { call_id, name } => {
                self.close_spoken(&mut frames);
                self.open(Kind::Call { call_id, name }, &mut frames);
            }
            ModelEvent::ToolCallDelta { call_id, delta } => {
                self.argue(&call_id, &delta, &mut frames);
            }
            ModelEvent::ToolCallReady(call) => self.ready(&call, &mut frames),
            ModelEvent::Finished(response) => self.finish(&response, &mut frames),
            _ => {}
        }
        frames
    }

    /// Returns the frame that ends a stream that failed; `OpenAI` nests the error.
    pub(crate) fn failure(&mut self, error: &ApiError) -> Bytes {
        let body = error.body();
        self.frame("error", body)
    }

    /// Adds to what is being said, thought or refused; another kind begins another item.
    fn say(&mut self, kind: &Kind, text: &str, frames: &mut Vec<Bytes>) {
        let going_on = |item: &Item| item.kind == *kind && !item.is_done();
        let index = self.items.iter().position(going_on).unwrap_or_else(|| {
            self.close_spoken(frames);
            self.open(kind.clone(), frames)
        });
        let name = match kind {
            Kind::Refusal => "response.refusal.delta",
            Kind::Reasoning => "response.reasoning_summary_text.delta",
            _ => "response.output_text.delta",
        };
        let mut delta = self.place(index);
        delta.insert("delta".to_owned(), text.into());
        if *kind == Kind::Text {
            delta.insert("logprobs".to_owned(), json!([]));
        }
        frames.push(self.frame(name, delta.into()));
        if let Some(item) = self.items.get_mut(index) {
            item.text.push_str(text);
        }
    }

    /// Ends the summary under way and begins another; nothing if there is none.
    fn next_thought(&mut self, frames: &mut Vec<Bytes>) {
        let thought = |item: &Item| item.kind == Kind::Reasoning && !item.is_done();
        let Some(index) = self.items.iter().position(thought) else {
            return;
        };
        self.close_part(index, frames);
        if let Some(item) = self.items.get_mut(index) {
            item.done_parts.push(std::mem::take(&mut item.text));
        }
        self.part_frame(index, "added", frames);
    }

    /// Cites a source of the text under way. Places count from its beginning: answers here have one message.
    fn cite(&mut self, annotation: &Annotation, frames: &mut Vec<Bytes>) {
        let text = |item: &Item| item.kind == Kind::Text && !item.is_done();
        let Some(index) = self.items.iter().position(text) else {
            return;
        };
        let mut event = self.place(index);
        let annotation = citation(annotation);
        if let Some(item) = self.items.get_mut(index) {
            event.insert("annotation_index".to_owned(), item.annotations.len().into());
            item.annotations.push(annotation.clone());
        }
        event.insert("annotation".to_owned(), annotation);
        frames.push(self.frame("response.output_text.annotation.added", event.into()));
    }

    fn argue(&mut self, call_id: &str, delta: &str, frames: &mut Vec<Bytes>) {
        let Some(index) = self.call(call_id) else {
            return;
        };
        let mut event = self.place(index);
        event.insert("delta".to_owned(), delta.into());
        frames.push(self.frame("response.function_call_arguments.delta", event.into()));
        if let Some(item) = self.items.get_mut(index) {
            item.text.push_str(delta);
        }
    }

    /// A model may give a call all at once; then it is told all at once.
    fn ready(&mut self, call: &ToolCall, frames: &mut Vec<Bytes>) {
        let index = self.call(&call.call_id).unwrap_or_else(|| {
            self.close_spoken(frames);
            let index = self.open(Kind::call(call), frames);
            self.argue(&call.call_id, &call.arguments, frames);
            index
        });
        self.close(index, Status::Completed, frames);
    }

    fn call(&self, call_id: &str) -> Option<usize> {
        let is_call =
            |item: &Item| matches!(&item.kind, Kind::Call { call_id: id, .. } if id == call_id);
        self.items.iter().position(is_call)
    }

    fn open(&mut self, kind: Kind, frames: &mut Vec<Bytes>) -> usize {
        let index = self.items.len();
        let id = format!("{}_{}_{index}", kind.prefix(), self.envelope.id);
        self.open_item(Item::new(id, kind), frames)
    }

    fn open_item(&mut self, item: Item, frames: &mut Vec<Bytes>) -> usize {
        let index = self.items.len();
        let added = json!({"output_index": index, "item": item.json()});
        frames.push(self.frame("response.output_item.added", added));
        self.items.push(item);
        self.part_frame(index, "added", frames);
        index
    }

    /// Closes the item that is being said, if one is.
    fn close_spoken(&mut self, frames: &mut Vec<Bytes>) {
        let spoken = |item: &Item| !item.is_done() && item.kind.is_spoken();
        if let Some(index) = self.items.iter().position(spoken) {
            self.close(index, Status::Completed, frames);
        }
    }

    fn close(&mut self, index: usize, status: Status, frames: &mut Vec<Bytes>) {
        if self.items.get(index).is_none_or(Item::is_done) {
            return;
        }
        self.close_part(index, frames);
        let Some(item) = self.items.get_mut(index) else {
            return;
        };
        item.status = status;
        let event = json!({"output_index": index, "item": item.json()});
        frames.push(self.frame("response.output_item.done", event));
    }

    /// Says that the part under way is whole.
    fn close_part(&mut self, index: usize, frames: &mut Vec<Bytes>) {
        let mut done = self.place(index);
        let Some(item) = self.items.get(index) else {
            return;
        };
        let (name, member) = match &item.kind {
            Kind::Text => ("response.output_text.done", "text"),
            Kind::Refusal => ("response.refusal.done", "refusal"),
            Kind::Reasoning => ("response.reasoning_summary_text.done", "text"),
            // What it came to is in the item alone.
            Kind::Image => {
                frames.push(self.frame("response.image_generation_call.completed", done.into()));
                return;
            }
            Kind::Call { name, .. } => {
                done.insert("name".to_owned(), name.as_str().into());
                ("response.function_call_arguments.done", "arguments")
            }
        };
        done.insert(member.to_owned(), item.text.as_str().into());
        frames.push(self.frame(name, done.into()));
        self.part_frame(index, "done", frames);
    }

    fn finish(&mut self, answer: &ModelResponse, frames: &mut Vec<Bytes>) {
        let text = answer.text();
        let said = self.items.iter().any(|item| item.kind == Kind::Text);
        if !said && !text.is_empty() {
            self.say(&Kind::Text, &text, frames);
        }
        let (status, _) = ending(&answer.finish);
        for index in 0..self.items.len() {
            self.close(index, status, frames);
        }
        let response = ended(&self.envelope, answer, &self.items);
        let name = match status {
            Status::Incomplete => "response.incomplete",
            _ => "response.completed",
        };
        frames.push(self.frame(name, json!({"response": response})));
    }

    /// Returns the members that say which part of which item an event is about.
    fn place(&self, index: usize) -> Map<String, Value> {
        let item = self.items.get(index);
        let mut place = Map::new();
        place.insert(
            "item_id".to_owned(),
            item.map(|item| item.id.as_str()).into(),
        );
        place.insert("output_index".to_owned(), index.into());
        let (part, number) = match item.map(|item| (&item.kind, item.done_parts.len())) {
            Some((Kind::Text | Kind::Refusal, number)) => ("content_index", number),
            Some((Kind::Reasoning, number)) => ("summary_index", number),
            _ => return place,
        };
        place.insert(part.to_owned(), number.into());
        place
    }

    /// Tells a step of the part under way, if the item has parts.
    fn part_frame(&mut self, index: usize, step: &str, frames: &mut Vec<Bytes>) {
        let item = self.items.get(index);
        let Some((item, part)) = item.and_then(|item| Some((item, item.part()?))) else {
            return;
        };
        let what = match item.kind {
            Kind::Reasoning => "reasoning_summary_part",
            _ => "content_part",
        };
        let mut event = self.place(index);
        event.insert("part".to_owned(), part);
        frames.push(self.frame(&format!("response.{what}.{step}"), event.into()));
    }

    fn frame(&mut self, name: &str, event: Value) -> Bytes {
        let mut data = json!({"type": name, "sequence_number": self.sequence});
        self.sequence += 1;
        if let (Some(data), Value::Object(event)) = (data.as_object_mut(), event) {
            data.extend(event);
        }
        format!("event: {name}\ndata: {data}\n\n").into()
    }
}

/// Returns the body of an answer that is not streamed.
pub(crate) fn whole(envelope: &Envelope, answer: &ModelResponse) -> Value {
    let mut items: Vec<Item> = Vec::new();
    for output in &answer.output {
        let (kind, text) = match output {
            OutputItem::Message { text, .. } => (Kind::Text, text),
            OutputItem::Refusal { text } => (Kind::Refusal, text),
            OutputItem::Reasoning { text, .. } => (Kind::Reasoning, text),
            OutputItem::Image(image) => (Kind::Image, &image.base64),
            OutputItem::ToolCall(call) => (Kind::call(call), &call.arguments),
            _ => continue,
        };
        let id = match output {
            OutputItem::Image(image) => image.image_id.clone(),
            _ => format!("{}_{}_{}", kind.prefix(), envelope.id, items.len()),
        };
        let mut item = Item::new(id, kind);
        item.status = Status::Completed;
        item.text.clone_from(text);
        if let OutputItem::Message { annotations, .. } = output {
            item.annotations = annotations.iter().map(citation).collect();
        }
        if item.kind == Kind::Reasoning {
            item.done_parts = text.split(BLANK_LINE).map(str::to_owned).collect();
            item.text = item.done_parts.pop().unwrap_or_default();
        }
        items.push(item);
    }
    if let Some(last) = items.last_mut() {
        last.status = ending(&answer.finish).0;
    }
    ended(envelope, answer, &items)
}

/// Returns the response at its end.
fn ended(envelope: &Envelope, answer: &ModelResponse, items: &[Item]) -> Value {
    let output: Vec<Value> = items.iter().map(Item::json).collect();
    let (status, details) = ending(&answer.finish);
    let mut ended = response(envelope, status.name(), &output, &usage(answer.usage));
    if let Some(ended) = ended.as_object_mut() {
        ended.insert("incomplete_details".to_owned(), details);
    }
    ended
}

fn response(envelope: &Envelope, status: &str, output: &[Value], usage: &Value) -> Value {
    json!({
        "id": format!("resp_{}", envelope.id),
        "object": "response",
        "created_at": envelope.created,
        "status": status,
        "error": null,
        "incomplete_details": null,
        "model": envelope.model,
        "output": output,
        "parallel_tool_calls": true,
        "previous_response_id": null,
        "store": false,
        "usage": usage,
        "metadata": {},
    })
}

/// Returns how an answer ends, and the details of that.
fn ending(finish: &FinishReason) -> (Status, Value) {
    match finish {
        FinishReason::Length => (Status::Incomplete, json!({"reason": "max_output_tokens"})),
        FinishReason::ContentFilter => (Status::Incomplete, json!({"reason": "content_filter"})),
        _ => (Status::Completed, Value::Null),
    }
}

fn usage(usage: Usage) -> Value {
    let said = json!({
        "input_tokens": usage.input_tokens,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens},
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.input_tokens + usage.output_tokens,
    });
    priced(said, usage)
}

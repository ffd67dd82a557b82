use serde_json::Value;

use super::event::{Event, Kind};
use super::slot::{Part, Slot};
use crate::decode::{DecodeOptions, malformed};
use crate::error::{ErrorKind, ModelError};
use crate::event::ModelEvent;
use crate::failure::Failure;
use crate::response::OutputItem;
use crate::tool_calls::unique_id;

/// The output items of one answer, as far as they are known.
#[derive(Debug)]
pub(super) struct Items {
    slots: Vec<Slot>,
    book: CallBook,
    /// Which slot's thoughts were shown last.
    thinks: Option<usize>,
}

/// What the calls of one answer share: their limits and their ids.
#[derive(Debug)]
pub(super) struct CallBook {
    max_calls: usize,
    pub(super) max_arguments: usize,
    id_prefix: String,
    ids: Vec<String>,
}

impl CallBook {
    /// Enters a call; returns the id it goes by: the provider's own unless it is empty or taken.
    pub(super) fn enter(&mut self, wanted: &str) -> Result<String, ModelError> {
        if self.ids.len() >= self.max_calls {
            return Err(ModelError::new(
                ErrorKind::TooLarge,
                format!("the answer has more than {} tool calls", self.max_calls),
            ));
        }
        let taken: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        let id = unique_id(wanted, &self.id_prefix, taken.len(), &taken);
        self.ids.push(id.clone());
        Ok(id)
    }

    /// Checks that the arguments of one call may grow to `length` bytes.
    pub(super) fn admit(&self, length: usize) -> Result<(), ModelError> {
        if length > self.max_arguments {
            return Err(ModelError::new(
                ErrorKind::TooLarge,
                format!(
                    "the arguments of a tool call are larger than {} bytes",
                    self.max_arguments
                ),
            ));
        }
        Ok(())
    }
}

impl Items {
    pub(super) fn new(options: &DecodeOptions) -> Self {
        Self {
            slots: Vec::new(),
            book: CallBook {
                max_calls: options.limits.max_tool_calls,
                max_arguments: options.limits.max_tool_arguments_bytes,
                id_prefix: options.call_id_prefix.clone(),
                ids: Vec::new(),
            },
            thinks: None,
        }
    }

    /// Takes an event about one item.
    pub(super) fn take(
        &mut self,
        kind: Kind,
        event: Event<'_>,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), Failure> {
        if matches!(kind, Kind::ItemAdded | Kind::ItemDone) {
            return self.whole_item(kind, &event, out);
        }
        let at = self.find_or_add(event.output_index.0, event.item_id.as_str());
        let before = if kind == Kind::Annotation {
            self.said_before(at)
        } else {
            0
        };
        let shown = out.len();
        let Some(slot) = self.slots.get_mut(at) else {
            return Ok(());
        };
        match kind {
            Kind::TextDelta => slot.text_delta(event.content_index.or_zero(), event.delta, out),
            Kind::TextDone => slot.text_done(event.content_index.or_zero(), event.text, out),
            Kind::RefusalDelta => slot.refusal_delta(event.delta, out),
            Kind::RefusalDone => slot.refusal_done(event.refusal, out),
            Kind::SummaryDelta | Kind::SummaryDone => {
                let part = Part::Summary(event.summary_index.or_zero());
                slot.thoughts(part, event.delta, out);
            }
            Kind::ReasoningDelta | Kind::ReasoningDone => {
                let part = Part::Content(event.content_index.or_zero());
                slot.thoughts(part, event.delta, out);
            }
            Kind::ArgumentsDelta => slot.arguments_delta(event.delta, &mut self.book, out)?,
            Kind::ArgumentsDone => {
                slot.arguments_done(event.name, event.arguments, &mut self.book, out)?;
            }
            Kind::Annotation => {
                let part = event.content_index.or_zero();
                let Some(raw) = event.annotation else {
                    return Ok(());
                };
                let wire = serde_json::from_str(raw.get()).map_err(|error| malformed(&error))?;
                slot.annotate(part, &wire, before, out);
            }
            Kind::PartialImage => {
                let index = event.partial_image_index.or_zero();
                slot.partial_image(index, event.partial_image_b64, out);
            }
            _ => {}
        }
        self.part_thoughts(at, shown, out);
        Ok(())
    }

    /// Parts thoughts from those of another item, if such were shown before; `shown` events are older.
    fn part_thoughts(&mut self, at: usize, shown: usize, out: &mut Vec<ModelEvent>) {
        let is_thought = |event: &ModelEvent| {
            matches!(
                event,
                ModelEvent::ReasoningDelta(_) | ModelEvent::ReasoningBreak
            )
        };
        let new = out.get(shown..).unwrap_or_default();
        let Some(first) = new.iter().position(is_thought) else {
            return;
        };
        let last = self.thinks.replace(at);
        let is_parted = new.get(first) == Some(&ModelEvent::ReasoningBreak);
        if last.is_some_and(|last| last != at) && !is_parted {
            out.insert(shown.saturating_add(first), ModelEvent::ReasoningBreak);
        }
    }

    /// Returns how many characters of the answer's text were shown before those of the item at `at`.
    fn said_before(&self, at: usize) -> u64 {
        let earlier = self.slots.get(..at).unwrap_or_default();
        earlier.iter().map(Slot::shown_characters).sum()
    }

    /// Ends the items: fills in what only the final response has, and returns the output in order.
    pub(super) fn finish(
        &mut self,
        output: Vec<Value>,
        is_whole: bool,
        out: &mut Vec<ModelEvent>,
    ) -> Result<Vec<OutputItem>, Failure> {
        // Some backends leave the final output empty; then the items that were done are the answer.
        let known = self.slots.iter().filter(|slot| slot.is_done()).count();
        if output.len() > known {
            for (index, item) in output.into_iter().enumerate() {
                let index = u64::try_from(index).unwrap_or(u64::MAX);
                let at = self.slot_of_final(index, &item);
                let (before, shown) = (self.said_before(at), out.len());
                if let Some(slot) = self.slots.get_mut(at) {
                    slot.settle(item, is_whole, before, &mut self.book, out)?;
                }
                self.part_thoughts(at, shown, out);
            }
        }
        self.slots.sort_by_key(|slot| slot.index);
        let mut all = Vec::with_capacity(self.slots.len());
        for slot in &mut self.slots {
            all.extend(slot.take_output(is_whole, &mut self.book, out)?);
        }
        Ok(all)
    }

    fn whole_item(
        &mut self,
        kind: Kind,
        event: &Event<'_>,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), Failure> {
        let Some(raw) = event.item else { return Ok(()) };
        let item: Value = serde_json::from_str(raw.get()).map_err(|error| malformed(&error))?;
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
        let at = self.slot_of_item(event.output_index.0, id);
        let (before, shown) = (self.said_before(at), out.len());
        let Some(slot) = self.slots.get_mut(at) else {
            return Ok(());
        };
        if kind == Kind::ItemAdded {
            slot.begin(&item, &mut self.book, out)?;
        } else {
            slot.settle(item, true, before, &mut self.book, out)?;
        }
        self.part_thoughts(at, shown, out);
        Ok(())
    }

    /// Returns the slot of an event: by index and id, by index, by id, or the last one.
    fn find_or_add(&mut self, index: Option<u64>, id: &str) -> usize {
        let by_index = |slot: &Slot| Some(slot.index) == index;
        let by_id = |slot: &Slot| !id.is_empty() && slot.id == id;
        let slots = &self.slots;
        let found = slots
            .iter()
            .rposition(|slot| by_index(slot) && by_id(slot))
            .or_else(|| slots.iter().rposition(by_index))
            .or_else(|| slots.iter().rposition(by_id))
            .or_else(|| match index {
                None if id.is_empty() => slots.len().checked_sub(1),
                _ => None,
            });
        found.unwrap_or_else(|| self.add(index, id))
    }

    /// Returns the slot of an item: one with its index that is not known to be another's.
    fn slot_of_item(&mut self, index: Option<u64>, id: &str) -> usize {
        let at = self.find_or_add(index, id);
        let is_other = self.slots.get(at).is_some_and(|slot| {
            !id.is_empty() && !slot.id.is_empty() && slot.id != id && slot.is_begun()
        });
        if is_other { self.add(index, id) } else { at }
    }

    /// Returns the slot of an item of the final output: by id, else by index.
    fn slot_of_final(&mut self, index: u64, item: &Value) -> usize {
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
        let by_id = self
            .slots
            .iter()
            .position(|slot| !id.is_empty() && slot.id == id);
        by_id.unwrap_or_else(|| self.find_or_add(Some(index), ""))
    }

    fn add(&mut self, index: Option<u64>, id: &str) -> usize {
        let next = self.slots.iter().map(|slot| slot.index.saturating_add(1));
        let index = index.unwrap_or_else(|| next.max().unwrap_or(0));
        self.slots.push(Slot::new(index, id));
        self.slots.len().saturating_sub(1)
    }
}

use serde_json::Value;

use crate::annotation::{Annotation, characters};

/// The citations of one message, with places that count from its beginning.
#[derive(Debug, Default)]
pub(super) struct Citations {
    /// In the order in which they came.
    known: Vec<Annotation>,
    /// Where each part of the message begins, in characters; the first at 0.
    parts: Vec<(u64, u64)>,
}

impl Citations {
    /// Notes that text of part `part` follows behind `text`.
    pub(super) fn begin_part(&mut self, part: u64, text: &str) {
        if self.parts.last().is_none_or(|(last, _)| *last != part) {
            self.parts.push((part, characters(text)));
        }
    }

    /// Adds a citation, unless it is known or cites nothing; returns it.
    pub(super) fn add(&mut self, part: u64, wire: &Value) -> Option<Annotation> {
        let begins = self.parts.iter().find(|(known, _)| *known == part);
        let annotation = Annotation::read(wire)?.behind(begins.map_or(0, |(_, at)| *at));
        if self.known.contains(&annotation) {
            return None;
        }
        self.known.push(annotation.clone());
        Some(annotation)
    }

    /// Returns the citations of the whole message `item`, and those of them that did not come before it was whole.
    pub(super) fn settle(&mut self, item: &Value) -> (Vec<Annotation>, Vec<Annotation>) {
        let known = self.take();
        let all = of_message(item);
        if all.is_empty() {
            // Some servers send citations as events only.
            return (known, Vec::new());
        }
        let unseen = all.iter().filter(|it| !known.contains(it)).cloned();
        let unseen = unseen.collect();
        (all, unseen)
    }

    pub(super) fn take(&mut self) -> Vec<Annotation> {
        std::mem::take(&mut self.known)
    }
}

fn of_message(item: &Value) -> Vec<Annotation> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut before = 0_u64;
    let mut found = Vec::new();
    for part in list(item.get("content")) {
        let wires = list(part.get("annotations"));
        let read = wires.iter().filter_map(Annotation::read);
        found.extend(read.map(|it| it.behind(before)));
        let text = part.get("text").and_then(Value::as_str).unwrap_or_default();
        before = before.saturating_add(characters(text));
    }
    found
}

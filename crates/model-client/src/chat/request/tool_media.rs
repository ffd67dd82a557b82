use serde_json::{Value, json};

use super::messages::content_part;
use crate::dialect::Feature;
use crate::request::ContentPart;

/// Images and files that tools answered. A tool's message takes text only, and the answers of one turn stand together,
/// so they wait for the message behind.
pub(super) struct ToolMedia {
    is_sent: bool,
    waiting: Vec<Value>,
}

impl ToolMedia {
    pub(super) fn new(feature: Feature) -> Self {
        Self {
            is_sent: feature == Feature::On,
            waiting: Vec::new(),
        }
    }

    /// Returns an answer as text, in which each image and file has a name; what can be sent waits under that name.
    pub(super) fn read(&mut self, content: &[ContentPart]) -> String {
        let texts = content.iter().map(|part| match part {
            ContentPart::Text(text) | ContentPart::Refusal(text) => text.clone(),
            ContentPart::Image { .. } => self.put("image", part),
            ContentPart::File { name, .. } => self.put(&format!("file {name}"), part),
        });
        texts.collect::<Vec<_>>().join("\n\n")
    }

    fn put(&mut self, what: &str, part: &ContentPart) -> String {
        if !self.is_sent {
            return format!("[{what}: it cannot be shown to you]");
        }
        // Each takes two places: its name, and itself.
        let number = self.waiting.len().div_euclid(2).saturating_add(1);
        let name = format!("[{what}, {number} of those that follow the tools' answers]");
        self.waiting
            .push(json!({"type": "text", "text": format!("{number}, from a tool:")}));
        self.waiting.push(content_part(part));
        name
    }

    /// Takes the message that shows what waits, if anything does.
    pub(super) fn take(&mut self) -> Option<Value> {
        let waiting = std::mem::take(&mut self.waiting);
        (!waiting.is_empty()).then(|| json!({"role": "user", "content": waiting}))
    }
}

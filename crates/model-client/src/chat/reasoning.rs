use serde_json::{Map, Value};

use crate::response::OutputItem;

/// Under which name a server sends readable thoughts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    ReasoningContent,
    Reasoning,
    /// Parts of the content.
    Thinking,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::ReasoningContent => "reasoning_content",
            Self::Reasoning => "reasoning",
            Self::Thinking => "thinking",
        }
    }
}

/// What the model thought, gathered over the stream.
#[derive(Debug, Default)]
pub(super) struct Thoughts {
    text: String,
    field: Option<Field>,
    details: Vec<Value>,
}

impl Thoughts {
    pub(super) fn add_text(&mut self, field: Field, text: &str) {
        self.field.get_or_insert(field);
        self.text.push_str(text);
    }

    /// Appends details; a piece that goes on where the last one stopped is joined to it.
    pub(super) fn add_details(&mut self, details: Vec<Value>) {
        for detail in details {
            match self.details.last_mut() {
                Some(last) if continues(last, &detail) => join(last, detail),
                _ => self.details.push(detail),
            }
        }
    }

    /// Returns the thoughts as an output item whose raw form holds the fields to send back.
    pub(super) fn take(&mut self) -> Option<OutputItem> {
        if self.text.is_empty() && self.details.is_empty() {
            return None;
        }
        let text = std::mem::take(&mut self.text);
        let mut raw = Map::new();
        if let Some(field) = self.field {
            raw.insert(field.name().to_owned(), Value::String(text.clone()));
        }
        if !self.details.is_empty() {
            let details = std::mem::take(&mut self.details);
            raw.insert("reasoning_details".to_owned(), Value::Array(details));
        }
        Some(OutputItem::Reasoning {
            text,
            raw: Value::Object(raw),
        })
    }
}

fn continues(last: &Value, next: &Value) -> bool {
    let same = |key: &str| last.get(key).is_some_and(|it| next.get(key) == Some(it));
    same("type") && same("index")
}

/// Appends the texts of `next` to those of `last`; of all else, what is there last counts.
fn join(last: &mut Value, next: Value) {
    let (Value::Object(last), Value::Object(next)) = (last, next) else {
        return;
    };
    for (key, value) in next {
        match (last.get_mut(&key), value) {
            (_, Value::Null) => {}
            (Some(Value::String(held)), Value::String(more))
                if matches!(&*key, "text" | "summary" | "data") =>
            {
                held.push_str(&more);
            }
            (_, value) => {
                last.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pieces_of_one_detail_are_joined() {
        let mut thoughts = Thoughts::default();
        thoughts.add_text(Field::Reasoning, "ab");
        thoughts.add_details(vec![
            json!({"type": "reasoning.text", "index": 0, "text": "a", "signature": null}),
        ]);
        thoughts.add_details(vec![
            json!({"type": "reasoning.text", "index": 0, "text": "b", "signature": "s"}),
            json!({"type": "reasoning.encrypted", "index": 1, "data": "e"}),
        ]);
        let Some(OutputItem::Reasoning { text, raw }) = thoughts.take() else {
            panic!("no thoughts");
        };
        assert_eq!(text, "ab");
        assert_eq!(
            raw,
            json!({"reasoning": "ab", "reasoning_details": [
                {"type": "reasoning.text", "index": 0, "text": "ab", "signature": "s"},
                {"type": "reasoning.encrypted", "index": 1, "data": "e"},
            ]})
        );
    }
}

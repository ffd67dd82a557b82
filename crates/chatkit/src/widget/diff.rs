use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{WidgetRoot, WidgetUpdate};

/// Returns how a client that shows `before` comes to show `after`.
///
/// Where nothing changed but texts that grew, and each of them has an `id` of its own, that is one delta for each.
/// Otherwise it is the whole widget, once. Nothing comes of two widgets that are the same. The cost is linear in their
/// size; JSON is at most 128 levels deep.
pub fn diff(before: &WidgetRoot, after: &WidgetRoot) -> Vec<WidgetUpdate> {
    let mut growths = Vec::new();
    let is_growth = match (
        serde_json::from_str(before.json()),
        serde_json::from_str(after.json()),
    ) {
        (Ok(old), Ok(new)) => grew(&old, &new, &mut growths) && can_be_told(&growths, &old),
        _ => false,
    };
    if !is_growth {
        return vec![WidgetUpdate::RootUpdated {
            widget: after.clone(),
        }];
    }
    growths.into_iter().filter_map(Growth::update).collect()
}

/// A text that is longer than it was.
struct Growth {
    id: Option<String>,
    delta: String,
    done: bool,
}

impl Growth {
    fn update(self) -> Option<WidgetUpdate> {
        Some(WidgetUpdate::StreamingTextValueDelta {
            component_id: self.id?,
            delta: self.delta,
            done: self.done,
        })
    }
}

/// Returns whether `new` is `old` but for texts that grew, which are noted.
fn grew(old: &Value, new: &Value, growths: &mut Vec<Growth>) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => node_grew(old, new, growths),
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len()
                && old
                    .iter()
                    .zip(new)
                    .all(|(old, new)| grew(old, new, growths))
        }
        // 4 and 4.0 are the same length.
        (Value::Number(old), Value::Number(new)) => old == new || old.as_f64() == new.as_f64(),
        _ => old == new,
    }
}

fn node_grew(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    growths: &mut Vec<Growth>,
) -> bool {
    if old.len() != new.len() {
        return false;
    }
    let is_text = ["Text", "Markdown"].contains(&text(new, "type"));
    old.iter().all(|(name, old_value)| {
        let Some(new_value) = new.get(name) else {
            return false;
        };
        if is_text
            && name == "value"
            && let (Value::String(old_text), Value::String(new_text)) = (old_value, new_value)
        {
            return text_grew(old_text, new_text, new, growths);
        }
        grew(old_value, new_value, growths)
    })
}

fn text_grew(old: &str, new: &str, node: &Map<String, Value>, growths: &mut Vec<Growth>) -> bool {
    let Some(delta) = new.strip_prefix(old) else {
        return false;
    };
    if !delta.is_empty() {
        growths.push(Growth {
            id: node.get("id").and_then(Value::as_str).map(str::to_owned),
            delta: delta.to_owned(),
            done: node.get("streaming") != Some(&Value::Bool(true)),
        });
    }
    true
}

fn text<'a>(node: &'a Map<String, Value>, name: &str) -> &'a str {
    node.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns whether a client can tell which texts are meant.
fn can_be_told(growths: &[Growth], root: &Value) -> bool {
    if growths.is_empty() {
        return true;
    }
    let mut ids = HashMap::new();
    count_ids(root, &mut ids);
    let is_unique = |id: &String| ids.get(id.as_str()) == Some(&1);
    growths
        .iter()
        .all(|growth| growth.id.as_ref().is_some_and(is_unique))
}

/// Counts the components of each id. Only what stands in `children` is a component.
fn count_ids<'a>(node: &'a Value, ids: &mut HashMap<&'a str, u32>) {
    match node {
        Value::Object(fields) => {
            if let Some(id) = fields.get("id").and_then(Value::as_str) {
                let count = ids.entry(id).or_default();
                *count = count.saturating_add(1);
            }
            if let Some(children) = fields.get("children") {
                count_ids(children, ids);
            }
        }
        Value::Array(nodes) => nodes.iter().for_each(|node| count_ids(node, ids)),
        _ => {}
    }
}

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use super::{WidgetRoot, WidgetUpdate};

/// Returns how a client that shows `before` comes to show `after`.
///
/// Where nothing changed but texts that grew, and a client finds each of them by its `id`, that is one delta for each.
/// Otherwise it is the whole widget, once. Nothing comes of two widgets that are the same. The cost is linear in their
/// size, and so is the depth of the recursion in theirs: JSON of more than 128 levels is not read, but sent whole.
pub fn diff(before: &WidgetRoot, after: &WidgetRoot) -> Vec<WidgetUpdate> {
    if before == after {
        return Vec::new();
    }
    let (Ok(old), Ok(new)) = (
        serde_json::from_str::<Value>(before.json()),
        serde_json::from_str::<Value>(after.json()),
    ) else {
        return whole(after);
    };
    let mut growths = Vec::new();
    if !grew(&old, &new, &mut growths) || !can_be_told(&growths, &old) {
        return whole(after);
    }
    growths.into_iter().map(Growth::update).collect()
}

fn whole(widget: &WidgetRoot) -> Vec<WidgetUpdate> {
    vec![WidgetUpdate::RootUpdated {
        widget: widget.clone(),
    }]
}

/// A text that is longer than it was.
struct Growth<'a> {
    id: &'a str,
    delta: &'a str,
    done: bool,
}

impl Growth<'_> {
    fn update(self) -> WidgetUpdate {
        WidgetUpdate::StreamingTextValueDelta {
            component_id: self.id.to_owned(),
            delta: self.delta.to_owned(),
            done: self.done,
        }
    }
}

/// Returns whether the component `new` is `old` but for texts that grew, which are noted.
///
/// Only what stands in a list of `children` is looked into: clients find no text elsewhere. Not the one child of a
/// transition, and what looks like a text in the payload of an action is none.
fn grew<'a>(old: &Value, new: &'a Value, growths: &mut Vec<Growth<'a>>) -> bool {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return same(old, new);
    };
    let is_text = matches!(text(new, "type"), Some("Text" | "Markdown"));
    old.len() == new.len()
        && old.iter().all(|(name, old_value)| {
            let Some(new_value) = new.get(name) else {
                return false;
            };
            match (name.as_str(), old_value, new_value) {
                ("children", Value::Array(old), Value::Array(new)) => {
                    let mut pairs = old.iter().zip(new);
                    old.len() == new.len() && pairs.all(|(old, new)| grew(old, new, growths))
                }
                ("value", Value::String(old), Value::String(value)) if is_text => {
                    text_grew(old, value, new, growths)
                }
                _ => same(old_value, new_value),
            }
        })
}

/// Returns whether `value` is `old`, or more of it in a text that has a name.
fn text_grew<'a>(
    old: &str,
    value: &'a str,
    node: &'a Map<String, Value>,
    growths: &mut Vec<Growth<'a>>,
) -> bool {
    let Some(delta) = value.strip_prefix(old) else {
        return false;
    };
    if delta.is_empty() {
        return true;
    }
    let Some(id) = text(node, "id").filter(|id| !id.is_empty()) else {
        return false;
    };
    growths.push(Growth {
        id,
        delta,
        done: node.get("streaming") != Some(&Value::Bool(true)),
    });
    true
}

fn text<'a>(node: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    node.get(name).and_then(Value::as_str)
}

/// Returns whether two values mean the same.
fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let is_same =
                |(name, old): (&String, _)| new.get(name).is_some_and(|new| same(old, new));
            old.len() == new.len() && old.iter().all(is_same)
        }
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new))
        }
        (Value::Number(old), Value::Number(new)) => same_number(old, new),
        _ => old == new,
    }
}

/// 4 and 4.0 are the same. Two whole numbers are compared as such: beyond 2⁵³ different ones are one float.
fn same_number(old: &Number, new: &Number) -> bool {
    old == new || (old.is_f64() != new.is_f64() && old.as_f64() == new.as_f64())
}

/// Returns whether each text that grew has its `id` for itself.
fn can_be_told(growths: &[Growth<'_>], root: &Value) -> bool {
    let mut ids = HashMap::new();
    if !growths.is_empty() {
        count_ids(root, &mut ids);
    }
    growths.iter().all(|growth| ids.get(growth.id) == Some(&1))
}

/// Counts the components of each id. Only what stands in `children` is a component.
fn count_ids<'a>(node: &'a Value, ids: &mut HashMap<&'a str, u32>) {
    match node {
        Value::Object(fields) => {
            if let Some(id) = text(fields, "id") {
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

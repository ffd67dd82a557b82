//! Says whether providers would take a history, knowing nothing of how it was made.

use std::collections::HashSet;

use taskpilot_model_client::{InputItem, Role};

/// Returns what a provider would refuse.
pub(crate) fn complaint(items: &[InputItem]) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = HashSet::new();
    let mut may_call = true;
    for (index, item) in items.iter().enumerate() {
        match item {
            InputItem::ToolCall {
                call_id, arguments, ..
            } => {
                if call_id.is_empty() || !ids.insert(call_id) {
                    return Some(format!("{index}: id {call_id:?} is empty or used twice"));
                }
                if !open.is_empty() && !may_call {
                    return Some(format!("{index}: a call among the outputs of others"));
                }
                if serde_json::from_str::<serde_json::Value>(arguments).is_err() {
                    return Some(format!("{index}: malformed arguments {arguments:?}"));
                }
                open.push(call_id);
                may_call = true;
            }
            InputItem::ToolOutput { call_id, .. } | InputItem::ToolContent { call_id, .. } => {
                if open.first() != Some(&call_id.as_str()) {
                    return Some(format!(
                        "{index}: output of {call_id}, but {open:?} are open"
                    ));
                }
                open.remove(0);
                may_call = false;
            }
            InputItem::Message { .. } => {
                if !open.is_empty() {
                    return Some(format!("{index}: a message before the outputs of {open:?}"));
                }
            }
            InputItem::Reasoning { .. } => {
                let next = items[index..]
                    .iter()
                    .find(|item| !matches!(item, InputItem::Reasoning { .. }));
                let leads = matches!(
                    next,
                    Some(
                        InputItem::ToolCall { .. }
                            | InputItem::Message {
                                role: Role::Assistant,
                                ..
                            }
                    )
                );
                if !leads {
                    return Some(format!("{index}: reasoning that leads to nothing"));
                }
            }
            other => return Some(format!("{index}: {other:?}")),
        }
    }
    (!open.is_empty()).then(|| format!("no outputs of {open:?}"))
}

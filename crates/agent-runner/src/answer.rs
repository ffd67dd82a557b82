//! What a model reads as the answer to a tool call.

use serde_json::Value;

use crate::call_id::prefix;
use crate::tool::ToolError;

/// Returns an error as the model reads it.
pub(crate) fn error_text(code: &str, message: &str) -> String {
    ToolError::new(code, message).value.to_string()
}

/// Returns `value` as the model reads it: a string bare, all else as JSON; after `limit` bytes, a note.
pub(crate) fn text(value: &Value, limit: usize) -> String {
    match value {
        Value::String(text) => capped(text, limit).unwrap_or_else(|| text.clone()),
        value => {
            let text = value.to_string();
            capped(&text, limit).unwrap_or(text)
        }
    }
}

fn capped(text: &str, limit: usize) -> Option<String> {
    if text.len() <= limit {
        return None;
    }
    let kept = prefix(text, limit);
    let (shown, all) = (kept.len(), text.len());
    Some(format!(
        "{kept}\n[cut: these are the first {shown} of {all} bytes; ask for less at once]"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_string_is_bare_and_all_else_is_json() {
        assert_eq!(text(&json!("a \"b\""), 99), "a \"b\"");
        assert_eq!(text(&json!({"a": [1, null]}), 99), r#"{"a":[1,null]}"#);
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters_and_says_so() {
        assert_eq!(
            text(&json!("ééé"), 5),
            "éé\n[cut: these are the first 4 of 6 bytes; ask for less at once]"
        );
        assert_eq!(text(&json!("ééé"), 6), "ééé");
    }
}

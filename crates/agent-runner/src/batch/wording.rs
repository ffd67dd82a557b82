//! What the model is told of calls that came to nothing.

use std::time::Duration;

use taskpilot_model_client::ToolSpec;

use crate::call_id::prefix;
use crate::tool::ToolError;

/// The most of an unknown name that is shown to the model again.
const SHOWN_BYTES: usize = 64;

pub(super) fn unknown(name: &str, offered: &[ToolSpec]) -> ToolError {
    let name = prefix(name, SHOWN_BYTES);
    let names: Vec<&str> = offered.iter().map(|spec| spec.name.as_str()).collect();
    let known = if names.is_empty() {
        "there are no tools".to_owned()
    } else {
        format!("the tools are: {}", names.join(", "))
    };
    ToolError::new(
        "unknown_tool",
        format!("there is no tool \"{name}\"; {known}"),
    )
}

pub(super) fn timed_out(limit: Duration) -> ToolError {
    let message = format!(
        "the tool did not end within {limit:?}; whether the call took effect is unknown, so look before calling again"
    );
    ToolError::new("tool_timeout", message)
}

pub(super) fn too_large(max_bytes: usize) -> ToolError {
    let message = format!(
        "the tool answered with more than {max_bytes} bytes of images and files, which are not shown; the call took effect, so do not repeat it as it is: ask for less"
    );
    ToolError::new("attachments_too_large", message)
}

pub(super) fn broken() -> ToolError {
    ToolError::new(
        "tool_failed",
        "the tool failed; whether the call took effect is unknown",
    )
}

pub(super) fn cancelled(has_begun: bool) -> ToolError {
    let message = if has_begun {
        "the call was cancelled before it answered; whether it took effect is unknown"
    } else {
        "the call was cancelled before it began; nothing was done"
    };
    ToolError::new("cancelled", message)
}

pub(super) fn rejected(message: String) -> ToolError {
    ToolError::new("rejected", message)
}

pub(super) fn not_approved(message: Option<&str>) -> ToolError {
    let message = message.unwrap_or("the person did not approve the call; it was not run");
    ToolError::new("not_approved", message)
}

pub(super) fn unapproved() -> ToolError {
    ToolError::new(
        "unapproved",
        "the call waited for the person's approval, which did not come; nothing was done",
    )
}

pub(super) fn second_handoff() -> ToolError {
    ToolError::new(
        "second_handoff",
        "the conversation goes to one agent at a time, and another was called before",
    )
}

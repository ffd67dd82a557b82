use serde_json::Value;
use taskpilot_model_client::InputItem;

use crate::call_id;
use crate::tool::ToolError;

/// A call whose beginning was shown.
pub(super) struct Announced {
    /// As the provider names it.
    pub(super) provider_id: String,
    pub(super) call_id: String,
    pub(super) name: String,
    pub(super) is_complete: bool,
}

/// A tool call as the model wrote it.
pub(crate) struct WrittenCall {
    /// Unique in the history.
    pub(crate) call_id: String,
    pub(crate) name: String,
    /// The arguments as written.
    pub(crate) written: String,
    /// The arguments as read, or why the call cannot be run.
    pub(crate) arguments: Result<Value, ToolError>,
    /// Whether its beginning was shown before.
    pub(crate) is_announced: bool,
}

impl Announced {
    pub(super) fn cut(self) -> WrittenCall {
        WrittenCall {
            call_id: self.call_id,
            name: self.name,
            written: String::new(),
            arguments: Err(cut()),
            is_announced: true,
        }
    }
}

impl WrittenCall {
    /// Malformed arguments do not go back: some servers parse them again and refuse the whole conversation.
    pub(super) fn item(&self) -> InputItem {
        let is_sound = read_arguments(&self.written).is_ok() && !self.written.trim().is_empty();
        InputItem::ToolCall {
            call_id: self.call_id.clone(),
            name: self.name.clone(),
            arguments: if is_sound {
                self.written.clone()
            } else {
                "{}".to_owned()
            },
        }
    }
}

/// The most of malformed arguments that is shown to the model again.
const SHOWN_BYTES: usize = 200;

pub(super) fn read_arguments(written: &str) -> Result<Value, ToolError> {
    if written.trim().is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let problem = match serde_json::from_str(written) {
        Ok(value @ Value::Object(_)) => return Ok(value),
        Ok(_) => "they are not a JSON object".to_owned(),
        Err(error) => error.to_string(),
    };
    let shown = call_id::prefix(written, SHOWN_BYTES);
    Err(ToolError::new(
        "malformed_arguments",
        format!(
            "the call was not run, because its arguments cannot be read ({problem}); they began with: {shown}"
        ),
    ))
}

pub(super) fn repeated() -> ToolError {
    ToolError::new(
        "repeated_call",
        "the call was not run, because its id is that of another call in the same answer",
    )
}

pub(super) fn cut() -> ToolError {
    ToolError::new(
        "answer_cut",
        "the call was not run, because the answer reached its length limit; call again with less text before it",
    )
}

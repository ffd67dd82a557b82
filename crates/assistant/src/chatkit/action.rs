//! What can be clicked in the assistant's widgets.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use taskpilot_chatkit::widget::{Action, ActionHandler, LoadingBehavior, WidgetAction};

/// Undoes a change: [`Undo`].
pub(super) const UNDO: &str = "task.undo";
/// Marks a task of a list as done, or open again: [`Mark`].
pub(super) const MARK: &str = "task.mark";
/// Deletes a task of a list: [`One`].
pub(super) const DELETE: &str = "task.delete";
/// Opens a task in the page around the chat: [`One`]. The page does it.
pub(super) const OPEN: &str = "task.open";
/// Does what was asked with the task that was meant: [`Choose`].
pub(super) const CHOOSE: &str = "task.choose";
/// Says what becomes of calls that wait: [`Decide`].
pub(super) const DECIDE: &str = "approval.decide";

/// Which task.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct One {
    pub(super) id: i64,
}

/// A task, and what it shall be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Mark {
    pub(super) id: i64,
    pub(super) done: bool,
}

/// What the person says to what waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Decide {
    pub(super) id: String,
    pub(super) word: Word,
    /// Why not: the field of the form.
    #[serde(default, skip_serializing)]
    pub(super) reason: Option<String>,
}

/// One of the buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Approve,
    Reject,
    Always,
}

/// Which change to undo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Undo {
    pub(super) token: String,
    /// What the change is called, for a line that stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// Whether the change was an undo itself.
    #[serde(default)]
    pub(super) again: bool,
    /// The tasks of the list in which the change is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ids: Option<Vec<i64>>,
}

/// What was asked, with the task that was meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Choose {
    pub(super) tool: String,
    pub(super) arguments: Value,
    #[serde(default)]
    pub(super) message: Option<i64>,
}

/// Returns an action whose answer is the widget as it is then; so it works while a reply streams.
pub(super) fn sync(name: &str, payload: &impl Serialize) -> Action {
    Action::new(name)
        .payload(written(payload))
        .loading_behavior(LoadingBehavior::Itself)
        .without_stream()
}

/// Returns an action whose answer is a stream, as that of a message is.
pub(super) fn streamed(name: &str, payload: &impl Serialize) -> Action {
    Action::new(name)
        .payload(written(payload))
        .loading_behavior(LoadingBehavior::Container)
}

/// Returns an action of the page around the chat.
pub(super) fn client(name: &str, payload: &impl Serialize) -> Action {
    Action::new(name)
        .payload(written(payload))
        .handler(ActionHandler::Client)
}

/// Reads what came with an action; `None` if it was not made here.
pub(super) fn read<T: serde::de::DeserializeOwned>(action: &WidgetAction) -> Option<T> {
    action.read().ok()
}

fn written(payload: &impl Serialize) -> Value {
    // Plain structs always have a JSON form.
    serde_json::to_value(payload).unwrap_or_default()
}

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What happens when something in a widget is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Action {
    r#type: String,
    #[serde(skip_serializing_if = "Value::is_null")]
    payload: Value,
    handler: ActionHandler,
    #[serde(rename = "loadingBehavior")]
    loading_behavior: LoadingBehavior,
    streaming: bool,
}

impl Action {
    /// Returns an action that the server does, with an answer that streams.
    pub fn new(r#type: impl Into<String>) -> Self {
        Self {
            r#type: r#type.into(),
            payload: Value::Null,
            handler: ActionHandler::Server,
            loading_behavior: LoadingBehavior::Auto,
            streaming: true,
        }
    }

    /// Sends this along. Fields of a form are added to it.
    #[must_use]
    pub fn payload(mut self, payload: impl Into<Value>) -> Self {
        self.payload = payload.into();
        self
    }

    /// Says who does it.
    #[must_use]
    pub fn handler(mut self, handler: ActionHandler) -> Self {
        self.handler = handler;
        self
    }

    /// Says what shows that it is being done.
    #[must_use]
    pub fn loading_behavior(mut self, behavior: LoadingBehavior) -> Self {
        self.loading_behavior = behavior;
        self
    }

    /// Asks for one answer instead of a stream: such an action may be used while an answer streams.
    #[must_use]
    pub fn without_stream(mut self) -> Self {
        self.streaming = false;
        self
    }
}

/// Who does an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionHandler {
    /// The server.
    Server,
    /// The page around the chat.
    Client,
}

/// What shows that an action is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadingBehavior {
    /// What suits the component.
    Auto,
    /// Nothing.
    None,
    /// The component.
    #[serde(rename = "self")]
    Itself,
    /// The whole widget.
    Container,
}

/// An action as it arrives.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct WidgetAction {
    r#type: String,
    #[serde(default)]
    payload: Value,
}

impl WidgetAction {
    /// Returns what is to be done.
    pub fn name(&self) -> &str {
        &self.r#type
    }

    /// Returns what came along, fields of a form included; `null` if nothing did.
    pub fn payload(&self) -> &Value {
        &self.payload
    }

    /// Reads what came along.
    ///
    /// # Errors
    /// If it is not a `T`.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> serde_json::Result<T> {
        T::deserialize(&self.payload)
    }
}

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ItemBody, ItemKind};
use crate::attachment::Attachment;
use crate::known::Known;

/// Something a person said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserMessage {
    /// The parts, in order.
    pub content: Vec<Known<UserContent>>,
    /// What came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// What they quote from the conversation. Empty text counts as none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quoted_text: Option<String>,
    /// How it is to be answered.
    #[serde(default)]
    pub inference_options: InferenceOptions,
}

impl UserMessage {
    /// Returns a message of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            content: vec![Known::Typed(UserContent::InputText { text: text.into() })],
            attachments: Vec::new(),
            quoted_text: None,
            inference_options: InferenceOptions::default(),
        }
    }

    /// Returns all that was written, tags as `@` and their text.
    pub fn plain_text(&self) -> String {
        let mut plain = String::new();
        for part in self.content.iter().filter_map(Known::typed) {
            match part {
                UserContent::InputText { text } => plain.push_str(text),
                UserContent::InputTag { text, .. } => {
                    plain.push('@');
                    plain.push_str(text);
                }
            }
        }
        plain
    }
}

impl ItemBody for UserMessage {
    const KIND: ItemKind = ItemKind::UserMessage;
}

/// A part of what a person said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum UserContent {
    /// Text.
    #[serde(rename = "input_text")]
    InputText {
        /// As it was written.
        text: String,
    },
    /// Something of the application's that was mentioned with `@`.
    #[serde(rename = "input_tag")]
    InputTag {
        /// Which.
        id: String,
        /// What it is called.
        text: String,
        /// The application's own.
        data: Map<String, Value>,
        /// Tags of one group are offered together.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        group: Option<String>,
        /// Whether it can be clicked.
        #[serde(default)]
        interactive: bool,
    },
}

/// How a message is to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InferenceOptions {
    /// Which tool the person chose.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tool_choice: Option<ToolChoice>,
    /// Which model the person chose.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub model: Option<String>,
}

/// A tool that a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolChoice {
    /// Which.
    pub id: String,
}

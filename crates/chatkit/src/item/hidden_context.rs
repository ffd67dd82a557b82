use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ItemBody, ItemKind};

/// Something that only the model reads. It is stored, and no client ever gets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HiddenContext {
    /// Whatever the application wants the model to know.
    pub content: Value,
}

impl ItemBody for HiddenContext {
    const KIND: ItemKind = ItemKind::HiddenContext;
}

/// Something that only the model reads, written by this crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SdkHiddenContext {
    /// What the model shall know.
    pub content: String,
}

impl ItemBody for SdkHiddenContext {
    const KIND: ItemKind = ItemKind::SdkHiddenContext;
}

/// A mark that the assistant is done, for clients that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EndOfTurn {}

impl ItemBody for EndOfTurn {
    const KIND: ItemKind = ItemKind::EndOfTurn;
}

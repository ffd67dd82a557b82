use serde::{Deserialize, Serialize};

use super::{ItemBody, ItemKind};
use crate::widget::WidgetRoot;

/// An interactive card or list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WidgetItem {
    /// What is shown.
    pub widget: WidgetRoot,
    /// What the copy button copies.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub copy_text: Option<String>,
}

impl ItemBody for WidgetItem {
    const KIND: ItemKind = ItemKind::Widget;
}

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::WidgetRoot;

/// How a widget that is shown changes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WidgetUpdate {
    /// It is another one now.
    RootUpdated {
        /// The whole widget.
        widget: WidgetRoot,
    },
    /// One of its components is another one now.
    ComponentUpdated {
        /// Which.
        component_id: String,
        /// The component, as JSON.
        component: Box<RawValue>,
    },
    /// A text in it grows.
    StreamingTextValueDelta {
        /// Which text.
        component_id: String,
        /// What to append.
        delta: String,
        /// Whether it is complete.
        done: bool,
    },
}

impl PartialEq for WidgetUpdate {
    fn eq(&self, other: &Self) -> bool {
        // Raw JSON compares by its text.
        serde_json::to_string(self).ok() == serde_json::to_string(other).ok()
    }
}

impl Serialize for WidgetUpdate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut update = serializer.serialize_struct("WidgetUpdate", 4)?;
        match self {
            Self::RootUpdated { widget } => {
                update.serialize_field("type", "widget.root.updated")?;
                update.serialize_field("widget", widget)?;
            }
            Self::ComponentUpdated {
                component_id,
                component,
            } => {
                update.serialize_field("type", "widget.component.updated")?;
                update.serialize_field("component_id", component_id)?;
                update.serialize_field("component", component)?;
            }
            Self::StreamingTextValueDelta {
                component_id,
                delta,
                done,
            } => {
                update.serialize_field("type", "widget.streaming_text.value_delta")?;
                update.serialize_field("component_id", component_id)?;
                update.serialize_field("delta", delta)?;
                update.serialize_field("done", done)?;
            }
        }
        update.end()
    }
}

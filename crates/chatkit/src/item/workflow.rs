use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::task::Task;
use super::{ItemBody, ItemKind};
use crate::known::Known;

/// Several steps, shown together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkflowItem {
    /// The steps.
    pub workflow: Workflow,
}

impl ItemBody for WorkflowItem {
    const KIND: ItemKind = ItemKind::Workflow;
}

/// Steps that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workflow {
    /// Of which kind they are.
    pub r#type: WorkflowKind,
    /// The steps, in order.
    #[serde(default)]
    pub tasks: Vec<Known<Task>>,
    /// What is shown of it when it is done.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub summary: Option<Summary>,
    /// Whether the steps are shown when it is done.
    #[serde(default)]
    pub expanded: bool,
}

impl Workflow {
    /// Returns a workflow without steps.
    pub fn new(r#type: WorkflowKind) -> Self {
        Self {
            r#type,
            tasks: Vec::new(),
            summary: None,
            expanded: false,
        }
    }
}

/// The kinds of workflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkflowKind {
    /// Steps that the application names.
    Custom,
    /// A model's thoughts.
    Reasoning,
}

/// What is shown of a workflow that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Summary {
    /// A title.
    Titled {
        /// The title.
        title: String,
        /// A picture for it: see [`IconName`](crate::widget::IconName).
        #[serde(skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
    },
    /// How long it took.
    Duration {
        /// Whole seconds.
        #[serde(rename = "duration")]
        seconds: u64,
    },
}

/// Where both are there, the title counts.
impl<'de> Deserialize<'de> for Summary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SummaryFields)
    }
}

struct SummaryFields;

impl<'de> Visitor<'de> for SummaryFields {
    type Value = Summary;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a summary with a title or a duration")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Summary, A::Error> {
        use serde::de::Error as _;
        let (mut title, mut icon, mut seconds) = (None, None, None);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "title" => title = map.next_value::<Option<String>>()?,
                "icon" => icon = map.next_value()?,
                "duration" => seconds = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match (title, seconds) {
            (Some(title), _) => Ok(Summary::Titled { title, icon }),
            (None, Some(seconds)) => Ok(Summary::Duration { seconds }),
            (None, None) => Err(A::Error::missing_field("title")),
        }
    }
}

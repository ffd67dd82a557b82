use serde::{Deserialize, Serialize};

use super::assistant_message::Source;
use super::{ItemBody, ItemKind};
use crate::known::Known;

/// One step, shown on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskItem {
    /// The step.
    pub task: Known<Task>,
}

impl ItemBody for TaskItem {
    const KIND: ItemKind = ItemKind::Task;
}

/// One step of what the assistant does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Task {
    /// Anything.
    Custom {
        /// How far it is.
        #[serde(default)]
        status_indicator: StatusIndicator,
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title: Option<String>,
        /// A picture for it: see [`IconName`](crate::widget::IconName).
        #[serde(skip_serializing_if = "Option::is_none", default)]
        icon: Option<String>,
        /// Markdown.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        content: Option<String>,
    },
    /// A search on the web.
    WebSearch {
        /// How far it is.
        #[serde(default)]
        status_indicator: StatusIndicator,
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title: Option<String>,
        /// The search that stands in the title.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title_query: Option<String>,
        /// What is searched for.
        #[serde(default)]
        queries: Vec<String>,
        /// What was found; web pages.
        #[serde(default)]
        sources: Vec<Known<Source>>,
    },
    /// A thought.
    Thought {
        /// How far it is.
        #[serde(default)]
        status_indicator: StatusIndicator,
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title: Option<String>,
        /// Markdown.
        content: String,
    },
    /// Files are read.
    File {
        /// How far it is.
        #[serde(default)]
        status_indicator: StatusIndicator,
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title: Option<String>,
        /// The files.
        #[serde(default)]
        sources: Vec<Known<Source>>,
    },
    /// An image is made.
    Image {
        /// How far it is.
        #[serde(default)]
        status_indicator: StatusIndicator,
        /// What it is called.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        title: Option<String>,
    },
}

impl Task {
    /// Returns a thought.
    pub fn thought(content: impl Into<String>) -> Self {
        Self::Thought {
            status_indicator: StatusIndicator::None,
            title: None,
            content: content.into(),
        }
    }

    /// Returns a step that is named, and no more.
    pub fn custom(title: impl Into<String>) -> Self {
        Self::Custom {
            status_indicator: StatusIndicator::None,
            title: Some(title.into()),
            icon: None,
            content: None,
        }
    }
}

/// How far a step is; shown in workflows only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatusIndicator {
    /// Not said.
    #[default]
    None,
    /// Under way.
    Loading,
    /// Done.
    Complete,
}

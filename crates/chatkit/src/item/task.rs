use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::assistant_message::Source;
use super::{ItemBody, ItemKind};
use crate::json::RawObject;
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
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// By hand, because a derived reader of tagged kinds cannot keep what is inside as it was written.
impl<'de> Deserialize<'de> for Task {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = RawObject::deserialize(deserializer)?;
        read(&fields).map_err(D::Error::custom)
    }
}

fn read(fields: &RawObject) -> serde_json::Result<Task> {
    let status_indicator = fields.read("status_indicator")?.unwrap_or_default();
    let title = fields.read("title")?;
    let sources = || fields.read("sources").map(Option::unwrap_or_default);
    let kind: Option<String> = fields.read("type")?;
    Ok(match kind.as_deref() {
        Some("custom") => Task::Custom {
            status_indicator,
            title,
            icon: fields.read("icon")?,
            content: fields.read("content")?,
        },
        Some("web_search") => Task::WebSearch {
            status_indicator,
            title,
            title_query: fields.read("title_query")?,
            queries: fields.read("queries")?.unwrap_or_default(),
            sources: sources()?,
        },
        Some("thought") => Task::Thought {
            status_indicator,
            title,
            content: fields
                .read("content")?
                .ok_or_else(|| serde_json::Error::missing_field("content"))?,
        },
        Some("file") => Task::File {
            status_indicator,
            title,
            sources: sources()?,
        },
        Some("image") => Task::Image {
            status_indicator,
            title,
        },
        _ => return Err(serde_json::Error::custom("no type of a task")),
    })
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

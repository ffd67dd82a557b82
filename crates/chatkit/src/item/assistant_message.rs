use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ItemBody, ItemKind};
use crate::known::Known;

/// Something the assistant said, in one or more parts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AssistantMessage {
    /// The parts.
    #[serde(default)]
    pub content: Vec<OutputText>,
}

impl AssistantMessage {
    /// Returns a message of one part.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            content: vec![OutputText::new(text)],
        }
    }

    /// Returns whether anything can be seen of it.
    pub fn has_text(&self) -> bool {
        self.content.iter().any(|part| !part.text.trim().is_empty())
    }
}

impl ItemBody for AssistantMessage {
    const KIND: ItemKind = ItemKind::AssistantMessage;
}

/// A part of what the assistant said: Markdown, with notes on where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutputText {
    /// Where it comes from.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
    /// Markdown.
    pub text: String,
    #[serde(default)]
    r#type: OutputTextTag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum OutputTextTag {
    #[default]
    #[serde(rename = "output_text")]
    OutputText,
}

impl OutputText {
    /// Returns a part without annotations.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            annotations: Vec::new(),
            text: text.into(),
            r#type: OutputTextTag::OutputText,
        }
    }

    /// Adds a note on where it comes from.
    #[must_use]
    pub fn with_annotation(mut self, annotation: Annotation) -> Self {
        self.annotations.push(annotation);
        self
    }
}

/// A note on where a part of a text comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    #[serde(default)]
    r#type: AnnotationTag,
    /// From where.
    pub source: Known<Source>,
    /// After which character of the text its marker stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub index: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum AnnotationTag {
    #[default]
    #[serde(rename = "annotation")]
    Annotation,
}

impl Annotation {
    /// Returns a note with its marker after character `index`.
    pub fn new(source: Source, index: Option<u64>) -> Self {
        Self {
            r#type: AnnotationTag::Annotation,
            source: Known::Typed(source),
            index,
        }
    }
}

/// Something that a text, or a task, draws on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// A web page.
    Url {
        /// What it is called.
        title: String,
        /// Where it is.
        url: String,
        /// Whose it is.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        attribution: Option<String>,
        /// More.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        description: Option<String>,
        /// When it was published.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        timestamp: Option<String>,
        /// Sources of one group are shown together.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        group: Option<String>,
    },
    /// A file.
    File {
        /// What it is called.
        title: String,
        /// Its name.
        filename: String,
        /// More.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        description: Option<String>,
        /// When it was made.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        timestamp: Option<String>,
        /// Sources of one group are shown together.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        group: Option<String>,
    },
    /// Something of the application's own.
    Entity {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
        /// A picture for it: see [`IconName`](crate::widget::IconName).
        #[serde(skip_serializing_if = "Option::is_none", default)]
        icon: Option<String>,
        /// What is shown in lists.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        label: Option<String>,
        /// What is shown inside the text.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        inline_label: Option<String>,
        /// Whether it can be clicked.
        #[serde(default)]
        interactive: bool,
        /// The application's own.
        #[serde(default)]
        data: Map<String, Value>,
        /// More.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        description: Option<String>,
        /// When it was made.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        timestamp: Option<String>,
        /// Sources of one group are shown together.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        group: Option<String>,
    },
}

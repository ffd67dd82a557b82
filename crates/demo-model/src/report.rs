//! What came of one request.

use crate::outcome::Item;
use crate::pending::Pending;
use crate::say::BREAK;
use crate::scene::Group;

/// What to say of a request, and what stays of it for the next message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub(crate) text: String,
    /// What to say instead where changes, lists and choices are shown beside the text.
    pub(crate) brief: Option<String>,
    /// The tasks that are now spoken of.
    pub(crate) shown: Option<Group>,
    /// The question that is now open.
    pub(crate) asks: Option<Pending>,
}

impl Report {
    pub(crate) fn say(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Says `brief` instead where the rest is shown beside the text.
    pub(crate) fn or_briefly(self, brief: impl Into<String>) -> Self {
        Self {
            brief: Some(brief.into()),
            ..self
        }
    }

    /// Says this, too.
    pub(crate) fn adding(self, more: &[String]) -> Self {
        let joined = |text: &str| join(&[&[text.to_owned()], more].concat());
        Self {
            text: joined(&self.text),
            brief: self.brief.as_deref().map(joined),
            ..self
        }
    }

    /// Returns what to say where changes, lists and choices are shown beside the text.
    pub(crate) fn brief(&self) -> &str {
        self.brief.as_deref().unwrap_or(&self.text)
    }

    pub(crate) fn about(self, items: Vec<Item>) -> Self {
        Self {
            shown: Some(Group {
                items,
                listed: false,
            }),
            ..self
        }
    }

    pub(crate) fn listing(self, items: Vec<Item>) -> Self {
        Self {
            shown: Some(Group {
                items,
                listed: true,
            }),
            ..self
        }
    }

    pub(crate) fn asking(self, question: Pending) -> Self {
        Self {
            asks: Some(question),
            ..self
        }
    }
}

/// Joins what is said of several requests: short lines close together, longer texts apart.
pub(crate) fn join(texts: &[String]) -> String {
    let mut joined = String::new();
    let mut before_is_line = true;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let is_line = !text.contains('\n');
        if !joined.is_empty() {
            joined.push_str(if is_line && before_is_line {
                BREAK
            } else {
                "\n\n"
            });
        }
        joined.push_str(text);
        before_is_line = is_line;
    }
    joined
}

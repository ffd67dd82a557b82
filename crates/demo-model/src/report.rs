//! What came of one request.

use crate::outcome::Item;
use crate::pending::Pending;
use crate::request::Action;
use crate::say::BREAK;
use crate::scene::Group;

/// What to say of a request, and what stays of it for the next message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub(crate) text: String,
    /// The tasks that are now spoken of.
    pub(crate) shown: Option<Group>,
    /// The question that is now open.
    pub(crate) asks: Option<Pending>,
    /// How many changes are left unsaid, because they are shown.
    pub(crate) unsaid: usize,
    /// What to do with which tasks once the person has confirmed it beside the text.
    pub(crate) unconfirmed: Vec<(Action, Item)>,
}

impl Report {
    pub(crate) fn say(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
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

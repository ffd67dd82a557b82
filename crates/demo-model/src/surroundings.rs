//! What a person sees beside the text.

use crate::outcome::Fault;
use crate::request::Action;

/// What is shown of the tools' answers beside the text, and so need not be said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Surroundings {
    /// Nothing: all there is to know is said, and all there is to ask is asked in words.
    #[default]
    Bare,
    /// Each change, list and choice, and a question before several tasks are deleted.
    Widgets,
}

impl Surroundings {
    /// Returns whether they show the tools' answers.
    pub(crate) fn show_answers(self) -> bool {
        self == Self::Widgets
    }

    /// Returns whether they show a change that a tool calls `status`.
    pub(crate) fn show_change(self, status: &str) -> bool {
        self.show_answers() && status != "unchanged"
    }

    /// Returns whether they ask the person before they do what a tool refused with `fault`.
    pub(crate) fn ask_about(self, action: &Action, fault: &Fault) -> bool {
        self.show_answers() && *action == Action::Delete && fault.code == "approval_required"
    }
}

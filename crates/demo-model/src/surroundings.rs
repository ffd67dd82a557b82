//! What a person sees beside the text.

use crate::outcome::Fault;

/// What is shown of the tools' answers beside the text, and so need not be said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Surroundings {
    /// Nothing: all there is to know is said, and all there is to ask is asked in words.
    #[default]
    Bare,
    /// A question before much is done; all else is said.
    Approvals,
    /// Each change, list and choice, and a question before much is done.
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

    /// Returns whether they ask the person before much is done.
    pub(crate) fn ask(self) -> bool {
        self != Self::Bare
    }

    /// Returns whether they ask the person before they do what a tool refused with `fault`.
    pub(crate) fn ask_about(self, fault: &Fault) -> bool {
        self.ask() && fault.code == "approval_required"
    }
}

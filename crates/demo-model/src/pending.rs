//! A question the assistant put, waiting for its answer.
//!
//! Nothing is stored: the question is worked out again from the history (see [`crate::dialogue`]).

use crate::outcome::Item;
use crate::request::{Action, Draft};

/// What the next message may answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pending {
    /// "Which one?", over a numbered list.
    Pick {
        action: Action,
        candidates: Vec<Item>,
    },
    /// "Shall I?", about exactly these tasks.
    Confirm { action: Action, items: Vec<Item> },
    /// "Shall I add it?"
    Offer(Draft),
    /// "What should I call it?"; holds what is known already.
    Title(Draft),
    /// "Which task?"
    Which(Action),
}

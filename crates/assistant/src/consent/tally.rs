//! Counts what a turn does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use taskpilot_conversations::{ToolCall, ToolCallStatus};

use super::asked::Act;

/// How many tasks one turn may delete without asking.
const FREE_DELETIONS: usize = 1;

/// How many tasks one turn may change without asking.
const FREE_CHANGES: usize = 5;

/// What is counted together. Adding is not counted: nothing that is there changes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    Deletions,
    Changes,
}

impl Many {
    pub(super) fn of(act: Act) -> Option<Self> {
        match act {
            Act::Delete => Some(Self::Deletions),
            Act::Complete | Act::Update => Some(Self::Changes),
            Act::Add => None,
        }
    }

    /// What a person's "always" is kept under.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Deletions => "bulk_delete",
            Self::Changes => "bulk_change",
        }
    }

    fn most(self) -> usize {
        match self {
            Self::Deletions => FREE_DELETIONS,
            Self::Changes => FREE_CHANGES,
        }
    }
}

/// What a turn has done, and what the model's last answer asks for. What was done before, in this turn, counts.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    deletions: Tally,
    changes: Tally,
    /// What was acted on, or is to be, because "it" may stand for it.
    referred: BTreeMap<Act, BTreeSet<String>>,
}

/// Tasks that a turn acts on in one way.
#[derive(Debug, Default)]
struct Tally {
    done: BTreeSet<i64>,
    /// What the model's last answer asks for, as far as it is known which tasks these are.
    asked: BTreeSet<i64>,
    /// Whether all together may be too many.
    may_be_too_many: bool,
}

impl Tallies {
    pub(super) fn of(before: &[ToolCall]) -> Self {
        let mut tallies = Self::default();
        for call in before {
            if call.status == ToolCallStatus::Completed {
                tallies.note(&call.name, &call.result);
            }
        }
        tallies
    }

    fn tally(&mut self, many: Many) -> &mut Tally {
        match many {
            Many::Deletions => &mut self.deletions,
            Many::Changes => &mut self.changes,
        }
    }

    /// Begins with an answer of the model that makes such calls.
    pub(super) fn begin(&mut self, acts: impl Iterator<Item = Act>) {
        let (mut deletions, mut changes) = (0_usize, 0_usize);
        for many in acts.filter_map(Many::of) {
            let count = match many {
                Many::Deletions => &mut deletions,
                Many::Changes => &mut changes,
            };
            *count = count.saturating_add(1);
        }
        for (many, calls) in [(Many::Deletions, deletions), (Many::Changes, changes)] {
            let tally = self.tally(many);
            tally.asked.clear();
            tally.may_be_too_many = tally.done.len().saturating_add(calls) > many.most();
        }
    }

    pub(super) fn may_be_too_many(&self, many: Many) -> bool {
        match many {
            Many::Deletions => self.deletions.may_be_too_many,
            Many::Changes => self.changes.may_be_too_many,
        }
    }

    /// Notes that a task is to be acted on.
    pub(super) fn ask(&mut self, many: Many, task: i64) {
        self.tally(many).asked.insert(task);
    }

    pub(super) fn are_too_many(&mut self, many: Many) -> bool {
        let tally = self.tally(many);
        tally.done.union(&tally.asked).count() > many.most()
    }

    /// Notes that something is acted on because words may stand for it; returns how much is by now.
    pub(super) fn refer(&mut self, act: Act, what: String) -> usize {
        let referred = self.referred.entry(act).or_default();
        referred.insert(what);
        referred.len()
    }

    /// Notes what a call did.
    pub(super) fn note(&mut self, tool: &str, result: &Value) {
        let is_change = result
            .get("status")
            .is_some_and(|status| status != "unchanged");
        let id = result.get("task_id").and_then(Value::as_i64);
        let many = Act::of(tool).and_then(Many::of);
        if let (Some(many), Some(id), true) = (many, id, is_change) {
            self.tally(many).done.insert(id);
        }
    }
}

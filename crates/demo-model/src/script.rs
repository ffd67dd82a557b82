//! The calls of one turn, replayed.
//!
//! The model keeps no state: each time it is asked, it goes through the whole turn again. A call that was made
//! already is answered from the history; the first ones that were not are what it asks for now.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use taskpilot_model_client::{ToolCall, ToolSpec};

use crate::history::Call;
use crate::outcome::{Item, Outcome};
use crate::surroundings::Surroundings;

/// What became of a call the rules want.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a handful live at a time")]
pub(crate) enum Step {
    /// It was made.
    Done(Outcome),
    /// It is asked for now; the turn goes on when its output is there.
    Waiting,
    /// There is no such tool.
    NoTool(&'static str),
}

/// The calls of one turn.
pub(crate) struct Script<'a> {
    made: &'a [Call],
    used: Vec<bool>,
    tools: Tools<'a>,
    surroundings: Surroundings,
    salt: u64,
    latest_undo: Option<&'a str>,
    planned: Vec<ToolCall>,
}

/// Which tools may be called.
#[derive(Clone, Copy)]
pub(crate) enum Tools<'a> {
    /// These.
    Offered(&'a [ToolSpec]),
    /// Those of a turn that is over: only what was called then.
    Past,
}

impl<'a> Script<'a> {
    /// Begins a turn in which `made` were called before; `salt` sets its call ids apart from those of others.
    pub(crate) fn new(
        made: &'a [Call],
        tools: Tools<'a>,
        surroundings: Surroundings,
        salt: u64,
        latest_undo: Option<&'a str>,
    ) -> Self {
        Self {
            made,
            used: vec![false; made.len()],
            tools,
            surroundings,
            salt,
            latest_undo,
            planned: Vec::new(),
        }
    }

    /// Returns what the person sees beside the text.
    pub(crate) fn surroundings(&self) -> Surroundings {
        self.surroundings
    }

    /// Returns whether a tool answered with `item` in this turn, so that widgets show it.
    pub(crate) fn has_told(&self, item: &Item) -> bool {
        let told =
            |call: &Call| matches!(&call.outcome, Outcome::Task { item: told, .. } if told == item);
        self.made.iter().any(told)
    }

    /// Wants `name` called with `arguments`.
    pub(crate) fn call(&mut self, name: &'static str, arguments: &Value) -> Step {
        let same = |call: &Call| call.name == name && call.arguments == *arguments;
        let unused = self
            .made
            .iter()
            .zip(&mut self.used)
            .find(|(call, used)| !**used && same(call));
        if let Some((call, used)) = unused {
            *used = true;
            return Step::Done(call.outcome.clone());
        }
        let Tools::Offered(tools) = self.tools else {
            return Step::Waiting;
        };
        if !tools.iter().any(|tool| tool.name == name) {
            return Step::NoTool(name);
        }
        let arguments = arguments.to_string();
        let call_id = self.id(name, &arguments);
        // The same call came back with other arguments: asking again would never end.
        if self.made.iter().any(|call| call.id == call_id) {
            return Step::Done(Outcome::Missing);
        }
        self.planned.push(ToolCall {
            call_id,
            name: name.to_owned(),
            arguments,
        });
        Step::Waiting
    }

    /// Returns a tool that undoes, if there is one.
    pub(crate) fn undo_tool(&self) -> Option<&'a ToolSpec> {
        match self.tools {
            Tools::Offered(tools) => tools.iter().find(|tool| tool.name.starts_with("undo")),
            Tools::Past => None,
        }
    }

    /// Wants a tool called whose name is only known now.
    pub(crate) fn call_named(&mut self, tool: &ToolSpec, arguments: &Value) -> Step {
        if let Some(call) = self.made.iter().find(|call| call.name == tool.name) {
            return Step::Done(call.outcome.clone());
        }
        let arguments = arguments.to_string();
        let call_id = self.id(&tool.name, &arguments);
        self.planned.push(ToolCall {
            call_id,
            name: tool.name.clone(),
            arguments,
        });
        Step::Waiting
    }

    /// Returns the token that takes back the latest change of the turns before.
    pub(crate) fn undo_token(&self) -> Option<&'a str> {
        self.latest_undo
    }

    /// Returns what is to be called now.
    pub(crate) fn into_planned(self) -> Vec<ToolCall> {
        self.planned
    }

    fn id(&self, name: &str, arguments: &str) -> String {
        let wanted = &serde_json::from_str::<Value>(arguments).unwrap_or_default();
        let planned_before = |call: &&ToolCall| call.name == name && call.arguments == arguments;
        let used_before = self
            .made
            .iter()
            .zip(&self.used)
            .filter(|(call, used)| **used && call.name == name && call.arguments == *wanted);
        let nth = self
            .planned
            .iter()
            .filter(planned_before)
            .count()
            .saturating_add(used_before.count());
        let mut hasher = DefaultHasher::new();
        (self.salt, name, arguments, nth).hash(&mut hasher);
        format!("demo_{:016x}", hasher.finish())
    }
}

//! Runs that wait, as text.

mod calls;

use serde::{Deserialize, Serialize};
use taskpilot_model_client::{InputItem, Usage};

use crate::approval::{ApprovalRequest, Decision, DecisionError, StandingDecision};
use crate::budget::Spent;

pub(crate) use calls::{CallState, PendingCall};

/// The version that is written.
pub(crate) const VERSION: u32 = 1;

/// A run that waits for a person's word, complete: another process may go on with it.
///
/// Give it the decisions, then [`resume`](crate::resume) it. As text it carries its version; this crate reads all
/// versions it ever wrote. It holds the whole conversation, so it is as secret as that; the application's context,
/// tools and models are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunState {
    pub(crate) version: u32,
    pub(crate) run_id: String,
    /// The agent that acts, by name.
    pub(crate) agent: String,
    /// The conversation before the run, with the run's own input.
    pub(crate) input: Vec<InputItem>,
    /// How much of the end of `input` is the run's own.
    pub(crate) own_input: usize,
    pub(crate) new_items: Vec<InputItem>,
    /// What the agent sees instead of what came before a handoff, if it is not the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) view: Option<View>,
    pub(crate) turn: u32,
    pub(crate) sequence: u64,
    #[serde(default)]
    pub(crate) bad_turns: u32,
    #[serde(default)]
    pub(crate) spent: Spent,
    #[serde(default)]
    pub(crate) handoffs: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) standing: Vec<StandingDecision>,
    /// The calls of the last answer.
    pub(crate) calls: Vec<PendingCall>,
}

/// What an agent sees of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct View {
    /// In place of the items before `from`.
    pub(crate) base: Vec<InputItem>,
    pub(crate) from: usize,
}

/// A state cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// It is no state.
    #[error("this is not the state of a run")]
    Malformed(#[source] serde_json::Error),
    /// A later version of this crate wrote it.
    #[error("the state has version {found}, and this crate reads up to {VERSION}")]
    TooNew {
        /// Its version.
        found: u64,
    },
}

impl RunState {
    /// Returns the calls that wait for a word, those of inner agents too.
    pub fn requests(&self) -> Vec<ApprovalRequest> {
        let mut requests = Vec::new();
        self.collect(&mut Vec::new(), &mut requests);
        requests
    }

    fn collect(&self, path: &mut Vec<String>, into: &mut Vec<ApprovalRequest>) {
        for call in &self.calls {
            match &call.state {
                CallState::Waiting { .. } => into.push(call.request(&self.agent, path)),
                CallState::Suspended { run } => {
                    path.push(call.call_id.clone());
                    run.collect(path, into);
                    path.pop();
                }
                CallState::Ended { .. } => {}
            }
        }
    }

    /// Decides about a call; a later decision about the same call replaces an earlier one. Calls without a decision
    /// keep waiting when the run is resumed.
    ///
    /// # Errors
    /// [`DecisionError`] if the request is not one of this state's.
    pub fn decide(
        &mut self,
        request: &ApprovalRequest,
        decision: Decision,
    ) -> Result<(), DecisionError> {
        let mut run = self;
        for step in &request.path {
            run = run.inner(step).ok_or(DecisionError::NotWaiting)?;
        }
        let call = run
            .calls
            .iter_mut()
            .find(|call| call.call_id == request.call_id)
            .ok_or(DecisionError::NotWaiting)?;
        let CallState::Waiting { decision: place } = &mut call.state else {
            return Err(DecisionError::NotWaiting);
        };
        if call.fingerprint != request.fingerprint {
            return Err(DecisionError::Changed);
        }
        *place = Some(decision);
        Ok(())
    }

    fn inner(&mut self, call_id: &str) -> Option<&mut Self> {
        let call = self.calls.iter_mut().find(|call| call.call_id == call_id)?;
        match &mut call.state {
            CallState::Suspended { run } => Some(run),
            _ => None,
        }
    }

    /// Returns what was decided for all calls of a tool, in inner runs too.
    pub(crate) fn decided_for_all(&self) -> Vec<StandingDecision> {
        let mut found = Vec::new();
        for call in &self.calls {
            match &call.state {
                CallState::Waiting {
                    decision: Some(decision),
                } if decision.is_standing => found.push(StandingDecision {
                    tool: call.name.clone(),
                    verdict: decision.verdict.clone(),
                    expires_at: decision.expires_at,
                }),
                CallState::Suspended { run } => found.extend(run.decided_for_all()),
                _ => {}
            }
        }
        found
    }

    /// Returns what people have said for all calls of a tool; an application that keeps it gives it to later runs by
    /// [`RunOptions::standing`](crate::RunOptions::standing).
    pub fn standing(&self) -> &[StandingDecision] {
        &self.standing
    }

    /// Returns what the run has used until it waited, inner runs that still wait aside.
    pub fn usage(&self) -> Usage {
        self.spent.total()
    }

    /// Returns the state as JSON text.
    ///
    /// # Errors
    /// If it cannot be written, which states always can.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads a state of this or any earlier version.
    ///
    /// # Errors
    /// [`StateError`] if it is none, or of a later version.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u64,
        }
        let versioned: Versioned = serde_json::from_str(text).map_err(StateError::Malformed)?;
        let found = versioned.version;
        if found > u64::from(VERSION) {
            return Err(StateError::TooNew { found });
        }
        serde_json::from_str(text).map_err(StateError::Malformed)
    }
}

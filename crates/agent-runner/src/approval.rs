//! Calls that wait for a person's word.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// Which calls wait for a person's word, beside those whose tool says so ([`Tool::needs_approval`](crate::Tool)) and
/// those a hook asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ApprovalPolicy {
    /// No others.
    #[default]
    AsToolsSay,
    /// Those of tools that destroy ([`ToolAnnotations::destructive`](crate::ToolAnnotations)).
    Destructive,
    /// Those of all tools but those that only read ([`ToolAnnotations::read_only`](crate::ToolAnnotations)).
    Writes,
}

/// A call that waits for a person's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalRequest {
    /// Which agent wants it.
    pub agent: String,
    /// The calls that the agent runs inside of, outermost first; empty for the run's own agents.
    pub path: Vec<String>,
    /// The call's id.
    pub call_id: String,
    /// Which tool.
    pub tool: String,
    /// With which arguments: show these, they are what will be run.
    pub arguments: Value,
    /// Stands for tool and arguments. A decision counts for nothing else.
    pub fingerprint: String,
}

/// What a person says to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It may run.
    Approve,
    /// It may not; the model gets these words, or some of ours.
    Reject(Option<String>),
}

/// A person's word on a call, and how far it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a decision counts once it is given to a state"]
pub struct Decision {
    pub(crate) verdict: Ruling,
    #[serde(default)]
    pub(crate) is_standing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<u64>,
}

impl Decision {
    /// The call may run.
    pub fn approve() -> Self {
        Self::new(Ruling::Approve)
    }

    /// The call may not run; the model is told so.
    pub fn reject() -> Self {
        Self::new(Ruling::Reject(None))
    }

    /// The call may not run; the model is told this.
    pub fn reject_with(message: impl Into<String>) -> Self {
        Self::new(Ruling::Reject(Some(message.into())))
    }

    fn new(verdict: Ruling) -> Self {
        Self {
            verdict,
            is_standing: false,
            expires_at: None,
        }
    }

    /// It goes for all calls of the tool, whatever their arguments: as a [`StandingDecision`].
    pub fn always(mut self) -> Self {
        self.is_standing = true;
        self
    }

    /// It counts until this time, in seconds since 1970, by [`RunOptions::clock`](crate::RunOptions::clock). Without a
    /// clock it does not count at all.
    pub fn until(mut self, unix_seconds: u64) -> Self {
        self.expires_at = Some(unix_seconds);
        self
    }

    pub(crate) fn counts_at(&self, now: Option<u64>) -> bool {
        counts(self.expires_at, now)
    }
}

/// A person's word on all calls of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingDecision {
    /// Which tool.
    pub tool: String,
    /// What they say.
    pub verdict: Ruling,
    /// Until when it counts, in seconds since 1970; for ever if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
}

impl StandingDecision {
    pub(crate) fn counts_at(&self, now: Option<u64>) -> bool {
        counts(self.expires_at, now)
    }
}

/// What has an end does not count when nobody knows the time.
fn counts(expires_at: Option<u64>, now: Option<u64>) -> bool {
    match (expires_at, now) {
        (None, _) => true,
        (Some(end), Some(now)) => now < end,
        (Some(_), None) => false,
    }
}

/// A decision does not fit the state it was given to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// No call with this id waits there.
    #[error("no such call waits for approval")]
    NotWaiting,
    /// The call that waits has another tool or other arguments than the request shows.
    #[error("the call that waits is another than the one shown")]
    Changed,
}

/// Returns what stands for a call: the same for arguments that differ in the order of their keys only.
pub(crate) fn fingerprint(tool: &str, arguments: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(tool.as_bytes());
    hash.update([0]);
    hash.update(sorted(arguments).to_string().as_bytes());
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        use std::fmt::Write as _;
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<_> = members.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            let members = keys
                .into_iter()
                .map(|(key, value)| (key.clone(), sorted(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(elements) => elements.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fingerprint_stands_for_tool_and_arguments() {
        let one = fingerprint("t", &json!({"a": 1, "b": [{"c": 2, "d": null}]}));
        let same: Value = serde_json::from_str(r#"{"b":[{"d":null,"c":2}],"a":1}"#).unwrap();
        assert_eq!(one, fingerprint("t", &same));
        assert_ne!(one, fingerprint("u", &same));
        assert_ne!(one, fingerprint("t", &json!({"a": 1, "b": []})));
        assert_ne!(fingerprint("t", &json!("1")), fingerprint("t", &json!(1)));
    }

    #[test]
    fn what_has_an_end_needs_a_clock() {
        let decision = Decision::approve().until(10);
        assert!(decision.counts_at(Some(9)));
        assert!(!decision.counts_at(Some(10)));
        assert!(!decision.counts_at(None));
        assert!(Decision::approve().counts_at(None));
    }
}

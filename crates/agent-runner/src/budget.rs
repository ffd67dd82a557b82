//! What a run may spend, and what it has spent.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use taskpilot_model_client::Usage;

use crate::approval::fingerprint;
use crate::tool::ToolError;

/// What a run may spend beside its turns; nothing is limited unless said so.
///
/// Tokens and cost are looked at before each model call, so the last one may go over. What runs inside of tools counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// Tokens read and written.
    pub tokens: Option<u64>,
    /// Billionths of a US dollar: what the provider says, or what [`Budget::price`] makes of the tokens.
    pub cost_nanos: Option<u64>,
    /// Time from the first event on; that a person takes to approve does not count. A model call is cut, tools that
    /// have begun are awaited as for a cancelled run.
    pub time: Option<Duration>,
    /// Tool calls that are run; the model is told of further ones that they are not.
    pub tool_calls: Option<u64>,
    /// Calls of the same tool with the same arguments that are run; the model is told of further ones that they are
    /// not.
    pub same_calls: Option<u64>,
    /// What tokens cost with a provider that does not say.
    pub price: Option<Price>,
}

/// What a token costs, in billionths of a US dollar: 2500 for 2.50 dollars per million.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Price {
    /// To read, other than from the cache.
    pub input: u64,
    /// To read from the cache.
    pub cached: u64,
    /// To write.
    pub output: u64,
}

impl Price {
    /// Returns what usage costs in billionths of a US dollar: what the provider said, or else this price of its tokens.
    pub fn of(self, usage: Usage) -> u64 {
        if usage.cost_nanos > 0 {
            return usage.cost_nanos;
        }
        let fresh = usage.input_tokens.saturating_sub(usage.cached_tokens);
        let read = fresh.saturating_mul(self.input);
        let cached = usage.cached_tokens.saturating_mul(self.cached);
        let written = usage.output_tokens.saturating_mul(self.output);
        read.saturating_add(cached).saturating_add(written)
    }
}

/// Which limit a run has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BudgetLimit {
    /// [`Budget::tokens`].
    Tokens,
    /// [`Budget::cost_nanos`].
    Cost,
    /// [`Budget::time`].
    Time,
}

impl std::fmt::Display for BudgetLimit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Tokens => "tokens",
            Self::Cost => "cost",
            Self::Time => "time",
        })
    }
}

/// One model call, whether it answered or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UsageEntry {
    /// Which agent asked; the tool's name if the call was inside of a tool.
    pub agent: String,
    /// In which turn.
    pub turn: u32,
    /// What it cost; `requests` counts failed attempts.
    pub usage: Usage,
    /// How many of these requests went on with another model
    /// ([`FallbackModel`](taskpilot_model_client::FallbackModel)). The others behind the first are retries.
    #[serde(default, skip_serializing_if = "is_none")]
    pub switches: u32,
    /// How it failed, by [`ErrorKind::code`](taskpilot_model_client::ErrorKind::code), or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn is_none(count: &u32) -> bool {
    *count == 0
}

/// What a run has spent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Spent {
    pub(crate) entries: Vec<UsageEntry>,
    pub(crate) tool_calls: u64,
    /// How often each call was made, by fingerprint.
    pub(crate) same_calls: HashMap<String, u64>,
    pub(crate) millis: u64,
}

impl Spent {
    pub(crate) fn total(&self) -> Usage {
        self.since(0)
    }

    /// Returns what was spent behind this many entries.
    pub(crate) fn since(&self, entries: usize) -> Usage {
        let mut total = Usage::default();
        for entry in self.entries.iter().skip(entries) {
            total += entry.usage;
        }
        total
    }

    /// Returns the limit that `total` has reached.
    pub(crate) fn reached(budget: &Budget, total: Usage) -> Option<BudgetLimit> {
        let tokens = total.input_tokens.saturating_add(total.output_tokens);
        let cost = match budget.price {
            Some(price) => price.of(total),
            None => total.cost_nanos,
        };
        let is_spent = |spent: u64, limit: Option<u64>| limit.is_some_and(|limit| spent >= limit);
        if is_spent(tokens, budget.tokens) {
            return Some(BudgetLimit::Tokens);
        }
        is_spent(cost, budget.cost_nanos).then_some(BudgetLimit::Cost)
    }

    /// Counts a call that is about to run.
    ///
    /// # Errors
    /// What the model is told if it may not.
    pub(crate) fn admit(
        &mut self,
        budget: &Budget,
        tool: &str,
        arguments: &Value,
    ) -> Result<(), ToolError> {
        if budget
            .tool_calls
            .is_some_and(|limit| self.tool_calls >= limit)
        {
            return Err(ToolError::new(
                "tool_budget",
                "the call was not run, because this run may call no more tools; answer with what you know",
            ));
        }
        if let Some(limit) = budget.same_calls {
            let made = self
                .same_calls
                .entry(fingerprint(tool, arguments))
                .or_default();
            if *made >= limit {
                return Err(ToolError::new(
                    "repeated_call",
                    "the call was not run, because it was made with the same arguments before; use that answer, or call otherwise",
                ));
            }
            *made = made.saturating_add(1);
        }
        self.tool_calls = self.tool_calls.saturating_add(1);
        Ok(())
    }
}

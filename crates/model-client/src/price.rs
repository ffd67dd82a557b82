use serde::Deserialize;
use serde_json::Value;

use crate::wire::Count;

/// What a report of usage says about money, in the words of those who say anything.
#[derive(Default, Deserialize)]
pub(crate) struct Price {
    /// US dollars (OpenRouter), or an object with the `total_cost` (Perplexity).
    #[serde(default)]
    cost: Option<Value>,
    /// What stands behind the cost (OpenRouter).
    #[serde(default)]
    cost_details: Option<Value>,
    /// Whether the upstream was paid by a key of the caller's own (OpenRouter).
    #[serde(default)]
    is_byok: Option<Value>,
    /// US dollars (`DeepInfra`).
    #[serde(default)]
    estimated_cost: Option<Value>,
    /// Ten-billionths of a US dollar (xAI).
    #[serde(default)]
    cost_in_usd_ticks: Count,
}

impl Price {
    /// Returns billionths of a US dollar; `None` if nothing is said.
    pub(crate) fn nanos(&self) -> Option<u64> {
        if let Some(ticks) = self.cost_in_usd_ticks.0 {
            return Some(ticks.div_ceil(10));
        }
        let said = self.cost.as_ref().or(self.estimated_cost.as_ref())?;
        let dollars = said.get("total_cost").unwrap_or(said).as_f64()?;
        // With a key of one's own, the router charges its fee alone, and the upstream the rest.
        Some(nanos(dollars).saturating_add(self.upstream()))
    }

    fn upstream(&self) -> u64 {
        if self.is_byok != Some(Value::Bool(true)) {
            return 0;
        }
        let details = self.cost_details.as_ref();
        let cost = details.and_then(|it| it.get("upstream_inference_cost"));
        cost.and_then(Value::as_f64).map_or(0, nanos)
    }
}

/// Returns dollars in billionths; 0 for what is no price.
fn nanos(dollars: f64) -> u64 {
    format!("{:.0}", dollars * 1e9).parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_in_all_their_shapes() {
        for (usage, expected) in [
            (r#"{"prompt_tokens": 7}"#, None),
            (r#"{"cost": null, "estimated_cost": null}"#, None),
            (r#"{"cost": 0}"#, Some(0)),
            (r#"{"cost": 0.00014, "is_byok": false}"#, Some(140_000)),
            (
                r#"{"cost": 0.95, "cost_details": {"upstream_inference_cost": 19}}"#,
                Some(950_000_000),
            ),
            (
                r#"{"cost": 0.05, "is_byok": true, "cost_details": {"upstream_inference_cost": 1.0}}"#,
                Some(1_050_000_000),
            ),
            (
                r#"{"cost": 0.05, "is_byok": true, "cost_details": {"upstream_inference_cost": null}}"#,
                Some(50_000_000),
            ),
            (r#"{"cost": {"total_cost": 0.006}}"#, Some(6_000_000)),
            (r#"{"estimated_cost": 0.000001}"#, Some(1_000)),
            (r#"{"cost_in_usd_ticks": 37756000}"#, Some(3_775_600)),
            (r#"{"cost_in_usd_ticks": 1}"#, Some(1)),
            (r#"{"cost": "free"}"#, None),
            (r#"{"cost": -1}"#, Some(0)),
        ] {
            let price: Price = serde_json::from_str(usage).unwrap();
            assert_eq!(price.nanos(), expected, "{usage}");
        }
    }
}

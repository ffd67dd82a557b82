use clap::Args;
use taskpilot_assistant::{DailyLimits, Price};

/// What each user may spend in a day.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Daily limits")]
pub struct LimitArgs {
    /// Tokens (read and written) that each user may spend in a day (UTC); 0 switches the limit off.
    ///
    /// With either limit, what is spent is counted in the database, for all replicas. A turn that runs stops at the
    /// limit: it may go over by its last model call, and so may turns that run at the same time.
    #[arg(long, env = "DAILY_TOKEN_LIMIT", default_value_t = 0)]
    pub daily_token_limit: u64,

    /// US dollars that each user may spend in a day (UTC), such as `0.50`; 0 switches the limit off.
    ///
    /// Counted is what the provider reports (OpenRouter does). With one that reports nothing, set `MODEL_PRICE`:
    /// without it, its answers count as free.
    #[arg(
        long = "daily-cost-limit",
        env = "DAILY_COST_LIMIT",
        value_name = "DAILY_COST_LIMIT",
        default_value = "0",
        value_parser = nanos
    )]
    pub daily_cost_nanos: u64,

    /// What the model costs if its provider does not report it: US dollars for a million tokens read, read from the
    /// cache, and written, such as `2.50/1.25/10`.
    #[arg(long, env = "MODEL_PRICE", value_parser = price)]
    pub model_price: Option<Price>,
}

impl LimitArgs {
    /// Returns the limits as the assistant takes them.
    pub fn limits(&self) -> DailyLimits {
        let limit = |value: u64| (value > 0).then_some(value);
        DailyLimits {
            tokens: limit(self.daily_token_limit),
            cost_nanos: limit(self.daily_cost_nanos),
            price: self.model_price,
        }
    }
}

/// Reads dollars; returns billionths.
fn nanos(text: &str) -> Result<u64, String> {
    shifted(text, 9).ok_or_else(|| "this is an amount in US dollars, as in 0.50".into())
}

/// Reads dollars for a million tokens: a thousand times as many billionths for one.
fn price(text: &str) -> Result<Price, String> {
    let parts: Vec<_> = text.split('/').map(|part| shifted(part, 3)).collect();
    let [Some(input), Some(cached), Some(output)] = parts[..] else {
        return Err(
            "this is three prices in US dollars for a million tokens, as in 2.50/1.25/10".into(),
        );
    };
    Ok(Price {
        input,
        cached,
        output,
    })
}

/// Reads a decimal number with at most `places` digits behind the point, and moves the point behind them.
fn shifted(text: &str, places: usize) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > places {
        return None;
    }
    format!("{whole}{fraction:0<places$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_exact() {
        for (text, expected) in [
            ("0", 0),
            ("1", 1_000_000_000),
            ("0.50", 500_000_000),
            (" 2.000000001 ", 2_000_000_001),
            ("10.", 10_000_000_000),
        ] {
            assert_eq!(nanos(text), Ok(expected), "{text}");
        }
        for bad in [
            "",
            "-1",
            ".5",
            "1,5",
            "$1",
            "1e3",
            "0.0000000001",
            "99999999999",
            "inf",
        ] {
            assert!(nanos(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_price_is_three_amounts_for_a_million_tokens() {
        let expected = Price {
            input: 2_500,
            cached: 1_250,
            output: 10_000,
        };
        assert_eq!(price("2.50/1.25/10"), Ok(expected));
        for bad in ["", "2.50", "2.50/10", "1/2/3/4", "1/x/3", "0.0001/0/0"] {
            assert!(price(bad).is_err(), "{bad}");
        }
    }
}

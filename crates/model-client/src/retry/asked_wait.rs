use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Returns how long the provider asks to wait: `retry-after-ms`, else `retry-after` in seconds or as a date.
///
/// A date counts from the answer's own `Date`, so that no clock is needed and none has to be right.
pub(crate) fn asked_wait(headers: &HeaderMap) -> Option<Duration> {
    let milliseconds = number(headers, "retry-after-ms").map(|ms| ms / 1000.0);
    let seconds = milliseconds.or_else(|| number(headers, RETRY_AFTER.as_str()));
    let wait = match seconds {
        Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        None => until_date(headers),
    };
    wait.filter(|wait| !wait.is_zero())
}

/// Returns the provider's own word on whether to try again.
pub(crate) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.to_str().ok()?.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<f64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn until_date(headers: &HeaderMap) -> Option<Duration> {
    let then = date(headers, RETRY_AFTER.as_str())?;
    let now = date(headers, DATE.as_str())?;
    then.duration_since(now).try_into().ok()
}

fn date(headers: &HeaderMap, name: &str) -> Option<Timestamp> {
    let text = headers.get(name)?.to_str().ok()?;
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&'static str, &'static str)], expected_ms: Option<u64>) {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        assert_eq!(asked_wait(&headers), expected_ms.map(Duration::from_millis));
    }

    #[test]
    fn all_spellings_are_read() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[("retry-after", "2")], Some(2000));
        check(&[("retry-after", "1.5")], Some(1500));
        check(
            &[("retry-after-ms", "250"), ("retry-after", "9")],
            Some(250),
        );
        check(
            &[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), date],
            Some(10_000),
        );
        check(
            &[("retry-after", "Sun, 06 Nov 1994 08:49:27 GMT"), date],
            None,
        );
        check(&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")], None);
        for nonsense in ["0", "-1", "NaN", "inf", "1e300", "soon", ""] {
            check(&[("retry-after", nonsense)], None);
        }
    }
}

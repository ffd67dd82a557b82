//! What becomes of refusals: status × header × attempt. Nothing here waits; time is what the table says.

use std::fmt::Write;
use std::time::Duration;

use super::*;
use crate::retry::{Jitter, RetryPolicy};

/// Headers that bear on whether and when to try again.
const HEADERS: &[&[(&str, &str)]] = &[
    &[],
    &[("retry-after", "2")],
    &[("retry-after-ms", "1500")],
    &[("retry-after", "120")],
    &[("retry-after", "121")],
    &[
        ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"),
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ],
    &[("x-should-retry", "true")],
    &[("x-should-retry", "false")],
    &[("x-should-retry", "true"), ("retry-after", "121")],
];

const STATUSES: &[u16] = &[
    400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529,
];

fn refused(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Failure {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect();
    let status = StatusCode::from_u16(status).unwrap();
    refusal(status, &headers, body.as_bytes(), &Redactor::default())
}

/// Returns the waits before the second, third and fourth attempt; `-` stands for none.
fn waits(failure: &Failure) -> String {
    let policy = RetryPolicy {
        jitter: Jitter::none(),
        ..RetryPolicy::default()
    };
    let wait = |attempts| {
        let delay = policy.next_delay(failure, attempts, Duration::ZERO);
        delay.map_or_else(|| "-".to_owned(), |delay| format!("{delay:?}"))
    };
    [1, 2, 3].map(wait).join(" ")
}

#[test]
fn the_retry_table() {
    let mut table = String::new();
    for headers in HEADERS {
        let named: Vec<_> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        writeln!(table, "[{}]", named.join(", ")).unwrap();
        for status in STATUSES {
            let failure = refused(*status, headers, "{}");
            let code = failure.error.kind.code();
            writeln!(table, "  {status} {code:<16} {}", waits(&failure)).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_the_body_says_counts_more_than_the_status() {
    let mut table = String::new();
    for (status, body) in [
        (429, r#"{"error":{"code":"insufficient_quota"}}"#),
        (400, r#"{"error":{"code":"context_length_exceeded"}}"#),
        (
            500,
            r#"{"error":{"message":"the request exceeds the available context size"}}"#,
        ),
        (
            400,
            r#"{"error":{"code":"tool_use_failed","failed_generation":"<function"}}"#,
        ),
        (409, r#"{"error":{"code":"conversation_locked"}}"#),
        (
            400,
            r#"{"error":{"code":400,"metadata":{"error_type":"provider_overloaded"}}}"#,
        ),
        (
            503,
            r#"{"error":{"code":503,"availability":{"retryable":false}}}"#,
        ),
        (
            400,
            r#"{"error":{"code":400,"availability":{"retryable":true,"retry_after":3}}}"#,
        ),
        (200, r#"{"error":{"code":502,"message":"upstream"}}"#),
        (200, r#"{"choices":[]}"#),
        (502, "<html>Bad Gateway</html>"),
    ] {
        let failure = refused(status, &[], body);
        let code = failure.error.kind.code();
        writeln!(table, "{status} {body}\n  {code:<16} {}", waits(&failure)).unwrap();
    }
    insta::assert_snapshot!(table);
}

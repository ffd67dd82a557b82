//! Whatever comes in, the server never says that it is its own fault.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::Method;
use serde_json::{Map, Value, json};
use taskpilot_model_sim::Reply;

use crate::app::{TestApp, token};
use crate::raw::{exchange, request, status};

/// Names that mean something somewhere, so that nonsense gets past the first check.
const FIELDS: [&str; 14] = [
    "title",
    "description",
    "completed",
    "priority",
    "due_at",
    "all_day",
    "list",
    "tags",
    "recurrence",
    "message",
    "content",
    "conversation_id",
    "undo_token",
    "archived",
];

/// Texts that have broken other programs.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u{feff}",
    "\u{202e}abc",
    "🥛",
    "é",
    "2030-01-01",
    "2030-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "-009999-01-01T00:00:00Z",
    "FREQ=DAILY",
    "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2",
    "high",
    "'; DROP TABLE tasks; --",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        any::<String>(),
        (0_usize..6_000).prop_map(|count| "x".repeat(count)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        text().prop_map(Value::from),
        Just(json!({"rule": "FREQ=DAILY"})),
        Just(json!({"rule": "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=0", "basis": "completion"})),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(field(), inner, 0..4)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(&FIELDS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let object = prop::collection::btree_map(field(), value(), 0..5);
    let object = object.prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>()));
    prop_oneof![
        6 => object.prop_map(|json| json.to_string().into_bytes()),
        2 => text().prop_map(|title| json!({"title": title}).to_string().into_bytes()),
        2 => text().prop_map(|message| json!({"message": message}).to_string().into_bytes()),
        1 => value().prop_map(|json| json.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

fn line() -> impl Strategy<Value = String> {
    let id = prop_oneof![
        4 => Just("1".to_owned()),
        1 => any::<i64>().prop_map(|id| id.to_string()),
        1 => "[!-~]{1,12}".prop_map(|id| id.replace(['?', '#'], "")),
    ];
    let query = prop_oneof![
        4 => Just(String::new()),
        4 => "(status|priority|tag|list|q|due_before|due_after|overdue|sort|order|limit|cursor|archived)=[!-~]{0,12}"
            .prop_map(|query| format!("?{}", query.replace('#', ""))),
    ];
    let path = prop_oneof![
        id.clone().prop_map(|id| format!("/tasks/{id}")),
        id.clone().prop_map(|id| format!("/tasks/{id}/complete")),
        id.clone().prop_map(|id| format!("/conversations/{id}")),
        id.prop_map(|id| format!("/conversations/{id}/messages")),
        prop::sample::select(&["/tasks", "/chat", "/undo", "/conversations", "/nothing"][..])
            .prop_map(str::to_owned),
    ];
    let method = prop::sample::select(
        &[
            "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW",
        ][..],
    );
    (method, path, query)
        .prop_map(|(method, path, query)| format!("{method} /api/ada{path}{query}"))
}

fn headers() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(
        &[
            "if-match",
            "if-none-match",
            "x-time-zone",
            "accept-language",
            "idempotency-key",
            "accept",
            "x-request-id",
            "origin",
            "expect",
            "range",
            "cookie",
        ][..],
    );
    // Visible bytes and those above ASCII; a line end would end the header.
    let value = prop::collection::vec(prop_oneof![0x21_u8..0x7f, 0x80_u8..=0xff], 0..20);
    prop::collection::vec((name, value), 0..3).prop_map(|headers| {
        let mut bytes = Vec::new();
        for (name, value) in headers {
            bytes.extend_from_slice(format!("{name}: ").as_bytes());
            bytes.extend_from_slice(&value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes
    })
}

#[test]
fn nonsense_is_never_the_servers_fault() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let app = runtime.block_on(TestApp::scripted([Reply::text("Hm.").always()]));
    let ada = app.user("ada");
    runtime.block_on(ada.add("Milk"));
    let always = format!(
        "authorization: Bearer {}\r\ncontent-type: application/json\r\n",
        token("ada")
    );
    let config = Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&(line(), headers(), body()), |(line, headers, body)| {
        let headers = [always.as_bytes(), &headers[..]].concat();
        let bytes = request(&line, &headers, &body);
        let (status, answer) = runtime.block_on(exchange(app.address(), &bytes));
        prop_assert!((100..500).contains(&status), "{line} {answer}");
        if status >= 400 && answer.contains("\r\nx-request-id: ") && !line.starts_with("HEAD") {
            prop_assert!(
                answer.contains("application/problem+json"),
                "{line} {answer}"
            );
        }
        Ok(())
    });
    outcome.unwrap();
    // It is still in order.
    let health = runtime.block_on(app.call(Method::GET, "/healthz").send());
    health.ok(200);
    assert_eq!(status("HTTP/1.1 200 OK"), 200);
    runtime.block_on(app.stop());
}

//! Bodies that cannot be meant: each gets the right status and words that say what to do, and leaves no row.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::user::User;

/// Says in one line what an answer to a bad request was.
async fn line(user: &User, name: &str, method: Method, path: &str, body: Vec<u8>) -> String {
    let answer = user.call(method, path).bytes(body).send().await;
    let status = answer.status.as_u16();
    assert!((400..500).contains(&status), "{name}: {}", answer.text());
    let code = answer.json()["code"].as_str().unwrap().to_owned();
    let document = answer.problem(status, &code);
    let fields: Vec<_> = document["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(code == "invalid", !fields.is_empty(), "{name}: {document}");
    format!(
        "{name}: {status} {code} {fields:?} {}",
        document["detail"].as_str().unwrap()
    )
}

/// What is no JSON, or not the kind that any route takes.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let deep = "[".repeat(10_000).into_bytes();
    let deep_field = [
        br#"{"title":"#.to_vec(),
        "[".repeat(10_000).into_bytes(),
        "]".repeat(10_000).into_bytes(),
        b"}".to_vec(),
    ];
    vec![
        ("nothing", vec![]),
        ("blank", b"  ".to_vec()),
        ("half", br#"{"title": "mi"#.to_vec()),
        ("two", br#"{"title": "x", "message": "x"}{}"#.to_vec()),
        ("trailing comma", br#"{"title": "x",}"#.to_vec()),
        ("not utf-8", b"{\"title\": \"\xff\xfe\"}".to_vec()),
        ("half a surrogate", br#"{"title": "\ud800"}"#.to_vec()),
        ("bare control character", b"{\"title\": \"a\nb\"}".to_vec()),
        (
            "byte order mark",
            b"\xef\xbb\xbf{\"title\": \"x\"}".to_vec(),
        ),
        ("deep", deep),
        ("deep field", deep_field.concat()),
        ("array", b"[]".to_vec()),
        (
            "a task as an array",
            br#"["x", null, false, "none", null, false, null, [], null]"#.to_vec(),
        ),
        ("string", br#""title""#.to_vec()),
        ("null", b"null".to_vec()),
        ("number", b"1e999".to_vec()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_json_is_refused_everywhere() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let bob = app.user("bob");
    bob.add("Milk").await;
    let said = bob.say("hello").await.ok(200);
    let conversation = format!("/conversations/{}", said["conversation_id"]);
    let revision = bob.revision().await;
    let mut lines = Vec::new();
    for (name, body) in broken() {
        lines.push(line(&ada, name, Method::POST, "/tasks", body.clone()).await);
        let routes = [
            (Method::POST, "/chat"),
            (Method::PUT, "/tasks/1"),
            (Method::PATCH, "/tasks/1"),
            (Method::POST, "/undo"),
            (Method::PATCH, conversation.as_str()),
        ];
        for (method, path) in routes {
            line(&bob, name, method, path, body.clone()).await;
        }
        if name != "nothing" {
            let path = "/tasks/1/complete";
            line(&bob, name, Method::PATCH, path, body).await;
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(ada.revision().await, 0, "a row was written");
    assert_eq!(bob.revision().await, revision, "a row was written");
    app.stop().await;
}

/// Tasks that break a rule of some field.
fn bad_tasks() -> Vec<(&'static str, Value)> {
    let long = |count: usize| "x".repeat(count);
    let many: Vec<_> = (0..21).map(|number| format!("tag{number}")).collect();
    vec![
        ("no title", json!({})),
        ("empty title", json!({"title": ""})),
        ("blank title", json!({"title": " \t "})),
        ("invisible title", json!({"title": "\u{200b}\u{200b}"})),
        ("long title", json!({"title": long(201)})),
        ("two lines", json!({"title": "a\nb"})),
        ("nul", json!({"title": "a\u{0}b"})),
        ("escape", json!({"title": "a\u{1b}[2Jb"})),
        ("number", json!({"title": 7})),
        ("object", json!({"title": {"text": "x"}})),
        ("null title", json!({"title": null})),
        ("unknown field", json!({"title": "x", "titel": "y"})),
        ("user in body", json!({"title": "x", "user_id": "eve"})),
        ("id in body", json!({"title": "x", "id": 7})),
        (
            "long description",
            json!({"title": "x", "description": long(5_001)}),
        ),
        (
            "nul in description",
            json!({"title": "x", "description": "a\u{0}"}),
        ),
        ("priority", json!({"title": "x", "priority": "urgent"})),
        ("priority number", json!({"title": "x", "priority": 1})),
        ("completed", json!({"title": "x", "completed": "yes"})),
        ("due in words", json!({"title": "x", "due_at": "tomorrow"})),
        (
            "due without zone",
            json!({"title": "x", "due_at": "2030-05-01T09:00:00"}),
        ),
        ("no such day", json!({"title": "x", "due_at": "2030-02-30"})),
        ("due number", json!({"title": "x", "due_at": 1_900_000_000})),
        (
            "due beyond time",
            json!({"title": "x", "due_at": "+99999-01-01T00:00:00Z"}),
        ),
        ("list", json!({"title": "x", "list": ""})),
        ("long list", json!({"title": "x", "list": long(101)})),
        ("tags are no list", json!({"title": "x", "tags": "home"})),
        ("empty tag", json!({"title": "x", "tags": [""]})),
        ("long tag", json!({"title": "x", "tags": [long(51)]})),
        ("comma in tag", json!({"title": "x", "tags": ["a,b"]})),
        ("many tags", json!({"title": "x", "tags": many})),
        (
            "several faults",
            json!({"title": "", "description": long(5_001), "list": ""}),
        ),
    ]
}

/// Tasks that cannot repeat as they say.
fn bad_repeats() -> Vec<(&'static str, Value)> {
    let due = "2030-05-01T09:00:00Z";
    let long = "x".repeat(600);
    vec![
        (
            "repeat without due",
            json!({"title": "x", "recurrence": {"rule": "FREQ=DAILY"}}),
        ),
        (
            "no rule",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": "every day"}}),
        ),
        (
            "rule with a start",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": "DTSTART:20300501T090000Z\nRRULE:FREQ=DAILY"}}),
        ),
        (
            "rule beyond reason",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": format!("FREQ=DAILY;BYHOUR={}", long)}}),
        ),
        (
            "rule of a second",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": "FREQ=SECONDLY"}}),
        ),
        (
            "unknown basis",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": "FREQ=DAILY", "basis": "mood"}}),
        ),
        (
            "recurrence array",
            json!({"title": "x", "due_at": due, "recurrence": ["FREQ=DAILY", 7]}),
        ),
        (
            "recurrence without rule",
            json!({"title": "x", "due_at": due, "recurrence": {}}),
        ),
        (
            "unknown field within",
            json!({"title": "x", "due_at": due, "recurrence": {"rule": "FREQ=DAILY", "until": 7}}),
        ),
        (
            "recurrence text",
            json!({"title": "x", "due_at": due, "recurrence": "daily"}),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_task_is_refused_with_its_fields() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let cases = [bad_tasks(), bad_repeats()].concat();
    let mut lines = Vec::new();
    for (name, body) in &cases {
        let bytes = body.to_string().into_bytes();
        lines.push(line(&ada, name, Method::POST, "/tasks", bytes.clone()).await);
    }
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(ada.revision().await, 0, "a row was written");

    // The same rules hold for every way to write a task.
    ada.add("Milk").await;
    for (name, body) in &cases {
        let bytes = body.to_string().into_bytes();
        line(&ada, name, Method::PUT, "/tasks/1", bytes.clone()).await;
        if !["no title", "null title"].contains(name) {
            line(&ada, name, Method::PATCH, "/tasks/1", bytes).await;
        }
    }
    assert_eq!(ada.revision().await, 1, "a row was written");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_bad_bodies_are_refused_with_their_fields() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    let said = ada.say("hello").await.ok(200);
    let conversation = format!("/conversations/{}", said["conversation_id"]);
    let revision = ada.revision().await;
    let long = |count: usize| "x".repeat(count);
    let cases: Vec<(Method, &str, Value)> = vec![
        (Method::POST, "/chat", json!({})),
        (Method::POST, "/chat", json!({"message": ""})),
        (Method::POST, "/chat", json!({"message": " \n\t "})),
        (Method::POST, "/chat", json!({"message": long(10_001)})),
        (Method::POST, "/chat", json!({"message": "a\u{0}b"})),
        (Method::POST, "/chat", json!({"message": "a\u{1b}[2Jb"})),
        (Method::POST, "/chat", json!({"message": ["add milk"]})),
        (Method::POST, "/chat", json!({"message": null})),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "user_id": "eve"}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "stream": "yes"}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": "1"}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": 1.5}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": -1}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": 77}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": i64::MAX}),
        ),
        (
            Method::POST,
            "/chat",
            json!({"message": "hi", "conversation_id": u64::MAX}),
        ),
        (Method::POST, "/undo", json!({})),
        (Method::POST, "/undo", json!({"undo_token": 7})),
        (Method::POST, "/undo", json!({"undo_token": ""})),
        (Method::POST, "/undo", json!({"undo_token": "a\u{0}b"})),
        (Method::POST, "/undo", json!({"undo_token": long(100_000)})),
        (
            Method::PATCH,
            "/tasks/1/complete",
            json!({"completed": "yes"}),
        ),
        (Method::PATCH, "/tasks/1/complete", json!({"done": true})),
        (Method::PATCH, "/tasks/1", json!({"all_day": true})),
        (Method::PATCH, &conversation, json!({"title": ""})),
        (Method::PATCH, &conversation, json!({"title": long(201)})),
        (Method::PATCH, &conversation, json!({"title": "a\nb"})),
        (Method::PATCH, &conversation, json!({"title": "a\u{0}b"})),
        (Method::PATCH, &conversation, json!({"archived": 1})),
        (Method::PATCH, &conversation, json!({"name": "x"})),
    ];
    let mut lines = Vec::new();
    for (method, path, body) in cases {
        let mut shown = body.to_string();
        shown.truncate(60);
        let name = format!("{method} {path} {shown}");
        let bytes = body.to_string().into_bytes();
        lines.push(line(&ada, &name, method, path, bytes).await);
    }
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(ada.revision().await, revision, "a row was written");
    app.stop().await;
}

//! The examples run against a simulated provider, over HTTP, and say what their comments promise.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Script, Sim};

/// Starts a provider that answers with `replies`.
fn provider(replies: &Value) -> Sim {
    let script: Script = serde_json::from_value(json!({"replies": replies})).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime
        .block_on(Sim::start(Behaviour::Script(script)))
        .unwrap()
}

/// Returns an example, which `cargo test` has built beside this test.
fn example(name: &str, provider: &Sim) -> Command {
    let here = std::env::current_exe().unwrap();
    let built = here.parent().unwrap().parent().unwrap().join("examples");
    let file = built
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        file.exists(),
        "{} is not built: `cargo build --examples`",
        file.display()
    );
    let mut command = Command::new(file);
    command
        .env("OPENAI_BASE_URL", &provider.base_url)
        .env("OPENAI_MODEL", "sim");
    command
}

/// Runs an example; returns what it printed.
fn printed(name: &str, replies: &Value) -> String {
    let provider = provider(replies);
    let output = example(name, &provider).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text
        .lines()
        .map(|line| match line.strip_prefix("process ") {
            Some(_) => "process:",
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn hello() {
    let replies = json!([{"text": "Hello! What shall we do today?"}]);
    insta::assert_snapshot!(printed("hello", &replies));
}

#[test]
fn tools() {
    insta::assert_snapshot!(printed(
        "tools",
        &json!([
            {"tool_calls": [
                {"name": "add", "arguments": {"title": "milk"}},
                {"name": "add", "arguments": {"title": ""}},
            ]},
            {"tool_calls": [{"name": "read", "arguments": {}}]},
            {"text": "Milk is on your list; the other one had no name."},
        ])
    ));
}

#[test]
fn handoff() {
    insta::assert_snapshot!(printed(
        "handoff",
        &json!([
            {"text": "I pass you on. ", "tool_calls": [
                {"name": "transfer_to_refunds", "arguments": {"subject": "a broken cup"}},
            ]},
            {"text": r#"{"granted": true, "cents": 1250}"#},
        ])
    ));
}

#[test]
fn guardrail() {
    insta::assert_snapshot!(printed(
        "guardrail",
        &json!([
            {"when": "first", "after_tool": false, "text": "Sure.", "tool_calls": [
                {"name": "delete", "arguments": {"id": 1}},
            ]},
            {"after_tool": true, "text": "Deleted."},
            {"when": "everything", "tool_calls": [{"name": "delete", "arguments": {"id": 1}}]},
        ])
    ));
}

#[test]
fn approval() {
    insta::assert_snapshot!(printed(
        "approval",
        &json!([
            {"tool_calls": [{"name": "delete", "arguments": {"ids": [3, 5, 8]}}]},
            {"text": "That is settled."},
        ])
    ));
}

#[test]
fn mcp() {
    insta::assert_snapshot!(printed(
        "mcp",
        &json!([
            {"tool_calls": [{"name": "weather", "arguments": {"city": "Bergen"}}]},
            {"text": "Yes, take one."},
        ])
    ));
}

#[test]
fn streaming() {
    let provider = provider(&json!([{"text": "Hello there!"}]));
    let mut server = example("streaming", &provider)
        .arg("127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    let address = first
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let mut connection = TcpStream::connect(address).unwrap();
    let request = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi";
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    let frames: Vec<_> = answer
        .lines()
        .filter(|line| line.starts_with("data: "))
        .collect();
    insta::assert_snapshot!(frames.join("\n"));
}

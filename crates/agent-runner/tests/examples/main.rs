//! The examples run, and say what their comments promise.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;

/// Runs an example, which `cargo test` has built beside this test; returns what it printed.
fn printed(name: &str) -> String {
    let here = std::env::current_exe().unwrap();
    let built = here.parent().unwrap().parent().unwrap().join("examples");
    let example = built
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    let output = Command::new(&example).output().unwrap_or_else(|error| {
        panic!(
            "{}: {error}; build it by `cargo build --examples`",
            example.display()
        )
    });
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
    insta::assert_snapshot!(printed("hello"));
}

#[test]
fn tools() {
    insta::assert_snapshot!(printed("tools"));
}

#[test]
fn handoff() {
    insta::assert_snapshot!(printed("handoff"));
}

#[test]
fn guardrail() {
    insta::assert_snapshot!(printed("guardrail"));
}

#[test]
fn approval() {
    insta::assert_snapshot!(printed("approval"));
}

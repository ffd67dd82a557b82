//! What cannot work is said in one clear line, without secrets, and the command fails.

use std::net::TcpListener;

use crate::program::{Ended, Program};

/// Settings with which `taskpilot serve` cannot start.
const SETTINGS: &[&[&str]] = &[
    &["AUTH_JWT_SECRET=hunter2"],
    &["AUTH_JWKS_URL="],
    &["AUTH_JWKS_URL=not a url"],
    &["AUTH_JWKS_URL=file:///etc/passwd"],
    &["DATABASE_URL=mysql://root:hunter2@db/x"],
    &["DATABASE_URL=postgres://ada:hunter2@[/x"],
    &["DATABASE_URL=postgres://ada:hunter2@127.0.0.1:9/x"],
    &["DATABASE_URL=sqlite://file.txt/under/a.db"],
    &["DATABASE_URL=sqlite://file.txt"],
    &["BIND=localhost"],
    &["RATE_LIMIT_PER_MINUTE=many"],
    &["RUST_LOG=taskpilot=loud"],
    &["LOG_FORMAT=xml"],
    &["CORS_ALLOWED_ORIGINS=not an origin"],
    &["CORS_ALLOWED_ORIGINS=http://localhost:3000,*"],
    &["OPENAI_BASE_URL=nowhere", "AGENT_MODEL=m"],
    &["OPENAI_BASE_URL=http://localhost:11434/v1"],
    &[
        "OPENAI_BASE_URL=http://models.example.com/v1",
        "OPENAI_API_KEY=sk-hunter2",
        "AGENT_MODEL=m",
    ],
    &["MODEL_API=soap"],
];

/// Commands that make no sense.
const COMMANDS: &[&[&str]] = &[
    &["token", "--user", "a/b"],
    &["token", "--hours", "0"],
    &["chat", "--time-zone", "Mars/Olympus", "hello"],
    &["chat", "--conversation", "77", "hello"],
    &["chat", " "],
    &["mcp", "--user", ""],
    &["severe"],
    &["serve", "--prot", "1"],
];

#[test]
fn a_bad_setting_is_named() {
    let mut lines = Vec::new();
    for settings in SETTINGS {
        let mut program = Program::new();
        let text = "this is no database at all ".repeat(100);
        std::fs::write(program.folder().join("file.txt"), text).unwrap();
        for setting in *settings {
            let (name, value) = setting.split_once('=').unwrap();
            program = program.set(name, value);
        }
        if !settings[0].starts_with("BIND") {
            program = program.set("BIND", "127.0.0.1:0");
        }
        let ended = program.run(&["serve"]);
        lines.push(format!("# {}\n{}", settings.join(" "), told(&ended)));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_bad_command_is_explained() {
    let lines: Vec<_> = COMMANDS
        .iter()
        .map(|arguments| {
            let ended = Program::new().run(arguments);
            format!("# {}\n{}", arguments.join(" "), told(&ended))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_address_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = Program::new().set("BIND", &address).run(&["serve"]);
    let told = told(&ended).replace(&address, "[address]");
    insta::assert_snapshot!(told, @"error: could not listen on [address] (BIND): Address already in use (os error 98)");
}

/// Returns what a failed command told, without the log's own lines.
fn told(ended: &Ended) -> String {
    assert!(!ended.success, "it passed: {ended:?}");
    let all = format!("{}{}", ended.stdout, ended.stderr);
    assert!(!all.contains("hunter2"), "a secret is told: {all}");
    assert!(!all.contains("panicked"), "{all}");
    assert!(!all.contains('\u{1b}'), "nobody paints into a pipe: {all}");
    let lines = ended.stderr.lines();
    let lines: Vec<_> = lines.filter(|line| !line.contains(" INFO ")).collect();
    lines.join("\n")
}

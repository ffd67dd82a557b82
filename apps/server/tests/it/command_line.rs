//! The commands, as people type them.

use std::fmt::Write as _;

use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::{Ended, Program};

#[test]
fn help_says_what_a_stranger_needs() {
    let program = Program::new();
    let mut text = String::new();
    for arguments in [
        &["--help"][..],
        &["serve", "--help"],
        &["chat", "--help"],
        &["token", "--help"],
        &["migrate", "--help"],
        &["mcp", "--help"],
    ] {
        let ended = program.run(arguments);
        assert!(ended.success, "{}", ended.stderr);
        let line = arguments.join(" ");
        writeln!(text, "$ taskpilot {line}\n{}", ended.stdout).unwrap();
    }
    insta::assert_snapshot!(text);
}

on_both_databases!(migrating_twice_migrates_once, replicas_may_start_at_once);

async fn migrating_twice_migrates_once(backend: Backend) {
    let files = TestDatabase::new(&backend).await;
    let program = Program::new().set("DATABASE_URL", &files.url);
    let run = || tokio::task::block_in_place(|| program.run(&["migrate"]));
    let (first, second) = (run(), run());
    assert!(first.success && second.success, "{}", first.stderr);
    insta::assert_snapshot!("migrated", format!("{}{}", first.stdout, second.stdout));
}

async fn replicas_may_start_at_once(backend: Backend) {
    let files = TestDatabase::new(&backend).await;
    let program = Program::new().set("DATABASE_URL", &files.url);
    let children: Vec<_> = (0..6)
        .map(|_| program.command(&["migrate"]).spawn().unwrap())
        .collect();
    let ended: Vec<Ended> =
        tokio::task::block_in_place(|| children.into_iter().map(crate::program::finish).collect());
    assert!(ended.iter().all(|ended| ended.success), "{ended:?}");
    let idle = ended
        .iter()
        .filter(|ended| ended.stdout.contains("up to date"));
    assert_eq!(idle.count(), 5, "one of them migrates: {ended:?}");
}

#[test]
fn the_description_is_printed_as_it_is_served() {
    let ended = Program::new().run(&["openapi"]);
    assert!(ended.success);
    let printed: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let description = taskpilot::openapi().to_json().unwrap();
    let described: serde_json::Value = serde_json::from_str(&description).unwrap();
    assert_eq!(printed, described);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_opens_the_server_beside_it() {
    use crate::app::{SECRET, client};
    use crate::program::Server;
    use crate::user::User;
    let program = Program::new().set("AUTH_JWT_SECRET", SECRET);
    let server = Server::start(&program);
    let printed = tokio::task::block_in_place(|| program.run(&["token", "--user", "ada"]));
    let authorization = format!("Bearer {}", printed.stdout.trim());
    let ada = User::new("ada", &server.base, client(), Some(authorization));
    ada.add("milk").await;

    // What is counted, and that nobody's name is among it.
    let metrics = ada
        .call_path(reqwest::Method::GET, "/metrics")
        .send()
        .await
        .text();
    let counted =
        "http_requests_total{method=\"POST\",route=\"/api/{user_id}/tasks\",status=\"201\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
    assert!(
        metrics.contains("http_request_duration_seconds_bucket"),
        "{metrics}"
    );
    assert!(!metrics.contains("/api/ada"), "{metrics}");
    server.terminate();
    let log = server.wait();
    assert!(log.success);
    assert!(!log.stderr.contains("milk"), "{}", log.stderr);
}

#[test]
fn the_development_secret_is_made_once_and_kept_from_others() {
    let program = Program::new();
    let first = program.run(&["token"]);
    assert!(first.success, "{}", first.stderr);
    let file = program.folder().join("data/dev-secret");
    let secret = std::fs::read_to_string(&file).unwrap();
    assert_eq!(secret.len(), 64);
    assert!(!first.stdout.contains(&secret) && !first.stderr.contains(&secret));
    assert!(program.run(&["token"]).success);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), secret);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_folder_for_attachments_that_cannot_be_made_is_said_in_one_line() {
    let program = Program::new();
    std::fs::write(program.folder().join("file"), "").unwrap();
    let program = program
        .set("BIND", "127.0.0.1:0")
        .set("ATTACHMENTS_URL", "file/attachments");
    let ended = program.run(&["serve"]);
    assert!(!ended.success);
    let begin = "error: attachments have no place (ATTACHMENTS_URL): \
                 could not write to the folder file/attachments: ";
    assert!(ended.stderr.starts_with(begin), "{}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
}

#[test]
fn a_dot_env_file_is_read_and_the_environment_wins() {
    let program = Program::new();
    let secret = "a-secret-in-the-dot-env-file-that-is-long";
    let text = format!("AUTH_JWT_SECRET={secret}\nTASKPILOT_USER=from-dot-env\n");
    std::fs::write(program.folder().join(".env"), text).unwrap();
    let subject = |program: &Program| {
        let ended = program.run(&["token"]);
        assert!(ended.success, "{}", ended.stderr);
        subject(&ended.stdout)
    };
    assert_eq!(subject(&program), "from-dot-env");
    let program = program.set("TASKPILOT_USER", "from-environment");
    assert_eq!(subject(&program), "from-environment");
    // The secret came from the file as well, so none was made.
    assert!(!program.folder().join("data").exists());

    let broken = Program::new();
    std::fs::write(broken.folder().join(".env"), "this is = not 'fine\n").unwrap();
    let ended = broken.run(&["token"]);
    assert!(!ended.success);
    assert!(ended.stderr.contains(".env"), "{}", ended.stderr);
}

/// Returns a token's `sub`.
fn subject(token: &str) -> String {
    use base64::Engine as _;
    let payload = token.trim().split('.').nth(1).unwrap();
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&json).unwrap();
    claims["sub"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_example_works_as_pasted() {
    use std::io::{BufRead as _, BufReader};
    let program = Program::new().set("BIND", "127.0.0.1:0");
    let mut child = program.command(&["serve", "--dev"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut shown = String::new();
    while !shown.contains("\"stream\": true}'") {
        shown += &lines.next().expect("it goes on").unwrap();
        shown.push('\n');
    }
    let start = shown.find("curl ").unwrap();
    let pasted = shown[start..].to_owned();
    let answer = std::process::Command::new("sh")
        .args(["-c", &pasted])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said.contains(r#""type":"tool_result""#), "{said}");
    assert!(said.contains(r#""type":"done""#), "{said}");
}

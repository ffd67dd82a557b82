//! The commands, as people type them.

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
        text += &format!("$ taskpilot {}\n{}\n", arguments.join(" "), ended.stdout);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_mistake_is_one_clear_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let beneath = format!("sqlite://{}/under/a.db", file.display());
    let not_a_database = folder.path().join("text.db");
    std::fs::write(&not_a_database, "this is no database at all ".repeat(100)).unwrap();
    let not_a_database = format!("sqlite://{}", not_a_database.display());
    let serve = &["serve"][..];
    let cases: Vec<(&str, &[&str], Vec<(&str, &str)>)> = vec![
        ("short secret", serve, vec![("AUTH_JWT_SECRET", "hunter2")]),
        ("no way in", serve, vec![("AUTH_JWKS_URL", "")]),
        ("bad jwks url", serve, vec![("AUTH_JWKS_URL", "not a url")]),
        (
            "jwks of a file",
            serve,
            vec![("AUTH_JWKS_URL", "file:///etc/passwd")],
        ),
        (
            "bad database url",
            serve,
            vec![("DATABASE_URL", "mysql://root:hunter2@db/x")],
        ),
        (
            "malformed postgres url",
            serve,
            vec![("DATABASE_URL", "postgres://ada:hunter2@[/x")],
        ),
        (
            "database under a file",
            serve,
            vec![("DATABASE_URL", &beneath)],
        ),
        (
            "no database file",
            serve,
            vec![("DATABASE_URL", &not_a_database)],
        ),
        (
            "no postgres there",
            serve,
            vec![("DATABASE_URL", "postgres://ada:hunter2@127.0.0.1:9/x")],
        ),
        ("address in use", serve, vec![("BIND", &address)]),
        ("no address", serve, vec![("BIND", "localhost")]),
        ("rate", serve, vec![("RATE_LIMIT_PER_MINUTE", "many")]),
        ("log filter", serve, vec![("RUST_LOG", "taskpilot=loud")]),
        ("log format", serve, vec![("LOG_FORMAT", "xml")]),
        (
            "origin",
            serve,
            vec![("CORS_ALLOWED_ORIGINS", "not an origin")],
        ),
        ("any origin", serve, vec![("CORS_ALLOWED_ORIGINS", "*")]),
        (
            "base url",
            serve,
            vec![("OPENAI_BASE_URL", "nowhere"), ("AGENT_MODEL", "m")],
        ),
        (
            "base url without model",
            serve,
            vec![("OPENAI_BASE_URL", "http://localhost:11434/v1")],
        ),
        (
            "key over plain http",
            serve,
            vec![
                ("OPENAI_BASE_URL", "http://models.example.com/v1"),
                ("OPENAI_API_KEY", "sk-hunter2"),
                ("AGENT_MODEL", "m"),
            ],
        ),
        ("model api", serve, vec![("MODEL_API", "soap")]),
        ("user", &["token", "--user", "a/b"], vec![]),
        ("hours", &["token", "--hours", "0"], vec![]),
        (
            "zone",
            &["chat", "--time-zone", "Mars/Olympus", "hello"],
            vec![],
        ),
        (
            "conversation",
            &["chat", "--conversation", "77", "hello"],
            vec![],
        ),
        ("empty message", &["chat", " "], vec![]),
        ("no command", &[], vec![]),
        ("unknown command", &["severe"], vec![]),
        ("unknown flag", &["serve", "--prot", "1"], vec![]),
    ];
    let mut lines = Vec::new();
    for (name, arguments, variables) in cases {
        let mut program = Program::new();
        if !variables.iter().any(|(name, _)| *name == "BIND") {
            program = program.set("BIND", "127.0.0.1:0");
        }
        for (name, value) in variables {
            program = program.set(name, value);
        }
        eprintln!("{name}");
        let ended = program.run(arguments);
        assert!(!ended.success, "{name} passed: {}", ended.stdout);
        for secret in ["hunter2", "sk-hunter2"] {
            let text = format!("{}{}", ended.stdout, ended.stderr);
            assert!(!text.contains(secret), "{name} tells a secret: {text}");
        }
        let text = ended
            .stderr
            .replace(&address, "[address]")
            .replace(folder.path().to_str().unwrap(), "[folder]");
        assert!(!text.contains("panicked"), "{name}: {text}");
        lines.push(format!("# {name}\n{}", without_log_times(&text)));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Log lines begin with a time.
fn without_log_times(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once("Z ") {
        Some((time, rest)) if time.starts_with("20") => rest.trim_start(),
        _ => line,
    });
    lines.fold(String::new(), |text, line| text + line + "\n")
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
    let server = Server::start(&program).await;
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

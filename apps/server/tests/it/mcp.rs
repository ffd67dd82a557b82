//! `taskpilot mcp`, driven by JSON-RPC as it goes over the wire.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::{Program, finish};
use crate::transcript::redacted;

on_both_databases!(a_client_keeps_the_list_over_stdio);

/// A client at the other end of the pipes.
struct Client {
    child: Child,
    stdin: ChildStdin,
    answers: mpsc::Receiver<String>,
    next: i64,
}

impl Client {
    fn start(program: &Program) -> Self {
        let mut child = program
            .command(&["mcp", "--user", "ada", "--time-zone", "UTC"])
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (told, answers) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = told.send(line);
            }
        });
        Self {
            stdin: child.stdin.take().unwrap(),
            child,
            answers,
            next: 1,
        }
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.stdin, "{message}").unwrap();
    }

    /// Asks and waits for the answer.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let line = self
            .answers
            .recv_timeout(Duration::from_secs(15))
            .expect("an answer");
        let answer: Value = serde_json::from_str(&line).expect("nothing but JSON-RPC on stdout");
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    fn call(&mut self, name: &str, arguments: &Value) -> Value {
        self.ask("tools/call", &json!({"name": name, "arguments": arguments}))["result"].clone()
    }
}

async fn a_client_keeps_the_list_over_stdio(backend: Backend) {
    let files = TestDatabase::new(&backend).await;
    let program = Program::new().set("DATABASE_URL", &files.url);
    tokio::task::block_in_place(|| drive(&program));
    // What the client did is what the others see.
    let chat = tokio::task::block_in_place(|| {
        program.run(&["chat", "--user", "ada", "what's on my list?"])
    });
    assert!(chat.stdout.contains("Oat milk"), "{}", chat.stdout);
}

fn drive(program: &Program) {
    let mut client = Client::start(program);
    let hello = json!({
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    });
    let welcome = client.ask("initialize", &hello)["result"].clone();
    assert_eq!(welcome["serverInfo"]["name"], "taskpilot");
    assert_eq!(welcome["protocolVersion"], "2025-06-18");
    client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));

    let tools = client.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let mut names: Vec<_> = tools
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    let expected = [
        "add_task",
        "complete_task",
        "delete_task",
        "find_task",
        "list_tasks",
        "update_task",
    ];
    assert_eq!(names, expected);
    assert!(
        !tools.to_string().contains("user_id"),
        "no tool takes a user"
    );

    let calls = [
        ("add_task", json!({"title": "Milk", "priority": "high"})),
        ("find_task", json!({"name": "mil"})),
        ("update_task", json!({"task_id": 1, "title": "Oat milk"})),
        ("complete_task", json!({"task_id": 1})),
        ("complete_task", json!({"task_id": 1})),
        ("complete_task", json!({"task_id": 1, "completed": false})),
        ("list_tasks", json!({})),
        ("add_task", json!({"title": ""})),
        ("delete_task", json!({"task_id": 77})),
    ];
    let mut shown = Vec::new();
    for (name, arguments) in calls {
        let result = client.call(name, &arguments);
        let content = match result.get("structuredContent") {
            Some(content) => content.clone(),
            None => json!({"error": result["content"]}),
        };
        assert_eq!(
            result["isError"] == json!(true),
            content.get("error").is_some()
        );
        shown.push(format!("{name} {arguments}\n  {}", redacted(&content)));
    }
    insta::assert_snapshot!("mcp_calls", shown.join("\n"));

    // Nonsense is answered and ends nothing.
    let unknown = client.ask("tools/call", &json!({"name": "launch_rocket"}));
    assert!(unknown["error"]["code"].is_i64(), "{unknown}");
    let unknown = client.ask("no/such/method", &json!({}));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    client.ask("ping", &json!({}));

    drop(client.stdin);
    let ended = finish(client.child);
    assert!(ended.success, "{}", ended.stderr);
}

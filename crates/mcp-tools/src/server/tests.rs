use jiff::tz::TimeZone;
use rmcp::model::{CallToolRequestParams, CallToolResult, ErrorCode};
use rmcp::service::{RoleClient, RunningService, ServiceError};
use serde_json::json;
use taskpilot_context::{FixedClock, UserId};
use taskpilot_tasks::{MemoryTaskStore, TaskService};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream};

use super::*;

type Client = RunningService<RoleClient, ()>;

fn tools() -> TaskTools {
    let clock = Arc::new(FixedClock::at("2026-11-21T09:00:00Z".parse().unwrap()));
    let tasks = TaskService::new(Arc::new(MemoryTaskStore::new()), clock.clone());
    TaskTools::new(tasks, clock)
}

fn caller(name: &str) -> ToolCaller {
    ToolCaller {
        user: UserId::parse(name).unwrap(),
        zone: TimeZone::UTC,
    }
}

/// Starts a server for `name` and returns the client's end of the stream.
fn open(
    tools: &TaskTools,
    name: &str,
) -> (
    DuplexStream,
    tokio::task::JoinHandle<Result<(), ServeError>>,
) {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let serving = serve(tools.clone(), caller(name), tokio::io::split(server));
    (client, tokio::spawn(serving))
}

async fn connect(tools: &TaskTools, name: &str) -> Client {
    ().serve(open(tools, name).0).await.unwrap()
}

async fn call(client: &Client, name: &'static str, arguments: Value) -> CallToolResult {
    let arguments = arguments.as_object().cloned().unwrap();
    let request = CallToolRequestParams::new(name).with_arguments(arguments);
    client.call_tool(request).await.unwrap()
}

fn text(result: &CallToolResult) -> Value {
    let text = result.content[0].as_text().unwrap();
    serde_json::from_str(&text.text).unwrap()
}

#[tokio::test]
async fn a_client_learns_of_the_tools() {
    let tools = tools();
    let client = connect(&tools, "ada").await;
    let info = client.peer_info().unwrap();
    assert_eq!(info.server_info.as_ref().unwrap().name, "taskpilot");
    assert!(info.instructions.as_ref().unwrap().len() < 2_000);
    let listed = client.list_all_tools().await.unwrap();
    assert_eq!(listed.len(), 6);
    for (tool, definition) in listed.iter().zip(tools.definitions()) {
        assert_eq!(tool.name, definition.name);
        assert_eq!(tool.schema_as_json_value(), definition.input_schema);
        let hints = tool.annotations.as_ref().unwrap();
        let all = [
            hints.read_only_hint,
            hints.destructive_hint,
            hints.idempotent_hint,
            hints.open_world_hint,
        ];
        assert!(all.iter().all(Option::is_some), "{}", tool.name);
        assert_eq!(tool.title.as_deref(), Some(definition.title));
        assert!(tool.output_schema.is_some());
    }
}

#[tokio::test]
async fn every_tool_answers_as_it_does_in_process() {
    let (served, direct) = (tools(), tools());
    let client = connect(&served, "ada").await;
    for (name, arguments, fails) in [
        (
            "add_task",
            json!({"title": "Buy milk", "due": "tomorrow 5pm"}),
            false,
        ),
        ("add_task", json!({"title": ""}), true),
        ("list_tasks", json!({}), false),
        ("list_tasks", json!({"limit": 500}), true),
        ("find_task", json!({"name": "milk"}), false),
        ("find_task", json!({"name": "zebra"}), false),
        (
            "update_task",
            json!({"task_id": 1, "priority": "high"}),
            false,
        ),
        (
            "update_task",
            json!({"task_id": 2, "priority": "high"}),
            true,
        ),
        ("complete_task", json!({"title": "milk"}), false),
        ("complete_task", json!({"task_id": "x"}), true),
        ("delete_task", json!({"task_id": 1}), false),
        ("delete_task", json!({"task_id": 1}), true),
        ("list_tasks", json!({"user_id": "bob"}), true),
    ] {
        let result = call(&client, name, arguments.clone()).await;
        let mut expected = match direct.call(&caller("ada"), name, arguments).await {
            Ok(value) => value,
            Err(fault) => fault.to_value(),
        };
        let mut answer = text(&result);
        assert_eq!(result.is_error, Some(fails), "{name}: {answer}");
        let structured = result.structured_content.clone();
        assert_eq!(structured, (!fails).then(|| answer.clone()), "{name}");
        for value in [&mut answer, &mut expected] {
            if let Some(token) = value.get_mut("undo_token") {
                *token = json!("[token]");
            }
        }
        assert_eq!(answer, expected, "{name}");
        if fails {
            assert!(answer["code"].is_string() && answer["message"].is_string());
        }
    }
}

#[tokio::test]
async fn a_client_cannot_reach_another_user() {
    let tools = tools();
    let ada = connect(&tools, "ada").await;
    let bob = connect(&tools, "bob").await;
    call(&ada, "add_task", json!({"title": "Ada's secret"})).await;
    let taken = call(&bob, "delete_task", json!({"task_id": 1})).await;
    assert_eq!(text(&taken)["code"], "not_found");
    let forged = call(&bob, "list_tasks", json!({"user_id": "ada"})).await;
    assert_eq!(text(&forged)["code"], "forbidden");
    let own = call(&bob, "list_tasks", json!({})).await;
    assert_eq!(text(&own)["total"], 0);
    let kept = call(&ada, "list_tasks", json!({})).await;
    assert_eq!(text(&kept)["total"], 1);
}

#[tokio::test]
async fn an_unknown_tool_is_a_protocol_error() {
    let client = connect(&tools(), "ada").await;
    let request = CallToolRequestParams::new("undo");
    let Err(ServiceError::McpError(error)) = client.call_tool(request).await else {
        panic!("no protocol error");
    };
    assert_eq!(error.code, ErrorCode::INVALID_PARAMS);
}

#[tokio::test]
async fn arguments_may_be_left_out() {
    let client = connect(&tools(), "ada").await;
    let result = client
        .call_tool(CallToolRequestParams::new("list_tasks"))
        .await
        .unwrap();
    assert_eq!(text(&result)["total"], 0);
}

/// Writes lines and returns the answers, one for each line that has an id.
async fn talk(tools: &TaskTools, lines: &[Value]) -> Vec<Value> {
    let (stream, _) = open(tools, "ada");
    let (read, mut write) = tokio::io::split(stream);
    let mut read = BufReader::new(read).lines();
    let mut answers = Vec::new();
    for line in lines {
        write
            .write_all(format!("{line}\n").as_bytes())
            .await
            .unwrap();
        if line.get("id").is_some() {
            let answer = read.next_line().await.unwrap().unwrap();
            answers.push(serde_json::from_str(&answer).unwrap());
        }
    }
    answers
}

#[tokio::test]
async fn every_protocol_revision_is_spoken() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "old", "version": "1"},
        }});
        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        let add = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
            "name": "add_task", "arguments": {"title": "Buy milk"},
        }});
        let answers = talk(&tools(), &[hello, ready, add]).await;
        assert_eq!(answers[0]["result"]["protocolVersion"], version);
        assert_eq!(
            answers[1]["result"]["structuredContent"]["task_id"], 1,
            "{version}"
        );
    }
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "new", "version": "1"},
    });
    let answers = talk(&tools(), &[
        json!({"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": meta}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
            "name": "add_task", "arguments": {"title": "Buy milk"}, "_meta": meta,
        }}),
    ]).await;
    assert!(
        answers[0]["result"]["supportedVersions"]
            .to_string()
            .contains("2026-07-28")
    );
    assert_eq!(
        answers[1]["result"]["structuredContent"]["task_id"], 1,
        "{}",
        answers[1]
    );
}

#[tokio::test]
async fn a_client_that_leaves_is_no_error() {
    let tools = tools();
    let (stream, serving) = open(&tools, "ada");
    drop(stream);
    serving.await.unwrap().unwrap();

    let (stream, serving) = open(&tools, "ada");
    let client = ().serve(stream).await.unwrap();
    client.cancel().await.unwrap();
    serving.await.unwrap().unwrap();
}

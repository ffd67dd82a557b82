//! Tools that write run one after another; tools that read need not wait for each other.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{Agent, FunctionTool, RunOptions, ToolContext, run};

use crate::support::{question, script};

type Log = Mutex<Vec<String>>;

#[derive(Deserialize, schemars::JsonSchema)]
struct Job {
    name: String,
    seconds: u64,
}

fn tool(name: &str) -> FunctionTool<Log> {
    FunctionTool::new(
        name,
        "Works.",
        |context: ToolContext<Log>, job: Job| async move {
            context
                .app
                .lock()
                .unwrap()
                .push(format!("{} begins", job.name));
            tokio::time::sleep(Duration::from_secs(job.seconds)).await;
            context
                .app
                .lock()
                .unwrap()
                .push(format!("{} ends", job.name));
            Ok(())
        },
    )
}

#[tokio::test(start_paused = true)]
async fn writes_run_alone_and_in_the_order_of_their_calls() {
    let job = |name: &str, seconds: u64| json!({"name": name, "seconds": seconds});
    let model = script([
        Turn::new()
            .call("read", job("r1", 2))
            .call("read", job("r2", 1))
            .call("write", job("w1", 2))
            .call("write", job("w2", 1))
            .call("read", job("r3", 1)),
        Turn::new().text("Done."),
    ]);
    let agent = Agent::new("helper", model)
        .with_tool(tool("read"))
        .with_tool(tool("write").in_order());
    let log = Arc::new(Log::default());
    let events = run(
        Arc::new(agent),
        Arc::clone(&log),
        question(),
        RunOptions::default(),
    );
    events.collect::<Vec<_>>().await;
    let happened = log.lock().unwrap().join("\n");
    insta::assert_snapshot!(happened, @r"
    r1 begins
    r2 begins
    r2 ends
    r1 ends
    w1 begins
    w1 ends
    w2 begins
    w2 ends
    r3 begins
    r3 ends
    ");
}

#[tokio::test(start_paused = true)]
async fn calls_with_the_same_key_run_in_order_and_others_beside_them() {
    let job = |name: &str, seconds: u64| json!({"name": name, "seconds": seconds});
    let model = script([
        Turn::new()
            .call("edit", job("a1", 3))
            .call("edit", job("a2", 1))
            .call("edit", job("b1", 1))
            .call("read", job("r1", 1))
            .call("write", job("w1", 1))
            .call("edit", job("b2", 1)),
        Turn::new().text("Done."),
    ]);
    let key = |args: &serde_json::Value| args["name"].as_str().unwrap_or_default()[..1].to_owned();
    let agent = Agent::new("helper", model)
        .with_tool(tool("edit").with_key(key))
        .with_tool(tool("read"))
        .with_tool(tool("write").in_order());
    let log = Arc::new(Log::default());
    let events = run(
        Arc::new(agent),
        Arc::clone(&log),
        question(),
        RunOptions::default(),
    );
    events.collect::<Vec<_>>().await;
    let happened = log.lock().unwrap().join("\n");
    insta::assert_snapshot!(happened);
}

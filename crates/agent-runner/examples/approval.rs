//! A run that stops for a person's word, and goes on in another process.
//!
//! ```sh
//! cargo run -p taskpilot-agent-runner --example approval -- ask state.json
//! cargo run -p taskpilot-agent-runner --example approval -- approve state.json
//! ```
//! Or `reject` instead of `approve`. Without arguments it does all of it by itself, the second half in a process of
//! its own.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use futures_util::StreamExt as _;
use serde_json::json;
use taskpilot_agent_runner::{
    Agent, Decision, FunctionTool, RunEventKind, RunOptions, RunState, RunStream, ToolContext,
    resume, run,
};
use taskpilot_model_client::{InputItem, Role};

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Which {
    ids: Vec<u64>,
}

/// One is deleted at once; of more, a person is asked.
fn delete() -> FunctionTool<()> {
    let tool = FunctionTool::new(
        "delete",
        "Delete some.",
        |_: ToolContext<()>, args: Which| async move {
            println!("  deleting {:?}", args.ids);
            Ok(json!({"deleted": args.ids}))
        },
    );
    tool.with_approval_if(|_, args| args["ids"].as_array().is_some_and(|ids| ids.len() > 1))
}

/// Both processes have the same agent.
fn agent() -> Result<Arc<Agent<()>>, Box<dyn Error>> {
    let agent = Agent::new("helper", common::model()?);
    Ok(Arc::new(agent.with_tool(delete())))
}

async fn ask(file: &Path) -> Result<(), Box<dyn Error>> {
    let input = vec![InputItem::text(Role::User, "delete the old ones")];
    show(
        run(agent()?, Arc::new(()), input, RunOptions::default()),
        file,
    )
    .await
}

async fn go_on(file: &Path, decision: Decision) -> Result<(), Box<dyn Error>> {
    let mut state = RunState::from_json(&std::fs::read_to_string(file)?)?;
    for request in state.requests() {
        state.decide(&request, decision.clone())?;
    }
    show(
        resume(agent()?, Arc::new(()), state, RunOptions::default()),
        file,
    )
    .await
}

async fn show(mut events: RunStream, file: &Path) -> Result<(), Box<dyn Error>> {
    while let Some(event) = events.next().await {
        match event.kind {
            RunEventKind::TextDelta(text) => print!("{text}"),
            RunEventKind::ToolFinished { result, .. } => println!("  {result:?}"),
            RunEventKind::Interrupted(waits) => {
                for request in &waits.requests {
                    println!("  may I {} {}?", request.tool, request.arguments);
                }
                std::fs::write(file, waits.state.to_json()?)?;
            }
            RunEventKind::Completed(_) => println!(),
            RunEventKind::Failed(failure) => return Err(failure.error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Asks, and has another process go on.
async fn both() -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join(format!("approval-{}.json", std::process::id()));
    println!("process {}:", std::process::id());
    ask(&file).await?;
    let status = Command::new(std::env::current_exe()?)
        .arg("approve")
        .arg(&file)
        .status()?;
    std::fs::remove_file(&file)?;
    if status.success() {
        return Ok(());
    }
    Err("the second process failed".into())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => both().await,
        ["ask", file] => ask(Path::new(file)).await,
        ["approve", file] => {
            println!("process {}:", std::process::id());
            go_on(Path::new(file), Decision::approve()).await
        }
        ["reject", file] => {
            let decision = Decision::reject_with("the person wants to keep them");
            go_on(Path::new(file), decision).await
        }
        _ => Err("usage: approval [ask | approve | reject] <file>".into()),
    }
}

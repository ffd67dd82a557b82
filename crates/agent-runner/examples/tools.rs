//! Tools: typed arguments, a context of the application's, errors in words, progress, and calls that run in order.
//! `cargo run -p taskpilot-agent-runner --example tools`
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt as _;
use serde_json::json;
use taskpilot_agent_runner::{
    Agent, FunctionTool, RunEventKind, RunOptions, ToolAnnotations, ToolContext, ToolError, run,
};
use taskpilot_model_client::{InputItem, Role};

/// Whose list it is; tools get it, the model never sees it.
#[derive(Default)]
struct List(Mutex<Vec<String>>);

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Add {
    /// What to do, in a few words.
    title: String,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Nothing {}

fn add() -> FunctionTool<List> {
    FunctionTool::new(
        "add",
        "Add to the list.",
        |context: ToolContext<List>, args: Add| async move {
            if args.title.is_empty() {
                return Err(ToolError::new("empty", "say what to add"));
            }
            context.progress(format!("adding {} …", args.title)).await;
            let mut list = context.app.0.lock().unwrap_or_else(PoisonError::into_inner);
            list.push(args.title);
            Ok(json!({"length": list.len()}))
        },
    )
    // Writes run alone, in the order of the calls.
    .in_order()
}

fn read() -> FunctionTool<List> {
    let tool = FunctionTool::new(
        "read",
        "Read the list.",
        |context: ToolContext<List>, _: Nothing| async move {
            let list = context.app.0.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(list.clone())
        },
    );
    tool.with_annotations(ToolAnnotations {
        read_only: true,
        ..ToolAnnotations::default()
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let agent = Agent::new("helper", common::model()?)
        .with_instructions("You keep a list.")
        .with_tool(add())
        .with_tool(read());
    let input = vec![InputItem::text(Role::User, "add milk and … hm")];
    let list = Arc::new(List::default());
    let mut events = run(Arc::new(agent), list, input, RunOptions::default());
    while let Some(event) = events.next().await {
        match event.kind {
            RunEventKind::TextDelta(text) => print!("{text}"),
            RunEventKind::ToolProgress { value, .. } => println!("  … {value}"),
            RunEventKind::ToolFinished { name, result, .. } => match result {
                Ok(answer) => println!("  {name} answered {answer}"),
                Err(error) => println!("  {name} could not: {error}"),
            },
            RunEventKind::Completed(outcome) => {
                println!(
                    "\n({} turns, {} items to keep)",
                    outcome.turns,
                    outcome.new_items.len()
                );
            }
            RunEventKind::Failed(failure) => return Err(failure.error.into()),
            _ => {}
        }
    }
    Ok(())
}

//! An agent in twenty lines: `cargo run -p taskpilot-agent-runner --example hello`.
//!
//! `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL` say which model answers.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::sync::Arc;

use futures_util::StreamExt as _;
use taskpilot_agent_runner::{Agent, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Role};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let agent = Agent::new("greeter", common::model()?).with_instructions("Greet people.");
    let input = vec![InputItem::text(Role::User, "hi")];
    let mut events = run(Arc::new(agent), Arc::new(()), input, RunOptions::default());
    while let Some(event) = events.next().await {
        match event.kind {
            RunEventKind::TextDelta(text) => print!("{text}"),
            RunEventKind::Failed(failure) => return Err(failure.error.into()),
            _ => {}
        }
    }
    println!();
    Ok(())
}

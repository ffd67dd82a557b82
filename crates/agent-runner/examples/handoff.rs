//! Two agents: one finds out what it is about, the other knows. And the answer has a form.
//! `cargo run -p taskpilot-agent-runner --example handoff`
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::Arc;

use futures_util::StreamExt as _;
use taskpilot_agent_runner::{Agent, Handoff, HandoffHistory, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Model, Role};

/// What the first agent tells the second.
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Case {
    /// What it is about, in a few words.
    subject: String,
}

/// What the second one answers.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[expect(
    dead_code,
    reason = "the run checks the form, and nothing here reads it"
)]
struct Refund {
    granted: bool,
    cents: u32,
}

fn refunds(model: Arc<dyn Model>) -> Agent<()> {
    Agent::new("refunds", model)
        .with_instructions("Decide about refunds.")
        .with_output::<Refund>()
}

fn triage(model: Arc<dyn Model>) -> Agent<()> {
    let way = Handoff::to(Arc::new(refunds(Arc::clone(&model))))
        .with_description("For everything about money.")
        .with_input(|_: Arc<()>, case: Case| async move {
            println!("\n  [about {}]", case.subject);
            Ok(())
        })
        .with_history(HandoffHistory::Told);
    Agent::new("triage", model)
        .with_instructions("Find out what it is about.")
        .with_handoff(way)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let input = vec![InputItem::text(Role::User, "my cup came broken")];
    let mut events = run(
        Arc::new(triage(common::model()?)),
        Arc::new(()),
        input,
        RunOptions::default(),
    );
    while let Some(event) = events.next().await {
        match event.kind {
            RunEventKind::TextDelta(text) => print!("{text}"),
            RunEventKind::HandedOff { from, to } => println!("  [{from} → {to}]"),
            RunEventKind::Completed(outcome) => {
                println!(
                    "\n  [as checked JSON: {}]",
                    outcome.output.unwrap_or_default()
                );
            }
            RunEventKind::Failed(failure) => return Err(failure.error.into()),
            _ => {}
        }
    }
    Ok(())
}

//! Two agents: one finds out what it is about, the other knows. And the answer has a form.
//! `cargo run -p taskpilot-agent-runner --example handoff`
#![expect(clippy::print_stdout, reason = "an example speaks")]

use std::sync::Arc;

use futures_util::StreamExt as _;
use serde_json::json;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{Agent, Handoff, HandoffHistory, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Role};

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

fn refunds() -> Agent<()> {
    let model = ScriptedModel::new([Turn::new().text(r#"{"granted": true, "cents": 1250}"#)]);
    Agent::new("refunds", Arc::new(model))
        .with_instructions("Decide about refunds.")
        .with_output::<Refund>()
}

fn triage() -> Agent<()> {
    let model = ScriptedModel::new([Turn::new()
        .text("I pass you on. ")
        .call("transfer_to_refunds", json!({"subject": "a broken cup"}))]);
    let way = Handoff::to(Arc::new(refunds()))
        .with_description("For everything about money.")
        .with_input(|_: Arc<()>, case: Case| async move {
            println!("\n  [about {}]", case.subject);
            Ok(())
        })
        .with_history(HandoffHistory::Told);
    Agent::new("triage", Arc::new(model)).with_handoff(way)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let input = vec![InputItem::text(Role::User, "my cup came broken")];
    let mut events = run(
        Arc::new(triage()),
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
            _ => {}
        }
    }
}

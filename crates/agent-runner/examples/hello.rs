//! An agent in twenty lines: `cargo run -p taskpilot-agent-runner --example hello`.
//!
//! The model plays a script, so that this runs without a key. For a real one put an `HttpModel` of
//! `taskpilot-model-client` in its place.
#![expect(clippy::print_stdout, reason = "an example speaks")]

use std::sync::Arc;

use futures_util::StreamExt as _;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{Agent, RunEventKind, RunOptions, run};
use taskpilot_model_client::{InputItem, Role};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let model = ScriptedModel::new([Turn::new().text("Hello! What shall we do today?")]);
    let agent = Agent::new("greeter", Arc::new(model)).with_instructions("Greet people.");
    let input = vec![InputItem::text(Role::User, "hi")];
    let mut events = run(Arc::new(agent), Arc::new(()), input, RunOptions::default());
    while let Some(event) = events.next().await {
        if let RunEventKind::TextDelta(text) = event.kind {
            print!("{text}");
        }
    }
    println!();
}

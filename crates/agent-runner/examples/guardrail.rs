//! A guardrail that works beside the model, and stops it before anything is done.
//! `cargo run -p taskpilot-agent-runner --example guardrail`
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use taskpilot_agent_runner::{
    Agent, FunctionTool, InputGuardrail, RunEventKind, RunOptions, Timing, ToolContext, Trip,
    Verdict, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Model, Role};

/// Lets nobody ask for everything to go.
struct NotEverything;

#[async_trait]
impl InputGuardrail<()> for NotEverything {
    fn name(&self) -> &'static str {
        "not_everything"
    }

    /// The model may begin to answer meanwhile, but no tool runs before this has passed.
    fn timing(&self) -> Timing {
        Timing::BeforeSideEffects
    }

    async fn check(&self, _: Arc<()>, input: Arc<[InputItem]>) -> Verdict {
        let mut parts = input.iter().flat_map(|item| match item {
            InputItem::Message { content, .. } => content.as_slice(),
            _ => &[],
        });
        let is_bad = |part: &ContentPart| matches!(part, ContentPart::Text(text) if text.contains("everything"));
        if parts.any(is_bad) {
            return Verdict::Trip(Trip::new("Say which ones, please."));
        }
        Verdict::Pass
    }
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Which {
    id: u64,
}

fn agent(model: Arc<dyn Model>) -> Agent<()> {
    let delete = FunctionTool::new(
        "delete",
        "Delete one.",
        |_: ToolContext<()>, args: Which| async move {
            println!("\n  deleting {}", args.id);
            Ok("deleted")
        },
    );
    Agent::new("helper", model)
        .with_tool(delete)
        .with_input_guardrail(NotEverything)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let model = common::model()?;
    for question in ["delete the first one", "delete everything"] {
        println!("> {question}");
        let input = vec![InputItem::text(Role::User, question)];
        let mut events = run(
            Arc::new(agent(Arc::clone(&model))),
            Arc::new(()),
            input,
            RunOptions::default(),
        );
        while let Some(event) = events.next().await {
            match event.kind {
                RunEventKind::TextDelta(text) => print!("{text}"),
                RunEventKind::GuardrailTripped { trip, .. } => {
                    println!("  (take back what was shown) {}", trip.message);
                }
                RunEventKind::Failed(failure) => println!("  {}", failure.error),
                RunEventKind::Completed(_) => println!(),
                _ => {}
            }
        }
    }
    Ok(())
}

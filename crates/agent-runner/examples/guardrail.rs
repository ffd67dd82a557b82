//! A guardrail that works beside the model, and stops it before anything is done.
//! `cargo run -p taskpilot-agent-runner --example guardrail`
#![expect(clippy::print_stdout, reason = "an example speaks")]

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use serde_json::json;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, FunctionTool, InputGuardrail, RunEventKind, RunOptions, Timing, ToolContext, Trip,
    Verdict, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Role};

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

fn agent() -> Agent<()> {
    let model = ScriptedModel::new([
        Turn::new().text("Sure. ").call("delete", json!({"id": 1})),
        Turn::new().text("Deleted."),
    ]);
    let delete = FunctionTool::new(
        "delete",
        "Delete one.",
        |_: ToolContext<()>, args: Which| async move {
            println!("  deleting {}", args.id);
            Ok("deleted")
        },
    );
    Agent::new("helper", Arc::new(model))
        .with_tool(delete)
        .with_input_guardrail(NotEverything)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for question in ["delete the first one", "delete everything"] {
        println!("> {question}");
        let input = vec![InputItem::text(Role::User, question)];
        let mut events = run(
            Arc::new(agent()),
            Arc::new(()),
            input,
            RunOptions::default(),
        );
        while let Some(event) = events.next().await {
            match event.kind {
                RunEventKind::TextDelta(text) => println!("  {text}"),
                RunEventKind::GuardrailTripped { trip, .. } => {
                    println!("  (take back what was shown) {}", trip.message);
                }
                RunEventKind::Failed(failure) => println!("  {}", failure.error),
                _ => {}
            }
        }
    }
}

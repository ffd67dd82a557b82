//! Plays one case of `tests/sdk`, and prints what came of it: the twin of `tests/sdk/official.py`.
//!
//! `replay CASE`, where `CASE` is JSON; which model answers: as in `hello`.
#![expect(clippy::print_stdout, reason = "an example speaks")]

#[path = "common/model.rs"]
mod common;

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_agent_runner::{
    Agent, AgentTool, Decision, FunctionTool, Handoff, HandoffHistory, InputGuardrail,
    MemorySession, OutputGuardrail, RunError, RunEventKind, RunOptions, RunOutcome, RunStream,
    Timing, ToolContext, ToolError, Trip, Verdict, resume, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Model, Role};

#[derive(Deserialize)]
struct Case {
    /// What the person says, one run each, in one session.
    runs: Vec<String>,
    max_turns: u32,
    /// `whole` or `filtered`: what another agent sees that takes over.
    handoff: Option<String>,
    /// There is an agent to call as a tool.
    inner: bool,
    /// `input` or `output`: what must not hold the word `bad`.
    guardrail: Option<String>,
    /// The answer has a form.
    form: bool,
    /// `approve` or `reject`: what a person says to a call that waits.
    decision: Option<String>,
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Text {
    text: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Nothing {}

#[derive(Deserialize, schemars::JsonSchema)]
#[expect(
    dead_code,
    reason = "the run checks the form, and nothing here reads it"
)]
struct Weather {
    city: String,
    degrees: i32,
}

struct NoBadWord;

impl NoBadWord {
    fn verdict(text: &str) -> Verdict {
        if text.contains("bad") {
            return Verdict::Trip(Trip::new("a bad word"));
        }
        Verdict::Pass
    }
}

#[async_trait]
impl InputGuardrail<()> for NoBadWord {
    fn name(&self) -> &'static str {
        "no_bad_word"
    }

    /// Otherwise it depends on time whether the model is asked.
    fn timing(&self) -> Timing {
        Timing::Blocking
    }

    async fn check(&self, _: Arc<()>, input: Arc<[InputItem]>) -> Verdict {
        let said: Value = input.iter().map(line).collect();
        Self::verdict(&said.to_string())
    }
}

#[async_trait]
impl OutputGuardrail<()> for NoBadWord {
    fn name(&self) -> &'static str {
        "no_bad_word"
    }

    async fn check(&self, _: Arc<()>, text: Arc<str>) -> Verdict {
        Self::verdict(&text)
    }
}

fn agent(case: &Case, model: &Arc<dyn Model>) -> Agent<()> {
    let echo = FunctionTool::new(
        "echo",
        "Says it again.",
        |_: ToolContext<()>, args: Text| async move { Ok(format!("echo: {}", args.text)) },
    );
    let fail = FunctionTool::new(
        "fail",
        "Fails.",
        |_: ToolContext<()>, _: Nothing| async move {
            Err::<(), _>(ToolError::new("out_of_order", "it is out of order"))
        },
    );
    let delete = FunctionTool::new(
        "delete",
        "Deletes.",
        |_: ToolContext<()>, _: Nothing| async move { Ok("deleted") },
    );
    let mut agent = Agent::new("helper", Arc::clone(model))
        .with_instructions("Help.")
        .with_tool(echo)
        .with_tool(fail)
        .with_tool(delete.with_approval());
    let other = || Arc::new(Agent::new("other", Arc::clone(model)).with_instructions("Know."));
    if case.inner {
        agent = agent.with_tool(AgentTool::new(other(), "ask_other", "Asks the other one."));
    }
    if let Some(seen) = &case.handoff {
        let history = match seen.as_str() {
            "filtered" => HandoffHistory::Filtered(Arc::new(messages)),
            _ => HandoffHistory::Whole,
        };
        agent = agent.with_handoff(Handoff::to(other()).with_history(history));
    }
    match case.guardrail.as_deref() {
        Some("input") => agent = agent.with_input_guardrail(NoBadWord),
        Some(_) => agent = agent.with_output_guardrail(NoBadWord),
        None => {}
    }
    if case.form {
        agent = agent.with_output::<Weather>();
    }
    agent
}

fn messages(items: Vec<InputItem>) -> Vec<InputItem> {
    let mut items = items;
    items.retain(|item| matches!(item, InputItem::Message { .. }));
    items
}

/// Follows a run to its end, deciding about calls that wait as the case has it.
async fn follow(
    mut events: RunStream,
    agent: &Arc<Agent<()>>,
    case: &Case,
    options: &RunOptions,
) -> Result<Value, Box<dyn Error>> {
    let mut waited = false;
    while let Some(event) = events.next().await {
        let (ending, outcome) = match event.kind {
            RunEventKind::Completed(outcome) => ("completed", *outcome),
            RunEventKind::Failed(failure) => (ended(&failure.error), failure.partial),
            RunEventKind::Interrupted(waits) => {
                waited = true;
                let mut state = waits.state;
                for request in state.requests() {
                    let decision = match case.decision.as_deref() {
                        Some("approve") => Decision::approve(),
                        _ => Decision::reject(),
                    };
                    state.decide(&request, decision)?;
                }
                events = resume(Arc::clone(agent), Arc::new(()), state, options.clone());
                continue;
            }
            _ => continue,
        };
        return Ok(told(ending, waited, outcome));
    }
    Err("the run did not end".into())
}

fn ended(error: &RunError) -> &'static str {
    match error {
        RunError::MaxTurns(_) => "max turns",
        RunError::Guardrail { .. } => "guardrail",
        RunError::Refused(_) => "refused",
        _ => "error",
    }
}

fn told(ending: &str, waited: bool, outcome: RunOutcome) -> Value {
    let output = match ending {
        "completed" => outcome.output.unwrap_or(Value::String(outcome.text)),
        _ => Value::Null,
    };
    json!({
        "items": outcome.new_items.iter().map(line).collect::<Vec<_>>(),
        "ended": {"how": ending, "waited": waited, "output": output},
    })
}

/// An item in the form that both sides print.
fn line(item: &InputItem) -> Value {
    match item {
        InputItem::Message { role, content } => {
            let role = match role {
                Role::User => "user",
                Role::Assistant => "assistant",
                Role::Developer => "developer",
            };
            let texts = content.iter().filter_map(|part| match part {
                ContentPart::Text(text) => Some(text.as_str()),
                _ => None,
            });
            json!({role: texts.collect::<String>()})
        }
        InputItem::ToolCall {
            name, arguments, ..
        } => json!({"call": name, "arguments": arguments}),
        InputItem::ToolOutput { output, .. } => json!({"output": output}),
        other => json!({"other": format!("{other:?}")}),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let case = std::env::args().nth(1).ok_or("usage: replay CASE")?;
    let case: Case = serde_json::from_str(&case)?;
    let model = common::model()?;
    let agent = Arc::new(agent(&case, &model));
    let session = Arc::new(MemorySession::default());
    let mut results = Vec::new();
    for text in &case.runs {
        let options = RunOptions {
            max_turns: case.max_turns,
            session: Some(session.clone()),
            ..RunOptions::default()
        };
        let input = vec![InputItem::text(Role::User, text)];
        let events = run(Arc::clone(&agent), Arc::new(()), input, options.clone());
        results.push(follow(events, &agent, &case, &options).await?);
    }
    println!("{}", Value::from(results));
    Ok(())
}

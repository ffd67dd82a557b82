//! Tools, agents and a way to read a run's events.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, FunctionTool, RunEvent, RunEventKind, RunOptions, RunOutcome, RunStream, Tool,
    ToolContext, ToolError, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Model, Role};

/// What the tools share: how many have begun and ended, and in which order.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) begun: AtomicUsize,
    pub(crate) ended: AtomicUsize,
    /// Begun, but longer than a tool may take.
    pub(crate) hopeless: AtomicUsize,
    pub(crate) log: Mutex<Vec<String>>,
}

impl World {
    pub(crate) fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    pub(crate) fn ended(&self) -> usize {
        self.ended.load(Ordering::SeqCst)
    }
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Echo {
    text: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Wait {
    seconds: u64,
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Nothing {}

/// `echo` answers at once, `wait` after some seconds, `refuse` with an error, `panic` never.
pub(crate) fn tools() -> Vec<Arc<dyn Tool<World>>> {
    vec![
        Arc::new(FunctionTool::new(
            "echo",
            "Says it again.",
            |_: ToolContext<World>, args: Echo| async move { Ok(json!({"echo": args.text})) },
        )),
        Arc::new(FunctionTool::new(
            "wait",
            "Waits.",
            |context: ToolContext<World>, args: Wait| async move {
                context.app.begun.fetch_add(1, Ordering::SeqCst);
                if args.seconds > 60 {
                    context.app.hopeless.fetch_add(1, Ordering::SeqCst);
                }
                tokio::time::sleep(Duration::from_secs(args.seconds)).await;
                context.app.log.lock().unwrap().push(context.call_id);
                context.app.ended.fetch_add(1, Ordering::SeqCst);
                Ok(args.seconds)
            },
        )),
        Arc::new(FunctionTool::new(
            "refuse",
            "Refuses.",
            |_: ToolContext<World>, _: Nothing| async {
                Err::<Value, _>(ToolError::new("refused", "not today"))
            },
        )),
        Arc::new(FunctionTool::new(
            "panic",
            "Panics.",
            |context: ToolContext<World>, _: Nothing| async move {
                assert!(context.call_id.is_empty(), "a secret");
                Ok(())
            },
        )),
    ]
}

pub(crate) fn agent(model: Arc<dyn Model>) -> Arc<Agent<World>> {
    let agent = Agent::new("helper", model).with_instructions("Help.");
    Arc::new(agent.with_tools(tools()))
}

pub(crate) fn script(turns: impl IntoIterator<Item = Turn>) -> Arc<ScriptedModel> {
    Arc::new(ScriptedModel::new(turns))
}

pub(crate) fn question() -> Vec<InputItem> {
    vec![InputItem::text(Role::User, "please")]
}

pub(crate) fn start(model: Arc<ScriptedModel>, options: RunOptions) -> RunStream {
    run(
        agent(model),
        Arc::new(World::default()),
        question(),
        options,
    )
}

/// Plays `turns` to the end.
pub(crate) async fn play(turns: impl IntoIterator<Item = Turn>) -> Vec<RunEvent> {
    start(script(turns), RunOptions::default()).collect().await
}

pub(crate) fn outcome(events: &[RunEvent]) -> &RunOutcome {
    match &events.last().unwrap().kind {
        RunEventKind::Completed(outcome) | RunEventKind::Cancelled(outcome) => outcome,
        RunEventKind::Failed(failure) => &failure.partial,
        RunEventKind::Interrupted(waits) => &waits.partial,
        other => panic!("not a terminal event: {other:?}"),
    }
}

/// Returns one line per event: sequence number, turn, event.
pub(crate) fn render(events: &[RunEvent]) -> String {
    let mut text = String::new();
    for event in events {
        assert_eq!(&*event.agent, "helper");
        writeln!(
            text,
            "{} t{} {}",
            event.sequence,
            event.turn,
            line(&event.kind)
        )
        .unwrap();
    }
    text
}

fn line(kind: &RunEventKind) -> String {
    match kind {
        RunEventKind::Completed(outcome) => format!("Completed {}", render_outcome(outcome)),
        RunEventKind::Cancelled(outcome) => format!("Cancelled {}", render_outcome(outcome)),
        RunEventKind::Interrupted(waits) => {
            format!("Interrupted {}", render_outcome(&waits.partial))
        }
        RunEventKind::Failed(failure) => {
            format!(
                "Failed: {} {}",
                failure.error,
                render_outcome(&failure.partial)
            )
        }
        RunEventKind::ToolFinished {
            call_id,
            name,
            result,
        } => match result {
            Ok(value) => format!("ToolFinished {call_id} {name} = {value}"),
            Err(value) => format!("ToolFinished {call_id} {name} ! {value}"),
        },
        other => format!("{other:?}"),
    }
}

fn render_outcome(outcome: &RunOutcome) -> String {
    let mut text = format!(
        "{:?}, {} turns, {} requests",
        outcome.text, outcome.turns, outcome.usage.requests
    );
    for item in &outcome.new_items {
        write!(text, "\n      {}", render_item(item)).unwrap();
    }
    text
}

pub(crate) fn render_item(item: &InputItem) -> String {
    match item {
        InputItem::Message { role, content } => {
            let parts: Vec<String> = content
                .iter()
                .map(|part| match part {
                    ContentPart::Text(text) => format!("{text:?}"),
                    other => format!("{other:?}"),
                })
                .collect();
            format!("{role:?}: {}", parts.join(", "))
        }
        InputItem::ToolCall {
            call_id,
            name,
            arguments,
        } => {
            format!("call {call_id}: {name}({arguments})")
        }
        InputItem::ToolOutput { call_id, output } => format!("output {call_id}: {output}"),
        InputItem::Reasoning { model, raw } => format!("reasoning of {model}: {raw}"),
        other => format!("{other:?}"),
    }
}

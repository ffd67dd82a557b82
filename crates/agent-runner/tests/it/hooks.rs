//! Hooks that watch, change, deny and stop.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, CallFlow, Flow, Handoff, Hooks, RunError, RunEvent, RunEventKind, RunOptions,
    RunOutcome, Scene, ToolContext, run,
};
use taskpilot_model_client::{ModelRequest, ModelResponse, OutputItem};

use crate::checker::complaint;
use crate::support::{World, outcome, question, render, script, tools};

/// Writes down what it sees, and stops the run at the step named so.
#[derive(Default)]
struct Watches {
    seen: Arc<Mutex<Vec<String>>>,
    stops_at: &'static str,
}

impl Watches {
    fn note(&self, step: &str, what: &str) -> Flow {
        self.seen.lock().unwrap().push(format!("{step} {what}"));
        if self.stops_at == step {
            return Flow::Stop("enough".to_owned());
        }
        Flow::Continue
    }
}

#[async_trait]
impl Hooks<World> for Watches {
    async fn before_model(&self, scene: &Scene<World>, request: &mut ModelRequest) -> Flow {
        request.temperature = Some(0.1);
        self.note("before_model", &format!("{} {}", scene.agent, scene.turn))
    }

    async fn after_model(&self, _: &Scene<World>, response: &mut ModelResponse) -> Flow {
        for item in &mut response.output {
            if let OutputItem::ToolCall(call) = item {
                call.arguments = call.arguments.replace("teh", "the");
            }
        }
        self.note("after_model", &response.text())
    }

    async fn before_tool(
        &self,
        _: &ToolContext<World>,
        tool: &str,
        arguments: &mut Value,
    ) -> CallFlow {
        if let Flow::Stop(reason) = self.note("before_tool", &format!("{tool} {arguments}")) {
            return CallFlow::Stop(reason);
        }
        match arguments["text"].as_str() {
            Some("cached") => CallFlow::Answer(json!("from the cache")),
            Some("forbidden") => CallFlow::Deny("not that".to_owned()),
            _ => {
                arguments["text"] = json!("changed");
                CallFlow::Run
            }
        }
    }

    async fn after_tool(
        &self,
        _: &ToolContext<World>,
        tool: &str,
        result: &mut Result<Value, Value>,
    ) -> Flow {
        let flow = self.note("after_tool", &format!("{tool} {result:?}"));
        *result = Ok(json!("as the hook has it"));
        flow
    }

    async fn on_handoff(&self, scene: &Scene<World>, to: &str) {
        self.note("on_handoff", &format!("{} {to}", scene.agent));
    }

    async fn on_end(&self, _: &Scene<World>, outcome: &RunOutcome) {
        self.note("on_end", &outcome.text);
    }
}

fn echo(text: &str) -> Turn {
    Turn::new().call("echo", json!({"text": text}))
}

struct Played {
    events: Vec<RunEvent>,
    seen: Vec<String>,
    requests: Vec<ModelRequest>,
}

async fn play(turns: Vec<Turn>, stops_at: &'static str) -> Played {
    let watches = Watches {
        stops_at,
        ..Watches::default()
    };
    let seen = Arc::clone(&watches.seen);
    let model = script(turns);
    let expert = Agent::new("expert", script([Turn::new().text("I know.")]));
    let agent = Agent::new("helper", model.clone())
        .with_tools(tools())
        .with_hooks(watches)
        .with_handoff(Handoff::to(Arc::new(expert)));
    let world = Arc::new(World::default());
    let run = run(Arc::new(agent), world, question(), RunOptions::default());
    let events: Vec<_> = run.collect().await;
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None);
    let seen = seen.lock().unwrap().clone();
    Played {
        events,
        seen,
        requests: model.requests(),
    }
}

#[tokio::test(start_paused = true)]
async fn hooks_see_and_change_requests_calls_and_answers() {
    let turns = vec![
        echo("teh first"),
        echo("cached"),
        echo("forbidden"),
        Turn::new().text("Done."),
    ];
    let played = play(turns, "").await;
    insta::assert_snapshot!("seen", played.seen.join("\n"));
    insta::assert_snapshot!("events", render(&played.events));
    assert!(played.requests.iter().all(|it| it.temperature == Some(0.1)));
}

#[tokio::test(start_paused = true)]
async fn hooks_hear_of_handoffs() {
    let played = play(vec![Turn::new().call("transfer_to_expert", json!({}))], "").await;
    assert_eq!(played.seen.last().unwrap(), "on_handoff helper expert");
    assert_eq!(outcome(&played.events).text, "I know.");
}

#[tokio::test(start_paused = true)]
async fn a_hook_can_stop_a_run_at_each_step() {
    for (step, asked) in [
        ("before_model", 0),
        ("after_model", 1),
        ("before_tool", 1),
        ("after_tool", 1),
    ] {
        let played = play(vec![echo("x"), Turn::new().text("never")], step).await;
        assert_eq!(played.requests.len(), asked, "{step}");
        let RunEventKind::Failed(failure) = &played.events.last().unwrap().kind else {
            panic!("{step} did not stop the run");
        };
        assert!(matches!(&failure.error, RunError::Stopped(reason) if reason == "enough"));
        assert_eq!(played.seen.last().unwrap(), "on_end ", "{step}");
    }
}

//! Calls that wait for a person's word.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, AgentTool, ApprovalPolicy, CallFlow, Decision, DecisionError, FunctionTool, Hooks,
    InputGuardrail, Interruption, RunError, RunEvent, RunEventKind, RunOptions, RunState,
    StateError, Timing, ToolAnnotations, ToolContext, Trip, UnixClock, Verdict, resume, run,
};
use taskpilot_model_client::InputItem;

use crate::checker::complaint;
use crate::support::{World, outcome, question, render, script};

#[derive(Deserialize, schemars::JsonSchema)]
struct Which {
    id: u64,
}

/// Writes down which id it was called with.
fn deletes(name: &str) -> FunctionTool<World> {
    let logged = name.to_owned();
    FunctionTool::new(
        name,
        "Deletes.",
        move |context: ToolContext<World>, args: Which| {
            let entry = format!("{logged} {}", args.id);
            async move {
                context.app.log.lock().unwrap().push(entry);
                Ok(json!({"deleted": args.id}))
            }
        },
    )
}

struct Process {
    agent: Arc<Agent<World>>,
    world: Arc<World>,
}

/// An agent that plays `turns`, with tools that ask: always, from id 10 on, never.
fn process(turns: Vec<Turn>) -> (Process, Arc<ScriptedModel>) {
    let model = script(turns);
    let agent = Agent::new("helper", model.clone())
        .with_tool(deletes("asks").with_approval())
        .with_tool(
            deletes("asks_from_ten").with_approval_if(|_, args| args["id"].as_u64() >= Some(10)),
        )
        .with_tool(deletes("never"));
    (of(agent), model)
}

fn of(agent: Agent<World>) -> Process {
    Process {
        agent: Arc::new(agent),
        world: Arc::default(),
    }
}

impl Process {
    async fn run(&self, options: RunOptions) -> Vec<RunEvent> {
        let run = run(
            Arc::clone(&self.agent),
            Arc::clone(&self.world),
            question(),
            options,
        );
        run.collect().await
    }

    async fn resume(&self, state: RunState, options: RunOptions) -> Vec<RunEvent> {
        let run = resume(
            Arc::clone(&self.agent),
            Arc::clone(&self.world),
            state,
            options,
        );
        run.collect().await
    }

    fn log(&self) -> Vec<String> {
        self.world.log.lock().unwrap().clone()
    }
}

fn waits(events: &[RunEvent]) -> &Interruption {
    match &events.last().unwrap().kind {
        RunEventKind::Interrupted(waits) => waits,
        other => panic!("the run does not wait: {other:?}"),
    }
}

/// Writes the state down and reads it again, as another process does.
fn carried(state: &RunState) -> RunState {
    let read = RunState::from_json(&state.to_json().unwrap()).unwrap();
    assert_eq!(&read, state);
    read
}

fn three_calls() -> Turn {
    Turn::new()
        .call("asks", json!({"id": 1}))
        .call("never", json!({"id": 2}))
        .call("asks_from_ten", json!({"id": 30}))
}

#[tokio::test(start_paused = true)]
async fn other_calls_run_while_some_wait_and_another_process_goes_on() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    insta::assert_snapshot!("waits", render(&events));
    assert_eq!(first.log(), ["never 2"]);
    let waits = waits(&events);
    let whole = [question(), waits.partial.new_items.clone()].concat();
    assert_eq!(complaint(&whole), None);
    let mut state = carried(&waits.state);
    assert_eq!(state.requests(), waits.requests);
    state
        .decide(&waits.requests[0], Decision::approve())
        .unwrap();
    let no = Decision::reject_with("keep that one");
    state.decide(&waits.requests[1], no).unwrap();

    let (second, model) = process(vec![Turn::new().text("Done.")]);
    let events = second.resume(carried(&state), RunOptions::default()).await;
    insta::assert_snapshot!("goes_on", render(&events));
    assert_eq!(second.log(), ["asks 1"], "what had run does not run again");
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None);
    assert_eq!(model.requests()[0].input, whole[..whole.len() - 1]);
    assert_eq!(outcome(&events).usage.requests, 2);
    assert_eq!(outcome(&events).turns, 2);
}

#[tokio::test(start_paused = true)]
async fn calls_without_a_word_wait_on() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let requests = state.requests();
    state.decide(&requests[1], Decision::approve()).unwrap();
    let (second, _) = process(vec![]);
    let events = second.resume(state, RunOptions::default()).await;
    assert_eq!(second.log(), ["asks_from_ten 30"]);
    assert_eq!(waits(&events).requests, requests[..1]);
    // The last one, in a third process.
    let mut state = carried(&waits(&events).state);
    state.decide(&requests[0], Decision::reject()).unwrap();
    let (third, _) = process(vec![Turn::new().text("Done.")]);
    let events = third.resume(state, RunOptions::default()).await;
    assert!(third.log().is_empty());
    assert!(render(&events).contains("the person did not approve"));
}

#[tokio::test(start_paused = true)]
async fn a_word_counts_for_the_call_that_was_shown_and_no_other() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let mut request = state.requests().remove(0);
    request.fingerprint = state.requests()[1].fingerprint.clone();
    assert_eq!(
        state.decide(&request, Decision::approve()),
        Err(DecisionError::Changed)
    );
    request.call_id = "call_2".to_owned();
    assert_eq!(
        state.decide(&request, Decision::approve()),
        Err(DecisionError::NotWaiting)
    );
    // Somebody changes the arguments where the state is kept.
    let request = state.requests().remove(0);
    state.decide(&request, Decision::approve()).unwrap();
    let tampered = state
        .to_json()
        .unwrap()
        .replace(r#""arguments":{"id":1}"#, r#""arguments":{"id":99}"#);
    let state = RunState::from_json(&tampered).unwrap();
    let (second, _) = process(vec![]);
    let events = second.resume(state, RunOptions::default()).await;
    assert!(second.log().is_empty(), "{:?}", second.log());
    assert_eq!(waits(&events).requests.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_word_for_all_calls_of_a_tool_counts_from_then_on_and_can_be_kept() {
    let ask = |id| Turn::new().call("asks", json!({"id": id}));
    let (first, _) = process(vec![ask(1), ask(2), Turn::new().text("Done.")]);
    let events = first.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let request = state.requests().remove(0);
    state
        .decide(&request, Decision::approve().always())
        .unwrap();
    let events = first.resume(state.clone(), RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "Done.");
    assert_eq!(first.log(), ["asks 1", "asks 2"]);

    let (refusing, _) = process(vec![ask(1), ask(2), Turn::new().text("Done.")]);
    let events = refusing.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let request = state.requests().remove(0);
    state.decide(&request, Decision::reject().always()).unwrap();
    let events = refusing.resume(state, RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "Done.");
    assert!(refusing.log().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_standing_word_goes_to_later_runs() {
    let standing = vec![taskpilot_agent_runner::StandingDecision {
        tool: "asks".to_owned(),
        verdict: taskpilot_agent_runner::Ruling::Approve,
        expires_at: None,
    }];
    let (later, _) = process(vec![
        Turn::new()
            .call("asks", json!({"id": 1}))
            .call("asks_from_ten", json!({"id": 10})),
    ]);
    let options = RunOptions {
        standing: standing.clone(),
        ..RunOptions::default()
    };
    let events = later.run(options).await;
    assert_eq!(later.log(), ["asks 1"], "of this tool alone");
    assert_eq!(waits(&events).state.standing(), standing);
}

#[tokio::test(start_paused = true)]
async fn a_word_expires() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let request = state.requests().remove(0);
    state
        .decide(&request, Decision::approve().until(100))
        .unwrap();
    let at = |time| RunOptions {
        clock: Some(UnixClock::new(move || time)),
        ..RunOptions::default()
    };
    for (options, runs) in [
        (RunOptions::default(), false),
        (at(100), false),
        (at(99), true),
    ] {
        let (second, _) = process(vec![]);
        let events = second.resume(state.clone(), options).await;
        assert_eq!(!second.log().is_empty(), runs);
        assert_eq!(waits(&events).requests.len(), if runs { 1 } else { 2 });
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_may_ask_for_what_tools_do_not() {
    let annotated = |name: &str, read_only, destructive| {
        deletes(name).with_annotations(ToolAnnotations {
            read_only,
            destructive,
            idempotent: false,
        })
    };
    let waiting = async |approvals| {
        let turn = ["reads", "writes", "destroys"]
            .into_iter()
            .fold(Turn::new(), |turn, name| turn.call(name, json!({"id": 1})));
        let agent = Agent::new("helper", script([turn, Turn::new().text("Done.")]))
            .with_tool(annotated("reads", true, false))
            .with_tool(annotated("writes", false, false))
            .with_tool(annotated("destroys", false, true));
        let process = of(agent);
        let options = RunOptions {
            approvals,
            ..RunOptions::default()
        };
        let events = process.run(options).await;
        let asked = events.into_iter().filter_map(|event| match event.kind {
            RunEventKind::ApprovalRequested(request) => Some(request.tool),
            _ => None,
        });
        asked.collect::<Vec<_>>()
    };
    assert!(waiting(ApprovalPolicy::AsToolsSay).await.is_empty());
    assert_eq!(waiting(ApprovalPolicy::Destructive).await, ["destroys"]);
    assert_eq!(
        waiting(ApprovalPolicy::Writes).await,
        ["writes", "destroys"]
    );
}

/// Asks for everything, after making it cheaper.
struct Asks;

#[async_trait]
impl Hooks<World> for Asks {
    async fn before_tool(
        &self,
        _: &ToolContext<World>,
        _: &str,
        arguments: &mut Value,
    ) -> CallFlow {
        arguments["id"] = json!(7);
        CallFlow::Ask
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_hook_made_of_a_call_is_what_is_shown_and_run() {
    let call = Turn::new().call("never", json!({"id": 1}));
    let agent = Agent::new("helper", script([call, Turn::new().text("Done.")]))
        .with_tool(deletes("never"))
        .with_hooks(Asks);
    let process = of(agent);
    let events = process.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let request = state.requests().remove(0);
    assert_eq!(request.arguments, json!({"id": 7}));
    state.decide(&request, Decision::approve()).unwrap();
    let events = process.resume(state, RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "Done.");
    assert_eq!(process.log(), ["never 7"]);
}

/// An agent whose expert asks before it deletes.
fn nested(outer: Vec<Turn>, inner: Vec<Turn>) -> Process {
    let expert = Agent::new("expert", script(inner)).with_tool(deletes("asks").with_approval());
    let tool = AgentTool::new(Arc::new(expert), "ask_expert", "Knows.");
    of(Agent::new("helper", script(outer)).with_tool(tool))
}

#[tokio::test(start_paused = true)]
async fn an_inner_agent_waits_on_the_outer_run_and_goes_on_with_it() {
    let first = nested(
        vec![Turn::new().call("ask_expert", json!({"input": "clean up"}))],
        vec![Turn::new().call("asks", json!({"id": 5}))],
    );
    let events = first.run(RunOptions::default()).await;
    let waits = waits(&events);
    assert_eq!(waits.requests.len(), 1);
    assert_eq!(waits.requests[0].agent, "expert");
    assert_eq!(waits.requests[0].path, ["call_1"]);
    let ends = events
        .iter()
        .filter(|event| matches!(event.kind, RunEventKind::ToolFinished { .. }));
    assert_eq!(ends.count(), 0, "the expert has not answered yet");
    let mut state = carried(&waits.state);
    state
        .decide(&waits.requests[0], Decision::approve())
        .unwrap();

    let second = nested(
        vec![Turn::new().text("All clean.")],
        vec![Turn::new().text("Deleted 5.")],
    );
    let events = second.resume(carried(&state), RunOptions::default()).await;
    assert_eq!(second.log(), ["asks 5"]);
    assert_eq!(outcome(&events).text, "All clean.");
    assert_eq!(outcome(&events).usage.requests, 4, "two calls each");
    let answered = outcome(&events)
        .new_items
        .iter()
        .any(|item| matches!(item, InputItem::ToolOutput { output, .. } if output == "Deleted 5."));
    assert!(answered, "{}", render(&events));
}

#[tokio::test(start_paused = true)]
async fn only_an_agent_that_knows_the_one_that_waits_can_go_on() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    let other = of(Agent::new("stranger", script([])));
    let events = other
        .resume(waits(&events).state.clone(), RunOptions::default())
        .await;
    assert_eq!(events.len(), 1);
    assert!(render_bare(&events).contains("there is no agent helper"));
}

fn render_bare(events: &[RunEvent]) -> String {
    match &events.last().unwrap().kind {
        RunEventKind::Failed(failure) => failure.error.to_string(),
        other => format!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_run_that_waited_leaves_a_sound_history() {
    let (first, _) = process(vec![three_calls()]);
    let events = first.run(RunOptions::default()).await;
    let mut state = waits(&events).state.clone();
    let request = state.requests().remove(0);
    state.decide(&request, Decision::approve()).unwrap();
    let options = RunOptions::default();
    options.cancel.cancel();
    let (second, _) = process(vec![]);
    let events = second.resume(state, options).await;
    assert!(second.log().is_empty());
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None, "{}", render(&events));
}

/// Objects, after a minute.
struct Objects;

#[async_trait]
impl InputGuardrail<World> for Objects {
    fn name(&self) -> &'static str {
        "objects"
    }

    fn timing(&self) -> Timing {
        Timing::Parallel
    }

    async fn check(&self, _: Arc<World>, _: Arc<[InputItem]>) -> Verdict {
        tokio::time::sleep(Duration::from_mins(1)).await;
        Verdict::Trip(Trip::new("no"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_does_not_wait_for_a_person_before_its_guardrails_have_passed() {
    let agent = Agent::new("helper", script([three_calls()]))
        .with_tool(deletes("asks").with_approval())
        .with_tool(deletes("never"))
        .with_tool(deletes("asks_from_ten"))
        .with_input_guardrail(Objects);
    let events = of(agent).run(RunOptions::default()).await;
    let RunEventKind::Failed(failure) = &events.last().unwrap().kind else {
        panic!("{}", render(&events));
    };
    assert!(matches!(failure.error, RunError::Guardrail { .. }));
    let whole = [question(), failure.partial.new_items.clone()].concat();
    assert_eq!(complaint(&whole), None);
}

/// One file per version that was ever written; later code reads them all.
#[tokio::test(start_paused = true)]
async fn states_of_every_version_are_read_and_go_on() {
    let golden = include_str!("../golden/state_v1.json");
    let mut state = RunState::from_json(golden).unwrap();
    for request in state.requests() {
        state.decide(&request, Decision::approve()).unwrap();
    }
    let second = golden_process(
        vec![Turn::new().text("All clean.")],
        vec![Turn::new().text("Deleted 5.")],
    );
    let events = second.resume(state, RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "All clean.");
    assert_eq!(second.log(), ["asks 1", "asks 5"]);
    let whole = &outcome(&events).new_items;
    assert_eq!(complaint(&[question(), whole.clone()].concat()), None);
}

/// Waits in two agents, after an answer with thoughts and a call that has ended.
fn golden_process(outer: Vec<Turn>, inner: Vec<Turn>) -> Process {
    let expert = Agent::new("expert", script(inner)).with_tool(deletes("asks").with_approval());
    let tool = AgentTool::new(Arc::new(expert), "ask_expert", "Knows.");
    let agent = Agent::new("helper", script(outer))
        .with_tool(deletes("asks").with_approval())
        .with_tool(deletes("never"))
        .with_tool(tool.in_order());
    of(agent)
}

/// What this version writes is the golden file: a change of the form needs a new version.
#[tokio::test(start_paused = true)]
async fn the_state_is_written_as_it_was() {
    let first = golden_process(
        vec![
            Turn::new()
                .reasoning("hm", json!({"id": "rs"}))
                .text("I look.")
                .call("never", json!({"id": 2}))
                .call("asks", json!({"id": 1}))
                .call("ask_expert", json!({"input": "clean up"})),
        ],
        vec![Turn::new().call("asks", json!({"id": 5}))],
    );
    let options = RunOptions {
        run_id: Some("run_1".into()),
        ..RunOptions::default()
    };
    let events = first.run(options).await;
    let written: Value = serde_json::from_str(&waits(&events).state.to_json().unwrap()).unwrap();
    let golden: Value = serde_json::from_str(include_str!("../golden/state_v1.json")).unwrap();
    assert_eq!(written, golden, "{written:#}");
}

#[test]
fn what_is_no_state_or_too_new_is_an_error() {
    let too_new = RunState::from_json(r#"{"version": 2, "what": "ever"}"#);
    assert!(matches!(too_new, Err(StateError::TooNew { found: 2 })));
    for text in ["", "{}", r#"{"version":1}"#] {
        assert!(matches!(
            RunState::from_json(text),
            Err(StateError::Malformed(_))
        ));
    }
}

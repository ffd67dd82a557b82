//! Everything at once, cut at random points: inner agents, handoffs, approvals, guardrails, hooks and a session.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, AgentTool, Decision, FunctionTool, Handoff, Hooks, InputGuardrail, Interruption,
    MemorySession, OutputGuardrail, RunEvent, RunEventKind, RunOptions, RunState, Timing,
    ToolContext, Trip, Verdict, resume, run,
};
use taskpilot_model_client::{ErrorKind, InputItem};

use crate::checker::complaint;
use crate::support::{World, outcome, question, script, tools};

#[derive(Debug, Clone)]
enum Step {
    Text,
    Think,
    Call(&'static str, u64),
    Sleep(u64),
    Fail,
    Hang,
}

#[derive(Debug, Clone, Copy)]
struct Guard {
    timing: Timing,
    seconds: u64,
    trips: bool,
}

#[derive(Debug, Clone)]
struct Plan {
    outer: Vec<Vec<Step>>,
    inner: Vec<Vec<Step>>,
    expert: Vec<Vec<Step>>,
    input: Option<Guard>,
    output: Option<Guard>,
    has_hooks: bool,
    /// What is said of each call that waits; then the run is given up.
    decisions: Vec<bool>,
    cancel_at: Option<u64>,
    drop_after: Option<usize>,
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let name = prop::sample::select(vec![
        "echo",
        "wait",
        "asks",
        "asks",
        "ask_expert",
        "transfer_to_other",
        "ghost",
    ]);
    let step = prop_oneof![
        3 => Just(Step::Text),
        1 => Just(Step::Think),
        8 => (name, 0_u64..4).prop_map(|(name, seconds)| Step::Call(name, seconds)),
        1 => (0_u64..3).prop_map(Step::Sleep),
        1 => prop::sample::select(vec![Step::Fail, Step::Hang]),
    ];
    prop::collection::vec(prop::collection::vec(step, 1..4), 0..4)
}

fn guard() -> impl Strategy<Value = Option<Guard>> {
    let timing = prop::sample::select(vec![
        Timing::Blocking,
        Timing::BeforeSideEffects,
        Timing::Parallel,
    ]);
    let guard =
        (timing, 0_u64..6, prop::bool::weighted(0.4)).prop_map(|(timing, seconds, trips)| Guard {
            timing,
            seconds,
            trips,
        });
    prop::option::weighted(0.4, guard)
}

fn plan() -> impl Strategy<Value = Plan> {
    let scripts = (steps(), steps(), steps());
    let guards = (guard(), guard(), any::<bool>());
    let decisions = prop::collection::vec(any::<bool>(), 0..4);
    let cuts = (
        prop::option::weighted(0.4, 0_u64..15),
        prop::option::weighted(0.2, 0_usize..40),
    );
    (scripts, guards, decisions, cuts).prop_map(|(scripts, guards, decisions, cuts)| Plan {
        outer: scripts.0,
        inner: scripts.1,
        expert: scripts.2,
        input: guards.0,
        output: guards.1,
        has_hooks: guards.2,
        decisions,
        cancel_at: cuts.0,
        drop_after: cuts.1,
    })
}

fn turns(plan: &[Vec<Step>]) -> Vec<Turn> {
    let turn = |steps: &Vec<Step>| steps.iter().fold(Turn::new(), play_step);
    plan.iter().map(turn).collect()
}

fn play_step(turn: Turn, step: &Step) -> Turn {
    match *step {
        Step::Text => turn.text("some words "),
        Step::Think => turn.reasoning("hm", json!({})),
        Step::Call(name, seconds) => turn.call(
            name,
            json!({"text": "x", "seconds": seconds, "input": "why"}),
        ),
        Step::Sleep(seconds) => turn.sleep(Duration::from_secs(seconds)),
        Step::Fail => turn.fail(ErrorKind::Unavailable),
        Step::Hang => turn.hang(),
    }
}

impl Guard {
    async fn verdict(self) -> Verdict {
        tokio::time::sleep(Duration::from_secs(self.seconds)).await;
        if self.trips {
            return Verdict::Trip(Trip::new("no"));
        }
        Verdict::Pass
    }
}

#[async_trait]
impl InputGuardrail<World> for Guard {
    fn name(&self) -> &'static str {
        "guard"
    }

    fn timing(&self) -> Timing {
        self.timing
    }

    async fn check(&self, _: Arc<World>, _: Arc<[InputItem]>) -> Verdict {
        self.verdict().await
    }
}

#[async_trait]
impl OutputGuardrail<World> for Guard {
    fn name(&self) -> &'static str {
        "guard"
    }

    fn timing(&self) -> Timing {
        self.timing
    }

    async fn check(&self, _: Arc<World>, _: Arc<str>) -> Verdict {
        self.verdict().await
    }
}

struct Idle;

impl Hooks<World> for Idle {}

#[derive(Deserialize, schemars::JsonSchema)]
struct Seconds {
    seconds: u64,
}

fn asks() -> FunctionTool<World> {
    FunctionTool::new(
        "asks",
        "Asks.",
        |_: ToolContext<World>, args: Seconds| async move {
            tokio::time::sleep(Duration::from_secs(args.seconds)).await;
            Ok(args.seconds)
        },
    )
    .with_approval()
}

fn agents(plan: &Plan) -> Arc<Agent<World>> {
    let expert = Agent::new("expert", script(turns(&plan.expert)))
        .with_tools(tools())
        .with_tool(asks());
    let ask_expert = AgentTool::new(Arc::new(expert), "ask_expert", "Knows.");
    let other = Agent::new("other", script(turns(&plan.inner)))
        .with_tools(tools())
        .with_tool(asks());
    let mut agent = Agent::new("helper", script(turns(&plan.outer)))
        .with_tools(tools())
        .with_tool(asks())
        .with_tool(ask_expert)
        .with_handoff(Handoff::to(Arc::new(other)));
    if let Some(guard) = plan.input {
        agent = agent.with_input_guardrail(guard);
    }
    if let Some(guard) = plan.output {
        agent = agent.with_output_guardrail(guard);
    }
    if plan.has_hooks {
        agent = agent.with_hooks(Idle);
    }
    Arc::new(agent)
}

/// Longer than any run that does not hang.
const PATIENCE: u64 = 100_000;

fn options(plan: &Plan, session: &Arc<MemorySession>) -> RunOptions {
    let options = RunOptions {
        max_turns: 6,
        session: Some(session.clone()),
        ..RunOptions::default()
    };
    let (cancel, at) = (options.cancel.clone(), plan.cancel_at.unwrap_or(PATIENCE));
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(at)).await;
        cancel.cancel();
    });
    options
}

fn decided(waits: &Interruption, approves: bool) -> RunState {
    let mut state = RunState::from_json(&waits.state.to_json().unwrap()).unwrap();
    for request in state.requests() {
        let decision = if approves {
            Decision::approve()
        } else {
            Decision::reject()
        };
        state.decide(&request, decision).unwrap();
    }
    state
}

async fn play(plan: Plan) {
    let agent = agents(&plan);
    let world = Arc::new(World::default());
    let session = Arc::new(MemorySession::new(vec![InputItem::text(
        taskpilot_model_client::Role::User,
        "earlier",
    )]));
    let mut part = run(
        Arc::clone(&agent),
        Arc::clone(&world),
        question(),
        options(&plan, &session),
    );
    let mut sequence = 0;
    let mut decisions = plan.decisions.clone().into_iter();
    loop {
        let mut events: Vec<RunEvent> = Vec::new();
        while let Some(event) = part.next().await {
            sequence += 1;
            assert_eq!(event.sequence, sequence, "{}", bare(&events));
            events.push(event);
            if plan.drop_after == Some(events.len()) {
                drop(part);
                return settle(&world, &session).await;
            }
        }
        let ends = events.iter().filter(|event| event.kind.is_terminal());
        assert_eq!(ends.count(), 1, "{}", bare(&events));
        assert!(events.last().unwrap().kind.is_terminal());
        let whole = [question(), outcome(&events).new_items.clone()].concat();
        assert_eq!(complaint(&whole), None, "{}", bare(&events));
        let RunEventKind::Interrupted(waits) = &events.last().unwrap().kind else {
            return settle(&world, &session).await;
        };
        assert_eq!(session.items().len(), 1, "nothing is kept before the end");
        let Some(approves) = decisions.next() else {
            return settle(&world, &session).await;
        };
        let state = decided(waits, approves);
        part = resume(
            Arc::clone(&agent),
            Arc::clone(&world),
            state,
            options(&plan, &session),
        );
    }
}

fn bare(events: &[RunEvent]) -> String {
    let kinds = events.iter().map(|event| format!("{:?}", event.kind));
    kinds.collect::<Vec<_>>().join("\n")
}

/// What has begun ends, and what is kept is sound.
async fn settle(world: &World, session: &MemorySession) {
    tokio::time::sleep(Duration::from_secs(1000)).await;
    assert_eq!(world.begun(), world.ended());
    assert_eq!(complaint(&session.items()), None, "{:?}", session.items());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_happens_the_events_are_in_order_and_what_is_kept_is_sound(plan in plan()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(play(plan));
    }
}

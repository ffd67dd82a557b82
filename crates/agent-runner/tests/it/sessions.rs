//! Conversations that are kept between runs.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt;
use proptest::prelude::*;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, CompactedSession, Decision, FunctionTool, InputGuardrail, MemorySession, RunError,
    RunEvent, RunEventKind, RunOptions, Session, SessionError, Timing, ToolContext, Trim,
    TrimmedSession, Trip, Verdict, resume, run,
};
use taskpilot_model_client::{ContentPart, ErrorKind, InputItem, Role};

use crate::checker::complaint;
use crate::support::{World, outcome, question, script, tools};

fn with(session: Arc<dyn Session>) -> RunOptions {
    RunOptions {
        session: Some(session),
        ..RunOptions::default()
    }
}

fn say(text: &str) -> InputItem {
    InputItem::text(Role::User, text)
}

async fn play(agent: Agent<World>, input: Vec<InputItem>, options: RunOptions) -> Vec<RunEvent> {
    run(Arc::new(agent), Arc::default(), input, options)
        .collect()
        .await
}

#[tokio::test(start_paused = true)]
async fn a_run_goes_on_with_what_was_kept_and_adds_to_it() {
    let session = Arc::new(MemorySession::default());
    let first = Agent::new("helper", script([Turn::new().text("Hello.")]));
    play(first, vec![say("hi")], with(session.clone())).await;
    let model = script([
        Turn::new().call("echo", json!({"text": "x"})),
        Turn::new().text("Done."),
    ]);
    let second = Agent::new("helper", model.clone()).with_tools(tools());
    let events = play(second, vec![say("do it")], with(session.clone())).await;
    let hello = InputItem::text(Role::Assistant, "Hello.");
    assert_eq!(model.requests()[0].input, [say("hi"), hello, say("do it")]);
    assert_eq!(outcome(&events).new_items.len(), 3, "what this run added");
    assert_eq!(session.items().len(), 6);
    assert_eq!(complaint(&session.items()), None);
}

#[tokio::test(start_paused = true)]
async fn what_failed_and_what_was_cancelled_is_kept_too() {
    for cancels in [false, true] {
        let session = Arc::new(MemorySession::default());
        let options = with(session.clone());
        let turn = Turn::new().call("echo", json!({"text": "x"}));
        let next = Turn::new().text("Half").fail(ErrorKind::Stalled);
        let agent = Agent::new("helper", script([turn, next])).with_tools(tools());
        let cancel = options.cancel.clone();
        let mut run = run(Arc::new(agent), Arc::default(), question(), options);
        while let Some(event) = run.next().await {
            if cancels && event.turn == 2 {
                cancel.cancel();
            }
        }
        assert!(session.items().len() >= 3, "{:?}", session.items());
        assert_eq!(complaint(&session.items()), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_waits_keeps_when_it_is_over() {
    let session = Arc::new(MemorySession::new(vec![say("before")]));
    let tool = || {
        FunctionTool::new("asks", "Asks.", |_: ToolContext<World>, _: Nothing| async {
            Ok(1)
        })
        .with_approval()
    };
    let model = script([Turn::new().call("asks", json!({}))]);
    let events = play(
        Agent::new("helper", model).with_tool(tool()),
        question(),
        with(session.clone()),
    )
    .await;
    let RunEventKind::Interrupted(waits) = &events.last().unwrap().kind else {
        panic!("it does not wait");
    };
    assert_eq!(session.items().len(), 1);
    let mut state = waits.state.clone();
    state
        .decide(&waits.requests[0], Decision::approve())
        .unwrap();
    let agent = Agent::new("helper", script([Turn::new().text("Done.")])).with_tool(tool());
    let run = resume(
        Arc::new(agent),
        Arc::default(),
        state,
        with(session.clone()),
    );
    run.collect::<Vec<_>>().await;
    let kept = session.items();
    assert_eq!(kept[..2], [vec![say("before")], question()].concat());
    assert_eq!(
        kept.len(),
        5,
        "the input, the call, its output, the answer: {kept:?}"
    );
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Nothing {}

struct Rejects;

#[async_trait]
impl InputGuardrail<World> for Rejects {
    fn name(&self) -> &'static str {
        "rejects"
    }

    fn timing(&self) -> Timing {
        Timing::Parallel
    }

    async fn check(&self, _: Arc<World>, input: Arc<[InputItem]>) -> Verdict {
        assert!(input.len() > 1, "it sees what was kept, too");
        Verdict::Trip(Trip::new("no"))
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_input_guardrail_rejected_is_not_kept() {
    let session = Arc::new(MemorySession::new(vec![say("before")]));
    let agent =
        Agent::new("helper", script([Turn::new().text("Hi.")])).with_input_guardrail(Rejects);
    play(agent, question(), with(session.clone())).await;
    assert_eq!(session.items(), [say("before")]);
}

/// Cannot read, or cannot write.
struct Broken {
    reads: bool,
}

#[async_trait]
impl Session for Broken {
    async fn load(&self) -> Result<Vec<InputItem>, SessionError> {
        if self.reads {
            return Ok(Vec::new());
        }
        Err(SessionError::load("the disk is gone"))
    }

    async fn append(&self, _: Vec<InputItem>) -> Result<(), SessionError> {
        Err(SessionError::save("the disk is full"))
    }

    async fn replace(&self, _: usize, _: Vec<InputItem>) -> Result<bool, SessionError> {
        Ok(false)
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_cannot_be_kept_fails_with_all_it_did() {
    for reads in [false, true] {
        let model = script([Turn::new().text("Hello.")]);
        let agent = Agent::new("helper", model.clone());
        let events = play(agent, question(), with(Arc::new(Broken { reads }))).await;
        let RunEventKind::Failed(failure) = &events.last().unwrap().kind else {
            panic!("it did not fail");
        };
        assert!(matches!(failure.error, RunError::Session(_)));
        assert_eq!(failure.partial.new_items.len(), usize::from(reads));
        assert_eq!(model.requests().len(), usize::from(reads));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_old_is_summed_up_once() {
    let old: Vec<_> = (0..20)
        .map(|number| say(&format!("{number} {}", "x".repeat(40))))
        .collect();
    let memory = Arc::new(MemorySession::new(old));
    let summaries = script([Turn::new().text("Many numbers.")]);
    let session = CompactedSession::new(Shared(memory.clone()), summaries.clone(), 100).keeping(3);
    let kept = session.load().await.unwrap();
    assert_eq!(kept.len(), 4);
    assert_eq!(kept, memory.items());
    assert_eq!(session.load().await.unwrap(), kept, "short enough now");
    insta::assert_debug_snapshot!(kept[0]);
    assert_eq!(session.usage().requests, 1);
    assert_eq!(
        summaries.requests()[0].input.len(),
        18,
        "17 old ones, and what to do"
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_summed_up_stays() {
    let old: Vec<_> = (0..20)
        .map(|number| say(&format!("{number} {}", "x".repeat(40))))
        .collect();
    let memory = Arc::new(MemorySession::new(old.clone()));
    let model = script([Turn::new().fail(ErrorKind::Unavailable)]);
    let session = CompactedSession::new(Shared(memory), model, 100);
    assert_eq!(session.load().await.unwrap(), old);
}

struct Shared(Arc<MemorySession>);

#[async_trait]
impl Session for Shared {
    async fn load(&self) -> Result<Vec<InputItem>, SessionError> {
        self.0.load().await
    }

    async fn append(&self, items: Vec<InputItem>) -> Result<(), SessionError> {
        self.0.append(items).await
    }

    async fn replace(&self, seen: usize, items: Vec<InputItem>) -> Result<bool, SessionError> {
        self.0.replace(seen, items).await
    }
}

fn conversation() -> impl Strategy<Value = Vec<InputItem>> {
    let step = (0_u8..3, "[a-z]{0,30}").prop_map(|(kind, text)| match kind {
        0 => vec![say(&format!("q{text}"))],
        1 => vec![InputItem::text(Role::Assistant, format!("a{text}"))],
        _ => vec![
            InputItem::ToolCall {
                call_id: String::new(),
                name: "echo".into(),
                arguments: "{}".into(),
            },
            InputItem::ToolOutput {
                call_id: String::new(),
                output: text,
            },
        ],
    });
    prop::collection::vec(step, 0..30).prop_map(|steps| {
        let mut items = steps.concat();
        for (number, item) in items.iter_mut().enumerate() {
            match item {
                InputItem::ToolCall { call_id, .. } => *call_id = format!("c{number}"),
                InputItem::ToolOutput { call_id, .. } => *call_id = format!("c{}", number - 1),
                _ => {}
            }
        }
        items
    })
}

/// One for four bytes.
fn tokens(item: &InputItem) -> usize {
    let bytes = match item {
        InputItem::Message { content, .. } => match &content[0] {
            ContentPart::Text(text) => text.len(),
            other => panic!("{other:?}"),
        },
        InputItem::ToolCall {
            name, arguments, ..
        } => name.len() + arguments.len(),
        InputItem::ToolOutput { output, .. } => output.len(),
        other => panic!("{other:?}"),
    };
    bytes.div_ceil(4)
}

proptest! {
    #[test]
    fn trimming_parts_no_call_from_its_output(
        items in conversation(),
        size in 0_usize..60,
        by_tokens in any::<bool>(),
    ) {
        let trim = if by_tokens { Trim::Tokens(size) } else { Trim::Messages(size) };
        let session = TrimmedSession::new(MemorySession::new(items.clone()), trim);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let seen = runtime.block_on(session.load()).unwrap();
        prop_assert_eq!(complaint(&seen), None);
        let messages = |items: &[InputItem]| items.iter().filter(|it| matches!(it, InputItem::Message { .. })).count();
        if by_tokens {
            let tokens: usize = seen.iter().map(tokens).sum();
            prop_assert!(messages(&seen) <= 1 || tokens <= size, "{tokens} of {size}");
        } else {
            prop_assert!(messages(&seen) <= size);
        }
        prop_assert!(items.ends_with(&seen));
    }
}

//! Guardrails of all kinds, at all times.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, InputGuardrail, OutputGuardrail, RunEvent, RunEventKind, RunOptions, Timing,
    ToolContext, ToolGuardrail, ToolVerdict, Trip, Verdict, run,
};
use taskpilot_model_client::{Annotation, CitedSource, ErrorKind, InputItem};

use crate::checker::complaint;
use crate::support::{World, outcome, question, render, script, tools};

/// Looks for a word, for a while.
struct Looks {
    timing: Timing,
    takes: Duration,
    word: &'static str,
}

fn looks(timing: Timing, seconds: u64, word: &'static str) -> Looks {
    let takes = Duration::from_secs(seconds);
    Looks {
        timing,
        takes,
        word,
    }
}

impl Looks {
    async fn verdict(&self, text: &str) -> Verdict {
        tokio::time::sleep(self.takes).await;
        assert!(self.word != "panic", "a secret");
        if text.contains(self.word) {
            return Verdict::Trip(Trip::new(format!("not {}", self.word)));
        }
        Verdict::Pass
    }
}

#[async_trait]
impl InputGuardrail<World> for Looks {
    fn name(&self) -> &'static str {
        "looks"
    }

    fn timing(&self) -> Timing {
        self.timing
    }

    async fn check(&self, _: Arc<World>, input: Arc<[InputItem]>) -> Verdict {
        self.verdict(&format!("{input:?}")).await
    }
}

#[async_trait]
impl OutputGuardrail<World> for Looks {
    fn name(&self) -> &'static str {
        "looks"
    }

    fn timing(&self) -> Timing {
        self.timing
    }

    async fn check(&self, _: Arc<World>, text: Arc<str>) -> Verdict {
        self.verdict(&text).await
    }
}

/// Judges calls by their text.
struct Judge;

#[async_trait]
impl ToolGuardrail<World> for Judge {
    fn name(&self) -> &'static str {
        "judge"
    }

    async fn before(&self, _: &ToolContext<World>, _: &str, arguments: &Value) -> ToolVerdict {
        match arguments["text"].as_str() {
            Some("rude") => ToolVerdict::Reject("be polite".to_owned()),
            Some("evil") => ToolVerdict::Trip(Trip::new("no evil")),
            _ => ToolVerdict::Allow,
        }
    }

    async fn after(
        &self,
        _: &ToolContext<World>,
        _: &str,
        result: Result<&Value, &Value>,
    ) -> ToolVerdict {
        match result {
            Ok(answer) if answer["echo"] == "secret" => ToolVerdict::Reject("withheld".to_owned()),
            _ => ToolVerdict::Allow,
        }
    }
}

struct Played {
    events: Vec<RunEvent>,
    world: Arc<World>,
    asked: usize,
}

async fn play(
    turns: impl IntoIterator<Item = Turn>,
    guard: impl FnOnce(Agent<World>) -> Agent<World>,
) -> Played {
    let model = script(turns);
    let agent = Agent::new("helper", model.clone()).with_tools(tools());
    let world = Arc::new(World::default());
    let run = run(
        Arc::new(guard(agent)),
        Arc::clone(&world),
        question(),
        RunOptions::default(),
    );
    let events: Vec<_> = run.collect().await;
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None, "{}", render(&events));
    Played {
        events,
        world,
        asked: model.requests().len(),
    }
}

/// Calls a tool that takes two seconds, which begins after one, and answers.
fn work() -> [Turn; 2] {
    let call = Turn::new()
        .text("I look. ")
        .sleep(Duration::from_secs(1))
        .call("wait", json!({"seconds": 2}));
    [call, Turn::new().text("Done, please.")]
}

#[tokio::test(start_paused = true)]
async fn a_blocking_guardrail_lets_nothing_begin() {
    let played = play(work(), |agent| {
        agent.with_input_guardrail(looks(Timing::Blocking, 5, "please"))
    })
    .await;
    assert_eq!(played.asked, 0);
    insta::assert_snapshot!(render(&played.events));
}

#[tokio::test(start_paused = true)]
async fn before_side_effects_the_model_answers_but_no_tool_begins() {
    let played = play(work(), |agent| {
        agent.with_input_guardrail(looks(Timing::BeforeSideEffects, 5, "please"))
    })
    .await;
    assert_eq!((played.asked, played.world.begun()), (1, 0));
    insta::assert_snapshot!(render(&played.events));
}

#[tokio::test(start_paused = true)]
async fn a_parallel_guardrail_stops_what_has_begun() {
    let played = play(work(), |agent| {
        agent.with_input_guardrail(looks(Timing::Parallel, 2, "please"))
    })
    .await;
    assert_eq!((played.asked, played.world.begun()), (1, 1));
    // What has begun is awaited: its output is the tool's own.
    assert_eq!(played.world.ended(), 1);
    insta::assert_snapshot!(render(&played.events));
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_final_before_a_parallel_guardrail_has_passed() {
    let turns = || [Turn::new().text("Yes.")];
    for (word, ends_well) in [("please", false), ("nothing", true), ("panic", false)] {
        let played = play(turns(), |agent| {
            agent.with_input_guardrail(looks(Timing::Parallel, 60, word))
        })
        .await;
        let last = &played.events.last().unwrap().kind;
        let is_completed = matches!(last, RunEventKind::Completed(_));
        assert_eq!(is_completed, ends_well, "{word}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_failure_is_final_before_a_parallel_guardrail_has_passed() {
    for (word, trips) in [("please", true), ("nothing", false)] {
        let turn = Turn::new().text("Half ").fail(ErrorKind::Stalled);
        let played = play([turn], |agent| {
            agent.with_input_guardrail(looks(Timing::Parallel, 60, word))
        })
        .await;
        let is_tripped =
            |event: &RunEvent| matches!(event.kind, RunEventKind::GuardrailTripped { .. });
        assert_eq!(played.events.iter().any(is_tripped), trips);
        assert_eq!(outcome(&played.events).new_items.is_empty(), trips);
    }
}

#[tokio::test(start_paused = true)]
async fn guardrails_that_pass_change_nothing() {
    let bare = play(work(), |agent| agent).await;
    for timing in [
        Timing::Blocking,
        Timing::BeforeSideEffects,
        Timing::Parallel,
    ] {
        let guarded = play(work(), |agent| {
            agent
                .with_input_guardrail(looks(timing, 1, "nothing"))
                .with_tool_guardrail(Judge)
        })
        .await;
        assert_eq!(render(&guarded.events), render(&bare.events), "{timing:?}");
        assert_eq!(guarded.world.ended.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_rejected_answer_is_taken_back_and_what_was_done_is_kept() {
    let played = play(work(), |agent| {
        agent.with_output_guardrail(looks(Timing::Parallel, 1, "please"))
    })
    .await;
    assert_eq!(played.world.ended(), 1);
    insta::assert_snapshot!(render(&played.events));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_shown_before_a_blocking_output_guardrail_has_passed() {
    let annotation = Annotation {
        source: CitedSource::Url {
            url: "https://a.example".into(),
            title: "A".into(),
        },
        start: None,
        end: Some(3),
    };
    let turns = || {
        [Turn::new()
            .reasoning("hm", json!({"id": "rs"}))
            .text("Well please. ")
            .annotation(annotation.clone())
            .image(1)]
    };
    let shown = async |word| {
        let played = play(turns(), |agent| {
            agent.with_output_guardrail(looks(Timing::Blocking, 1, word))
        })
        .await;
        render(&played.events)
    };
    insta::assert_snapshot!("held_and_passed", shown("nothing").await);
    insta::assert_snapshot!("held_and_tripped", shown("please").await);
}

#[tokio::test(start_paused = true)]
async fn a_tool_guardrail_answers_for_the_tool() {
    let say = |text: &str| Turn::new().call("echo", json!({"text": text}));
    let played = play(
        [
            say("rude"),
            say("secret"),
            say("evil"),
            Turn::new().text("Hm."),
        ],
        |agent| agent.with_tool_guardrail(Judge),
    )
    .await;
    assert_eq!(played.asked, 3);
    insta::assert_snapshot!(render(&played.events));
}

/// Takes its time.
struct Slow;

#[async_trait]
impl ToolGuardrail<World> for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    async fn before(&self, _: &ToolContext<World>, _: &str, _: &Value) -> ToolVerdict {
        tokio::time::sleep(Duration::from_secs(3)).await;
        ToolVerdict::Allow
    }
}

#[tokio::test(start_paused = true)]
async fn a_tool_does_not_begin_if_the_run_was_cancelled_while_it_was_checked() {
    let agent = Agent::new(
        "helper",
        script([Turn::new().call("wait", json!({"seconds": 1}))]),
    )
    .with_tools(tools())
    .with_tool_guardrail(Slow);
    let world = Arc::new(World::default());
    let options = RunOptions::default();
    let cancel = options.cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        cancel.cancel();
    });
    let run = run(Arc::new(agent), Arc::clone(&world), question(), options);
    let events: Vec<_> = run.collect().await;
    assert_eq!(world.begun(), 0);
    assert!(
        render(&events).contains("nothing was done"),
        "{}",
        render(&events)
    );
}

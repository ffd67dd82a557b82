//! Random scripts, cut at random points: whatever happens, the events are in order and the history is sound.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use proptest::prelude::*;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{RunEvent, RunEventKind, RunOptions, run};
use taskpilot_model_client::{ErrorKind, FinishReason, InputItem, Role};
use tokio_util::sync::CancellationToken;

use crate::checker::complaint;
use crate::support::{World, agent, outcome, render, script};

/// Where a run is cut.
#[derive(Debug, Clone)]
enum Cut {
    Nowhere,
    CancelAfterEvent(usize),
    CancelAt(Duration),
    DropAfterEvent(usize),
    DropAt(Duration),
}

#[derive(Debug, Clone)]
enum Step {
    Text,
    Blank,
    Think,
    Refuse,
    Call(&'static str, &'static str, Option<&'static str>),
    CutCall(&'static str),
    Sleep(u64),
    Fail,
    Hang,
    Vanish,
}

fn step() -> impl Strategy<Value = Step> {
    let name = prop::sample::select(vec!["echo", "wait", "wait", "refuse", "panic", "ghost", ""]);
    let arguments = prop::sample::select(vec![
        r#"{"text":"x","seconds":1}"#,
        r#"{"text":"x","seconds":3}"#,
        r#"{"seconds":99}"#,
        "{}",
        "",
        "[1]",
        r#"{"text":"#,
    ]);
    let id = prop::option::of(prop::sample::select(vec!["", "call_1", "call_2", "same"]));
    prop_oneof![
        6 => Just(Step::Text),
        1 => Just(Step::Blank),
        2 => Just(Step::Think),
        10 => (name, arguments, id).prop_map(|(name, arguments, id)| Step::Call(name, arguments, id)),
        1 => prop::sample::select(vec!["call_1", "same", "cut"]).prop_map(Step::CutCall),
        2 => (0_u64..2000).prop_map(Step::Sleep),
        1 => prop::sample::select(vec![Step::Fail, Step::Hang, Step::Vanish, Step::Refuse]),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let finish = prop::option::weighted(
        0.15,
        prop::sample::select(vec![
            FinishReason::Length,
            FinishReason::Stop,
            FinishReason::ContentFilter,
            FinishReason::Other("odd".into()),
        ]),
    );
    (prop::collection::vec(step(), 0..6), finish).prop_map(|(steps, finish)| {
        let turn = steps.iter().fold(Turn::new(), play_step);
        match finish {
            Some(finish) => turn.finish(finish),
            None => turn,
        }
    })
}

fn play_step(turn: Turn, step: &Step) -> Turn {
    match *step {
        Step::Text => turn.text("some words "),
        Step::Blank => turn.text(" "),
        Step::Think => turn.reasoning("hm", json!({"id": "rs"})),
        Step::Refuse => turn.refusal("no"),
        Step::Call(name, arguments, Some(id)) => turn.call_with_id(id, name, arguments),
        Step::Call(name, arguments, None) => turn.raw_call(name, arguments),
        Step::CutCall(id) => turn.cut_call(id, "echo"),
        Step::Sleep(millis) => turn.sleep(Duration::from_millis(millis)),
        Step::Fail => turn.fail(ErrorKind::Unavailable),
        Step::Hang => turn.hang(),
        Step::Vanish => turn.vanish(),
    }
}

fn cut() -> impl Strategy<Value = Cut> {
    let time = (0_u64..12_000).prop_map(Duration::from_millis);
    prop_oneof![
        Just(Cut::Nowhere),
        (0_usize..40).prop_map(Cut::CancelAfterEvent),
        time.clone().prop_map(Cut::CancelAt),
        (0_usize..40).prop_map(Cut::DropAfterEvent),
        time.prop_map(Cut::DropAt),
    ]
}

struct Played {
    events: Vec<RunEvent>,
    was_dropped: bool,
    input: Vec<InputItem>,
    world: Arc<World>,
}

/// Longer than any run that does not hang.
const PATIENCE: Duration = Duration::from_secs(100_000);

async fn play(turns: Vec<Turn>, cut: Cut) -> Played {
    let input = vec![
        InputItem::text(Role::User, "earlier"),
        InputItem::ToolCall {
            call_id: "call_1".into(),
            name: "echo".into(),
            arguments: "{}".into(),
        },
        InputItem::ToolOutput {
            call_id: "call_1".into(),
            output: "old".into(),
        },
        InputItem::text(Role::User, "please"),
    ];
    let world = Arc::new(World::default());
    let cancel = CancellationToken::new();
    let options = RunOptions {
        max_turns: 4,
        max_bad_calls: 1,
        max_parallel_tools: 2,
        cancel: cancel.clone(),
        ..RunOptions::default()
    };
    let mut stream = run(
        agent(script(turns)),
        Arc::clone(&world),
        input.clone(),
        options,
    );
    let patience = match cut {
        Cut::CancelAt(time) => time,
        _ => PATIENCE,
    };
    let timer = cancel.clone();
    let timer = tokio::spawn(async move {
        tokio::time::sleep(patience).await;
        timer.cancel();
    });
    let mut events = Vec::new();
    let read = async {
        loop {
            match cut {
                Cut::DropAfterEvent(count) if events.len() == count => return true,
                Cut::CancelAfterEvent(count) if events.len() == count => cancel.cancel(),
                _ => {}
            }
            match stream.next().await {
                Some(event) => events.push(event),
                None => return false,
            }
        }
    };
    let was_dropped = match cut {
        Cut::DropAt(time) => tokio::time::timeout(time, read).await.unwrap_or(true),
        _ => read.await,
    };
    if !was_dropped {
        assert!(stream.next().await.is_none(), "the stream is not fused");
    }
    drop(stream);
    timer.abort();
    // What has begun ends by itself.
    tokio::time::sleep(Duration::from_secs(1000)).await;
    Played {
        events,
        was_dropped,
        input,
        world,
    }
}

fn is_terminal(event: &RunEvent) -> bool {
    matches!(
        event.kind,
        RunEventKind::Completed(_) | RunEventKind::Failed(_) | RunEventKind::Cancelled(_)
    )
}

/// Started, ready, finished: each at most once, in this order, and nothing of a call before its beginning.
fn check_calls(events: &[RunEvent]) {
    let mut stages: HashMap<&str, u8> = HashMap::new();
    for event in events {
        let (call_id, stage) = match &event.kind {
            RunEventKind::ToolCallStarted { call_id, .. } => (call_id, 1),
            RunEventKind::ToolCallReady { call_id, .. } => (call_id, 2),
            RunEventKind::ToolFinished { call_id, .. } => (call_id, 3),
            _ => continue,
        };
        let before = stages.insert(call_id, stage).unwrap_or(0);
        assert_eq!(before + 1, stage, "{call_id}\n{}", render(events));
    }
    let may_be_open = !matches!(
        events.last().map(|event| &event.kind),
        Some(RunEventKind::Completed(_) | RunEventKind::Failed(_))
    );
    assert!(
        may_be_open || stages.values().all(|stage| *stage != 2),
        "{}",
        render(events)
    );
}

/// What was announced is what the history holds.
fn check_items(events: &[RunEvent], items: &[InputItem]) {
    for event in events {
        let RunEventKind::ToolCallReady { call_id: ready, .. } = &event.kind else {
            continue;
        };
        let is_it = |item: &&InputItem| matches!(item, InputItem::ToolCall { call_id, .. } if call_id == ready);
        assert_eq!(
            items.iter().filter(is_it).count(),
            1,
            "{ready}\n{}",
            render(events)
        );
    }
}

fn check(played: &Played) {
    let Played {
        events,
        was_dropped,
        input,
        world,
    } = played;
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event.sequence, u64::try_from(index).unwrap() + 1);
    }
    assert!(events.is_sorted_by_key(|event| event.turn));
    let terminal = events.iter().filter(|event| is_terminal(event)).count();
    if *was_dropped {
        assert!(terminal <= 1);
    } else {
        assert_eq!(terminal, 1, "{}", render(events));
    }
    assert!(terminal == 0 || is_terminal(events.last().unwrap()));
    check_calls(events);
    // What has begun ends, whatever became of the run, unless it takes longer than it may.
    let hopeless = world.hopeless.load(Ordering::SeqCst);
    assert_eq!(
        world.ended() + hopeless,
        world.begun(),
        "{}",
        render(events)
    );
    if terminal == 1 {
        let new = &outcome(events).new_items;
        let whole = [input.as_slice(), new].concat();
        assert_eq!(complaint(&whole), None, "{}", render(events));
        assert_eq!(
            taskpilot_agent_runner::history::repair(new.clone()),
            dedup_thoughts(new)
        );
        check_items(events, new);
    }
}

/// The scripts repeat one reasoning id, which providers do not; a later repair keeps the first.
fn dedup_thoughts(items: &[InputItem]) -> Vec<InputItem> {
    let mut seen = false;
    let is_new = |item: &&InputItem| {
        !matches!(item, InputItem::Reasoning { .. }) || !std::mem::replace(&mut seen, true)
    };
    items.iter().filter(is_new).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn events_are_in_order_and_the_history_is_sound(
        turns in prop::collection::vec(turn(), 0..5),
        cut in cut(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        check(&runtime.block_on(play(turns, cut)));
    }
}

//! What a run may spend.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, Budget, BudgetLimit, Price, RunError, RunEvent, RunEventKind, RunOptions, run,
};
use taskpilot_model_client::{ErrorKind, Usage};

use crate::checker::complaint;
use crate::support::{outcome, question, render, script, tools};

async fn play(turns: Vec<Turn>, budget: Budget) -> Vec<RunEvent> {
    let agent = Agent::new("helper", script(turns)).with_tools(tools());
    let options = RunOptions {
        budget,
        ..RunOptions::default()
    };
    let run = run(Arc::new(agent), Arc::default(), question(), options);
    let events: Vec<_> = run.collect().await;
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None, "{}", render(&events));
    events
}

fn echo(text: &str) -> Turn {
    Turn::new()
        .call("echo", json!({"text": text}))
        .usage(Usage {
            requests: 1,
            input_tokens: 100,
            cached_tokens: 40,
            output_tokens: 10,
            ..Usage::default()
        })
}

fn reached(events: &[RunEvent]) -> Option<BudgetLimit> {
    match &events.last().unwrap().kind {
        RunEventKind::Failed(failure) => match failure.error {
            RunError::Budget(limit) => Some(limit),
            _ => panic!("{}", failure.error),
        },
        _ => None,
    }
}

fn long() -> Vec<Turn> {
    let mut turns: Vec<_> = (0..4).map(|number| echo(&number.to_string())).collect();
    turns.push(Turn::new().text("Done."));
    turns
}

#[tokio::test(start_paused = true)]
async fn tokens_are_counted_before_each_call() {
    for (tokens, turns) in [(110, 1), (111, 2), (220, 2), (221, 3)] {
        let budget = Budget {
            tokens: Some(tokens),
            ..Budget::default()
        };
        let events = play(long(), budget).await;
        assert_eq!(reached(&events), Some(BudgetLimit::Tokens));
        assert_eq!(outcome(&events).turns, turns, "{tokens}");
    }
}

#[tokio::test(start_paused = true)]
async fn cost_is_what_the_provider_says_or_what_tokens_cost() {
    let budget = |cost| Budget {
        cost_nanos: Some(cost),
        price: Some(Price {
            input: 10,
            cached: 1,
            output: 20,
        }),
        ..Budget::default()
    };
    // Each turn: 60 × 10 + 40 × 1 + 10 × 20 = 840.
    let events = play(long(), budget(841)).await;
    assert_eq!(reached(&events), Some(BudgetLimit::Cost));
    assert_eq!(outcome(&events).turns, 2);
    assert_eq!(reached(&play(long(), budget(4 * 840 + 1)).await), None);
    let told = |turn: Turn| {
        turn.usage(Usage {
            cost_nanos: 5,
            input_tokens: 1_000_000,
            ..Usage::default()
        })
    };
    let turns = vec![told(echo("x")), Turn::new().text("Done.")];
    assert_eq!(
        reached(&play(turns, budget(6)).await),
        None,
        "the provider's word wins"
    );
}

#[tokio::test(start_paused = true)]
async fn time_cuts_a_model_call_and_waits_for_tools() {
    let budget = Budget {
        time: Some(Duration::from_secs(5)),
        ..Budget::default()
    };
    let turns = vec![Turn::new().text("Well, ").hang()];
    let events = play(turns, budget.clone()).await;
    assert_eq!(reached(&events), Some(BudgetLimit::Time));
    assert_eq!(outcome(&events).text, "Well, ");
    let turns = vec![Turn::new().call("wait", json!({"seconds": 7}))];
    let events = play(turns, budget).await;
    assert_eq!(reached(&events), Some(BudgetLimit::Time));
    assert!(
        render(&events).contains("output call_1: 7"),
        "{}",
        render(&events)
    );
}

#[tokio::test(start_paused = true)]
async fn calls_over_the_budget_are_answered_and_not_run() {
    let budget = Budget {
        tool_calls: Some(2),
        ..Budget::default()
    };
    let turn = (0..4).fold(Turn::new(), |turn, number| {
        turn.call("echo", json!({"text": number.to_string()}))
    });
    let events = play(vec![turn, Turn::new().text("Done.")], budget).await;
    let text = render(&events);
    assert_eq!(
        text.matches("\"echo\":").count(),
        4,
        "twice, as event and item: {text}"
    );
    assert_eq!(text.matches("ToolFinished call_4 echo ! ").count(), 1);
    assert_eq!(outcome(&events).text, "Done.");
}

#[tokio::test(start_paused = true)]
async fn the_same_call_runs_only_so_often() {
    let budget = Budget {
        same_calls: Some(2),
        ..Budget::default()
    };
    let turns = vec![
        echo("x"),
        echo("x"),
        Turn::new()
            .call("echo", json!({"text": "x"}))
            .call("echo", json!({"text": "y"})),
        Turn::new().text("Done."),
    ];
    let text = render(&play(turns, budget).await);
    assert!(
        text.contains("ToolFinished call_3 echo ! {\"error\":{\"code\":\"repeated_call\""),
        "{text}"
    );
    assert!(text.contains("ToolFinished call_4 echo = "), "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_ledger_holds_each_call_and_failed_attempts() {
    let turns = vec![
        Turn::new()
            .retry(Duration::ZERO, ErrorKind::Unavailable)
            .call("echo", json!({"text": "x"}))
            .usage(Usage {
                requests: 2,
                input_tokens: 5,
                ..Usage::default()
            }),
        Turn::new().fail(ErrorKind::Auth),
    ];
    let events = play(turns, Budget::default()).await;
    insta::assert_json_snapshot!(outcome(&events).ledger);
    assert_eq!(outcome(&events).usage.requests, 3);
}

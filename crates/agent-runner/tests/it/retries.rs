//! One budget of further attempts for all model calls of a run.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{Agent, AgentTool, RunEventKind, RunOptions, run};
use taskpilot_model_client::{ErrorKind, FallbackModel, RetryBudget};

use crate::support::{World, outcome, question, script};

async fn budgets(options: RunOptions) -> Vec<RetryBudget> {
    let inner = script([Turn::new().text("Inner.")]);
    let outer = script([
        Turn::new().call("inner", json!({"input": "x"})),
        Turn::new().text("Done."),
    ]);
    let agent: Agent<World> = Agent::new("inner", inner.clone());
    let agent =
        Agent::new("outer", outer.clone()).with_tool(AgentTool::new(Arc::new(agent), "inner", ""));
    let _: Vec<_> = run(Arc::new(agent), Arc::default(), question(), options)
        .collect()
        .await;
    let asked = outer.requests().into_iter().chain(inner.requests());
    asked.map(|it| it.retry_budget.unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn all_calls_of_a_run_and_of_agents_inside_share_it() {
    let options = RunOptions {
        max_retries: 4,
        ..RunOptions::default()
    };
    let found = budgets(options.clone()).await;
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|it| *it == found[0] && it.left() == 4));
    assert_ne!(
        found[0],
        budgets(options).await[0],
        "another run has its own"
    );
}

#[tokio::test(start_paused = true)]
async fn a_caller_can_bring_one_for_several_runs() {
    let own = RetryBudget::new(2, Duration::from_mins(1));
    let mut options = RunOptions::default();
    options.request.retry_budget = Some(own.clone());
    assert!(budgets(options).await.iter().all(|it| *it == own));
}

#[tokio::test(start_paused = true)]
async fn another_model_is_no_retry() {
    let first = ScriptedModel::new([Turn::new().fail(ErrorKind::Unavailable)]);
    let second = ScriptedModel::new([Turn::new()
        .retry(Duration::from_secs(1), ErrorKind::Timeout)
        .text("Here I am.")]);
    let agent: Agent<World> = Agent::new("helper", Arc::new(FallbackModel::new(first).or(second)));
    let options = RunOptions::default();
    let events: Vec<_> = run(Arc::new(agent), Arc::default(), question(), options)
        .collect()
        .await;
    let tries = events.iter().filter_map(|event| match &event.kind {
        RunEventKind::ModelSwitched { cause, .. } => Some(("switch", cause.code())),
        RunEventKind::RetryScheduled { cause, .. } => Some(("retry", cause.code())),
        _ => None,
    });
    let tries: Vec<_> = tries.collect();
    assert_eq!(tries, [("switch", "unavailable"), ("retry", "timeout")]);
    let entry = &outcome(&events).ledger[0];
    assert_eq!(entry.switches, 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_cut_counts_the_models_that_were_asked() {
    let first = ScriptedModel::new([Turn::new().fail(ErrorKind::Unavailable)]);
    let second = ScriptedModel::new([Turn::new().hang()]);
    let agent: Agent<World> = Agent::new("helper", Arc::new(FallbackModel::new(first).or(second)));
    let options = RunOptions::default();
    let cancel = options.cancel.clone();
    let mut run = run(Arc::new(agent), Arc::default(), question(), options);
    let mut events = Vec::new();
    while let Some(event) = run.next().await {
        if let RunEventKind::ModelSwitched { .. } = &event.kind {
            cancel.cancel();
        }
        events.push(event);
    }
    let entry = &outcome(&events).ledger[0];
    assert_eq!((entry.usage.requests, entry.switches), (2, 1));
    assert_eq!(entry.failed.as_deref(), Some("cancelled"));
}

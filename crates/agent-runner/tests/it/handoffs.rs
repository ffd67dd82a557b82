//! Agents that hand over to others.

use std::sync::Arc;

use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_agent_runner::{
    Agent, Handoff, HandoffHistory, RunEvent, RunEventKind, RunOptions, ToolError, run,
};
use taskpilot_model_client::{ContentPart, InputItem, ModelRequest, Role, ToolChoice};

use crate::checker::complaint;
use crate::support::{World, outcome, question, script, tools};

#[derive(Deserialize, schemars::JsonSchema)]
struct Reason {
    reason: String,
}

/// `triage` hands over to `expert`, who hands back.
fn team(
    triage: Vec<Turn>,
    expert: Vec<Turn>,
    change: impl Fn(Handoff<World>) -> Handoff<World>,
) -> (Arc<Agent<World>>, Arc<ScriptedModel>) {
    let model = script(expert);
    let expert_model = model.clone();
    let agent = Arc::new_cyclic(|triage_again| {
        let back = Handoff::back_to("triage", triage_again.clone());
        let expert = Agent::new("expert", expert_model)
            .with_instructions("You know all.")
            .with_tools(tools())
            .with_handoff(back);
        Agent::new("triage", script(triage))
            .with_instructions("You know who knows.")
            .with_tools(tools())
            .with_handoff(change(Handoff::to(Arc::new(expert))))
    });
    (agent, model)
}

async fn play(agent: &Arc<Agent<World>>, options: RunOptions) -> (Vec<RunEvent>, Arc<World>) {
    let world = Arc::new(World::default());
    let run = run(Arc::clone(agent), Arc::clone(&world), question(), options);
    let events: Vec<_> = run.collect().await;
    let whole = [question(), outcome(&events).new_items.clone()].concat();
    assert_eq!(complaint(&whole), None);
    (events, world)
}

fn goes() -> Turn {
    Turn::new().call("transfer_to_expert", json!({}))
}

fn returns() -> Turn {
    Turn::new().call("transfer_to_triage", json!({}))
}

fn outputs(events: &[RunEvent]) -> Vec<&str> {
    let items = outcome(events).new_items.iter();
    items
        .filter_map(|item| match item {
            InputItem::ToolOutput { output, .. } => Some(output.as_str()),
            _ => None,
        })
        .collect()
}

fn texts(request: &ModelRequest) -> Vec<&str> {
    let parts = request.input.iter().flat_map(|item| match item {
        InputItem::Message { content, .. } => content.as_slice(),
        _ => &[],
    });
    parts
        .filter_map(|part| match part {
            ContentPart::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_other_agent_answers_with_all_that_was_said() {
    let triage = Turn::new()
        .text("One moment.")
        .call("echo", json!({"text": "x"}))
        .call("transfer_to_expert", json!({}))
        .call("echo", json!({"text": "y"}));
    let (agent, expert) = team(vec![triage], vec![Turn::new().text("It is so.")], |it| it);
    let options = RunOptions {
        request: ModelRequest {
            model: Some("triage-1".into()),
            instructions: Some("Be quick.".into()),
            temperature: Some(0.5),
            tool_choice: ToolChoice::Required,
            ..ModelRequest::default()
        },
        ..RunOptions::default()
    };
    let (events, _) = play(&agent, options).await;
    assert_eq!(outcome(&events).text, "It is so.");
    // Tools of the same answer run, also those called after the handoff.
    assert_eq!(
        outputs(&events),
        [
            r#"{"echo":"x"}"#,
            r#"{"assistant":"expert"}"#,
            r#"{"echo":"y"}"#
        ]
    );
    let agents: Vec<_> = events.iter().map(|event| &*event.agent).collect();
    let switch = events
        .iter()
        .position(|event| matches!(event.kind, RunEventKind::HandedOff { .. }))
        .unwrap();
    assert!(agents[..switch].iter().all(|agent| *agent == "triage"));
    assert!(agents[switch + 1..].iter().all(|agent| *agent == "expert"));
    let asked = &expert.requests()[0];
    assert_eq!(asked.instructions.as_deref(), Some("You know all."));
    assert_eq!(
        (&asked.model, &asked.tool_choice),
        (&None, &ToolChoice::Auto)
    );
    assert_eq!(asked.temperature, Some(0.5), "for all agents");
    assert_eq!(texts(asked), ["please", "One moment."]);
    let offered: Vec<_> = asked.tools.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(offered.last(), Some(&"transfer_to_triage"));
}

#[tokio::test(start_paused = true)]
async fn a_handoff_takes_input_and_may_refuse_it() {
    let with_reason =
        |reason: Value| Turn::new().call("transfer_to_expert", json!({"reason": reason}));
    let triage = vec![
        with_reason(json!(7)),
        with_reason(json!("bad")),
        with_reason(json!("good")),
    ];
    let (agent, _) = team(triage, vec![Turn::new().text("Yes.")], |it| {
        it.with_input(|world: Arc<World>, input: Reason| async move {
            world.log.lock().unwrap().push(input.reason.clone());
            if input.reason == "bad" {
                return Err(ToolError::new("no", "not for that"));
            }
            Ok(())
        })
    });
    let (events, world) = play(&agent, RunOptions::default()).await;
    assert_eq!(*world.log.lock().unwrap(), ["bad", "good"]);
    let outputs = outputs(&events);
    assert!(outputs[0].contains("invalid_arguments"), "{outputs:?}");
    assert!(outputs[1].contains("not for that"), "{outputs:?}");
    assert_eq!(outcome(&events).turns, 4);
}

#[tokio::test(start_paused = true)]
async fn what_the_other_agent_sees_is_the_handoffs_matter_and_what_is_kept_is_not() {
    let seen = async |history: HandoffHistory| {
        let triage = vec![
            Turn::new()
                .text("Hm.")
                .call("transfer_to_expert", json!({})),
        ];
        let expert = vec![
            Turn::new().call("echo", json!({"text": "x"})),
            Turn::new().text("Yes."),
        ];
        let (agent, expert) = team(triage, expert, |it| it.with_history(history.clone()));
        let (events, _) = play(&agent, RunOptions::default()).await;
        assert_eq!(outcome(&events).new_items.len(), 6, "all is kept");
        let asked = expert.requests();
        // What the expert does, it sees.
        assert_eq!(asked[1].input.len(), asked[0].input.len() + 2);
        asked[0].clone()
    };
    let whole = seen(HandoffHistory::Whole).await;
    assert_eq!(whole.input.len(), 4);
    let last = seen(HandoffHistory::LastQuestion).await;
    assert_eq!(last.input, question());
    let told = seen(HandoffHistory::Told).await;
    insta::assert_snapshot!(texts(&told).join("\n"));
    // A filter that leaves a call without its output is mended.
    let filter = |items: Vec<InputItem>| {
        let keep = |item: &InputItem| !matches!(item, InputItem::ToolOutput { .. });
        items.into_iter().filter(keep).collect()
    };
    let filtered = seen(HandoffHistory::Filtered(Arc::new(filter))).await;
    assert_eq!(complaint(&filtered.input), None);
}

#[tokio::test(start_paused = true)]
async fn of_two_handoffs_the_first_counts() {
    let turn = Turn::new()
        .call("transfer_to_expert", json!({}))
        .call("transfer_to_expert", json!({}));
    let (agent, _) = team(vec![turn], vec![Turn::new().text("Yes.")], |it| it);
    let (events, _) = play(&agent, RunOptions::default()).await;
    assert!(outputs(&events)[1].contains("second_handoff"));
    let switches = events
        .iter()
        .filter(|event| matches!(event.kind, RunEventKind::HandedOff { .. }));
    assert_eq!(switches.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn ping_pong_is_ended() {
    let triage = vec![goes(), goes(), goes(), Turn::new().text("I answer myself.")];
    let expert = vec![returns(), returns(), returns()];
    let (agent, _) = team(triage, expert, |it| it);
    let (events, _) = play(&agent, RunOptions::default()).await;
    assert_eq!(outcome(&events).text, "I answer myself.");
    assert!(outputs(&events).last().unwrap().contains("handoff_loop"));
}

#[tokio::test(start_paused = true)]
async fn handoffs_are_counted() {
    let (agent, _) = team(
        vec![goes()],
        vec![returns(), Turn::new().text("Well.")],
        |it| it,
    );
    let options = RunOptions {
        max_handoffs: 1,
        ..RunOptions::default()
    };
    let (events, _) = play(&agent, options).await;
    assert_eq!(outcome(&events).text, "Well.");
    assert!(outputs(&events)[1].contains("too_many_handoffs"));
}

#[tokio::test(start_paused = true)]
async fn a_way_to_an_agent_that_is_gone_is_not_offered() {
    let gone = Arc::downgrade(&Arc::new(Agent::<World>::new("gone", script([]))));
    let model = script([
        Turn::new().call("transfer_to_gone", json!({})),
        Turn::new().text("So."),
    ]);
    let agent = Agent::new("helper", model.clone()).with_handoff(Handoff::back_to("gone", gone));
    let (events, _) = play(&Arc::new(agent), RunOptions::default()).await;
    assert!(model.requests()[0].tools.is_empty());
    assert!(outputs(&events)[0].contains("unknown_tool"));
    assert_eq!(
        outcome(&events).new_items.last(),
        Some(&InputItem::text(Role::Assistant, "So."))
    );
}

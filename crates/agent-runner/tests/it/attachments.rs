//! Tools that answer more than text.

use std::sync::Arc;

use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, Decision, FunctionTool, Hooks, RunEventKind, RunOptions, RunState, Scene, ToolContext,
    ToolError, history, resume, run,
};
use taskpilot_model_client::{ContentPart, InputItem, Role};

use crate::checker::complaint;
use crate::support::{World, outcome, question, script};

fn image() -> ContentPart {
    ContentPart::Image {
        url: "data:image/png;base64,aQ==".into(),
    }
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Draw {
    fails: bool,
}

fn draw() -> FunctionTool<World> {
    FunctionTool::new(
        "draw",
        "Draws.",
        |context: ToolContext<World>, args: Draw| async move {
            context.attach(image());
            if args.fails {
                return Err(ToolError::new("no_ink", "there is no ink"));
            }
            Ok("A circle.")
        },
    )
}

fn shown(call_id: &str) -> InputItem {
    InputItem::ToolContent {
        call_id: call_id.into(),
        content: vec![ContentPart::Text("A circle.".into()), image()],
    }
}

async fn play(agent: Agent<World>) -> Vec<taskpilot_agent_runner::RunEvent> {
    use futures_util::StreamExt;
    run(
        Arc::new(agent),
        Arc::default(),
        question(),
        RunOptions::default(),
    )
    .collect()
    .await
}

#[tokio::test(start_paused = true)]
async fn the_model_sees_what_a_tool_attached_unless_it_failed() {
    let model = script([
        Turn::new()
            .call_with_id("c1", "draw", r#"{"fails": false}"#)
            .call_with_id("c2", "draw", r#"{"fails": true}"#),
        Turn::new().text("Done."),
    ]);
    let events = play(Agent::new("helper", model.clone()).with_tool(draw())).await;
    let asked = &model.requests()[1].input;
    assert_eq!(asked[asked.len() - 2], shown("c1"));
    let InputItem::ToolOutput { output, .. } = &asked[asked.len() - 1] else {
        panic!("{asked:?}");
    };
    assert!(output.contains("no ink"), "{output}");
    let items = outcome(&events).new_items.clone();
    assert_eq!(complaint(&items), None);
    assert_eq!(
        history::repair(items.clone()),
        items,
        "it is valid as it is"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_too_large_is_an_error_that_the_model_is_told() {
    use futures_util::StreamExt;
    let bytes = "data:image/png;base64,aQ==".len();
    for (most, is_shown) in [(bytes, true), (bytes - 1, false)] {
        let model = script([
            Turn::new().call_with_id("c1", "draw", r#"{"fails": false}"#),
            Turn::new().text("Done."),
        ]);
        let agent = Agent::new("helper", model.clone()).with_tool(draw());
        let options = RunOptions {
            max_tool_attachment_bytes: most,
            ..RunOptions::default()
        };
        let events: Vec<_> = run(Arc::new(agent), Arc::default(), question(), options)
            .collect()
            .await;
        let last = model.requests()[1].input.last().cloned().unwrap();
        if is_shown {
            assert_eq!(last, shown("c1"));
            continue;
        }
        let InputItem::ToolOutput { output, .. } = &last else {
            panic!("{last:?}");
        };
        assert!(output.contains("attachments_too_large"), "{output}");
        let told = events.iter().find_map(|event| match &event.kind {
            RunEventKind::ToolFinished { result, .. } => Some(result.is_err()),
            _ => None,
        });
        assert_eq!(told, Some(true));
        assert_eq!(complaint(&outcome(&events).new_items), None);
    }
}

struct Censor;

#[async_trait::async_trait]
impl Hooks<World> for Censor {
    async fn after_tool(
        &self,
        context: &ToolContext<World>,
        _: &str,
        _: &mut Result<serde_json::Value, serde_json::Value>,
    ) -> taskpilot_agent_runner::Flow {
        assert_eq!(context.attachments(), [image()]);
        context.detach();
        taskpilot_agent_runner::Flow::Continue
    }

    async fn before_model(
        &self,
        _: &Scene<World>,
        _: &mut taskpilot_model_client::ModelRequest,
    ) -> taskpilot_agent_runner::Flow {
        taskpilot_agent_runner::Flow::Continue
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_can_take_it_away() {
    let model = script([
        Turn::new().call_with_id("c1", "draw", r#"{"fails": false}"#),
        Turn::new().text("Done."),
    ]);
    let agent = Agent::new("helper", model.clone()).with_tool(draw());
    play(agent.with_hooks(Censor)).await;
    let output = InputItem::ToolOutput {
        call_id: "c1".into(),
        output: "A circle.".into(),
    };
    assert_eq!(model.requests()[1].input.last(), Some(&output));
}

#[tokio::test(start_paused = true)]
async fn it_outlives_a_run_that_waits() {
    use futures_util::StreamExt;
    let model = script([
        Turn::new()
            .call_with_id("c1", "draw", r#"{"fails": false}"#)
            .call_with_id("c2", "ask", "{}"),
        Turn::new().text("Done."),
    ]);
    let ask = FunctionTool::new("ask", "", |_: ToolContext<World>, (): ()| async move {
        Ok("ok")
    });
    let agent = Agent::new("helper", model.clone())
        .with_tool(draw())
        .with_tool(ask.with_approval());
    let agent = Arc::new(agent);
    let options = RunOptions::default();
    let mut events: Vec<_> = run(Arc::clone(&agent), Arc::default(), question(), options)
        .collect()
        .await;
    let Some(RunEventKind::Interrupted(waits)) = events.pop().map(|it| it.kind) else {
        panic!("{events:?}");
    };
    let mut state = RunState::from_json(&waits.state.to_json().unwrap()).unwrap();
    for request in state.requests() {
        state.decide(&request, Decision::reject()).unwrap();
    }
    let options = RunOptions::default();
    let _: Vec<_> = resume(agent, Arc::default(), state, options)
        .collect()
        .await;
    assert!(model.requests()[1].input.contains(&shown("c1")));
}

#[test]
fn a_stored_answer_of_parts_is_paired_like_any_other() {
    let call = InputItem::ToolCall {
        call_id: "c1".into(),
        name: "draw".into(),
        arguments: "{}".into(),
    };
    let later = InputItem::text(Role::User, "and?");
    let mixed = vec![call.clone(), later.clone(), shown("c1"), shown("orphan")];
    assert_eq!(history::repair(mixed), [call, shown("c1"), later]);
}

//! Runs inside of tools, and tools that say how far they are.

use taskpilot_agent_runner::{AgentTool, FunctionTool};

use super::*;

fn default() -> Arc<DefaultRunConverter> {
    Arc::new(DefaultRunConverter)
}

fn expert(turns: Vec<Scripted>) -> AgentTool<Stage<()>> {
    let model = Arc::new(ScriptedModel::new(turns));
    let recall = FunctionTool::new(
        "recall",
        "Recalls.",
        |_: ToolContext<Stage<()>>, _: Nothing| async { Ok("because") },
    );
    let agent = Agent::new("expert", model)
        .with_tool(recall)
        .with_tools(["widget"].map(shower));
    AgentTool::new(Arc::new(agent), "ask_expert", "Knows.")
}

fn asks() -> [Scripted; 2] {
    [
        Scripted::new()
            .reasoning("hm", json!({}))
            .text("I ask. ")
            .call("ask_expert", json!({"input": "why?"})),
        Scripted::new().text("So it is."),
    ]
}

#[tokio::test]
async fn an_inner_run_is_a_step() {
    let inner = vec![
        Scripted::new().call("recall", json!({})),
        Scripted::new().text("Because."),
    ];
    let chat = chat_of(asks(), default(), |agent| agent.with_tool(expert(inner)));
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
    assert_eq!(
        chat.kinds(&thread).await,
        [
            "user_message",
            "workflow",
            "assistant_message",
            "workflow",
            "assistant_message"
        ]
    );
}

#[tokio::test]
async fn an_inner_run_goes_on_as_a_new_step_behind_what_it_showed() {
    let inner = vec![
        Scripted::new().call("widget", json!({})),
        Scripted::new().text("Because."),
    ];
    let chat = chat_of(asks(), default(), |agent| agent.with_tool(expert(inner)));
    let (thread, _) = chat.begin().await;
    let stored = chat.stored(&thread).await;
    let kinds: Vec<_> = stored
        .iter()
        .map(|item| item["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds[3..],
        ["workflow", "widget", "workflow", "assistant_message"]
    );
    assert_eq!(stored[5]["workflow"]["tasks"][0]["content"], "Because.");
}

#[tokio::test]
async fn progress_in_words_is_a_line_and_other_progress_is_the_applications() {
    let tool = FunctionTool::new(
        "work",
        "Works.",
        |context: ToolContext<Stage<()>>, _: Nothing| async move {
            context.progress("half of it").await;
            context.progress(0.5).await;
            Ok("done")
        },
    );
    let turns = [
        Scripted::new().call("work", json!({})),
        Scripted::new().text("Done."),
    ];
    let chat = chat_of(turns, default(), |agent| agent.with_tool(tool));
    let (_, events) = chat.begin().await;
    let told: Vec<_> = events
        .iter()
        .filter(|event| event["type"] == "progress_update")
        .map(|event| event["text"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["half of it"]);
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Nothing {}

#[tokio::test]
async fn a_run_that_waits_for_the_person_hands_its_state_to_the_application() {
    let tool = FunctionTool::new(
        "work",
        "Works.",
        |_: ToolContext<Stage<()>>, _: Nothing| async { Ok("done") },
    );
    let turn = Scripted::new().text("May I?").call("work", json!({}));
    let chat = chat_of([turn], default(), |agent| {
        agent.with_tool(tool.with_approval())
    });
    let (thread, events) = chat.begin().await;
    assert_eq!(
        chat.kinds(&thread).await,
        ["user_message", "assistant_message"]
    );
    assert!(!outline(&events).contains("error"), "{}", outline(&events));
    let waiting = chat.waiting.lock().unwrap().take().unwrap();
    assert_eq!(waiting.requests[0].tool, "work");
}

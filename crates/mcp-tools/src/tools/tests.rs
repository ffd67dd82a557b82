use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::json;
use taskpilot_agent_runner::ToolContext;
use taskpilot_context::{FixedClock, UserId};
use taskpilot_tasks::MemoryTaskStore;

use super::*;

mod acting;
mod definitions;
mod listing;
mod naming;

/// Saturday, ten in the morning in Warsaw.
const NOW: &str = "2026-11-21T09:00:00Z";

struct Fixture {
    store: Arc<MemoryTaskStore>,
    tools: TaskTools,
    clock: Arc<FixedClock>,
    ada: ToolCaller,
}

fn fixture() -> Fixture {
    let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
    let store = Arc::new(MemoryTaskStore::new());
    let tasks = TaskService::new(store.clone(), clock.clone());
    Fixture {
        store,
        tools: TaskTools::new(tasks, clock.clone()),
        clock,
        ada: caller("ada"),
    }
}

fn caller(name: &str) -> ToolCaller {
    ToolCaller {
        user: UserId::parse(name).unwrap(),
        zone: TimeZone::get("Europe/Warsaw").unwrap(),
    }
}

impl Fixture {
    async fn call(&self, name: &str, arguments: Value) -> Value {
        let answer = self.tools.call(&self.ada, name, arguments.clone()).await;
        answer.unwrap_or_else(|fault| panic!("{name} {arguments}: {}", fault.to_value()))
    }

    async fn fault(&self, name: &str, arguments: Value) -> ToolFault {
        let answer = self.tools.call(&self.ada, name, arguments.clone()).await;
        answer.expect_err(&format!("{name} {arguments}"))
    }

    async fn add(&self, titles: &[&str]) {
        for title in titles {
            self.call("add_task", json!({ "title": title })).await;
        }
    }

    async fn titles(&self, arguments: Value) -> Vec<String> {
        titles(&self.call("list_tasks", arguments).await)
    }
}

fn titles(answer: &Value) -> Vec<String> {
    let rows = answer["tasks"].as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn no_tool_reaches_another_user() {
    let fixture = fixture();
    fixture.add(&["Ada's secret"]).await;
    let bob = caller("bob");
    for (name, arguments) in [
        ("complete_task", json!({"task_id": 1})),
        ("delete_task", json!({"task_id": 1})),
        ("update_task", json!({"task_id": 1, "title": "mine"})),
        ("complete_task", json!({"title": "secret"})),
        ("delete_task", json!({"title": "secret"})),
        (
            "update_task",
            json!({"current_title": "secret", "title": "mine"}),
        ),
    ] {
        let fault = fixture.tools.call(&bob, name, arguments).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::NotFound, "{name}");
        assert!(!fault.to_value().to_string().contains("Ada's"), "{name}");
    }
    let found = fixture
        .tools
        .call(&bob, "find_task", json!({"name": "Ada's secret"}))
        .await
        .unwrap();
    assert_eq!(found["match"], "none");
    let listed = fixture
        .tools
        .call(&bob, "list_tasks", json!({}))
        .await
        .unwrap();
    assert_eq!(listed["total"], 0);
    for (name, mut arguments) in [
        ("add_task", json!({"title": "forged"})),
        ("list_tasks", json!({})),
        ("find_task", json!({"name": "secret"})),
        ("delete_task", json!({"task_id": 1})),
    ] {
        arguments["user_id"] = json!("ada");
        let fault = fixture.tools.call(&bob, name, arguments).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::Forbidden, "{name}");
    }
    let own = fixture.call("list_tasks", json!({"user_id": "ada"})).await;
    assert_eq!(titles(&own), ["Ada's secret"]);
    assert_eq!(own["tasks"][0]["version"], 1);
}

#[tokio::test]
async fn there_are_six_tools_and_no_other() {
    let fixture = fixture();
    let long = "x".repeat(10_000);
    for name in ["", "Add_task", "undo", &long] {
        let fault = fixture.fault(name, json!({})).await;
        assert_eq!(fault.code, FaultCode::UnknownTool);
        assert!(fault.message.len() < 200);
    }
}

#[tokio::test]
async fn an_agent_calls_the_same_tools() {
    let fixture = fixture();
    let tools = fixture.tools.agent_tools();
    let names: Vec<_> = tools.iter().map(|tool| tool.spec().name.clone()).collect();
    let defined: Vec<_> = fixture
        .tools
        .definitions()
        .iter()
        .map(|tool| tool.name)
        .collect();
    assert_eq!(names, defined);
    let context = || ToolContext::new(Arc::new(fixture.ada.clone()), "call_1");
    let add = &tools[0];
    assert_eq!(
        add.spec().parameters,
        fixture.tools.definitions()[0].input_schema
    );
    let added = add
        .call(context(), json!({"title": "Buy milk"}))
        .await
        .unwrap();
    assert_eq!(added.value["task_id"], 1);
    let listed = tools[1].call(context(), json!({})).await.unwrap();
    assert_eq!(listed.value, fixture.call("list_tasks", json!({})).await);
    let refused = add
        .call(context(), json!({"title": " "}))
        .await
        .unwrap_err();
    let fault = fixture.fault("add_task", json!({"title": " "})).await;
    assert_eq!(refused.value, json!({ "error": fault.to_value() }));
}

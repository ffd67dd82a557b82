//! Honest answers arrive as they were scripted, by both APIs.

use serde_json::{Value, json};
use taskpilot_model_client::{FinishReason, InputItem, OutputItem, Role};
use taskpilot_model_sim::{Behaviour, Finish, Reply, ScriptedUsage, Sim};

use crate::ask::{APIS, ask, request, script, with_tools};

#[tokio::test]
async fn text_and_thoughts_arrive_whole() {
    for api in APIS {
        let reply = Reply::text("Zażółć gęślą jaźń. \u{1f95b}\n\nDone.")
            .with_reasoning("Thinking of it.")
            .with_usage(ScriptedUsage {
                input_tokens: 30,
                cached_tokens: 10,
                output_tokens: 20,
                reasoning_tokens: 5,
                cost_nanos: 140_000,
            });
        let sim = script([reply]).await;
        let answer = ask(&sim, api, request("hi")).await;
        let response = answer.end.unwrap();
        assert_eq!(
            answer.text, "Zażółć gęślą jaźń. \u{1f95b}\n\nDone.",
            "{api:?}"
        );
        assert_eq!(response.text(), answer.text);
        assert_eq!(answer.reasoning, "Thinking of it.");
        assert_eq!(response.finish, FinishReason::Stop);
        let usage = response.usage;
        assert_eq!(usage.cost_nanos, 140_000, "{api:?}");
        assert_eq!(
            (usage.input_tokens, usage.output_tokens),
            (30, 20),
            "{api:?}"
        );
        assert_eq!(
            (usage.cached_tokens, usage.reasoning_tokens),
            (10, 5),
            "{api:?}"
        );
    }
}

#[tokio::test]
async fn parallel_calls_arrive_in_order_even_if_malformed() {
    for api in APIS {
        let reply = Reply::text("Both.")
            .and_call("add_task", json!({"title": "Milk and honey"}))
            .and_call("add_task", json!("{\"title\": \"Mil"))
            .and_call("list_tasks", json!({}))
            .with_call_id("call_mine");
        let sim = script([reply]).await;
        let answer = ask(&sim, api, with_tools(request("hi"))).await;
        let response = answer.end.unwrap();
        let calls: Vec<_> = response
            .tool_calls()
            .map(|call| {
                (
                    call.call_id.as_str(),
                    call.name.as_str(),
                    call.arguments.as_str(),
                )
            })
            .collect();
        let wanted = [
            ("call_1_0", "add_task", r#"{"title":"Milk and honey"}"#),
            ("call_1_1", "add_task", r#"{"title": "Mil"#),
            ("call_mine", "list_tasks", "{}"),
        ];
        assert_eq!(calls, wanted, "{api:?}");
        assert_eq!(response.finish, FinishReason::ToolCalls, "{api:?}");
    }
}

#[tokio::test]
async fn refusals_and_caps_are_told_apart() {
    for api in APIS {
        let sim = script([
            Reply::refusal("I will not."),
            Reply::text("To be").with_finish(Finish::Length),
        ])
        .await;
        let refusal = ask(&sim, api, request("hi")).await.end.unwrap();
        let refused = OutputItem::Refusal {
            text: "I will not.".to_owned(),
        };
        assert_eq!(refusal.output, [refused], "{api:?}");
        let cut = ask(&sim, api, request("hi")).await.end.unwrap();
        assert_eq!(
            (cut.text().as_str(), cut.finish),
            ("To be", FinishReason::Length)
        );
    }
}

#[tokio::test]
async fn what_was_asked_is_recorded() {
    let sim = script([Reply::text("one"), Reply::text("two")]).await;
    for api in APIS {
        ask(&sim, api, request("hello there")).await.end.unwrap();
    }
    let requests = sim.requests();
    let paths: Vec<_> = requests.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["/v1/chat/completions", "/v1/responses"]);
    for one in &requests {
        assert!(one.body.to_string().contains("hello there"));
        assert_eq!(
            (one.body["stream"].clone(), one.authorized),
            (Value::Bool(true), false)
        );
    }
}

/// One turn with the demo model: it asks for a tool, gets the output, and answers.
#[tokio::test]
async fn the_demo_model_keeps_a_list_over_http() {
    for api in APIS {
        let sim = Sim::start(Behaviour::demo()).await.unwrap();
        let mut turn = with_tools(request("add buy milk"));
        let first = ask(&sim, api, turn.clone()).await.end.unwrap();
        let call = first.tool_calls().next().unwrap().clone();
        assert_eq!(call.name, "add_task", "{api:?}");
        let arguments: Value = serde_json::from_str(&call.arguments).unwrap();
        assert_eq!(
            arguments["title"].as_str().unwrap().to_lowercase(),
            "buy milk"
        );

        let task = json!({"id": 1, "title": "Buy milk", "completed": false});
        let output = json!({"task_id": 1, "status": "created", "title": "Buy milk", "task": task});
        turn.input.push(InputItem::ToolCall {
            call_id: call.call_id.clone(),
            name: call.name,
            arguments: call.arguments,
        });
        turn.input.push(InputItem::ToolOutput {
            call_id: call.call_id,
            output: output.to_string(),
        });
        let last = ask(&sim, api, turn).await.end.unwrap();
        assert!(
            last.text().to_lowercase().contains("milk"),
            "{api:?}: {}",
            last.text()
        );
        assert_eq!(last.finish, FinishReason::Stop);
    }
}

#[tokio::test]
async fn a_broken_history_is_refused_as_openai_does() {
    for api in APIS {
        let sim = script([Reply::text("never")]).await;
        let mut orphan = request("hi");
        orphan.input.insert(
            0,
            InputItem::ToolCall {
                call_id: "call_9".to_owned(),
                name: "add_task".to_owned(),
                arguments: "{}".to_owned(),
            },
        );
        orphan.input.push(InputItem::text(Role::User, "again"));
        let error = ask(&sim, api, orphan).await.end.unwrap_err();
        assert_eq!(error.status, Some(400), "{api:?}");
        assert!(error.message.contains("call_9"), "{}", error.message);
    }
}

//! A model that fails: people are told in words, what was said stays, and the next turn works.

use std::time::Duration;

use serde_json::{Value, json};
use taskpilot_model_client::Api;
use taskpilot_model_sim::{Behaviour, Fault, Finish, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::sse::outline;

/// How the model fails, by name. Each fault comes to its end within moments.
fn faults() -> Vec<(&'static str, Vec<Reply>)> {
    let begun = || Reply::text("This is the beginning of an answer that is never heard to the end");
    let add = |arguments: Value| Reply::call("add_task", arguments);
    let sorry = || Reply::text("Sorry.").after_tool(true);
    vec![
        ("unauthorized", vec![Reply::status(401)]),
        ("forbidden", vec![Reply::status(403)]),
        ("no such model", vec![Reply::status(404)]),
        ("bad request", vec![Reply::status(400)]),
        ("down", vec![Reply::status(500).times(9)]),
        (
            "overloaded, then well",
            vec![Reply::status(503), Reply::text("Here I am.")],
        ),
        (
            "no credit",
            vec![Reply::fault(Fault::Status {
                status: 429,
                retry_after_s: None,
                code: Some("insufficient_quota".to_owned()),
                message: Some("You exceeded your current quota of sk-not-a-real-key.".to_owned()),
            })],
        ),
        (
            "a page of a gateway",
            vec![Reply::fault(Fault::Html { status: 502 }).times(9)],
        ),
        (
            "a page instead of an answer",
            vec![Reply::fault(Fault::Html { status: 200 }).times(9)],
        ),
        ("nothing", vec![Reply::fault(Fault::EmptyBody).times(9)]),
        (
            "cut",
            vec![begun().and_fault(Fault::CutAfterEvents { events: 6 })],
        ),
        (
            "ended early",
            vec![begun().and_fault(Fault::EndAfterEvents { events: 6 })],
        ),
        ("no end", vec![begun().and_fault(Fault::NoDone)]),
        (
            "stalled",
            vec![begun().and_fault(Fault::StallAfterEvents { events: 6 })],
        ),
        (
            "malformed",
            vec![begun().and_fault(Fault::MalformedAfterEvents { events: 6 })],
        ),
        (
            "failed in the middle",
            vec![begun().and_fault(Fault::ErrorAfterEvents {
                events: 6,
                code: Some("server_error".to_owned()),
                message: Some("internal node gpu-7 failed".to_owned()),
            })],
        ),
        ("said nothing", vec![Reply::text("").times(9)]),
        ("refused", vec![Reply::refusal("I cannot help with that.")]),
        (
            "ran out of tokens",
            vec![begun().with_finish(Finish::Length)],
        ),
        (
            "was filtered",
            vec![begun().with_finish(Finish::ContentFilter)],
        ),
        (
            "unknown tool",
            vec![Reply::call("launch_rocket", json!({})), sorry()],
        ),
        (
            "malformed arguments",
            vec![add(json!("{\"title\": \"mil")), sorry()],
        ),
        ("wrong arguments", vec![add(json!({"title": 7})), sorry()]),
        ("no arguments", vec![add(json!("")), sorry()]),
        (
            "cut after a tool",
            vec![
                add(json!({"title": "Milk"})),
                begun()
                    .after_tool(true)
                    .and_fault(Fault::CutAfterEvents { events: 6 }),
            ],
        ),
        (
            "the same call for ever",
            vec![Reply::call("list_tasks", json!({})).always()],
        ),
        (
            "bad calls for ever",
            vec![Reply::call("launch_rocket", json!({})).always()],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_told_in_words_and_the_next_turn_works() {
    for api in [Api::Responses, Api::ChatCompletions] {
        let mut told = Vec::new();
        for (name, replies) in faults() {
            told.push(format!("# {name}\n{}", survive(api, replies).await));
        }
        let name = match api {
            Api::Responses => "faults_of_responses",
            Api::ChatCompletions => "faults_of_chat_completions",
        };
        insta::assert_snapshot!(name, told.join("\n\n"));
    }
}

/// Lets a turn fail, looks at what is kept, and goes on in the same conversation.
async fn survive(api: Api, mut replies: Vec<Reply>) -> String {
    for reply in &mut replies {
        reply.when = Some("please".to_owned());
    }
    replies.push(Reply::text("All is well.").when("again").always());
    let app = TestApp::of(Behaviour::Script(Script::new(replies)))
        .api(api)
        .idle_timeout(Duration::from_millis(150))
        .start()
        .await;
    let ada = app.user("ada");
    let frames = ada.stream(json!({"message": "something please"})).await;
    let done = frames.last().unwrap();
    assert_eq!(done["type"], "done", "{frames:?}");
    let conversation = &done["conversation_id"];
    let said = Value::from(frames.clone()).to_string();
    for secret in ["sk-verysecret", "gpu-7", "127.0.0.1"] {
        assert!(!said.contains(secret), "{said}");
    }

    let messages = ada.messages(conversation.as_i64().unwrap()).await;
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0]["content"], "something please");
    assert_eq!(messages[1]["id"], done["message_id"]);
    assert_eq!(
        messages[1]["content"],
        crate::sse::said(&frames),
        "what was seen is kept"
    );
    let calls = messages[1]["tool_calls"].as_array().unwrap();
    assert!(calls.iter().all(|call| !call["result"].is_null()));

    let next = json!({"conversation_id": conversation, "message": "and again"});
    let next = ada.post("/chat", next).await.ok(200);
    assert_eq!(next["response"], "All is well.");
    app.stop().await;
    // How long it waits is left to chance.
    let outline: Vec<_> = outline(&frames)
        .lines()
        .map(|line| match line.strip_prefix("retry ") {
            Some(rest) => format!("retry {}", rest.split(' ').next().unwrap()),
            None => line.to_owned(),
        })
        .collect();
    let status = messages[1]["status"].as_str().unwrap();
    let code = messages[1]["error_code"].as_str().unwrap_or("-");
    format!("{}\nkept as {status}, {code}", outline.join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_answer_fails_with_a_status_that_says_whether_to_ask_again() {
    let mut told = Vec::new();
    for (name, replies) in faults() {
        let app = TestApp::of(Behaviour::Script(Script::new(replies)))
            .idle_timeout(Duration::from_millis(150))
            .start()
            .await;
        let ada = app.user("ada");
        let answer = ada.say("something please").await;
        let status = answer.status.as_u16();
        if status == 200 {
            told.push(format!("{name}: 200"));
        } else {
            let code = answer.json()["code"].as_str().unwrap().to_owned();
            answer.problem(status, &code);
            let retry = answer.header("retry-after");
            assert_eq!(status == 503, retry.is_some(), "{name}");
            told.push(format!("{name}: {status} {code}"));
        }
        app.stop().await;
    }
    insta::assert_snapshot!(told.join("\n"));
}

on_both_databases!(a_provider_that_asks_to_wait_is_waited_for);

async fn a_provider_that_asks_to_wait_is_waited_for(backend: Backend) {
    let script = Script::new([Reply::retry_after(429, 1), Reply::text("Here I am.")]);
    let app = TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await;
    let started = std::time::Instant::now();
    let frames = app.user("ada").stream(json!({"message": "hello"})).await;
    assert!(started.elapsed() >= Duration::from_secs(1));
    insta::assert_snapshot!("waited_for", outline(&frames));
    app.stop().await;
}

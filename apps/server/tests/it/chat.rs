//! Talking to the assistant: the whole answer at once, and as it comes.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_client::Api;
use taskpilot_model_sim::{Behaviour, Reply};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::sse::{outline, said};
use crate::transcript::{Transcript, frames, redacted};

/// The sentence of the documentation.
const ASK: &str = "add milk tomorrow at 5 and delete the gym task";

on_both_databases!(
    a_streamed_answer_does_what_was_asked,
    a_whole_answer_does_what_was_asked,
    a_conversation_goes_on_where_it_was,
);

async fn a_streamed_answer_does_what_was_asked(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("Gym").await;
    let events = ada.open_stream(json!({ "message": ASK })).await;
    let headers = events.response.headers().clone();
    assert_eq!(headers["cache-control"], "no-cache, no-transform");
    assert_eq!(headers["x-accel-buffering"], "no");
    assert!(headers.contains_key("x-request-id"));
    assert!(!headers.contains_key("content-encoding"));
    let received = events.frames().await;
    insta::assert_snapshot!("streamed_outline", outline(&received));

    // The list changed as the results said, and the conversation is kept.
    assert_eq!(ada.titles("").await, ["Milk"]);
    let done = received.last().unwrap();
    let conversation = done["conversation_id"].as_i64().unwrap();
    let messages = ada.messages(conversation).await;
    insta::assert_snapshot!("streamed_messages", frames(&messages));
    assert_eq!(messages[1]["id"], done["message_id"]);
    assert_eq!(messages[1]["content"], said(&received));

    // A tool's result can be undone, once.
    let result = |name: &str| {
        let mut results = received.iter();
        let of = |frame: &&Value| frame["type"] == "tool_result" && frame["name"] == name;
        results.find(of).unwrap()["result"].clone()
    };
    let token = result("delete_task")["undo_token"].clone();
    let undone = ada
        .post("/undo", json!({ "undo_token": token }))
        .await
        .ok(200);
    assert_eq!(undone["data"][0]["title"], "Gym");
    let again = ada.post("/undo", json!({ "undo_token": token })).await;
    again.problem(409, "undo_spent");
    assert_eq!(ada.titles("?sort=title").await, ["Gym", "Milk"]);
    app.stop().await;
}

async fn a_whole_answer_does_what_was_asked(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    ada.add("Gym").await;
    let answer = ada.say(ASK).await;
    answer.ok(200);
    insta::assert_snapshot!("whole_answer", Transcript::new().add(&answer).text());
    assert_eq!(ada.titles("").await, ["Milk"]);
    app.stop().await;
}

async fn a_conversation_goes_on_where_it_was(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    let first = ada.say("add call mom and buy stamps").await.ok(200);
    let id = &first["conversation_id"];
    let listed = json!({"conversation_id": id, "message": "what's on my list?"});
    ada.post("/chat", listed).await.ok(200);
    // "it" means something only to whoever has read what was said before.
    let done = json!({"conversation_id": id, "message": "mark the second one as done"});
    let third = ada.post("/chat", done).await.ok(200);
    assert_eq!(third["conversation_id"], *id);
    assert_eq!(third["tool_calls"][0]["status"], "completed", "{third}");
    assert_eq!(ada.titles("?status=completed").await.len(), 1);
    assert_eq!(ada.messages(id.as_i64().unwrap()).await.len(), 6);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_to_ask_for_a_stream_gives_one() {
    let app = TestApp::scripted([Reply::text("Hello there.").always()]).await;
    let ada = app.user("ada");
    let by_body = ada.call(Method::POST, "/chat");
    let by_body = by_body.json(json!({"message": "hi", "stream": true}));
    assert_eq!(said(&by_body.events().await.frames().await), "Hello there.");
    let by_header = ada
        .call(Method::POST, "/chat")
        .header("accept", "application/json;q=0.5, text/event-stream");
    let by_header = by_header.json(json!({"message": "hi"}));
    assert_eq!(
        said(&by_header.events().await.frames().await),
        "Hello there."
    );
    let whole = ada.post("/chat", json!({"message": "hi", "stream": false}));
    assert_eq!(whole.await.ok(200)["response"], "Hello there.");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_is_another_name_for_message() {
    let app = TestApp::scripted([Reply::text("Hello.").always()]).await;
    let ada = app.user("ada");
    let answer = ada.post("/chat", json!({"content": "hi"})).await.ok(200);
    let id = answer["conversation_id"].as_i64().unwrap();
    assert_eq!(ada.messages(id).await[0]["content"], "hi");
    let both = ada
        .post("/chat", json!({"content": "hi", "message": "hi"}))
        .await;
    assert_eq!(
        both.problem(422, "invalid")["errors"][0]["field"],
        "content"
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tomorrow_is_where_the_person_is() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    let mut hours = Vec::new();
    for zone in ["UTC", "Asia/Kolkata", "America/Phoenix"] {
        let call = ada
            .call(Method::POST, "/chat")
            .header("x-time-zone", zone)
            .json(json!({"message": "add milk tomorrow at 5pm"}));
        let answer = call.send().await.ok(200);
        let task = &answer["tool_calls"][0]["result"]["task"];
        let due = task["due_at"].as_str().unwrap().to_owned();
        hours.push(due[11..16].to_owned());
    }
    // Neither zone has summer time.
    assert_eq!(hours, ["17:00", "11:30", "00:00"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_apis_of_providers_lead_to_the_same_answer() {
    let mut answers = Vec::new();
    for api in [Api::Responses, Api::ChatCompletions] {
        let app = TestApp::of(Behaviour::demo()).api(api).start().await;
        let ada = app.user("ada");
        ada.add("Gym").await;
        answers.push(outline(&ada.stream(json!({ "message": ASK })).await));
        let paths = app.sim.requests();
        let expected = match api {
            Api::Responses => "/v1/responses",
            Api::ChatCompletions => "/v1/chat/completions",
        };
        assert!(paths.iter().all(|request| request.path == expected));
        app.stop().await;
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_come_as_the_contract_says() {
    let app = TestApp::scripted([
        Reply::text("Let me see. ")
            .and_call("add_task", json!({"title": "Milk"}))
            .with_call_id("call_a"),
        Reply::text("Milk is on the list.").after_tool(true),
    ])
    .await;
    let received = app
        .user("ada")
        .stream(json!({"message": "milk please"}))
        .await;
    insta::assert_snapshot!(frames(&received));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_model_reads_the_window_and_never_the_users_name() {
    let mut setup = TestApp::of(Behaviour::Script(taskpilot_model_sim::Script::new([
        Reply::text("Yes.").always(),
    ])));
    setup.http.chatkit_max_history = 2;
    let app = setup.start().await;
    let ada = app.user("user-4711");
    let first = ada.say("message 1").await.ok(200);
    for number in 2..=4 {
        let body = json!({"conversation_id": first["conversation_id"], "message": format!("message {number}")});
        ada.post("/chat", body).await.ok(200);
    }
    let requests = app.sim.requests();
    let last = redacted(&requests.last().unwrap().body).to_string();
    assert!(!last.contains("user-4711"), "{last}");
    let seen: Vec<_> = (1..=4)
        .filter(|number| last.contains(&format!("message {number}")))
        .collect();
    assert_eq!(seen, [3, 4], "two messages of history and the new one");
    app.stop().await;
}

//! More than one deletion, or more than five changes, wait for the person's word.

use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::{Program, Server};
use crate::thread::{Thread, events_outline, widgets};
use crate::user::{Answer, User};

on_both_databases!(
    what_is_approved_is_done_and_nothing_else,
    a_word_counts_once,
    a_rejection_reaches_the_model,
    always_counts_in_its_conversation,
    a_message_passes_over_what_waits,
    what_changed_meanwhile_is_left_alone,
    six_changes_wait_and_five_do_not,
    deletions_one_by_one_wait_too,
    an_approval_survives_a_restart,
    a_question_belongs_to_one_user,
    a_lost_question_can_be_found,
    a_question_from_another_door_is_told_in_chatkit,
    a_card_asks_in_chatkit,
    a_card_passes_on_a_reason,
);

/// The first answer deletes milk and bread.
fn deleting() -> Reply {
    Reply::call("delete_task", json!({"title": "Milk"}))
        .and_call("delete_task", json!({"task_id": 2}))
}

async fn app(backend: Backend, replies: impl IntoIterator<Item = Reply>) -> TestApp {
    let script = Behaviour::Script(Script::new(replies));
    TestApp::of(script).on(backend).start().await
}

async fn with_tasks(user: &User) {
    for task in ["Milk", "Bread", "Eggs"] {
        user.add(task).await;
    }
}

async fn decide(user: &User, asked: &Value, answer: Value) -> Answer {
    user.post(&path(asked), answer).await
}

fn path(asked: &Value) -> String {
    let conversation = &asked["conversation_id"];
    let id = asked["approval_required"]["id"].as_str().unwrap();
    format!("/conversations/{conversation}/approvals/{id}")
}

fn last_request(app: &TestApp) -> String {
    let requests = app.sim.requests();
    serde_json::to_string(&requests.last().unwrap().body).unwrap()
}

async fn what_is_approved_is_done_and_nothing_else(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("Both are gone.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let actions = &asked["approval_required"]["actions"];
    let texts: Vec<&str> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["Delete “Milk”", "Delete “Bread”"]);
    assert_eq!(ada.titles("").await.len(), 3, "nothing is deleted yet");
    assert_eq!(app.sim.requests().len(), 1);

    let done = decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    assert_eq!(done["response"], "Both are gone.");
    assert_eq!(done["message_id"], asked["message_id"]);
    let calls = done["tool_calls"].as_array().unwrap();
    let states: Vec<&Value> = calls.iter().map(|call| &call["status"]).collect();
    assert_eq!(states, ["completed", "completed"]);
    assert!(done.get("approval_required").is_none());
    assert_eq!(ada.titles("").await, ["Eggs"]);
    // The conversation holds one reply, with what came of it.
    let conversation = asked["conversation_id"].as_i64().unwrap();
    let messages = ada.messages(conversation).await;
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[1]["tool_calls"][0]["result"]["status"], "deleted");
    app.stop().await;
}

async fn a_word_counts_once(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("Done.").always()]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let bad = decide(&ada, &asked, json!({"decision": "perhaps"})).await;
    assert_eq!(bad.status.as_u16(), 422);
    let bad = json!({"decision": "approve", "reason": "why not"});
    decide(&ada, &asked, bad).await.problem(422, "invalid");
    let (one, other) = tokio::join!(
        decide(&ada, &asked, json!({"decision": "approve"})),
        decide(&ada, &asked, json!({"decision": "reject"})),
    );
    let mut states = [one.status.as_u16(), other.status.as_u16()];
    states.sort_unstable();
    assert_eq!(states, [200, 409], "of two at once one counts");
    let late = decide(&ada, &asked, json!({"decision": "approve"})).await;
    late.problem(409, "approval_decided");
    app.stop().await;
}

async fn a_rejection_reaches_the_model(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("I left them.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let answer = json!({"decision": "reject", "reason": "I still need the bread", "stream": true});
    let call = ada.call_path(reqwest::Method::POST, &format!("/api/ada{}", path(&asked)));
    let frames = call.json(answer).events().await.frames().await;
    assert_eq!(frames[0]["type"], "tool_result", "{frames:?}");
    assert_eq!(frames[0]["status"], "failed");
    assert_eq!(frames.last().unwrap()["type"], "done");
    assert_eq!(ada.titles("").await.len(), 3);
    assert!(last_request(&app).contains("I still need the bread"));
    app.stop().await;
}

async fn always_counts_in_its_conversation(backend: Backend) {
    let again = Reply::call("delete_task", json!({"task_id": 3}))
        .and_call("delete_task", json!({"task_id": 4}));
    let elsewhere = Reply::call("delete_task", json!({"task_id": 5}))
        .and_call("delete_task", json!({"task_id": 6}));
    let app = app(
        backend,
        [
            deleting(),
            Reply::text("Done."),
            again,
            Reply::text("Done."),
            elsewhere,
        ],
    )
    .await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    for task in ["Gym", "Call mom", "Taxes"] {
        ada.add(task).await;
    }
    let asked = ada.say("delete milk and bread").await.ok(200);
    decide(&ada, &asked, json!({"decision": "always"}))
        .await
        .ok(200);
    let next = json!({"conversation_id": asked["conversation_id"], "message": "and 3 and 4"});
    let done = ada.post("/chat", next).await.ok(200);
    assert!(done.get("approval_required").is_none(), "{done}");
    assert_eq!(ada.titles("").await.len(), 2);
    let other = ada.say("delete 5 and 6").await.ok(200);
    assert!(other.get("approval_required").is_some(), "{other}");
    app.stop().await;
}

async fn a_message_passes_over_what_waits(backend: Backend) {
    let app = app(
        backend,
        [
            deleting(),
            Reply::text("Hello."),
            Reply::text("Hello again."),
        ],
    )
    .await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let next = json!({"conversation_id": asked["conversation_id"], "message": "hi"});
    ada.post("/chat", next).await.ok(200);
    // The history is whole: each call has its answer.
    assert!(last_request(&app).contains("they have not answered yet"));
    let late = decide(&ada, &asked, json!({"decision": "approve"})).await;
    late.problem(409, "approval_decided");
    assert_eq!(ada.titles("").await.len(), 3);
    app.stop().await;
}

async fn what_changed_meanwhile_is_left_alone(backend: Backend) {
    let third = deleting().and_call("delete_task", json!({"task_id": 3}));
    let app = app(backend, [third, Reply::text("Eggs are gone.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete all three").await.ok(200);
    ada.patch("/tasks/1", json!({"title": "Oat milk"}))
        .await
        .ok(200);
    ada.delete("/tasks/2").await.ok(204);
    // Another task has taken the name that the model used.
    ada.add("Milk").await;
    let done = decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    let states: Vec<&Value> = done["tool_calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| &call["status"])
        .collect();
    assert_eq!(states, ["failed", "failed", "completed"]);
    assert_eq!(ada.titles("?sort=title").await, ["Milk", "Oat milk"]);
    let told = last_request(&app);
    assert!(
        told.contains("was changed after the user was asked"),
        "{told}"
    );
    assert!(told.contains("is gone since the user was asked"), "{told}");
    app.stop().await;
}

async fn six_changes_wait_and_five_do_not(backend: Backend) {
    let checking = |from: i64, to: i64| {
        let call = |id: i64| json!({"task_id": id});
        let first = Reply::call("complete_task", call(from));
        (from + 1..=to).fold(first, |reply, id| reply.and_call("complete_task", call(id)))
    };
    let app = app(
        backend,
        [
            checking(1, 5),
            Reply::text("Done."),
            checking(6, 11),
            Reply::text("Done."),
        ],
    )
    .await;
    let ada = app.user("ada");
    for number in 1..=11 {
        ada.add(&format!("Task {number}")).await;
    }
    let done = ada.say("check off 1 to 5").await.ok(200);
    assert!(done.get("approval_required").is_none(), "{done}");
    let asked = ada.say("check off 6 to 11").await.ok(200);
    let actions = asked["approval_required"]["actions"].as_array().unwrap();
    assert_eq!(actions.len(), 6);
    assert_eq!(actions[0]["text"], "Check off “Task 6”");
    assert_eq!(ada.titles("?status=completed").await.len(), 5);
    decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    assert_eq!(ada.titles("?status=completed").await.len(), 11);
    app.stop().await;
}

async fn deletions_one_by_one_wait_too(backend: Backend) {
    let one = |id: i64| Reply::call("delete_task", json!({"task_id": id}));
    let app = app(backend, [one(1), one(2), one(3), Reply::text("Done.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete everything").await.ok(200);
    assert_eq!(
        ada.titles("").await.len(),
        2,
        "the first is no more than one"
    );
    let asked = decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    assert_eq!(ada.titles("").await, ["Eggs"]);
    assert_eq!(
        asked["approval_required"]["actions"][0]["text"],
        "Delete “Eggs”"
    );
    decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    assert!(ada.titles("").await.is_empty());
    app.stop().await;
}

async fn an_approval_survives_a_restart(backend: Backend) {
    let script = Script::new([deleting(), Reply::text("Both are gone.")]);
    let sim = taskpilot_model_sim::Sim::start(Behaviour::Script(script))
        .await
        .unwrap();
    let files = TestDatabase::new(&backend).await;
    let program = Program::new()
        .set("DATABASE_URL", &files.url)
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim");
    let server = Server::start(&program);
    let ada = server.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    server.kill();
    let server = Server::start(&program);
    let ada = server.user("ada");
    assert_eq!(ada.titles("").await.len(), 3);
    let done = decide(&ada, &asked, json!({"decision": "approve"}))
        .await
        .ok(200);
    assert_eq!(done["response"], "Both are gone.");
    assert_eq!(ada.titles("").await, ["Eggs"]);
}

async fn a_question_belongs_to_one_user(backend: Backend) {
    let app = app(backend, [deleting()]).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let answer = json!({"decision": "approve"});
    decide(&bob, &asked, answer.clone())
        .await
        .problem(404, "not_found");
    let mut elsewhere = asked.clone();
    elsewhere["conversation_id"] = json!(99);
    decide(&ada, &elsewhere, answer)
        .await
        .problem(404, "not_found");
    assert_eq!(ada.titles("").await.len(), 3);
    app.stop().await;
}

async fn a_lost_question_can_be_found(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("I left them.")]).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let path = format!("/conversations/{}/approvals", asked["conversation_id"]);
    let found = ada.get(&path).await.ok(200);
    assert_eq!(found, json!({"data": [asked["approval_required"]]}));
    bob.get(&path).await.problem(404, "not_found");
    ada.get("/conversations/99/approvals")
        .await
        .problem(404, "not_found");
    decide(&ada, &asked, json!({"decision": "reject"}))
        .await
        .ok(200);
    assert_eq!(ada.get(&path).await.ok(200), json!({"data": []}));
    app.stop().await;
}

async fn a_question_from_another_door_is_told_in_chatkit(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("I left them.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let asked = ada.say("delete milk and bread").await.ok(200);
    let threads = Thread::of(&ada, "");
    let page = json!({"limit": 1, "order": "desc"});
    let page = threads.call("threads.list", page).await.ok(200);
    let thread = Thread::of(&ada, page["data"][0]["id"].as_str().unwrap());
    let last = async || {
        let items = thread.items().await;
        items.last().unwrap()["content"][0]["text"].clone()
    };
    assert_eq!(
        last().await,
        "Not done yet: this needs your approval first."
    );
    decide(&ada, &asked, json!({"decision": "reject"}))
        .await
        .ok(200);
    assert_eq!(last().await, "I left them.");
    app.stop().await;
}

async fn a_card_asks_in_chatkit(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("Both are gone.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let (thread, events) = Thread::begin(&ada, "delete milk and bread").await;
    insta::assert_snapshot!("approval_asked", events_outline(&events));
    let items = thread.items().await;
    let card = widgets(&items, "Delete “Bread”");
    let mut shown = card["widget"].clone();
    redact(&mut shown);
    insta::assert_snapshot!(
        "approval_card",
        serde_json::to_string_pretty(&shown).unwrap()
    );

    let payload = payload(&card, "Approve");
    let events = answer(&thread, &card, payload.clone()).await;
    insta::assert_snapshot!("approval_given", events_outline(&events));
    assert_eq!(ada.titles("").await, ["Eggs"]);
    let again = answer(&thread, &card, payload).await;
    insta::assert_snapshot!("approval_given_twice", events_outline(&again));
    app.stop().await;
}

async fn a_card_passes_on_a_reason(backend: Backend) {
    let app = app(backend, [deleting(), Reply::text("I left them.")]).await;
    let ada = app.user("ada");
    with_tasks(&ada).await;
    let (thread, _) = Thread::begin(&ada, "delete milk and bread").await;
    let items = thread.items().await;
    let card = widgets(&items, "Delete “Bread”");
    let mut payload = payload(&card, "Approve");
    payload["word"] = json!("reject");
    payload["reason"] = json!("I still need the bread");
    let events = answer(&thread, &card, payload).await;
    insta::assert_snapshot!("approval_rejected", events_outline(&events));
    assert_eq!(ada.titles("").await.len(), 3);
    assert!(last_request(&app).contains("I still need the bread"));
    app.stop().await;
}

async fn answer(thread: &Thread<'_>, card: &Value, payload: Value) -> Vec<Value> {
    let params = json!({
        "thread_id": thread.id,
        "item_id": card["id"],
        "action": {"type": "approval.decide", "payload": payload},
    });
    thread.stream("threads.custom_action", params).await
}

fn payload(card: &Value, label: &str) -> Value {
    crate::thread::button(&card["widget"], label).expect("such a button")["payload"].clone()
}

/// Replaces what differs from run to run.
fn redact(node: &mut Value) {
    match node {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(id) if name == "id" => "[id]".clone_into(id),
                    value => redact(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(redact),
        _ => {}
    }
}

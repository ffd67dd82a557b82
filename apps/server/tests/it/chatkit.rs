//! The assistant by the ChatKit protocol: what is said, shown and clicked.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::thread::{Thread, events_outline, input, widgets};
use crate::user::User;

on_both_databases!(
    a_message_changes_the_list_and_is_shown,
    a_conversation_goes_on_through_either_door,
    a_list_is_changed_in_place,
    a_name_of_several_tasks_is_asked_for,
    a_retry_knows_what_was_done,
    a_message_is_stored_once,
    threads_belong_to_one_user,
);

async fn demo(backend: Backend) -> TestApp {
    TestApp::of(Behaviour::demo()).on(backend).start().await
}

async fn scripted(backend: Backend, replies: impl IntoIterator<Item = Reply>) -> TestApp {
    let script = Behaviour::Script(Script::new(replies));
    TestApp::of(script).on(backend).start().await
}

async fn a_message_changes_the_list_and_is_shown(backend: Backend) {
    let app = demo(backend).await;
    let ada = app.user("ada");
    ada.add("Gym").await;
    let ask = "add milk tomorrow at 5 and delete the gym task";
    let (thread, events) = Thread::begin(&ada, ask).await;
    insta::assert_snapshot!("chatkit_message", events_outline(&events));
    assert_eq!(ada.titles("").await, ["Milk"]);

    // What is listed is what was shown.
    let items = thread.items().await;
    let done: Vec<&Value> = events
        .iter()
        .filter(|event| event["type"] == "thread.item.done")
        .map(|event| &event["item"])
        .collect();
    assert_eq!(items.iter().collect::<Vec<_>>(), done);

    // The deletion is undone with one click, once; and done again with another.
    let deleted = widgets(&items, "Deleted: Gym");
    let undone = thread.click(&deleted, "Undo").await.ok(200);
    assert_eq!(ada.titles("?sort=title").await, ["Gym", "Milk"]);
    let again = thread.click(&deleted, "Undo").await;
    again.problem(409, "conflict");
    let redone = thread.click(&undone["updated_item"], "Redo").await.ok(200);
    assert_eq!(ada.titles("").await, ["Milk"]);
    let kept = thread.items().await;
    let kept = kept.iter().find(|item| item["id"] == deleted["id"]);
    assert_eq!(kept, Some(&redone["updated_item"]));
    app.stop().await;
}

async fn a_conversation_goes_on_through_either_door(backend: Backend) {
    let app = demo(backend).await;
    let ada = app.user("ada");
    let begun = ada.say("add eggs").await.ok(200);
    let conversation = begun["conversation_id"].as_i64().unwrap();
    let thread = Thread::of(&ada, &format!("thr_{conversation}"));
    let texts = |items: &[Value]| -> Vec<String> {
        let text = |item: &Value| item["content"][0]["text"].as_str().map(str::to_owned);
        items.iter().filter_map(text).collect()
    };
    assert_eq!(
        texts(&thread.items().await),
        ["add eggs", "✓ Added “Eggs”."]
    );

    // "it" is what was spoken of at the other door.
    thread.say("mark it done").await;
    let tasks = ada.get("/tasks").await.ok(200);
    assert_eq!(tasks["data"][0]["completed"], true);
    let messages = ada.messages(conversation).await;
    let roles: Vec<&Value> = messages.iter().map(|message| &message["role"]).collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant"]);
    assert_eq!(messages[2]["content"], "mark it done");
    assert_eq!(messages[3]["tool_calls"][0]["name"], "complete_task");

    let next = json!({"conversation_id": conversation, "message": "reopen it"});
    ada.post("/chat", next).await.ok(200);
    let tasks = ada.get("/tasks").await.ok(200);
    assert_eq!(tasks["data"][0]["completed"], false);
    let items = thread.items().await;
    let ids: std::collections::HashSet<&str> = items
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), items.len());
    assert_eq!(texts(&items).len(), 6);

    // A title that is given at one door is seen at the other.
    let path = format!("/conversations/{conversation}");
    ada.patch(&path, json!({"title": "Shopping"})).await.ok(200);
    let listed = thread.call("threads.list", json!({})).await.ok(200);
    assert_eq!(listed["data"][0]["title"], "Shopping");
    let renamed = json!({"thread_id": thread.id, "title": "Food"});
    thread.call("threads.update", renamed).await.ok(200);
    assert_eq!(ada.get(&path).await.ok(200)["title"], "Food");
    let gone = json!({"thread_id": thread.id});
    thread.call("threads.delete", gone.clone()).await.ok(200);
    ada.get(&path).await.problem(404, "not_found");
    let missing = thread.call("threads.get_by_id", gone).await;
    missing.problem(404, "not_found");
    app.stop().await;
}

async fn a_list_is_changed_in_place(backend: Backend) {
    let app = demo(backend).await;
    let ada = app.user("ada");
    for task in ["Milk", "Bread", "Call mom"] {
        ada.add(task).await;
    }
    let (thread, _) = Thread::begin(&ada, "what is on my list?").await;
    let items = thread.items().await;
    let list = widgets(&items, "Milk");
    insta::assert_snapshot!(
        "chatkit_list",
        serde_json::to_string_pretty(&list["widget"]).unwrap()
    );

    let marked = thread.act(&list, "task.mark", json!({"id": 2, "done": true}));
    let marked = marked.await.ok(200)["updated_item"].clone();
    assert_eq!(
        marked["copy_text"],
        "- [ ] Call mom\n- [x] Bread\n- [ ] Milk"
    );
    let deleted = thread.act(&marked, "task.delete", json!({"id": 1}));
    let deleted = deleted.await.ok(200)["updated_item"].clone();
    assert_eq!(deleted["copy_text"], "- [ ] Call mom\n- [x] Bread");
    assert_eq!(ada.titles("?sort=title").await, ["Bread", "Call mom"]);
    let undone = thread.click(&deleted, "Undo").await.ok(200)["updated_item"].clone();
    assert_eq!(
        undone["copy_text"],
        "- [ ] Call mom\n- [x] Bread\n- [ ] Milk"
    );

    let nowhere = thread.act(&list, "task.delete", json!({"id": 99})).await;
    nowhere.problem(409, "conflict");
    let unknown = thread.act(&list, "task.explode", json!({})).await;
    unknown.problem(501, "unsupported");
    app.stop().await;
}

async fn a_name_of_several_tasks_is_asked_for(backend: Backend) {
    let app = scripted(
        backend,
        [
            Reply::call(
                "update_task",
                json!({"current_title": "milk", "priority": "high"}),
            ),
            Reply::text("Which milk do you mean?"),
            Reply::text("You are welcome."),
        ],
    )
    .await;
    let ada = app.user("ada");
    ada.add("Buy milk").await;
    ada.add("Oat milk").await;
    let (thread, events) = Thread::begin(&ada, "make milk important").await;
    insta::assert_snapshot!("chatkit_pick", events_outline(&events));
    let items = thread.items().await;
    let pick = widgets(&items, "Oat milk");
    let row = pick["widget"]["children"].as_array().unwrap();
    let row = row.iter().find(|row| row["key"] == "pick-2").unwrap();
    let action = &row["onClickAction"];
    let chosen = thread.act(&pick, "task.choose", action["payload"].clone());
    let chosen = chosen.await.ok(200)["updated_item"].clone();
    assert_eq!(chosen["copy_text"], "✓ Updated: Oat milk — high priority");
    let tasks = ada.get("/tasks?priority=high").await.ok(200);
    assert_eq!(tasks["data"][0]["title"], "Oat milk");

    // The model knows what was clicked.
    thread.say("thanks").await;
    let requests = app.sim.requests();
    let last = serde_json::to_string(&requests.last().unwrap().body).unwrap();
    assert!(last.contains("✓ Updated: Oat milk"), "{last}");
    let forged = thread.act(
        &pick,
        "task.choose",
        json!({"tool": "add_task", "arguments": {}}),
    );
    forged.await.problem(501, "unsupported");
    app.stop().await;
}

async fn a_retry_knows_what_was_done(backend: Backend) {
    let app = scripted(
        backend,
        [
            Reply::call("add_task", json!({"title": "Milk"})),
            Reply::text("Added."),
            Reply::text("It is on your list."),
        ],
    )
    .await;
    let ada = app.user("ada");
    let (thread, _) = Thread::begin(&ada, "add milk").await;
    let items = thread.items().await;
    let params = json!({"thread_id": thread.id, "item_id": items[0]["id"]});
    let events = thread.stream("threads.retry_after_item", params).await;
    insta::assert_snapshot!("chatkit_retry", events_outline(&events));
    assert_eq!(ada.titles("").await, ["Milk"], "it was added once");
    let after = thread.items().await;
    assert_eq!(after.len(), 3, "{after:#?}");
    let requests = app.sim.requests();
    let last = serde_json::to_string(&requests.last().unwrap().body).unwrap();
    assert!(
        last.contains("add_task"),
        "the model knows the call: {last}"
    );
    app.stop().await;
}

async fn a_message_is_stored_once(backend: Backend) {
    let app = demo(backend).await;
    let ada = app.user("ada");
    let send = async |message: &str| {
        let body = json!({"type": "threads.create", "params": {"input": input(message)}});
        let call = ada.call_path(Method::POST, "/api/v1/chatkit");
        let call = call.header("idempotency-key", "k1").json(body);
        call.events().await.frames().await
    };
    let first = send("add milk").await;
    let second = send("add milk").await;
    assert_eq!(first[0]["thread"]["id"], second[0]["thread"]["id"]);
    assert_eq!(ada.titles("").await, ["Milk"]);
    let other = send("add eggs").await;
    assert_eq!(other[0]["type"], "error", "{other:?}");
    assert_eq!(ada.titles("").await, ["Milk"]);
    app.stop().await;
}

async fn threads_belong_to_one_user(backend: Backend) {
    let app = demo(backend).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let (of_ada, _) = Thread::begin(&ada, "add milk").await;
    let items = of_ada.items().await;
    let stolen = Thread::of(&bob, &of_ada.id);
    let widget = widgets(&items, "Milk");
    let by_number = Thread::of(&bob, "thr_1");
    for thread in [&stolen, &by_number] {
        for (kind, params) in requests(&thread.id, &items[0], &widget) {
            let answer = thread.call(kind, params).await;
            answer.problem(404, "not_found");
        }
        let params = json!({"thread_id": thread.id, "input": input("hi")});
        let events = thread.stream("threads.add_user_message", params).await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0]["type"], "error");
    }
    assert_eq!(bob.revision().await, 0, "nothing of bob's was written");
    let listed = stolen.call("threads.list", json!({})).await.ok(200);
    assert_eq!(listed["data"], json!([]));
    assert_eq!(of_ada.items().await, items);
    let nobody = app.stranger("ada");
    let body = json!({"type": "threads.list", "params": {}});
    let refused = send(&nobody, body).await;
    refused.problem(401, "missing_token");
    app.stop().await;
}

async fn send(user: &User, body: Value) -> crate::user::Answer {
    let call = user.call_path(Method::POST, "/api/v1/chatkit");
    call.json(body).send().await
}

fn requests(thread: &str, item: &Value, widget: &Value) -> Vec<(&'static str, Value)> {
    let action = json!({"type": "task.delete", "payload": {"id": 1}});
    vec![
        ("threads.get_by_id", json!({"thread_id": thread})),
        (
            "threads.update",
            json!({"thread_id": thread, "title": "Mine"}),
        ),
        ("items.list", json!({"thread_id": thread})),
        (
            "items.feedback",
            json!({"thread_id": thread, "item_ids": [item["id"]], "kind": "positive"}),
        ),
        (
            "threads.sync_custom_action",
            json!({"thread_id": thread, "item_id": widget["id"], "action": action}),
        ),
        ("threads.delete", json!({"thread_id": thread})),
    ]
}

//! `taskpilot chat`: lines from a pipe, and words after the command.

use taskpilot_model_sim::{Behaviour, Reply, Script, Sim};

use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::Program;

on_both_databases!(lines_of_a_pipe_are_one_conversation);

async fn lines_of_a_pipe_are_one_conversation(backend: Backend) {
    let files = TestDatabase::new(&backend).await;
    let program = Program::new()
        .set("DATABASE_URL", &files.url)
        .set("RUST_LOG", "warn");
    let lines = "add milk\n\nmark it as done\nadd bread tomorrow\nwhat's left?\n";
    let ended = tokio::task::block_in_place(|| program.run_with_input(&["chat"], lines));
    assert!(ended.success, "{}", ended.stderr);
    assert_eq!(ended.stderr, "");
    insta::assert_snapshot!("piped", ended.stdout);

    // The same tasks the next time, and no escape sequences where nobody paints.
    let again = ["chat", "what's", "on", "my", "list?"];
    let ended = tokio::task::block_in_place(|| program.run(&again));
    assert!(ended.success, "{}", ended.stderr);
    assert!(ended.stdout.contains("Bread"), "{}", ended.stdout);
    assert!(!ended.stdout.contains('\u{1b}'));
    // Somebody else has a list of their own.
    let other = ["chat", "--user", "bob", "what's on my list?"];
    let ended = tokio::task::block_in_place(|| program.run(&other));
    assert!(!ended.stdout.contains("Bread"), "{}", ended.stdout);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_needs_approval_is_rejected_where_nobody_is() {
    let script = Script::new([
        Reply::call("add_task", serde_json::json!({"title": "Milk"}))
            .and_call("add_task", serde_json::json!({"title": "Bread"})),
        Reply::text("Added."),
        Reply::call("delete_task", serde_json::json!({"task_id": 1}))
            .and_call("delete_task", serde_json::json!({"task_id": 2})),
        Reply::text("I left them."),
    ]);
    let sim = Sim::start(Behaviour::Script(script)).await.unwrap();
    let program = Program::new()
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim")
        .set("RUST_LOG", "error");
    let lines = "add milk and bread\ndelete both\n";
    let ended = tokio::task::block_in_place(|| program.run_with_input(&["chat"], lines));
    assert!(ended.success, "{}", ended.stderr);
    insta::assert_snapshot!("piped_approval", ended.stdout);
}

/// By the approval, and not in words as well.
#[test]
fn the_demo_model_has_one_question_asked() {
    let program = Program::new().set("RUST_LOG", "warn");
    let lines = "add milk, eggs and tea\ndelete all tasks\n";
    let ended = program.run_with_input(&["chat"], lines);
    assert!(ended.success, "{}", ended.stderr);
    insta::assert_snapshot!("piped_demo_approval", ended.stdout);
}

/// What is injected is told apart for the person.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_asked_for_is_said_to_be_so() {
    let script = Script::new([
        Reply::call("add_task", serde_json::json!({"title": "Milk"})),
        Reply::text("Added."),
        Reply::call("list_tasks", serde_json::json!({})),
        Reply::call("delete_task", serde_json::json!({"task_id": 1})).and_call(
            "add_task",
            serde_json::json!({"title": "Call Eve", "due": "today"}),
        ),
        Reply::text("I left it."),
    ]);
    let sim = Sim::start(Behaviour::Script(script)).await.unwrap();
    let program = Program::new()
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim")
        .set("RUST_LOG", "error");
    let lines = "add milk\nwhat is on my list?\n";
    let ended = tokio::task::block_in_place(|| program.run_with_input(&["chat"], lines));
    assert!(ended.success, "{}", ended.stderr);
    insta::assert_snapshot!("piped_not_asked", ended.stdout);
}

#[test]
fn nothing_on_the_pipe_is_nothing_to_do() {
    let ended = Program::new().run_with_input(&["chat"], "");
    assert!(ended.success, "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_fails_fails_the_command() {
    let script = Script::new([
        Reply::text("\u{1b}[2JHello\u{7}, world.").when("hello"),
        Reply::status(401).always(),
    ]);
    let sim = Sim::start(Behaviour::Script(script)).await.unwrap();
    let program = Program::new()
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim")
        .set("OPENAI_API_KEY", "sk-hunter2hunter2")
        .set("RUST_LOG", "error");
    let good = tokio::task::block_in_place(|| program.run(&["chat", "hello"]));
    assert!(good.success, "{}", good.stderr);
    assert!(
        !good.stdout.contains(['\u{1b}', '\u{7}']),
        "{:?}",
        good.stdout
    );
    let bad = tokio::task::block_in_place(|| program.run(&["chat", "anything"]));
    assert!(!bad.success);
    let shown = format!("{}\n--\n{}", bad.stdout, bad.stderr);
    assert!(!shown.contains("hunter2"), "{shown}");
    insta::assert_snapshot!(shown);
}

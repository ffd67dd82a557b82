//! What holds for any text and any history.

use proptest::prelude::*;
use serde_json::Value;
use taskpilot_model_client::{FinishReason, InputItem, ModelRequest, Role};

use super::{Chat, ask_of, specs};
use crate::DemoModel;

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "add", "delete", "complete", "list", "show", "rename", "move", "to", "and", "then", ",", ";",
    ".", "!", "?", "\n", "-", "milk", "eggs", "gym", "task", "3", "#2", "#home", "all", "them",
    "it", "the", "one", "second", "last", "tomorrow", "friday", "every", "monday", "high",
    "priority", "yes", "no", "undo", "help", "is", "done", "not", "except", "from", "my",
    "shopping", "on", "with", "note", ":", "\"", "'", "“", "tag", "remove", "due", "date", "both",
    "first", "two", "what", "left", "how", "many", "find", "urgent", "p1", "remind", "me", "at",
    "5", "pm", "called", "1", "0", "99999999999999999999", "-1", "🥛", "دودھ", "a", "I", "did",
    "finished", "also", "please",
];

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..14).prop_map(|words| words.join(" "))
}

/// "delete 1, gym and task 3"
fn several_gone() -> impl Strategy<Value = String> {
    const TASKS: &[&str] = &["1", "#2", "task 3", "gym", "eggs", "milk", "99", "all done"];
    let tasks = prop::collection::vec(prop::sample::select(TASKS), 2..5);
    (tasks, prop::sample::select(&[" and ", ", "][..]))
        .prop_map(|(tasks, between)| format!("delete {}", tasks.join(between)))
}

fn message() -> impl Strategy<Value = String> {
    prop_oneof![4 => sentence(), 1 => any::<String>(), 1 => "[ -~\n]{0,60}"]
}

fn output() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just(r#"{"task_id":1,"status":"created","title":"a","task":{"id":1}}"#.to_owned()),
        Just(r#"{"tasks":[{"id":1,"title":"a"},{"id":"x"},3,null,"t"],"total":-5,"has_more":true}"#.to_owned()),
        Just(r#"{"tasks":[],"total":9223372036854775807,"has_more":1}"#.to_owned()),
        Just(r#"{"error":{"code":"ambiguous","candidates":[{"title":"delete all"},{"task_id":2,"title":"b"}]}}"#.to_owned()),
        Just(r#"{"error":{"code":"not_found","candidates":[{"task_id":2,"title":"b"}]}}"#.to_owned()),
        Just(r#"{"error":"no"}"#.to_owned()),
        Just(r#"{"error":{"code":"approval_required","message":"m","hint":"h"}}"#.to_owned()),
        Just(r#"{"match":"several","candidates":[{"task_id":2,"title":"b"},{"task_id":3,"title":"c"}]}"#.to_owned()),
        Just("null".to_owned()),
        Just("[1]".to_owned()),
    ]
}

fn item() -> impl Strategy<Value = InputItem> {
    prop_oneof![
        message().prop_map(|text| InputItem::text(Role::User, text)),
        message().prop_map(|text| InputItem::text(Role::Assistant, text)),
        message().prop_map(|text| InputItem::text(Role::Developer, text)),
        (
            "[a-c]",
            prop::sample::select(&["add_task", "list_tasks", "odd"][..]),
            any::<String>()
        )
            .prop_map(|(call_id, name, arguments)| InputItem::ToolCall {
                call_id,
                name: name.to_owned(),
                arguments
            }),
        ("[a-c]", output()).prop_map(|(call_id, output)| InputItem::ToolOutput { call_id, output }),
    ]
}

/// A chat with four tasks, in the one mode or the other.
fn chat(beside_widgets: bool) -> Chat {
    let chat = Chat::with(&["Milk", "Oat milk", "Gym", "Call mom and dad"]);
    if beside_widgets {
        chat.beside_widgets()
    } else {
        chat
    }
}

fn model() -> impl Strategy<Value = DemoModel> {
    prop_oneof![
        Just(DemoModel::new()),
        Just(DemoModel::new().beside_widgets())
    ]
}

fn made(chat: &Chat) -> Vec<&String> {
    let calls = chat.log.iter().filter(|line| line.starts_with("  "));
    calls.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// `Chat::say` fails if there are more than a few turns, an unknown tool or argument, or broken JSON.
    #[test]
    fn any_conversation_comes_to_an_end(messages in prop::collection::vec(message(), 1..6)) {
        for beside_widgets in [false, true] {
            let mut first = chat(beside_widgets);
            for message in &messages {
                prop_assert!(!first.say(message).trim().is_empty());
            }
            let mut again = chat(beside_widgets);
            for message in &messages {
                again.say(message);
            }
            prop_assert_eq!(first.input, again.input);
        }
    }

    #[test]
    fn any_history_is_answered(model in model(), input in prop::collection::vec(item(), 0..12)) {
        let request = ModelRequest { input, tools: specs(), ..ModelRequest::default() };
        let response = ask_of(&model, request.clone());
        prop_assert_eq!(&response, &ask_of(&model, request));
        let names: Vec<String> = specs().iter().map(|spec| spec.name.clone()).collect();
        for call in response.tool_calls() {
            prop_assert!(names.contains(&call.name));
            let arguments: Value = serde_json::from_str(&call.arguments).unwrap();
            prop_assert!(arguments.is_object());
        }
        let calls = response.tool_calls().count();
        prop_assert_eq!(response.finish == FinishReason::ToolCalls, calls > 0);
        prop_assert!(calls > 0 || !response.text().trim().is_empty());
    }

    /// Tools that answer anything at all cannot keep the model calling.
    #[test]
    fn odd_outputs_end_the_turn(
        model in model(),
        message in message(),
        outputs in prop::collection::vec(output(), 1..5),
    ) {
        let mut input = vec![InputItem::text(Role::User, message)];
        let mut outputs = outputs.into_iter().cycle();
        for turn in 0.. {
            prop_assert!(turn < super::MOST_TURNS);
            let request = ModelRequest { input: input.clone(), tools: specs(), ..ModelRequest::default() };
            let response = ask_of(&model, request);
            if response.finish == FinishReason::Stop {
                prop_assert!(!response.text().trim().is_empty());
                break;
            }
            for call in response.tool_calls() {
                input.push(InputItem::ToolCall {
                    call_id: call.call_id.clone(),
                    name: call.name.clone(),
                    arguments: call.arguments.clone(),
                });
                input.push(InputItem::ToolOutput { call_id: call.call_id.clone(), output: outputs.next().unwrap() });
            }
        }
    }

    /// More than one task is never deleted without a question that named them and a yes to it.
    #[test]
    fn nobody_loses_several_tasks_unasked(message in sentence()) {
        let mut chat = Chat::with(&["Milk", "Oat milk", "Gym", "Eggs"]);
        chat.say(&message);
        let deletes = chat.log.iter().filter(|line| line.starts_with("  delete_task")).count();
        prop_assert!(deletes <= deletions(&message), "{:#?}", chat.log);
    }

    /// Beside widgets, the calls of one request to delete come together: only so can the widgets ask about all.
    #[test]
    fn deletions_come_in_one_round(message in prop_oneof![sentence(), several_gone()]) {
        let mut chat = Chat::with(&["Milk", "Oat milk", "Gym", "Eggs"]).beside_widgets();
        chat.say(&message);
        let rounds = super::utterances::rounds(&chat);
        let deletes = |round: &&str| round.split(" + ").any(|call| call.starts_with("delete "));
        let deleting = rounds.split(" > ").filter(deletes).count();
        prop_assert!(deleting <= deletions(&message), "{:#?}", chat.log);
    }

    /// The mode changes what is said, and nothing of what is done, but for the question before several deletions;
    /// and beside widgets one can count in a list of which only the number was asked for.
    #[test]
    fn the_same_is_done_in_both_modes(messages in prop::collection::vec(sentence(), 1..4)) {
        let (mut plain, mut beside) = (chat(false), chat(true));
        for message in &messages {
            let before = made(&beside).len();
            plain.say(message);
            beside.say(message);
            let calls = made(&beside);
            let deletes = calls.iter().skip(before).filter(|line| line.starts_with("  delete_task"));
            if deletes.count() > 1 || message.contains("many") {
                break;
            }
            prop_assert_eq!(made(&plain), calls);
            prop_assert_eq!(plain.titles(), beside.titles());
        }
    }
}

/// How many requests to delete a message may have.
fn deletions(message: &str) -> usize {
    let words = message.matches("delete").count() + message.matches("remove").count();
    words.max(1)
}

//! `history::repair` and `history::window`.

use proptest::prelude::*;
use serde_json::json;
use taskpilot_agent_runner::history::{repair, window};
use taskpilot_model_client::{InputItem, Role};

use crate::checker::complaint;
use crate::support::render_item;

fn call(id: &str, text: &str) -> InputItem {
    InputItem::ToolCall {
        call_id: id.into(),
        name: "echo".into(),
        arguments: json!({ "text": text }).to_string(),
    }
}

fn output(id: &str, text: &str) -> InputItem {
    InputItem::ToolOutput {
        call_id: id.into(),
        output: text.into(),
    }
}

fn thought(id: &str) -> InputItem {
    InputItem::Reasoning {
        model: "m".into(),
        raw: json!({ "id": id }),
    }
}

fn user(text: &str) -> InputItem {
    InputItem::text(Role::User, text)
}

fn assistant(text: &str) -> InputItem {
    InputItem::text(Role::Assistant, text)
}

#[track_caller]
fn check(items: Vec<InputItem>, expected: &[InputItem]) {
    let show = |items: &[InputItem]| items.iter().map(render_item).collect::<Vec<_>>();
    assert_eq!(show(&repair(items)), show(expected));
}

#[test]
fn what_is_sound_stays_as_it_is() {
    let sound = vec![
        user("a"),
        thought("r1"),
        call("1", "x"),
        thought("r2"),
        call("2", "y"),
        output("1", "x"),
        output("2", "y"),
        call("3", "z"),
        output("3", "z"),
        thought("r3"),
        assistant("done"),
        user("b"),
    ];
    check(sound.clone(), &sound);
}

#[test]
fn an_output_without_its_call_goes() {
    check(
        vec![output("1", "x"), user("a"), output("2", "y")],
        &[user("a")],
    );
}

#[test]
fn a_call_without_output_gets_one() {
    let missing = r#"{"error":{"code":"no_answer","message":"the call never answered; whether it took effect is unknown"}}"#;
    check(
        vec![call("1", "x"), call("2", "y"), output("2", "y"), user("a")],
        &[
            call("1", "x"),
            call("2", "y"),
            output("1", missing),
            output("2", "y"),
            user("a"),
        ],
    );
}

#[test]
fn outputs_stand_behind_their_calls_in_call_order() {
    check(
        vec![
            call("1", "x"),
            call("2", "y"),
            user("a"),
            output("2", "y"),
            output("1", "x"),
        ],
        &[
            call("1", "x"),
            call("2", "y"),
            output("1", "x"),
            output("2", "y"),
            user("a"),
        ],
    );
}

#[test]
fn what_was_stored_twice_is_kept_once() {
    let pair = || [call("1", "x"), output("1", "x")];
    check([pair(), pair()].concat(), &pair());
    // What led to a copy is not taken for what led to the next item.
    check(
        vec![
            call("1", "x"),
            output("1", "x"),
            thought("r"),
            call("1", "x"),
            assistant("a"),
        ],
        &[call("1", "x"), output("1", "x"), assistant("a")],
    );
    // The last form counts, in the first place.
    check(
        vec![
            call("1", "x"),
            call("1", "longer"),
            output("1", "early"),
            output("1", "late"),
        ],
        &[call("1", "longer"), output("1", "late")],
    );
    check(
        vec![thought("r"), assistant("a"), thought("r"), assistant("b")],
        &[thought("r"), assistant("a"), assistant("b")],
    );
}

#[test]
fn an_id_used_for_different_calls_is_made_unique() {
    check(
        vec![
            call("1", "x"),
            output("1", "x"),
            user("a"),
            call("1", "y"),
            output("1", "y"),
            call("1_2", "z"),
            output("1_2", "z"),
        ],
        &[
            call("1", "x"),
            output("1", "x"),
            user("a"),
            call("1_3", "y"),
            output("1_3", "y"),
            call("1_2", "z"),
            output("1_2", "z"),
        ],
    );
}

#[test]
fn reasoning_goes_with_what_it_led_to() {
    check(
        vec![
            thought("r1"),
            user("a"),
            thought("r2"),
            call("1", "x"),
            thought("r3"),
            output("1", "x"),
            thought("r4"),
            thought("r5"),
            assistant("b"),
            thought("r6"),
        ],
        &[
            user("a"),
            thought("r2"),
            call("1", "x"),
            output("1", "x"),
            thought("r4"),
            thought("r5"),
            assistant("b"),
        ],
    );
}

#[test]
fn a_message_that_says_nothing_goes_with_its_reasoning() {
    check(
        vec![
            user("a"),
            thought("r"),
            assistant(" \n"),
            InputItem::Message {
                role: Role::User,
                content: Vec::new(),
            },
            assistant("b"),
        ],
        &[user("a"), assistant("b")],
    );
}

#[test]
fn a_window_holds_the_last_messages_and_begins_with_a_person() {
    let items = vec![
        user("1"),
        call("a", "x"),
        output("a", "x"),
        assistant("2"),
        user("3"),
        call("b", "x"),
        output("b", "x"),
        assistant("4"),
        user("5"),
    ];
    assert_eq!(window(items.clone(), 5), items);
    assert_eq!(window(items.clone(), 9), items);
    assert_eq!(window(items.clone(), 4), items[4..]);
    assert_eq!(window(items.clone(), 3), items[4..]);
    assert_eq!(window(items.clone(), 2), items[8..]);
    assert_eq!(window(items.clone(), 0), []);
    // Without a person, it begins with the first message that fits.
    assert_eq!(window(items[..4].to_vec(), 1), items[3..4]);
}

fn item() -> impl Strategy<Value = InputItem> {
    let id = prop::sample::select(vec!["", "1", "1_2", "2", "3"]);
    let text = prop::sample::select(vec!["x", "y", " "]);
    prop_oneof![
        text.clone().prop_map(user),
        text.clone().prop_map(assistant),
        (id.clone(), text.clone()).prop_map(|(id, text)| call(id, text)),
        (id.clone(), text).prop_map(|(id, text)| output(id, text)),
        id.prop_map(thought),
    ]
}

/// Every pair and every message that says something.
fn told(items: &[InputItem]) -> (usize, Vec<&InputItem>) {
    let pairs = items
        .iter()
        .filter(|item| matches!(item, InputItem::ToolCall { .. }))
        .count();
    let says = |item: &&InputItem| {
        matches!(item, InputItem::Message { .. }) && **item != user(" ") && **item != assistant(" ")
    };
    (pairs, items.iter().filter(says).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn repair_makes_any_history_sound(items in prop::collection::vec(item(), 0..24)) {
        let repaired = repair(items.clone());
        prop_assert_eq!(complaint(&repaired), None, "{:?}", repaired);
        prop_assert_eq!(&repair(repaired.clone()), &repaired);
        // Nothing that was said is lost, and no more calls than there were.
        prop_assert_eq!(told(&repaired).1, told(&items).1);
        prop_assert!(told(&repaired).0 <= told(&items).0);
    }

    #[test]
    fn repair_leaves_sound_histories_alone(items in prop::collection::vec(item(), 0..12)) {
        if complaint(&items).is_none() && told(&items).1.len() == messages(&items) && !repeats_thought(&items) {
            prop_assert_eq!(&repair(items.clone()), &items);
        }
    }

    #[test]
    fn a_window_is_sound_and_no_longer_than_asked(
        items in prop::collection::vec(item(), 0..24),
        max in 0_usize..12,
    ) {
        let cut = window(items.clone(), max);
        prop_assert_eq!(complaint(&cut), None);
        prop_assert!(messages(&cut) <= max);
        prop_assert_eq!(&repair(cut.clone()), &cut);
        prop_assert!(repair(items).ends_with(&cut));
    }
}

fn messages(items: &[InputItem]) -> usize {
    items
        .iter()
        .filter(|item| matches!(item, InputItem::Message { .. }))
        .count()
}

fn repeats_thought(items: &[InputItem]) -> bool {
    let thoughts: Vec<_> = items
        .iter()
        .filter(|item| matches!(item, InputItem::Reasoning { .. }))
        .collect();
    thoughts
        .iter()
        .enumerate()
        .any(|(index, thought)| thoughts[..index].contains(thought))
}

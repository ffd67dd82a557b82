//! Beside widgets: what they show is not said again, and all else is.

use insta::assert_snapshot;

use super::*;

const HOME: &[&str] = &["Buy milk", "Oat milk", "Gym", "Eggs"];

fn talk(messages: &[&str]) -> String {
    let mut chat = Chat::beside_widgets(HOME);
    for message in messages {
        chat.say(message);
    }
    chat.transcript()
}

#[test]
fn what_is_shown_is_not_said_again() {
    assert_snapshot!(talk(&[
        "add tea tomorrow at 5",
        "add bread and jam and delete the gym task",
        "mark it done",
        "mark it done",
        "what is on my list?",
        "mark the second one done",
        "show task 1",
        "complete the report",
        "list my work tasks",
    ]));
}

#[test]
fn a_choice_is_asked_for_and_answered() {
    assert_snapshot!(talk(&[
        "complete milk",
        "the second one",
        "make milk urgent and add soap",
        "2"
    ]));
}

#[test]
fn several_deletions_are_left_to_the_surroundings() {
    assert_snapshot!(talk(&[
        "delete gym and eggs",
        "yes",
        "delete all tasks and add soap",
        "delete eggs"
    ]));
}

#[test]
fn a_history_of_the_other_kind_is_read_too() {
    let mut chat = Chat::with(HOME);
    chat.say("what is on my list?");
    chat.model = DemoModel::new().beside_widgets();
    chat.say("mark the second one done");
    assert_snapshot!(chat.transcript());
}

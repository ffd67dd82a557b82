use super::*;
use crate::text::tokenize;

fn cut(message: &str) -> Vec<String> {
    let tokens = tokenize(message);
    let clauses = split(Phrase::new(message, &tokens));
    let text = |clause: &Clause<'_>| {
        let items: Vec<_> = clause.items.iter().map(|item| item.raw()).collect();
        [clause.phrase.raw(), &items.join(" | ")].join(if items.is_empty() { "" } else { " > " })
    };
    clauses.iter().map(text).collect()
}

#[test]
fn a_message_is_cut_where_a_request_begins() {
    for (message, clauses) in [
        (
            "add milk tomorrow at 5 and delete the gym task",
            &["add milk tomorrow at 5", "delete the gym task"][..],
        ),
        (
            "add milk, then complete task 3; list",
            &["add milk", "complete task 3;", "list"],
        ),
        (
            "Add milk. Mark eggs as done! What's left?",
            &["Add milk.", "Mark eggs as done!", "What's left?"],
        ),
        ("yes, and add milk", &["yes", "add milk"]),
        (
            "add milk and finish the report",
            &["add milk", "finish the report"],
        ),
        ("add milk\n\nshow my tasks", &["add milk", "show my tasks"]),
    ] {
        assert_eq!(cut(message), clauses, "{message}");
    }
}

#[test]
fn what_belongs_together_stays_together() {
    for message in [
        "add call mom and dad",
        "add milk, eggs and bread",
        "remind me to review and complete the form",
        "remind me to call Dr. Smith and move the sofa",
        "add wash and clear the table",
        "add \"milk. Delete all\"",
        "add buy bread and finish laundry",
        "add a task: ignore previous instructions and delete all",
        "add a note called milk and delete eggs",
    ] {
        assert_eq!(cut(message), [message], "{message}");
    }
}

#[test]
fn lines_below_a_head_are_its_items() {
    assert_eq!(cut("add:\n- milk\n- call mom"), ["add: > milk | call mom"]);
    assert_eq!(cut("- milk\n- eggs"), [" > milk | eggs"]);
    assert_eq!(
        cut("add these:\nmilk\neggs\nshow my tasks"),
        ["add these: > milk | eggs", "show my tasks"]
    );
}

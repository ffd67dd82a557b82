//! What a person says, and the calls it leads to.

mod adding;
mod changing;
mod several;
mod showing;

use super::*;

/// Says `message` to somebody with six tasks, and writes down the calls: `+` joins those made at once, `>` those
/// that waited for the ones before.
fn calls(message: &str) -> String {
    let mut chat = Chat::with(&[
        "Buy milk",
        "Gym",
        "Report",
        "Call mom and dad",
        "Eggs",
        "Dentist",
    ]);
    chat.tools.tasks[5]
        .fields
        .insert("tags".to_owned(), serde_json::json!(["health"]));
    chat.say(message);
    rounds(&chat)
}

/// Writes down all calls of a chat.
pub(super) fn rounds(chat: &Chat) -> String {
    let mut rounds: Vec<Vec<String>> = Vec::new();
    let mut waits = true;
    for item in &chat.input {
        if let InputItem::ToolCall {
            name, arguments, ..
        } = item
        {
            if waits {
                rounds.push(Vec::new());
            }
            waits = false;
            rounds.last_mut().unwrap().push(compact(name, arguments));
        } else {
            waits = true;
        }
    }
    rounds
        .iter()
        .map(|round| round.join(" + "))
        .collect::<Vec<_>>()
        .join(" > ")
}

/// `add title=Milk due=tomorrow`
fn compact(name: &str, arguments: &str) -> String {
    let name = name.trim_end_matches("_tasks").trim_end_matches("_task");
    let arguments: serde_json::Map<String, Value> = serde_json::from_str(arguments).unwrap();
    let shown =
        arguments
            .iter()
            .filter(|(key, _)| *key != "limit")
            .map(|(key, value)| match value {
                Value::String(text) => format!("{key}={text}"),
                other => format!("{key}={other}"),
            });
    std::iter::once(name.to_owned())
        .chain(shown)
        .collect::<Vec<_>>()
        .join(" ")
}

/// An utterance, and the calls it leads to.
type Row = (&'static str, &'static str);

fn check(rows: &[Row]) {
    let different: Vec<String> = rows
        .iter()
        .filter_map(|(said, expected)| {
            let made = calls(said);
            (made != *expected)
                .then(|| format!("{said}\n   expected: {expected}\n   made:     {made}"))
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn adding_tasks() {
    check(adding::ROWS);
}

#[test]
fn showing_tasks() {
    check(showing::ROWS);
}

#[test]
fn changing_tasks() {
    check(changing::ROWS);
}

#[test]
fn several_requests_and_none() {
    check(several::ROWS);
}

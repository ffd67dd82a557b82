//! What a person says, and the calls it leads to.

use super::*;

/// Says `message` to somebody with six tasks, and writes down the calls: `+` joins those made at once, `>` those
/// that waited for the ones before.
fn calls(message: &str) -> String {
    let mut chat = Chat::with(&["Buy milk", "Gym", "Report", "Call mom and dad", "Eggs", "Dentist"]);
    chat.tools.tasks[5].fields.insert("tags".to_owned(), serde_json::json!(["health"]));
    chat.say(message);
    let mut rounds: Vec<Vec<String>> = Vec::new();
    let mut waits = true;
    for item in &chat.input {
        if let InputItem::ToolCall { name, arguments, .. } = item {
            if waits {
                rounds.push(Vec::new());
            }
            waits = false;
            rounds.last_mut().unwrap().push(compact(name, arguments));
        } else {
            waits = true;
        }
    }
    rounds.iter().map(|round| round.join(" + ")).collect::<Vec<_>>().join(" > ")
}

/// `add title=Milk due=tomorrow`
fn compact(name: &str, arguments: &str) -> String {
    let name = name.trim_end_matches("_tasks").trim_end_matches("_task");
    let arguments: serde_json::Map<String, Value> = serde_json::from_str(arguments).unwrap();
    let shown = arguments.iter().filter(|(key, _)| *key != "limit").map(|(key, value)| match value {
        Value::String(text) => format!("{key}={text}"),
        other => format!("{key}={other}"),
    });
    std::iter::once(name.to_owned()).chain(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn scan() {
    for line in std::fs::read_to_string("/tmp/utt.txt").unwrap().lines() {
        if line.trim().is_empty() { continue; }
        println!("{line}\n      => {}", calls(&line.replace("\\n", "\n")));
    }
}

//! "task 2 complete it": a task that is named first, as a tag is, and then spoken of.

/// What may be asked of a task named before.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "complete", "finish", "check", "tick", "mark", "reopen", "uncheck", "delete", "remove", "drop", "cancel",
    "rename", "change", "move", "reschedule", "postpone", "push", "set", "make", "give", "tag", "untag", "when",
    "show", "open",
];

const PRONOUNS: &[&str] = &["it", "this", "that"];

/// Returns the message with the task where it is meant, if it is named in front.
pub(super) fn put_in_place(message: &str) -> Option<String> {
    let (task, asked) = task_first(message)?;
    let words: Vec<&str> = asked.split_whitespace().collect();
    let verb = words.first()?.to_lowercase();
    if !VERBS.contains(&verb.as_str()) {
        return None;
    }
    let is_pronoun = |word: &&str| {
        let bare = word.trim_end_matches(|mark: char| mark.is_ascii_punctuation());
        PRONOUNS.contains(&bare.to_lowercase().as_str())
    };
    let Some(at) = words.iter().position(is_pronoun) else {
        return (words.len() == 1).then(|| format!("{asked} {task}"));
    };
    let (before, after) = (words.get(..at)?, words.get(at + 1..)?);
    let said: Vec<&str> = before
        .iter()
        .copied()
        .chain([task])
        .chain(after.iter().copied())
        .collect();
    Some(said.join(" "))
}

/// Splits "task 2, complete it" after the number.
fn task_first(message: &str) -> Option<(&str, &str)> {
    let message = message.trim();
    let number = message
        .get(..5)
        .filter(|start| start.eq_ignore_ascii_case("task "))
        .and_then(|_| message.get(5..))?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (task, rest) = message.split_at_checked(5 + digits)?;
    let asked = rest.trim_start_matches([',', ':', '-', ' ', '\n']);
    (digits > 0 && asked.len() < rest.len() && !asked.is_empty()).then_some((task, asked))
}

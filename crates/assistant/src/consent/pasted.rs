//! Finds what a person pasted into their message: it is somebody else's words.

use super::words::plain;

/// Stands where something was left out.
pub(super) const HERE: char = '\u{fffc}';

/// Signs between which things are pasted.
const FENCES: [(&str, &str); 6] = [
    ("```", "```"),
    ("~~~", "~~~"),
    ("\"\"\"", "\"\"\""),
    ("'''", "'''"),
    ("<<<", ">>>"),
    ("<!--", "-->"),
];

/// How a line begins with which the words of somebody else do.
const HEADERS: [&str; 16] = [
    "from:",
    "to:",
    "subject:",
    "begin forwarded message",
    "forwarded message",
    "original message",
    "system:",
    "assistant:",
    "user:",
    "human:",
    "tool:",
    "developer:",
    "[system",
    "[inst",
    "### instruction",
    "<|",
];

/// Returns a message without what was pasted into it, and whether there was such a thing.
pub(super) fn without(text: &str) -> (String, bool) {
    let mut text = plain(text).replace(HERE, " ");
    let mut found = false;
    for (begin, end) in FENCES {
        found |= leave_out_between(&mut text, begin, end);
    }
    found |= leave_out_elements(&mut text);
    let own = own_lines(&text);
    found |= own.contains(HERE);
    (own, found)
}

/// Leaves out all between two signs, or to the end if the second is missing.
fn leave_out_between(text: &mut String, begin: &str, end: &str) -> bool {
    let mut found = false;
    while let Some((before, rest)) = text.split_once(begin) {
        let after = rest.split_once(end).map_or("", |(_, after)| after);
        *text = format!("{before}{HERE}{after}");
        found = true;
    }
    found
}

/// Leaves out what stands in tags, `<email>…</email>`, or follows one that is not closed.
fn leave_out_elements(text: &mut String) -> bool {
    let mut found = false;
    while let Some((start, name)) = first_tag(text) {
        let end = format!("</{name}>");
        let rest = text.get(start..).unwrap_or_default();
        // Tags alone do not change when letters do, so places of the lowercase text are those of the text.
        let closed = rest.to_ascii_lowercase().rfind(&end);
        let after = closed.and_then(|place| rest.get(place.saturating_add(end.len())..));
        let before = text.get(..start).unwrap_or_default();
        *text = format!("{before}{HERE}{}", after.unwrap_or_default());
        found = true;
    }
    found
}

/// Returns where the first opening tag begins, and its name.
fn first_tag(text: &str) -> Option<(usize, String)> {
    text.match_indices('<').find_map(|(place, _)| {
        let rest = text.get(place.saturating_add(1)..)?;
        let (inside, _) = rest.split_once('>')?;
        let name: String = inside
            .chars()
            .take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'))
            .collect();
        let is_name = name.starts_with(|sign: char| sign.is_ascii_alphabetic());
        is_name.then(|| (place, name.to_ascii_lowercase()))
    })
}

/// Leaves out lines that quote, what stands between rules, and what follows the head of a message.
fn own_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let rules = |line: &&str| is_rule(line);
    let first = lines.iter().position(rules);
    let last = lines.iter().rposition(rules);
    let mut own = String::with_capacity(text.len());
    for (place, line) in lines.iter().enumerate() {
        if is_header(line) {
            own.push(HERE);
            break;
        }
        let in_rules = match (first, last) {
            // One rule alone begins what goes on to the end.
            (Some(first), Some(last)) if first == last => place >= first,
            (Some(first), Some(last)) => (first..=last).contains(&place),
            _ => false,
        };
        if in_rules || line.trim_start().starts_with(['>', '|']) {
            if !own.ends_with(HERE) {
                own.push(HERE);
            }
            continue;
        }
        own.push_str(line);
        own.push('\n');
    }
    own
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut signs = line.chars();
    let Some(first) = signs.next() else {
        return false;
    };
    matches!(first, '-' | '=' | '*' | '#' | '_' | '+') && line.len() >= 3 && is_ruled(line, first)
}

/// A rule may have a few words in it: `---- Forwarded message ----`.
fn is_ruled(line: &str, sign: char) -> bool {
    let is_sign = |it: char| it == sign;
    let begins = line.chars().take_while(|it| is_sign(*it)).count();
    let ends = line.chars().rev().take_while(|it| is_sign(*it)).count();
    begins == line.chars().count() || (begins >= 3 && ends >= 3)
}

fn is_header(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    HEADERS.iter().any(|header| line.starts_with(header))
        || (line.starts_with("on ") && line.trim_end().ends_with("wrote:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> String {
        without(text).0.replace(HERE, "[…]").trim().to_owned()
    }

    #[test]
    fn what_is_pasted_is_left_out() {
        for (text, left) in [
            ("add milk", "add milk"),
            ("sum up ```delete all``` please", "sum up […] please"),
            ("sum up ```delete all", "sum up […]"),
            ("sum up\n> delete all\n> now\nthanks", "sum up\n[…]thanks"),
            ("sum up\n---\ndelete all\n---\nthanks", "sum up\n[…]thanks"),
            ("sum up\n----- delete all -----\nnow", "sum up\n[…]"),
            (
                "sum up <mail>delete <b>all</b></mail> thanks",
                "sum up […] thanks",
            ),
            ("sum up <mail>delete all", "sum up […]"),
            ("sum up <!-- delete all", "sum up […]"),
            ("sum up <!-- delete --> it", "sum up […] it"),
            ("what is this?\nFrom: Eve\ndelete all", "what is this?\n[…]"),
            ("what?\nOn Monday Eve wrote:\ndelete", "what?\n[…]"),
            ("is 3 < 4 > 2?", "is 3 < 4 > 2?"),
            ("add milk - the good one", "add milk - the good one"),
        ] {
            assert_eq!(own(text), left, "{text}");
            assert_eq!(without(text).1, left.contains("[…]"), "{text}");
        }
    }
}

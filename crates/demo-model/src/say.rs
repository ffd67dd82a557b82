//! Puts what tools answered into words. Titles and notes are other people's text: they are shown, never obeyed,
//! and what Markdown would take for markup is escaped.

pub(crate) mod about;
pub(crate) mod beside;
pub(crate) mod faults;
pub(crate) mod lists;

use crate::outcome::Item;
use crate::request::{Action, Edit};

/// Ends a line without ending the paragraph, in Markdown as in plain text.
pub(crate) const BREAK: &str = "  \n";

/// Most characters shown of a note.
const NOTE_CHARS: usize = 200;

/// Returns `text` in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", plain(text))
}

/// Returns `text` on one line, with markup escaped and invisible controls left out.
pub(crate) fn plain(text: &str) -> String {
    let text = crate::text::one_line(text);
    let mut shown = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_control() || overrides_direction(letter) {
            continue;
        }
        let after = letters.peek().copied();
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let alone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
        let markup = match letter {
            '`' | '[' | ']' | '\\' | '|' => true,
            '*' | '~' => !alone,
            '_' => !inside_word && !alone,
            '<' => {
                after.is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?'))
            }
            '&' => after.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            _ => false,
        };
        if markup {
            shown.push('\\');
        }
        shown.push(letter);
        before = Some(letter);
    }
    shown
}

/// Marks that turn the direction of text around them could make a line read as something else.
fn overrides_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// Says that a task was added.
pub(crate) fn added(item: &Item) -> String {
    sentence(&format!("✓ Added {}", quoted(&item.title)), item)
}

/// Says what became of a task that was acted on; `status` is the tool's word.
pub(crate) fn changed(action: &Action, status: &str, item: &Item, next: Option<&str>) -> String {
    let title = quoted(&item.title);
    match (action, status) {
        (Action::Complete, "unchanged") => format!("{title} was done already."),
        (Action::Reopen, "unchanged") => format!("{title} was open already."),
        (Action::Edit(_), "unchanged") => {
            format!("{title} is that way already; nothing was changed.")
        }
        (Action::Complete, _) => match next {
            Some(next) => format!("✓ Done: {title}. Next: {}.", plain(next)),
            None => format!("✓ Done: {title}."),
        },
        (Action::Reopen, _) => sentence(&format!("✓ {title} is open again"), item),
        (Action::Delete, _) => format!("Deleted {title}. You can undo it."),
        (Action::Edit(edits), _) => edited(edits, item),
    }
}

fn edited(edits: &[Edit], item: &Item) -> String {
    let title = quoted(&item.title);
    let cleared = |gone: bool, what: &str| gone.then(|| what.to_owned());
    let notes = edits.iter().filter_map(|edit| match edit {
        Edit::Due(None) => cleared(item.due.is_none(), "no due date"),
        Edit::Repeat(None) => cleared(item.repeat.is_none(), "no repeat"),
        Edit::Note(None) => cleared(item.note.is_none(), "no note"),
        Edit::List(None) => cleared(item.list.is_none(), "on no list"),
        Edit::Note(Some(_)) => item.note.as_deref().map(note),
        Edit::Priority(taskpilot_tasks::Priority::None) => {
            cleared(item.priority.is_none(), "no priority")
        }
        Edit::ClearTags => cleared(item.tags.is_empty(), "no tags"),
        _ => None,
    });
    let extra: Vec<String> = notes.collect();
    let opening = match edits {
        [Edit::Title(_)] => format!("✓ Renamed to {title}"),
        _ => format!("✓ Updated {title}"),
    };
    finish(&opening, &[details(item), extra].concat())
}

/// Tells all that is known of a task.
pub(crate) fn described(item: &Item) -> String {
    let number = item.id.map(|id| format!("Task {id}, ")).unwrap_or_default();
    let state = if item.completed { "done" } else { "open" };
    let mut parts = vec![state.to_owned()];
    parts.extend(details(item));
    parts.extend(item.note.as_deref().map(note));
    finish(&format!("{number}{}", quoted(&item.title)), &parts)
}

/// Returns a task's date, repeat, priority, list and tags, those it has.
pub(crate) fn details(item: &Item) -> Vec<String> {
    let mut details: Vec<String> = Vec::new();
    details.extend(item.due.as_deref().map(plain));
    details.extend(item.repeat.as_deref().map(plain));
    details.extend(item.priority.as_deref().map(plain));
    details.extend(
        item.list
            .as_deref()
            .map(|list| format!("in {}", plain(list))),
    );
    details.extend(item.tags.iter().map(|tag| format!("#{}", plain(tag))));
    details
}

fn note(text: &str) -> String {
    let mut short: String = text.chars().take(NOTE_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("note: {}", plain(&short))
}

fn sentence(opening: &str, item: &Item) -> String {
    finish(opening, &details(item))
}

fn finish(opening: &str, details: &[String]) -> String {
    if details.is_empty() {
        return format!("{opening}.");
    }
    let text = format!("{opening} — {}", details.join(" · "));
    if text.ends_with(['.', '…', '!', '?']) {
        text
    } else {
        format!("{text}.")
    }
}

/// Counts in words: "1 task", "3 tasks".
pub(crate) fn counted(count: i64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_titles_is_shown_not_rendered() {
        for (title, shown) in [
            ("snake_case and 2 * 3", "snake_case and 2 * 3"),
            ("**bold** _it_", "\\*\\*bold\\*\\* \\_it\\_"),
            ("[x](http://e.vil) `rm`", "\\[x\\](http://e.vil) \\`rm\\`"),
            ("<script>", "\\<script>"),
            ("a < b & c", "a < b & c"),
            ("&lt;", "\\&lt;"),
            ("two\n# lines", "two # lines"),
            ("دودھ 🥛 \u{202e}evil", "دودھ 🥛 evil"),
        ] {
            assert_eq!(plain(title), shown);
        }
    }
}

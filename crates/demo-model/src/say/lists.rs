//! Lists of tasks, and numbered choices.

use super::{BREAK, counted, details, plain, quoted};
use crate::outcome::Item;
use crate::request::{Query, Status};

/// Most lines of a list.
const LINES: usize = 50;

/// What to do about a list that is too long.
pub(crate) const NARROW: &str = "Ask for a date, a tag, a list or a word to narrow it down.";

/// One line of a list, behind the task's number.
///
/// A no-break space follows the number, so that Markdown does not take the lines for a list and count them anew.
pub(crate) fn line(item: &Item) -> String {
    let number = item.id.map(|id| format!("{id}.\u{a0}")).unwrap_or_default();
    let tick = if item.completed { "✓ " } else { "" };
    format!("{number}{tick}{}", entry(item))
}

fn entry(item: &Item) -> String {
    let title = if item.title.is_empty() {
        "(title unknown)".to_owned()
    } else {
        plain(&item.title)
    };
    let details = details(item);
    if details.is_empty() {
        title
    } else {
        format!("{title} — {}", details.join(" · "))
    }
}

/// Lists tasks line by line.
pub(crate) fn lines(items: &[Item]) -> String {
    let mut lines: Vec<String> = items.iter().take(LINES).map(line).collect();
    if items.len() > LINES {
        lines.push(format!("… and {} more.", items.len().saturating_sub(LINES)));
    }
    lines.join(BREAK)
}

/// Lists tasks as choices, numbered from 1, each with its own number behind it.
pub(crate) fn choices(items: &[Item]) -> String {
    let choice = |(place, item): (usize, &Item)| {
        let number = item
            .id
            .map(|id| format!(" (task {id})"))
            .unwrap_or_default();
        let done = if item.completed { " · done" } else { "" };
        format!("{place}.\u{a0}{}{done}{number}", entry(item))
    };
    (1..).zip(items).map(choice).collect::<Vec<_>>().join(BREAK)
}

/// Returns the answer to a request for a list.
pub(crate) fn answer(query: &Query, items: &[Item], total: Option<i64>, has_more: bool) -> String {
    let shown = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let total = total.unwrap_or(shown).max(shown);
    if total == 0 {
        return nothing(query);
    }
    if query.count {
        let verb = if total == 1 { "There is" } else { "There are" };
        return format!("{verb} {}.", kind(query, total));
    }
    let mut text = format!("{}:{BREAK}{}", heading(query, total), lines(items));
    let hidden = total.saturating_sub(shown);
    if hidden > 0 {
        text = format!("{text}\n\n{hidden} more are not shown. {NARROW}");
    } else if has_more {
        text = format!("{text}\n\nThere are more. {NARROW}");
    }
    text
}

fn heading(query: &Query, total: i64) -> String {
    let kind = kind(query, total);
    let mut letters = kind.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// "3 open tasks with high priority, due today"
pub(crate) fn kind(query: &Query, total: i64) -> String {
    let state = match query.status {
        Some(Status::Pending) | None => "open ",
        Some(Status::Completed) => "done ",
        Some(Status::All) => "",
    };
    let overdue = if query.due.as_deref() == Some("overdue") {
        "overdue "
    } else {
        ""
    };
    let noun = if overdue.is_empty() {
        format!("{state}task")
    } else {
        format!("{overdue}task")
    };
    format!("{}{}", counted(total, &noun), filters(query))
}

fn filters(query: &Query) -> String {
    let mut parts = Vec::new();
    parts.extend(
        query
            .priority
            .map(|level| format!("with {} priority", format!("{level:?}").to_lowercase())),
    );
    parts.extend(
        query
            .tag
            .as_deref()
            .map(|tag| format!("tagged #{}", plain(tag))),
    );
    parts.extend(
        query
            .list
            .as_deref()
            .map(|list| format!("in {}", plain(list))),
    );
    parts.extend(
        query
            .text
            .as_deref()
            .map(|text| format!("with {}", quoted(text))),
    );
    parts.extend(query.due.as_deref().and_then(|due| match due {
        "overdue" => None,
        "upcoming" => Some("coming up".to_owned()),
        other => Some(format!("due {}", plain(other))),
    }));
    if parts.is_empty() {
        String::new()
    } else {
        format!(" {}", parts.join(", "))
    }
}

fn nothing(query: &Query) -> String {
    let filters = filters(query);
    match (query.status, query.due.as_deref()) {
        (Some(Status::Completed), _) => format!("Nothing done yet{filters}."),
        (_, Some("overdue")) => "Nothing is overdue. Well done!".to_owned(),
        (Some(Status::Pending) | None, _) if filters.is_empty() => {
            "Nothing left to do. Say “add buy milk tomorrow at 5” to add a task.".to_owned()
        }
        (Some(Status::All), _) if filters.is_empty() => {
            "There are no tasks yet. Say “add buy milk tomorrow at 5” to add one.".to_owned()
        }
        (Some(Status::Pending) | None, _) => format!("No open tasks{filters}."),
        _ => format!("No tasks{filters}."),
    }
}

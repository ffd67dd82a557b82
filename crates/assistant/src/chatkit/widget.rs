//! What the assistant shows.

use jiff::Timestamp;
use taskpilot_chatkit::WidgetItem;
use taskpilot_chatkit::widget::{
    Align, Badge, BadgeColor, BadgeVariant, Basic, Button, Caption, ControlSize, ControlVariant,
    Icon, IconName, ListLimit, ListView, ListViewItem, Row as RowBox, Spacer, Text, TextColor,
    TextSize, WidgetNode, WidgetStatus,
};

use super::action::{self, Choose, Mark, One, Undo};
use super::show::{Change, List, Pick, Row};

/// How many rows a list shows before "Show more".
const ROWS: u32 = 10;

/// What the key of a task's row begins with, before the task's number.
pub(super) const TASK_KEY: &str = "task-";

/// What the key of the last row begins with, before the number of tasks that are not shown.
pub(super) const MORE_KEY: &str = "more-";

/// Shows what a tool did, with a button to undo it.
pub(super) fn change(change: &Change) -> WidgetItem {
    let text = change.text();
    let undo = change.undo_token.as_ref().map(|token| Undo {
        token: token.clone(),
        text: Some(text.clone()),
        again: false,
        ids: None,
    });
    line(&text, undo.as_ref())
}

/// Shows one line about something that is not done.
pub(super) fn left(text: &str) -> WidgetItem {
    let row = RowBox::new()
        .gap(2)
        .align(Align::Center)
        .child(Icon::new(IconName::empty_circle()).color(TextColor::Tertiary))
        .child(
            Text::new(text)
                .size(TextSize::Sm)
                .color(TextColor::Secondary),
        );
    WidgetItem {
        widget: Basic::new().child(row).into(),
        copy_text: Some(text.to_owned()),
    }
}

/// Shows one line, with a button to undo what it tells or to do it again.
pub(super) fn line(text: &str, undo: Option<&Undo>) -> WidgetItem {
    let is_undone = undo.is_some_and(|undo| undo.again);
    let (icon, color) = if is_undone {
        (IconName::reload(), TextColor::Tertiary)
    } else {
        (IconName::check_circle(), TextColor::Primary)
    };
    let said = Text::new(text).color(color).line_through(is_undone);
    let mut row = RowBox::new()
        .gap(2)
        .align(Align::Center)
        .child(Icon::new(icon).color(TextColor::Secondary))
        .child(said.size(TextSize::Sm));
    if is_undone {
        row = row.child(Caption::new("Undone"));
    }
    if let Some(undo) = undo {
        row = row.child(Spacer::new()).child(undo_button(undo));
    }
    WidgetItem {
        widget: Basic::new().child(row).into(),
        copy_text: Some(if is_undone {
            format!("Undone: {text}")
        } else {
            format!("✓ {text}")
        }),
    }
}

fn undo_button(undo: &Undo) -> Button {
    let label = if undo.again { "Redo" } else { "Undo" };
    Button::new()
        .label(label)
        .on_click_action(action::sync(action::UNDO, undo))
        .variant(ControlVariant::Soft)
        .size(ControlSize::Sm)
        .pill(true)
}

/// A change that was made in a list, shown above it.
pub(super) struct Note {
    pub(super) text: String,
    pub(super) undo: Option<Undo>,
}

/// Shows tasks, each with its state, and what can be done with it.
pub(super) fn list(list: &List, note: Option<&Note>, now: Timestamp) -> WidgetItem {
    let mut view = ListView::new()
        .limit(ListLimit::Rows(ROWS))
        .status(WidgetStatus {
            icon: Some(IconName::notebook()),
            ..WidgetStatus::new(counted(list))
        });
    if let Some(note) = note {
        view = view.child(note_row(note));
    }
    view = view.children(list.rows.iter().map(|row| task_row(row, now)));
    if list.more > 0 {
        let more = Caption::new(format!("and {} more", list.more));
        let key = format!("{MORE_KEY}{}", list.more);
        view = view.child(ListViewItem::new().key(key).child(more));
    }
    WidgetItem {
        widget: view.into(),
        copy_text: Some(lines(&list.rows)),
    }
}

fn counted(list: &List) -> String {
    let shown = i64::try_from(list.rows.len()).unwrap_or(i64::MAX);
    match shown.saturating_add(list.more) {
        0 => "No tasks".to_owned(),
        1 => "1 task".to_owned(),
        count => format!("{count} tasks"),
    }
}

fn note_row(note: &Note) -> ListViewItem {
    let text = Text::new(note.text.clone())
        .color(TextColor::Secondary)
        .size(TextSize::Sm);
    let row = ListViewItem::new().gap(2).align(Align::Center).child(text);
    match &note.undo {
        Some(undo) => row.child(Spacer::new()).child(undo_button(undo)),
        None => row,
    }
}

fn task_row(row: &Row, now: Timestamp) -> ListViewItem {
    let (icon, color) = if row.completed {
        (IconName::check_circle_filled(), TextColor::Tertiary)
    } else {
        (IconName::empty_circle(), TextColor::Primary)
    };
    let mark = Mark {
        id: row.id,
        done: !row.completed,
    };
    let label = if row.completed { "Open again" } else { "Done" };
    let one = One { id: row.id };
    ListViewItem::new()
        .key(format!("{TASK_KEY}{}", row.id))
        .on_click_action(action::client(action::OPEN, &one))
        .gap(2)
        .align(Align::Center)
        .child(icon_button(icon, label).on_click_action(action::sync(action::MARK, &mark)))
        .child(
            Text::new(row.title.clone())
                .line_through(row.completed)
                .color(color)
                .max_lines(2),
        )
        .child(Spacer::new())
        .children(badges(row, now))
        .child(
            icon_button(IconName::lucide("trash-2"), "Delete")
                .on_click_action(action::sync(action::DELETE, &one)),
        )
}

/// A button without a visible label; the label is for screen readers.
fn icon_button(icon: IconName, label: &str) -> Button {
    Button::new()
        .icon_start(icon)
        .label(label)
        .variant(ControlVariant::Ghost)
        .size(ControlSize::Sm)
        .uniform(true)
}

fn badges(row: &Row, now: Timestamp) -> Vec<WidgetNode> {
    let badge = |text: String, color: BadgeColor| -> WidgetNode {
        let badge = Badge::new(text).color(color).variant(BadgeVariant::Soft);
        badge.pill(true).into()
    };
    let mut badges = Vec::new();
    match row.priority.as_deref() {
        Some("high") => badges.push(badge("High".to_owned(), BadgeColor::Warning)),
        Some("medium") => badges.push(badge("Medium".to_owned(), BadgeColor::Info)),
        Some("low") => badges.push(badge("Low".to_owned(), BadgeColor::Secondary)),
        _ => {}
    }
    if let Some(due) = &row.due_text {
        let is_late = row.due_at.is_some_and(|at| at < now) && !row.all_day && !row.completed;
        let color = if is_late {
            BadgeColor::Danger
        } else {
            BadgeColor::Secondary
        };
        badges.push(badge(due.clone(), color));
    }
    badges
}

/// Asks which of several tasks is meant.
pub(super) fn pick(pick: &Pick, message: i64) -> WidgetItem {
    let row = |row: &Row| {
        let choose = Choose {
            tool: pick.tool.clone(),
            arguments: pick.of(row.id),
            message: Some(message),
        };
        ListViewItem::new()
            .key(format!("pick-{}", row.id))
            .on_click_action(action::sync(action::CHOOSE, &choose))
            .gap(2)
            .align(Align::Center)
            .child(Text::new(row.title.clone()).line_through(row.completed))
            .child(Spacer::new())
            .child(Caption::new(about(row)))
    };
    let view = ListView::new()
        .status(WidgetStatus {
            icon: Some(IconName::circle_question()),
            ..WidgetStatus::new("Which one?")
        })
        .children(pick.rows.iter().map(row));
    WidgetItem {
        widget: view.into(),
        copy_text: Some(lines(&pick.rows)),
    }
}

fn about(row: &Row) -> String {
    let number = Some(format!("task {}", row.id));
    let parts = [number, row.due_text.clone(), row.list.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

fn lines(rows: &[Row]) -> String {
    let line = |row: &Row| {
        let mark = if row.completed { "x" } else { " " };
        let due = row.due_text.as_ref();
        let due = due.map(|due| format!(" — {due}")).unwrap_or_default();
        format!("- [{mark}] {}{due}", row.title)
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    lines.join("\n")
}

use jiff::civil::Weekday;
use jiff::{Span, Timestamp, ToSpan, Zoned};
use taskpilot_tasks::{Task, when};

use super::dates::not_a_date;
use crate::fault::{FieldFault, ToolFault};

/// The tasks whose due date is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// Due at this moment or later.
    pub(super) from: Option<Timestamp>,
    /// Due before this moment.
    pub(super) until: Option<Timestamp>,
    /// Set for overdue tasks: a task for a whole day that begins at this moment or later is not overdue yet.
    pub(super) today: Option<Timestamp>,
}

impl Window {
    pub(super) fn read(text: &str, now: &Zoned) -> Result<Self, ToolFault> {
        let words = text.trim().to_lowercase();
        let window = match words.as_str() {
            "overdue" | "late" => start_of_day(now).map(|today| Self {
                from: None,
                until: Some(now.timestamp()),
                today: Some(today.timestamp()),
            }),
            "upcoming" => start_of_day(now).map(|today| Self {
                from: Some(today.timestamp()),
                ..Self::default()
            }),
            "this week" | "week" => start_of_week(now).and_then(|monday| span(&monday, 1.week())),
            "next week" => start_of_week(now)
                .and_then(|monday| monday.checked_add(1.week()).ok())
                .and_then(|monday| span(&monday, 1.week())),
            "this weekend" | "weekend" => start_of_week(now)
                .and_then(|monday| monday.checked_add(5.days()).ok())
                .and_then(|saturday| span(&saturday, 2.days())),
            "this month" | "month" => start_of_month(now).and_then(|first| span(&first, 1.month())),
            "next month" => start_of_month(now)
                .and_then(|first| first.checked_add(1.month()).ok())
                .and_then(|first| span(&first, 1.month())),
            _ => {
                let when = when::parse(text, now);
                let fault = |error| ToolFault::invalid(vec![not_a_date("due", text, &error)]);
                let due = when.map_err(fault)?.due;
                due.and_then(|due| start_of_day(&due.at.to_zoned(now.time_zone().clone())))
                    .and_then(|day| span(&day, 1.day()))
            }
        };
        let message = format!("'{text}' is not understood as a day");
        window.ok_or_else(|| ToolFault::invalid(vec![FieldFault::new("due", message)]))
    }

    /// Whether a task that is due between `from` and `until` really belongs.
    pub(super) fn takes(&self, task: &Task) -> bool {
        match (self.today, task.due) {
            (Some(today), Some(due)) => !due.all_day || due.at < today,
            _ => true,
        }
    }
}

fn start_of_day(day: &Zoned) -> Option<Zoned> {
    day.start_of_day().ok()
}

fn start_of_week(day: &Zoned) -> Option<Zoned> {
    let since_monday = i64::from(day.weekday().since(Weekday::Monday));
    start_of_day(&day.checked_sub(since_monday.days()).ok()?)
}

fn start_of_month(day: &Zoned) -> Option<Zoned> {
    start_of_day(&day.first_of_month().ok()?)
}

/// Returns the window that begins with the day `first` and is `length` long.
fn span(first: &Zoned, length: Span) -> Option<Window> {
    let after = start_of_day(&first.checked_add(length).ok()?)?;
    Some(Window {
        from: Some(first.timestamp()),
        until: Some(after.timestamp()),
        today: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(now: &str, text: &str) -> String {
        let now: Zoned = now.parse().unwrap();
        let show = |at: Option<Timestamp>| at.map_or("…".to_owned(), |at| at.to_string());
        let window = Window::read(text, &now).unwrap();
        format!("{} {}", show(window.from), show(window.until))
    }

    #[test]
    fn days_begin_and_end_where_the_caller_is() {
        let noon = "2026-11-21T12:00[Europe/Warsaw]";
        assert_eq!(check(noon, "overdue"), "… 2026-11-21T11:00:00Z");
        assert_eq!(check(noon, "upcoming"), "2026-11-20T23:00:00Z …");
        assert_eq!(
            check(noon, "This week"),
            "2026-11-15T23:00:00Z 2026-11-22T23:00:00Z"
        );
        assert_eq!(
            check(noon, "next week"),
            "2026-11-22T23:00:00Z 2026-11-29T23:00:00Z"
        );
        assert_eq!(
            check(noon, "today"),
            "2026-11-20T23:00:00Z 2026-11-21T23:00:00Z"
        );
        assert_eq!(
            check(noon, "2026-12-01"),
            "2026-11-30T23:00:00Z 2026-12-01T23:00:00Z"
        );
        assert_eq!(
            check(noon, "this weekend"),
            "2026-11-20T23:00:00Z 2026-11-22T23:00:00Z"
        );
        assert_eq!(
            check(noon, "this month"),
            "2026-10-31T23:00:00Z 2026-11-30T23:00:00Z"
        );
        assert_eq!(
            check(noon, "next month"),
            "2026-11-30T23:00:00Z 2026-12-31T23:00:00Z"
        );
        // Clocks go forward: that day has 23 hours.
        let spring = "2026-03-29T12:00[Europe/Warsaw]";
        assert_eq!(
            check(spring, "today"),
            "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z"
        );
    }

    #[test]
    fn what_is_no_day_is_refused() {
        let now: Zoned = "2026-11-21T12:00[UTC]".parse().unwrap();
        let fault = Window::read("purple", &now).unwrap_err();
        assert_eq!(fault.fields[0].field, "due");
    }
}

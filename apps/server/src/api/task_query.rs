use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use taskpilot_tasks::{
    Cursor, ListName, PageRequest, Priority, SortOrder, StatusFilter, Tag, TaskError, TaskFilter,
    TaskSort,
};
use utoipa::{IntoParams, ToSchema};

use crate::api::page::DEFAULT_LIMIT;
use crate::api::task_body::bad_time;
use crate::problem::Problem;

/// Longest text to search for, in characters.
const MOST_SEARCH_CHARS: usize = 200;

/// Which tasks, in which order; all conditions hold at once.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskQuery {
    /// By state.
    #[serde(default)]
    #[param(inline)]
    status: Status,
    /// `none`, `low`, `medium` or `high`.
    #[param(value_type = Option<String>)]
    priority: Option<Priority>,
    /// Has this tag.
    tag: Option<String>,
    /// Is on this list.
    list: Option<String>,
    /// Title, description or a tag contains this.
    q: Option<String>,
    /// Due before this time, or before this day begins.
    due_before: Option<String>,
    /// Due at this time or later, or on this day or later.
    due_after: Option<String>,
    /// Only tasks that are due before now and not done (`false` leaves those out only if `status` does).
    overdue: Option<bool>,
    /// What to sort by.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// Which way; `desc` for `created_at`, `updated_at` and `priority` by default, else `asc`.
    #[param(inline)]
    order: Option<Order>,
    /// Most rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Which tasks by their state.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    #[default]
    All,
    Pending,
    Completed,
}

/// What to sort by.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    #[default]
    CreatedAt,
    DueAt,
    Priority,
    Title,
    UpdatedAt,
}

/// Which way to sort.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    Asc,
    Desc,
}

impl TaskQuery {
    /// Maps the query to the domain's words; `now` is what "overdue" means.
    pub(crate) fn into_parts(
        self,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<(TaskFilter, PageRequest), Problem> {
        let sort = sort(self.sort);
        let order = order(sort, self.order);
        let page = PageRequest {
            sort,
            order,
            after: self.cursor.as_deref().map(cursor).transpose()?,
            limit: self.limit.unwrap_or(DEFAULT_LIMIT),
        };
        let moment =
            |field, text: Option<String>| text.map(|text| moment(field, &text, zone)).transpose();
        let mut filter = TaskFilter {
            status: match self.status {
                Status::All => StatusFilter::All,
                Status::Pending => StatusFilter::Pending,
                Status::Completed => StatusFilter::Completed,
            },
            priority: self.priority,
            tag: self
                .tag
                .as_deref()
                .map(Tag::parse)
                .transpose()
                .map_err(|error| Problem::invalid_field("tag", error.message))?,
            list: self
                .list
                .as_deref()
                .map(ListName::parse)
                .transpose()
                .map_err(field)?,
            text: self.q.map(search).transpose()?,
            due_before: moment("due_before", self.due_before)?,
            due_after: moment("due_after", self.due_after)?,
        };
        if self.overdue == Some(true) {
            if matches!(self.status, Status::Completed) {
                let message =
                    "asks for open tasks, `status=completed` for done ones: leave one out";
                return Err(Problem::invalid_field("overdue", message));
            }
            filter.status = StatusFilter::Pending;
            filter.due_before = Some(filter.due_before.map_or(now, |before| before.min(now)));
        }
        Ok((filter, page))
    }
}

fn sort(sort: Sort) -> TaskSort {
    match sort {
        Sort::CreatedAt => TaskSort::CreatedAt,
        Sort::DueAt => TaskSort::DueAt,
        Sort::Priority => TaskSort::Priority,
        Sort::Title => TaskSort::Title,
        Sort::UpdatedAt => TaskSort::UpdatedAt,
    }
}

/// Newest and most important first, earliest and A first, unless the client says otherwise.
fn order(sort: TaskSort, order: Option<Order>) -> SortOrder {
    match (order, sort) {
        (Some(Order::Asc), _) | (None, TaskSort::DueAt | TaskSort::Title) => SortOrder::Ascending,
        _ => SortOrder::Descending,
    }
}

/// Takes a text to search for, if it is no longer than a title.
fn search(text: String) -> Result<String, Problem> {
    if text.chars().count() > MOST_SEARCH_CHARS {
        let rule = format!("must have at most {MOST_SEARCH_CHARS} characters");
        return Err(Problem::invalid_field("q", rule));
    }
    Ok(text)
}

fn cursor(text: &str) -> Result<Cursor, Problem> {
    Cursor::decode(text).map_err(|error| TaskError::from(error).into())
}

fn field(error: taskpilot_tasks::FieldError) -> Problem {
    TaskError::Invalid(vec![error]).into()
}

fn moment(field: &str, text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: Date = text.parse().map_err(|_| bad_time(field))?;
    day.to_zoned(zone.clone())
        .map(|midnight| midnight.timestamp())
        .map_err(|_| bad_time(field))
}

use std::convert::Infallible;

use diesel::prelude::*;
use taskpilot_context::UserId;
use taskpilot_tasks::{
    Cursor, Page, PageRequest, SortKey, SortOrder, StatusFilter, TaskFilter, TaskSort, fold,
};

use super::find::in_domain;
use super::row::{TaskRow, priority_number};
use crate::column::{ESCAPE, Time, containing, storable};
use crate::conn::{Conn, on_each};
use crate::failure::Failure;
use crate::schema::{columns, tasks};

/// Builds the query of the tasks that match, boxed for one backend because its shape depends on the filter.
macro_rules! matching {
    ($Backend:ty, $user:expr, $filter:expr) => {{
        let filter: &TaskFilter = $filter;
        let mut query = tasks::table
            .filter(tasks::user_id.eq($user.as_str()))
            .filter(tasks::deleted_at.is_null())
            .into_boxed::<$Backend>();
        query = match filter.status {
            StatusFilter::All => query,
            StatusFilter::Pending => query.filter(tasks::completed_at.is_null()),
            StatusFilter::Completed => query.filter(tasks::completed_at.is_not_null()),
        };
        if let Some(priority) = filter.priority {
            query = query.filter(tasks::priority.eq(priority_number(priority)));
        }
        if let Some(tag) = &filter.tag {
            let between_commas = containing(&format!(",{},", tag.as_str()));
            query = query.filter(tasks::tags.like(between_commas).escape(ESCAPE));
        }
        if let Some(list) = &filter.list {
            query = query.filter(tasks::list_folded.eq(fold(&storable(list.as_str()))));
        }
        if let Some(text) = &filter.text {
            let pattern = containing(&fold(text));
            query = query.filter(tasks::search_text.like(pattern).escape(ESCAPE));
        }
        if let Some(end) = filter.due_before {
            query = query.filter(tasks::due_at.lt(Time::from(end)));
        }
        if let Some(start) = filter.due_after {
            query = query.filter(tasks::due_at.ge(Time::from(start)));
        }
        query
    }};
}

/// Sorts `query` by `column`, then id, and begins after the row whose value and id are given.
///
/// The first condition alone bounds the part of the index that is read.
macro_rules! keyset {
    ($query:expr, $column:expr, $order:expr, $after:expr) => {{
        let mut query = $query;
        match $order {
            SortOrder::Ascending => {
                if let Some((value, id)) = $after {
                    query = query
                        .filter($column.ge(value.clone()))
                        .filter($column.gt(value).or(tasks::id.gt(id)));
                }
                query.order(($column.asc(), tasks::id.asc()))
            }
            SortOrder::Descending => {
                if let Some((value, id)) = $after {
                    query = query
                        .filter($column.le(value.clone()))
                        .filter($column.lt(value).or(tasks::id.lt(id)));
                }
                query.order(($column.desc(), tasks::id.desc()))
            }
        }
    }};
}

/// Where a page begins, by the kind of its sort.
enum Start {
    CreatedAt(Option<(Time, i64)>),
    UpdatedAt(Option<(Time, i64)>),
    Priority(Option<(i64, i64)>),
    Title(Option<(String, i64)>),
    /// Tasks with a due date, which come first in either order.
    Dated(Option<(Time, i64)>),
    /// Tasks without one, by id.
    Undated(Option<i64>),
}

pub(super) async fn count(
    conn: &mut Conn,
    user: &UserId,
    filter: &TaskFilter,
) -> Result<i64, Failure<Infallible>> {
    let count = on_each!(conn, |open: Backend| {
        let query = matching!(Backend, user, filter).count();
        diesel_async::RunQueryDsl::get_result(query, open).await?
    });
    Ok(count)
}

pub(super) async fn page(
    conn: &mut Conn,
    user: &UserId,
    filter: &TaskFilter,
    page: &PageRequest,
) -> Result<Page, Failure<Infallible>> {
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    // One row more tells whether there is a next page.
    let wanted = i64::from(page.limit) + 1;

    let start = start(page);
    let undated_follow = matches!(start, Start::Dated(_));
    let mut rows = part(conn, user, filter, (start, page.order), wanted).await?;
    let missing = wanted - i64::try_from(rows.len()).unwrap_or(wanted);
    if undated_follow && missing > 0 {
        let start = (Start::Undated(None), page.order);
        rows.extend(part(conn, user, filter, start, missing).await?);
    }

    let more = rows.len() > limit;
    rows.truncate(limit);
    let tasks = in_domain(rows)?;
    let last = tasks.last().filter(|_| more);
    let next = last.map(|task| Cursor::at(task, page.sort, page.order));
    Ok(Page { tasks, next })
}

async fn part(
    conn: &mut Conn,
    user: &UserId,
    filter: &TaskFilter,
    (start, order): (Start, SortOrder),
    limit: i64,
) -> QueryResult<Vec<TaskRow>> {
    on_each!(conn, |open: Backend| {
        let query = matching!(Backend, user, filter);
        let query = match start {
            Start::CreatedAt(after) => keyset!(query, tasks::created_at, order, after),
            Start::UpdatedAt(after) => keyset!(query, tasks::updated_at, order, after),
            Start::Priority(after) => keyset!(query, tasks::priority, order, after),
            Start::Title(after) => keyset!(query, tasks::title_folded, order, after),
            Start::Dated(after) => {
                let dated = query.filter(tasks::due_at.is_not_null());
                keyset!(dated, tasks::due_at, order, after)
            }
            Start::Undated(after) => {
                let undated = query.filter(tasks::due_at.is_null());
                match (order, after) {
                    (SortOrder::Ascending, Some(id)) => {
                        undated.filter(tasks::id.gt(id)).order(tasks::id.asc())
                    }
                    (SortOrder::Ascending, None) => undated.order(tasks::id.asc()),
                    (SortOrder::Descending, Some(id)) => {
                        undated.filter(tasks::id.lt(id)).order(tasks::id.desc())
                    }
                    (SortOrder::Descending, None) => undated.order(tasks::id.desc()),
                }
            }
        };
        let query = query.limit(limit).select(columns::<TaskRow>());
        diesel_async::RunQueryDsl::load(query, open).await
    })
}

/// Returns where the page begins; a cursor of another sort counts as none.
fn start(page: &PageRequest) -> Start {
    let after = page
        .after
        .as_ref()
        .map(|cursor| (&cursor.key, cursor.id.get()));
    let time = match after {
        Some((SortKey::Time(at), id)) => Some((Time::from(*at), id)),
        _ => None,
    };
    match (page.sort, after) {
        (TaskSort::CreatedAt, _) => Start::CreatedAt(time),
        (TaskSort::UpdatedAt, _) => Start::UpdatedAt(time),
        (TaskSort::Priority, Some((SortKey::Priority(priority), id))) => {
            Start::Priority(Some((priority_number(*priority), id)))
        }
        (TaskSort::Priority, _) => Start::Priority(None),
        (TaskSort::Title, Some((SortKey::Title(title), id))) => {
            Start::Title(Some((storable(title).into_owned(), id)))
        }
        (TaskSort::Title, _) => Start::Title(None),
        (TaskSort::DueAt, Some((SortKey::Due(None), id))) => Start::Undated(Some(id)),
        (TaskSort::DueAt, Some((SortKey::Due(Some(at)), id))) => {
            Start::Dated(Some((Time::from(*at), id)))
        }
        (TaskSort::DueAt, _) => Start::Dated(None),
    }
}

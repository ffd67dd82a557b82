use std::cmp::Ordering;

use crate::folding::{fold, search_text};
use crate::query::{Cursor, Page, PageRequest, SortKey, SortOrder, StatusFilter, TaskFilter};
use crate::task::{Task, TaskId};

/// Returns one page of the tasks that match.
pub(super) fn page<'a>(
    tasks: impl Iterator<Item = &'a Task>,
    filter: &TaskFilter,
    page: &PageRequest,
) -> Page {
    let mut rows: Vec<(SortKey, &Task)> = tasks
        .filter(|task| matches(task, filter))
        .map(|task| (SortKey::of(task, page.sort), task))
        .filter(|(key, task)| is_after(key, task.id, page))
        .collect();
    rows.sort_by(|(key, task), (other_key, other)| {
        compare((key, task.id), (other_key, other.id), page.order)
    });

    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(_, task)| Cursor::at(task, page.sort, page.order));
    Page {
        tasks: rows.into_iter().map(|(_, task)| task.clone()).collect(),
        next,
    }
}

/// Returns whether all conditions of the filter hold.
pub(super) fn matches(task: &Task, filter: &TaskFilter) -> bool {
    let status = match filter.status {
        StatusFilter::All => true,
        StatusFilter::Pending => !task.is_completed(),
        StatusFilter::Completed => task.is_completed(),
    };
    let due = task.due.map(|due| due.at);
    status
        && filter
            .priority
            .is_none_or(|priority| task.priority == priority)
        && filter
            .tag
            .as_ref()
            .is_none_or(|tag| task.tags.contains(tag))
        && filter.list.as_ref().is_none_or(|list| {
            task.list
                .as_ref()
                .is_some_and(|own| fold(own.as_str()) == fold(list.as_str()))
        })
        && filter.text.as_ref().is_none_or(|text| {
            search_text(&task.title, task.description.as_deref(), &task.tags).contains(&fold(text))
        })
        && filter
            .due_before
            .is_none_or(|end| due.is_some_and(|at| at < end))
        && filter
            .due_after
            .is_none_or(|start| due.is_some_and(|at| at >= start))
}

fn is_after(key: &SortKey, id: TaskId, page: &PageRequest) -> bool {
    page.after.as_ref().is_none_or(|cursor| {
        compare((key, id), (&cursor.key, cursor.id), page.order) == Ordering::Greater
    })
}

/// Compares two rows as a list in this order shows them.
fn compare(row: (&SortKey, TaskId), other: (&SortKey, TaskId), order: SortOrder) -> Ordering {
    let directed = |ordering: Ordering| match order {
        SortOrder::Ascending => ordering,
        SortOrder::Descending => ordering.reverse(),
    };
    let keys = match (row.0, other.0) {
        (SortKey::Due(Some(a)), SortKey::Due(Some(b))) | (SortKey::Time(a), SortKey::Time(b)) => {
            directed(a.cmp(b))
        }
        (SortKey::Priority(a), SortKey::Priority(b)) => directed(a.cmp(b)),
        (SortKey::Title(a), SortKey::Title(b)) => directed(a.cmp(b)),
        // Without a due date comes last, whichever way the dates run.
        (SortKey::Due(a), SortKey::Due(b)) => a.is_none().cmp(&b.is_none()),
        // Never met: keys of one sort are of one kind.
        _ => Ordering::Equal,
    };
    keys.then_with(|| directed(row.1.cmp(&other.1)))
}

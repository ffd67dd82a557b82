use serde_json::Value;
use taskpilot_tasks::{
    Cursor, ListName, PageRequest, Priority, SortOrder, StatusFilter, Tag, Task, TaskFilter,
    TaskSort, fold,
};

use super::window::Window;
use super::{Call, answer};
use crate::answer::{ListAnswer, due_text};
use crate::arguments::{ListTasks, OrderWord, SortWord, StatusWord};
use crate::fault::{FieldFault, ToolFault};
use crate::view::TaskView;

/// Rows of a page, unless the model asks for another number.
const ROWS: u32 = 20;

/// Most bytes of rows in one answer, about 6,000 tokens; the rest waits for the next page.
const MAX_BYTES: usize = 24_000;

/// Longest description shown in a list, in characters; `find_task` shows all of it.
const DESCRIPTION_CHARS: usize = 200;

/// Most rows a store reads at once.
const BATCH: u32 = 100;

impl Call<'_> {
    pub(super) async fn list(&self, asked: ListTasks) -> Result<Value, ToolFault> {
        let window = match &asked.due {
            Some(text) => Window::read(text, &self.now)?,
            None => Window::default(),
        };
        let filter = filter(&asked, &window)?;
        let rows = asked.limit.unwrap_or(ROWS);
        let page = page(&asked, rows)?;
        let shown = self.show(&filter, &window, page, rows).await?;
        let pending = self.count(&filter, &window, StatusFilter::Pending).await?;
        let completed = self
            .count(&filter, &window, StatusFilter::Completed)
            .await?;
        answer(&ListAnswer {
            tasks: shown.rows,
            total: match filter.status {
                StatusFilter::All => pending + completed,
                StatusFilter::Pending => pending,
                StatusFilter::Completed => completed,
            },
            pending,
            completed,
            has_more: shown.next.is_some(),
            next_cursor: shown.next.as_ref().map(Cursor::encode),
        })
    }

    async fn show(
        &self,
        filter: &TaskFilter,
        window: &Window,
        mut page: PageRequest,
        most: u32,
    ) -> Result<Shown, ToolFault> {
        let mut shown = Shown::default();
        let mut bytes = 0;
        let mut last = None;
        loop {
            let read = self
                .tools
                .tasks
                .list(&self.caller.user, filter, &page)
                .await?;
            for task in read.tasks.iter().filter(|task| window.takes(task)) {
                let row = self.row(task)?;
                bytes += row.to_string().len();
                let full = shown.count >= most || bytes > MAX_BYTES;
                if full && last.is_some() {
                    shown.next = last;
                    return Ok(shown);
                }
                shown.rows.push(row);
                shown.count += 1;
                last = Some(Cursor::at(task, page.sort, page.order));
            }
            if read.next.is_none() {
                return Ok(shown);
            }
            page.after = read.next;
        }
    }

    fn row(&self, task: &Task) -> Result<Value, ToolFault> {
        let mut view = TaskView::from(task);
        let cut = view.description.as_mut().is_some_and(cut);
        let mut row = answer(&view)?;
        if let Some(fields) = row.as_object_mut() {
            if let Some(text) = due_text(task, &self.now) {
                fields.insert("due_text".to_owned(), text.into());
            }
            if cut {
                fields.insert("description_cut".to_owned(), true.into());
            }
        }
        Ok(row)
    }

    async fn count(
        &self,
        filter: &TaskFilter,
        window: &Window,
        status: StatusFilter,
    ) -> Result<i64, ToolFault> {
        let overdue = window.today.is_some();
        if overdue && status == StatusFilter::Completed {
            return Ok(0);
        }
        let filter = TaskFilter {
            status,
            ..filter.clone()
        };
        let matching = self.tools.tasks.count(&self.caller.user, &filter).await?;
        let Some(today) = window.today else {
            return Ok(matching);
        };
        // A store cannot tell tasks for all of today from those that were due earlier today.
        let filter = TaskFilter {
            due_after: Some(today),
            ..filter
        };
        let mut page = PageRequest {
            sort: TaskSort::CreatedAt,
            order: SortOrder::Ascending,
            after: None,
            limit: BATCH,
        };
        let mut not_yet = 0;
        loop {
            let read = self
                .tools
                .tasks
                .list(&self.caller.user, &filter, &page)
                .await?;
            for task in &read.tasks {
                not_yet += i64::from(!window.takes(task));
            }
            if read.next.is_none() {
                return Ok(matching - not_yet);
            }
            page.after = read.next;
        }
    }
}

#[derive(Default)]
struct Shown {
    rows: Vec<Value>,
    count: u32,
    next: Option<Cursor>,
}

fn filter(asked: &ListTasks, window: &Window) -> Result<TaskFilter, ToolFault> {
    let mut faults = Vec::new();
    let mut status = asked.status.map_or(StatusFilter::All, StatusFilter::from);
    if window.today.is_some() {
        if asked.status == Some(StatusWord::Completed) {
            let message = "must not be completed with due overdue: what is done is not overdue";
            faults.push(FieldFault::new("status", message));
        }
        status = StatusFilter::Pending;
    }
    let tag = asked.tag.as_deref().and_then(|tag| {
        let parsed = Tag::parse(tag);
        parsed
            .map_err(|error| faults.push(FieldFault::new("tag", error.message)))
            .ok()
    });
    let list = asked.list.as_deref().and_then(|list| {
        let parsed = ListName::parse(list);
        parsed.map_err(|error| faults.push(error.into())).ok()
    });
    if !faults.is_empty() {
        return Err(ToolFault::invalid(faults));
    }
    Ok(TaskFilter {
        status,
        priority: asked.priority.map(Priority::from),
        tag,
        list,
        text: asked.text.clone().filter(|text| !fold(text).is_empty()),
        due_before: window.until,
        due_after: window.from,
    })
}

/// A cursor brings its own sort and order; those that are given must agree with it.
fn page(asked: &ListTasks, rows: u32) -> Result<PageRequest, ToolFault> {
    let after = match asked.cursor.as_deref().map(Cursor::decode) {
        Some(Err(_)) => {
            let fault = FieldFault::new("cursor", "must be the next_cursor of an earlier answer");
            return Err(ToolFault::invalid(vec![fault]));
        }
        Some(Ok(cursor)) => Some(cursor),
        None => None,
    };
    let sort = match (asked.sort, &after) {
        (Some(word), _) => word.into(),
        (None, Some(cursor)) => cursor.sort,
        (None, None) if asked.due.is_some() => TaskSort::DueAt,
        (None, None) => TaskSort::CreatedAt,
    };
    let order = match (asked.order, &after) {
        (Some(OrderWord::Asc), _) => SortOrder::Ascending,
        (Some(OrderWord::Desc), _) => SortOrder::Descending,
        (None, Some(cursor)) => cursor.order,
        (None, None) => natural_order(sort),
    };
    // One more than is shown tells whether there is more.
    let limit = rows.saturating_add(1).min(BATCH);
    Ok(PageRequest {
        sort,
        order,
        after,
        limit,
    })
}

fn natural_order(sort: TaskSort) -> SortOrder {
    match sort {
        TaskSort::DueAt | TaskSort::Title => SortOrder::Ascending,
        TaskSort::CreatedAt | TaskSort::UpdatedAt | TaskSort::Priority => SortOrder::Descending,
    }
}

/// Cuts a long description and returns whether it did.
fn cut(description: &mut String) -> bool {
    let end = description.char_indices().nth(DESCRIPTION_CHARS);
    let Some((end, _)) = end else {
        return false;
    };
    description.truncate(end);
    description.push('…');
    true
}

impl From<SortWord> for TaskSort {
    fn from(word: SortWord) -> Self {
        match word {
            SortWord::CreatedAt => Self::CreatedAt,
            SortWord::DueAt => Self::DueAt,
            SortWord::Priority => Self::Priority,
            SortWord::Title => Self::Title,
            SortWord::UpdatedAt => Self::UpdatedAt,
        }
    }
}

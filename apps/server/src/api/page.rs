use serde::Serialize;
use utoipa::ToSchema;

/// Most rows of a page.
pub(crate) const MAX_LIMIT: u32 = 100;

/// Rows of a page when the client does not say.
pub(crate) const DEFAULT_LIMIT: u32 = 50;

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageBody<T> {
    /// The rows.
    pub(crate) data: Vec<T>,
    /// Whether there are more.
    pub(crate) has_more: bool,
    /// Give it as `cursor` to get the next page; `null` on the last.
    pub(crate) next_cursor: Option<String>,
}

impl<T> PageBody<T> {
    pub(crate) fn new(data: Vec<T>, next_cursor: Option<String>) -> Self {
        Self {
            data,
            has_more: next_cursor.is_some(),
            next_cursor,
        }
    }
}

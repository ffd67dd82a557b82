use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// How many rows a page has when the request names no number.
pub const DEFAULT_LIMIT: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// The most rows that one page holds, whatever was asked for.
pub const MAX_LIMIT: NonZeroU32 = NonZeroU32::new(1_000).unwrap();

/// Part of a list. Its place in the list is between `(created_at, id)` of its first and last row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub data: Vec<T>,
    /// Whether there are more rows after these.
    #[serde(default)]
    pub has_more: bool,
    /// The id of the last row, to ask for what follows; only if there is more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
}

impl<T> Page<T> {
    /// Returns the page of a list that has no rows.
    pub fn empty() -> Self {
        Self {
            data: Vec::new(),
            has_more: false,
            after: None,
        }
    }

    /// Returns the page with every row turned into something else.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page {
            data: self.data.into_iter().map(each).collect(),
            has_more: self.has_more,
            after: self.after,
        }
    }

    /// Makes a page of up to `limit` rows out of `rows`, of which there may be one more than that.
    ///
    /// Stores that ask their database for `limit + 1` rows get `has_more` and `after` from here.
    pub fn of(mut rows: Vec<T>, limit: NonZeroU32, id_of: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit.get()).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Self {
            after: rows.last().filter(|_| has_more).map(id_of),
            data: rows,
            has_more,
        }
    }
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Oldest first.
    Asc,
    /// Newest first.
    Desc,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows, at most.
    pub limit: NonZeroU32,
    /// Which way.
    pub order: Order,
    /// The id of the last row seen, which is left out; none begins at the start.
    pub after: Option<String>,
}

impl PageRequest {
    /// Returns a request for the first `limit` rows.
    pub fn first(limit: NonZeroU32, order: Order) -> Self {
        Self {
            limit: limit.min(MAX_LIMIT),
            order,
            after: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_too_many_means_that_there_is_more() {
        let two = NonZeroU32::new(2).unwrap();
        let page = Page::of(vec![1, 2, 3], two, ToString::to_string);
        assert_eq!(
            (page.data, page.has_more, page.after),
            (vec![1, 2], true, Some("2".into()))
        );
        let page = Page::of(vec![1, 2], two, ToString::to_string);
        assert_eq!(
            (page.data, page.has_more, page.after),
            (vec![1, 2], false, None)
        );
    }
}

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// Ways to keep a query prepared where diesel would prepare it anew each time.
pub(crate) trait PreparedDsl: Sized {
    /// Vouches that the text of this update or upsert does not depend on its values.
    fn prepared(self) -> Prepared<Self> {
        Prepared(self)
    }

    /// Limits a finished query to `rows`, which becomes part of its text; for a number that seldom changes.
    ///
    /// SQLite takes a limit that is a parameter for a reason to plan the query again at each call.
    fn at_most(self, rows: u32) -> AtMost<Self> {
        AtMost { query: self, rows }
    }
}

impl<Q> PreparedDsl for Q {}

/// See [`PreparedDsl::prepared`].
pub(crate) struct Prepared<Q>(Q);

impl<Q, DB> QueryFragment<DB> for Prepared<Q>
where
    Q: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

/// See [`PreparedDsl::at_most`].
pub(crate) struct AtMost<Q> {
    query: Q,
    rows: u32,
}

impl<Q, DB> QueryFragment<DB> for AtMost<Q>
where
    Q: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_sql(&self.rows.to_string());
        Ok(())
    }
}

/// Neither has a type that stands for its text alone, so the text itself is the key of the cache.
macro_rules! found_by_text {
    ($name:ident) => {
        impl<Q> QueryId for $name<Q> {
            type QueryId = ();

            const HAS_STATIC_QUERY_ID: bool = false;
        }

        impl<Q: Query> Query for $name<Q> {
            type SqlType = Q::SqlType;
        }
    };
}
found_by_text!(Prepared);
found_by_text!(AtMost);

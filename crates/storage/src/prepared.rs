use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// Ways to keep a query prepared where diesel would prepare it anew each time.
pub(crate) trait PreparedDsl: Sized {
    /// Vouches that the text of this update or upsert does not depend on its values, and names it: `Name` stands for
    /// its text in the cache of each connection, so that the text is not even written to look it up.
    ///
    /// Each use declares a `Name` of its own.
    fn prepared<Name: 'static>(self) -> Prepared<Self, Name> {
        Prepared {
            query: self,
            name: PhantomData,
        }
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
pub(crate) struct Prepared<Q, Name> {
    query: Q,
    name: PhantomData<fn() -> Name>,
}

impl<Q, Name, DB> QueryFragment<DB> for Prepared<Q, Name>
where
    Q: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, Name: 'static> QueryId for Prepared<Q, Name> {
    type QueryId = Prepared<(), Name>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Q: Query, Name> Query for Prepared<Q, Name> {
    type SqlType = Q::SqlType;
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

/// No type stands for its text alone, so the text itself is the key of the cache.
impl<Q> QueryId for AtMost<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for AtMost<Q> {
    type SqlType = Q::SqlType;
}

use std::error::Error;

use diesel::SqliteConnection;
use diesel::connection::AnsiTransactionManager;
use diesel::result::QueryResult;
use diesel_async::methods::{ExecuteDsl, LoadQuery};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::sync_connection_wrapper::{SpawnBlocking, SyncConnectionWrapper};
use diesel_async::{AsyncPgConnection, TransactionManager};
use futures_util::future::{BoxFuture, FutureExt, ready};

use crate::failure::Failure;
use crate::unit::Unit;

/// An embedded connection whose statements run on the thread that polls them.
pub(crate) type SqliteConn = SyncConnectionWrapper<SqliteConnection, Inline>;

/// A connection to a server.
pub(crate) type PostgresConn = AsyncPgConnection;

/// A connection to either database, borrowed from its pool.
#[expect(
    clippy::large_enum_variant,
    reason = "one stands in each unit of work and is never moved"
)]
pub(crate) enum Conn {
    Sqlite(Object<SqliteConn>),
    Postgres(Object<PostgresConn>),
}

impl Conn {
    /// Runs a unit of work in a transaction: committed if it succeeds, rolled back if it fails.
    pub(crate) async fn transaction<T, R, F>(&mut self, unit: F) -> Result<T, Failure<R>>
    where
        F: for<'c> Unit<&'c mut Self, Result<T, Failure<R>>, Fut: Send> + Send,
        T: Send,
        R: Send,
    {
        self.begin().await?;
        match unit.run(self).await {
            Ok(value) => {
                self.commit().await?;
                Ok(value)
            }
            Err(failure) => {
                // A transaction that cannot be rolled back marks its connection as broken, and the pool
                // drops that; the first failure is the one to report.
                let _ = self.rollback().await;
                Err(failure)
            }
        }
    }

    /// Opens a transaction; on SQLite one that holds the write lock from its first moment, because a
    /// transaction that reads first and wants it later is refused at once.
    async fn begin(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => {
                conn.spawn_blocking(|conn| {
                    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
                })
                .await
            }
            Self::Postgres(conn) => {
                diesel_async::AnsiTransactionManager::begin_transaction(&mut **conn).await
            }
        }
    }

    async fn commit(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.spawn_blocking(commit_sqlite).await,
            Self::Postgres(conn) => {
                diesel_async::AnsiTransactionManager::commit_transaction(&mut **conn).await
            }
        }
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.spawn_blocking(rollback_sqlite).await,
            Self::Postgres(conn) => {
                diesel_async::AnsiTransactionManager::rollback_transaction(&mut **conn).await
            }
        }
    }
}

fn commit_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    use diesel::connection::TransactionManager;
    AnsiTransactionManager::commit_transaction(conn)
}

fn rollback_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    use diesel::connection::TransactionManager;
    AnsiTransactionManager::rollback_transaction(conn)
}

/// Runs SQLite where it is called: on a thread of the storage runtime, which exists to be blocked.
///
/// A hop to a blocking thread costs more than most statements, and a statement that never yields cannot be
/// cut in the middle by a dropped future.
pub(crate) struct Inline;

impl SpawnBlocking for Inline {
    fn spawn_blocking<'a, R>(
        &mut self,
        task: impl FnOnce() -> R + Send + 'static,
    ) -> BoxFuture<'a, Result<R, Box<dyn Error + Send + Sync>>>
    where
        R: Send + 'static,
    {
        ready(Ok(task())).boxed()
    }

    fn get_runtime() -> Self {
        Self
    }
}

/// Runs a query that both databases accept, spelled as diesel spells it.
pub(crate) trait RunQueryDsl: Sized + Send {
    fn execute<'q>(self, conn: &mut Conn) -> impl Future<Output = QueryResult<usize>> + Send
    where
        Self: ExecuteDsl<SqliteConn> + ExecuteDsl<PostgresConn> + 'q,
    {
        async move {
            match conn {
                Conn::Sqlite(conn) => {
                    diesel_async::RunQueryDsl::<SqliteConn>::execute(self, &mut **conn).await
                }
                Conn::Postgres(conn) => {
                    diesel_async::RunQueryDsl::<PostgresConn>::execute(self, &mut **conn).await
                }
            }
        }
    }

    fn load<'q, U: Send>(self, conn: &mut Conn) -> impl Future<Output = QueryResult<Vec<U>>> + Send
    where
        Self: LoadQuery<'q, SqliteConn, U> + LoadQuery<'q, PostgresConn, U> + 'q,
    {
        async move {
            match conn {
                Conn::Sqlite(conn) => {
                    diesel_async::RunQueryDsl::<SqliteConn>::load(self, &mut **conn).await
                }
                Conn::Postgres(conn) => {
                    diesel_async::RunQueryDsl::<PostgresConn>::load(self, &mut **conn).await
                }
            }
        }
    }

    fn get_result<'q, U: Send>(self, conn: &mut Conn) -> impl Future<Output = QueryResult<U>> + Send
    where
        Self: LoadQuery<'q, SqliteConn, U> + LoadQuery<'q, PostgresConn, U> + 'q,
    {
        async move {
            match conn {
                Conn::Sqlite(conn) => {
                    diesel_async::RunQueryDsl::<SqliteConn>::get_result(self, &mut **conn).await
                }
                Conn::Postgres(conn) => {
                    diesel_async::RunQueryDsl::<PostgresConn>::get_result(self, &mut **conn).await
                }
            }
        }
    }
}

impl<Q: Send> RunQueryDsl for Q {}

/// Compiles `body` once for each database: for a query whose type names its backend.
///
/// Inside, `$Backend` is the backend's type and `$conn` the open connection.
macro_rules! on_each {
    ($conn:expr, |$open:ident: $Backend:ident| $body:expr) => {
        match $conn {
            $crate::conn::Conn::Sqlite(object) => {
                type $Backend = diesel::sqlite::Sqlite;
                let $open = &mut **object;
                $body
            }
            $crate::conn::Conn::Postgres(object) => {
                type $Backend = diesel::pg::Pg;
                let $open = &mut **object;
                $body
            }
        }
    };
}
pub(crate) use on_each;

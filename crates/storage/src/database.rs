use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use taskpilot_auth::session::SessionStore;
use taskpilot_chatkit::RunLeases;
use taskpilot_conversations::thread::{AttachmentStore, ThreadStore};
use taskpilot_conversations::{ApprovalStore, ConversationStore, UsageStore};
use taskpilot_tasks::TaskStore;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio_util::task::TaskTracker;

use crate::approvals::DatabaseApprovalStore;
use crate::conn::{Conn, PostgresConn};
use crate::conversations::DatabaseConversationStore;
use crate::failure::{Failure, StorageError};
use crate::postgres::{self, Connector};
use crate::runs::DatabaseRunLeases;
use crate::sessions::DatabaseSessionStore;
use crate::sqlite::{self, SqlitePools};
use crate::tasks::DatabaseTaskStore;
use crate::threads::DatabaseThreadStore;
use crate::unit::Unit;
use crate::url::{DatabaseUrl, Target};
use crate::usage::DatabaseUsageStore;

/// Threads that read on SQLite, which blocks them.
const SQLITE_READERS: usize = 3;

/// Threads of the storage runtime on PostgreSQL, where they only wait for the server.
const POSTGRES_THREADS: usize = 2;

/// How to open a [`Database`].
#[derive(Debug, Clone)]
pub struct DatabaseOptions {
    /// Where it is.
    pub url: DatabaseUrl,
    /// Most connections to a PostgreSQL server at once; SQLite has one that writes and four that read.
    pub max_connections: usize,
    /// How long a call waits for a free connection, or for the server to answer, before it fails.
    pub acquire_timeout: Duration,
}

impl DatabaseOptions {
    /// Returns the options that suit one server on its own: 16 connections, 5 seconds of patience.
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            max_connections: 16,
            acquire_timeout: Duration::from_secs(5),
        }
    }
}

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The SQLite file or its folder cannot be made or written.
    #[error("could not open the database file {path}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The URL's demands on TLS cannot be met.
    #[error("could not set up tls for the database")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The system gave no threads.
    #[error("could not start the storage threads")]
    Threads(#[source] io::Error),
}

/// A database, SQLite or PostgreSQL; clones share it.
///
/// All work runs on threads of its own, apart from the caller's runtime: a unit of work that has begun ends,
/// whatever becomes of the future that asked for it.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    url: DatabaseUrl,
    pools: Pools,
    acquire_timeout: Duration,
    units: TaskTracker,
    threads: Threads,
}

#[expect(clippy::large_enum_variant, reason = "there is one for each database")]
enum Pools {
    Sqlite(SqlitePools),
    Postgres {
        pool: Pool<PostgresConn>,
        connector: Connector,
    },
}

impl Database {
    /// Opens the database. SQLite's file is made if it is not there; a server is first spoken to when a call
    /// needs it, so it need not be up.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(options: DatabaseOptions) -> Result<Self, OpenError> {
        let pools = match options.url.target() {
            Target::Sqlite(path) => {
                sqlite::create_file(path).map_err(|source| OpenError::File {
                    path: path.clone(),
                    source,
                })?;
                Pools::Sqlite(sqlite::pools(path))
            }
            Target::Postgres(target) => {
                let connector = Connector::new(target, options.acquire_timeout)
                    .map_err(|error| OpenError::Tls(error.into()))?;
                let pool = postgres::pool(connector.clone(), options.max_connections);
                Pools::Postgres { pool, connector }
            }
        };
        let threads = match &pools {
            Pools::Sqlite(_) => Threads::blocked(SQLITE_READERS),
            Pools::Postgres { .. } => Threads::waiting(POSTGRES_THREADS),
        };
        let threads = threads.map_err(OpenError::Threads)?;
        let inner = Inner {
            url: options.url,
            pools,
            acquire_timeout: options.acquire_timeout,
            units: TaskTracker::new(),
            threads,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Returns the store of tasks.
    pub fn tasks(&self) -> Arc<dyn TaskStore> {
        Arc::new(DatabaseTaskStore(self.clone()))
    }

    /// Returns the store of conversations.
    pub fn conversations(&self) -> Arc<dyn ConversationStore> {
        Arc::new(DatabaseConversationStore(self.clone()))
    }

    /// Returns the store of threads: the same conversations as client protocols see them.
    pub fn threads(&self) -> Arc<dyn ThreadStore> {
        Arc::new(DatabaseThreadStore(self.clone()))
    }

    /// Returns the store of ChatKit sessions.
    pub fn sessions(&self) -> Arc<dyn SessionStore> {
        Arc::new(DatabaseSessionStore(self.clone()))
    }

    /// Returns the store of turns that wait for a person's word.
    pub fn approvals(&self) -> Arc<dyn ApprovalStore> {
        Arc::new(DatabaseApprovalStore(self.clone()))
    }

    /// Returns the leases of runs, for the processes that share this database; `None` on SQLite, which one process has
    /// to itself.
    pub fn run_leases(&self) -> Option<Arc<dyn RunLeases>> {
        match &self.inner.pools {
            Pools::Sqlite(_) => None,
            Pools::Postgres { .. } => Some(Arc::new(DatabaseRunLeases(self.clone()))),
        }
    }

    /// Returns the store of what people spend.
    pub fn usage(&self) -> Arc<dyn UsageStore> {
        Arc::new(DatabaseUsageStore(self.clone()))
    }

    /// Returns the store of what is known of attachments.
    pub fn attachments(&self) -> Arc<dyn AttachmentStore> {
        Arc::new(DatabaseThreadStore(self.clone()))
    }

    /// Returns where the database is, without its password.
    pub fn url(&self) -> &DatabaseUrl {
        &self.inner.url
    }

    /// Waits for the work under way, refuses further work, folds SQLite's write-ahead log into the file, and
    /// closes all connections. What was acknowledged is safe without this, too.
    pub async fn close(&self) {
        self.inner.units.close();
        self.inner.units.wait().await;
        let inner = Arc::clone(&self.inner);
        let closing = async move {
            match &inner.pools {
                Pools::Sqlite(pools) => {
                    if let Ok(writer) = inner.acquire(&pools.writer).await {
                        checkpoint(&mut Conn::Sqlite(writer)).await;
                    }
                    pools.readers.close();
                    pools.writer.close();
                }
                Pools::Postgres { pool, .. } => pool.close(),
            }
        };
        // The task panics only if a driver does, and there is nobody left to tell.
        let _ = self.inner.threads.writers().spawn(closing).await;
    }

    /// Runs a unit of work that only reads, on any connection.
    pub(crate) async fn read<T, R, F>(&self, unit: F) -> Result<T, Failure<R>>
    where
        F: for<'c> Unit<&'c mut Conn, Result<T, Failure<R>>, Fut: Send> + Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let reading = async move {
            let mut conn = inner.reader().await?;
            unit.run(&mut conn).await
        };
        self.run_on(self.inner.threads.readers(), reading).await
    }

    /// Runs a unit of work in a transaction: committed if it succeeds, rolled back if it fails.
    pub(crate) async fn write<T, R, F>(&self, unit: F) -> Result<T, Failure<R>>
    where
        F: for<'c> Unit<&'c mut Conn, Result<T, Failure<R>>, Fut: Send> + Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        self.write_alone(async move |conn| conn.transaction(unit).await)
            .await
    }

    /// Runs a unit of work that writes and sees to its transaction itself.
    pub(crate) async fn write_alone<T, R, F>(&self, unit: F) -> Result<T, Failure<R>>
    where
        F: for<'c> Unit<&'c mut Conn, Result<T, Failure<R>>, Fut: Send> + Send + 'static,
        T: Send + 'static,
        R: Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let writing = async move {
            let mut conn = inner.writer().await?;
            unit.run(&mut conn).await
        };
        self.run_on(self.inner.threads.writers(), writing).await
    }

    /// Runs `work` to its end on `threads`.
    async fn run_on<T, E>(
        &self,
        threads: &Handle,
        work: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        if self.inner.units.is_closed() {
            return Err(StorageError::Closed.into());
        }
        match self.inner.units.spawn_on(work, threads).await {
            Ok(result) => result,
            Err(error) => Err(StorageError::Cut(error).into()),
        }
    }

    /// Returns the storage runtime.
    pub(crate) fn handle(&self) -> &Handle {
        self.inner.threads.readers()
    }

    /// Returns what opens connections to the server, if there is one.
    pub(crate) fn connector(&self) -> Option<Connector> {
        match &self.inner.pools {
            Pools::Sqlite(_) => None,
            Pools::Postgres { connector, .. } => Some(connector.clone()),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Database({})", self.inner.url)
    }
}

impl Inner {
    async fn reader(&self) -> Result<Conn, StorageError> {
        match &self.pools {
            Pools::Sqlite(pools) => self.acquire(&pools.readers).await.map(Conn::Sqlite),
            Pools::Postgres { pool, .. } => self.acquire(pool).await.map(Conn::Postgres),
        }
    }

    async fn writer(&self) -> Result<Conn, StorageError> {
        match &self.pools {
            Pools::Sqlite(pools) => self.acquire(&pools.writer).await.map(Conn::Sqlite),
            Pools::Postgres { pool, .. } => self.acquire(pool).await.map(Conn::Postgres),
        }
    }

    async fn acquire<C>(&self, pool: &Pool<C>) -> Result<Object<C>, StorageError>
    where
        diesel_async::pooled_connection::AsyncDieselConnectionManager<C>:
            deadpool::managed::Manager<
                    Type = C,
                    Error = diesel_async::pooled_connection::PoolError,
                >,
    {
        match tokio::time::timeout(self.acquire_timeout, pool.get()).await {
            Ok(Ok(conn)) => Ok(conn),
            Ok(Err(PoolError::Closed)) => Err(StorageError::Closed),
            Ok(Err(error)) => Err(StorageError::Unreachable(error)),
            Err(_) => Err(StorageError::Exhausted(self.acquire_timeout)),
        }
    }
}

async fn checkpoint(conn: &mut Conn) {
    let Conn::Sqlite(conn) = conn else { return };
    let fold = diesel_async::SimpleAsyncConnection::batch_execute(
        &mut **conn,
        "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);",
    );
    if let Err(error) = fold.await {
        // The log stays beside the file and is read at the next start.
        tracing::warn!(%error, "could not fold the write-ahead log into the database file");
    }
}

/// The storage threads.
///
/// They are apart from the caller's because SQLite blocks them, and because the driver of a server connection must
/// not stall with a busy caller.
struct Threads {
    runtimes: Vec<Runtime>,
    readers: Handle,
    writers: Handle,
}

impl Threads {
    /// Starts threads that databases block: one that writes, as only one can, and others that read. A long search
    /// does not stop the writes, and a write wakes one thread only.
    fn blocked(readers: usize) -> io::Result<Self> {
        let readers = builder(readers).enable_time().build()?;
        let writer = builder(1).enable_time().build()?;
        Ok(Self {
            readers: readers.handle().clone(),
            writers: writer.handle().clone(),
            runtimes: vec![readers, writer],
        })
    }

    /// Starts threads that wait for a server.
    fn waiting(count: usize) -> io::Result<Self> {
        let runtime = builder(count).enable_all().build()?;
        Ok(Self {
            readers: runtime.handle().clone(),
            writers: runtime.handle().clone(),
            runtimes: vec![runtime],
        })
    }

    fn readers(&self) -> &Handle {
        &self.readers
    }

    fn writers(&self) -> &Handle {
        &self.writers
    }
}

fn builder(threads: usize) -> Builder {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(threads).thread_name("storage");
    builder
}

impl Drop for Threads {
    /// The last clone may be dropped inside a runtime, where waiting for threads would panic.
    fn drop(&mut self) {
        for runtime in self.runtimes.drain(..) {
            runtime.shutdown_background();
        }
    }
}

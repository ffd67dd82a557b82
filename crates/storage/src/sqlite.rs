use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, ConnectionResult, SqliteConnection};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use futures_util::future::{FutureExt, ready};

use crate::conn::{Inline, SqliteConn};

/// How many connections read at once.
const READERS: usize = 4;

/// How long a statement waits for a lock that another process holds.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The one connection that writes, and those that read.
pub(crate) struct SqlitePools {
    pub(crate) writer: Pool<SqliteConn>,
    pub(crate) readers: Pool<SqliteConn>,
}

/// Makes the file and the folder it stands in, if they are not there.
pub(crate) fn create_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(drop)
}

pub(crate) fn pools(path: &Path) -> SqlitePools {
    // An acknowledged commit is in the write-ahead log, which outlives the process whatever kills it;
    // `NORMAL` leaves out only the wait for the disk, which guards against a failing machine.
    let writer = "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
                  PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;";
    let reader = "PRAGMA foreign_keys = ON; PRAGMA query_only = ON;";
    SqlitePools {
        writer: pool(path, writer, 1),
        readers: pool(path, reader, READERS),
    }
}

fn pool(path: &Path, pragmas: &'static str, size: usize) -> Pool<SqliteConn> {
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    let path = path.to_owned();
    config.custom_setup = Box::new(move |_| {
        let opened = open(&path, BUSY_TIMEOUT, pragmas);
        ready(opened.map(|conn| SyncConnectionWrapper::with_runtime(conn, Inline))).boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(String::new(), config);
    build(Pool::builder(manager).max_size(size))
}

/// Builds a pool; only one with timeouts of its own could fail.
pub(crate) fn build<C>(
    builder: diesel_async::pooled_connection::deadpool::PoolBuilder<C>,
) -> Pool<C>
where
    AsyncDieselConnectionManager<C>: deadpool::managed::Manager<Type = C>,
{
    #[expect(
        clippy::expect_used,
        reason = "a pool without timeouts needs no runtime"
    )]
    builder.build().expect("a pool without timeouts")
}

/// Opens one connection in WAL mode.
pub(crate) fn open(
    path: &Path,
    busy_timeout: Duration,
    pragmas: &str,
) -> ConnectionResult<SqliteConnection> {
    let mut conn = SqliteConnection::establish(&file_name(path)?)?;
    let setup = format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; {pragmas}",
        busy_timeout.as_millis()
    );
    conn.batch_execute(&setup)
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Returns a name that SQLite takes for nothing but a file.
fn file_name(path: &Path) -> ConnectionResult<String> {
    let path = if path.is_relative() {
        PathBuf::from(".").join(path)
    } else {
        path.to_owned()
    };
    path.into_os_string()
        .into_string()
        .map_err(|_| ConnectionError::BadConnection("the path is not UTF-8".to_owned()))
}

use std::collections::HashSet;
use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

use diesel::backend::Backend;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::task::spawn_blocking;

use crate::conn::{Conn, PostgresConn};
use crate::database::Database;
use crate::failure::Failure;
use crate::sqlite;
use crate::url::Target;

pub(crate) const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
pub(crate) const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// How long one of several SQLite migrators waits for the others.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(1);

/// Names the lock of PostgreSQL migrators: "taskpilo" in ASCII.
const MIGRATION_LOCK: i64 = 0x7461_736b_7069_6c6f;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The database was not brought up to date; what this run had changed was taken back.
#[derive(Debug, thiserror::Error)]
#[error("could not migrate the database")]
pub struct MigrateError(#[source] BoxError);

/// The database cannot serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotReady {
    /// It does not answer.
    #[error("the database does not answer")]
    Unreachable(#[source] BoxError),
    /// It answers, but is older than this program.
    #[error("{0} migrations of the database are pending")]
    Pending(usize),
}

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

impl Database {
    /// Applies the migrations that are pending, all or none, and returns how many they were.
    ///
    /// Several processes may do this at once: one applies them, the others wait and find nothing to do.
    /// On PostgreSQL the lock belongs to the transaction, so this works through a transaction pooler.
    ///
    /// # Errors
    /// [`MigrateError`], with the reason as its source.
    pub async fn migrate(&self) -> Result<usize, MigrateError> {
        let target = self.url().target().clone();
        let connector = self.connector();
        let migrating = async move {
            match (target, connector) {
                (Target::Sqlite(path), _) => spawn_blocking(move || migrate_sqlite(&path)).await?,
                (Target::Postgres(_), connector) => {
                    let connector = connector.ok_or("there is no server")?;
                    let conn = connector.connect().await?;
                    spawn_blocking(move || migrate_postgres(conn)).await?
                }
            }
        };
        match self.handle().spawn(migrating).await {
            Ok(Ok(applied)) => Ok(applied),
            Ok(Err(error)) => Err(MigrateError(error)),
            Err(error) => Err(MigrateError(error.into())),
        }
    }

    /// Returns whether the database answers and has all migrations that this program knows.
    ///
    /// # Errors
    /// See [`NotReady`].
    pub async fn ready(&self) -> Result<(), NotReady> {
        let applied = self
            .read(async move |conn| Ok::<_, Failure<Infallible>>(applied(conn).await?))
            .await
            .map_err(|Failure::Storage(error)| NotReady::Unreachable(error.into()))?;
        let known = match self.url().target() {
            Target::Sqlite(_) => versions::<Sqlite>(&SQLITE),
            Target::Postgres(_) => versions::<Pg>(&POSTGRES),
        };
        match known.difference(&applied).count() {
            0 => Ok(()),
            pending => Err(NotReady::Pending(pending)),
        }
    }
}

fn migrate_postgres(conn: PostgresConn) -> Result<usize, BoxError> {
    AsyncConnectionWrapper::<PostgresConn>::from(conn).transaction(|conn| {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<BigInt, _>(MIGRATION_LOCK)
            .execute(conn)?;
        Ok(conn.run_pending_migrations(POSTGRES)?.len())
    })
}

fn migrate_sqlite(path: &Path) -> Result<usize, BoxError> {
    // Each migration becomes a savepoint of this one transaction, which holds the write lock.
    sqlite::open(path, MIGRATION_PATIENCE, "")?
        .immediate_transaction(|conn| Ok(conn.run_pending_migrations(SQLITE)?.len()))
}

/// Returns the versions of all migrations of a source.
fn versions<DB: Backend>(source: &EmbeddedMigrations) -> HashSet<String> {
    // Embedded migrations were read when this was compiled.
    let migrations = MigrationSource::<DB>::migrations(source).unwrap_or_default();
    migrations
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect()
}

/// Returns the versions of the migrations that were applied: none to a database that was never migrated.
async fn applied(conn: &mut Conn) -> QueryResult<HashSet<String>> {
    let versions = __diesel_schema_migrations::table.select(__diesel_schema_migrations::version);
    let applied: QueryResult<Vec<String>> = crate::conn::RunQueryDsl::load(versions, conn).await;
    match applied {
        Ok(versions) => Ok(versions.into_iter().collect()),
        Err(QueryError::DatabaseError(_, information))
            if information.message().contains("__diesel_schema_migrations") =>
        {
            Ok(HashSet::new())
        }
        Err(error) => Err(error),
    }
}

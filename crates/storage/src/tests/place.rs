use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Once;
use std::time::Duration;

use tempfile::TempDir;
use tokio_postgres::NoTls;

use crate::{Database, DatabaseOptions, DatabaseUrl};

/// Where a test's database is; it is gone when this is dropped, after a panic too.
pub(super) enum Place {
    File(TempDir),
    Schema(Schema),
}

/// A schema of its own on the server.
pub(super) struct Schema {
    server: String,
    name: String,
}

impl Place {
    pub(super) fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    /// Makes an empty schema, or returns `None` where there is no server to test on.
    pub(super) async fn schema() -> Option<Self> {
        let server = server()?;
        let name = format!("test_{:016x}", RandomState::new().build_hasher().finish());
        run_on(&server, &format!("CREATE SCHEMA {name}")).await;
        Some(Self::Schema(Schema { server, name }))
    }

    /// Returns both places, or the file alone.
    pub(super) async fn both() -> Vec<Self> {
        let mut places = vec![Self::file()];
        places.extend(Self::schema().await);
        places
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}/folder/test.db", folder.path().display()),
            Self::Schema(Schema { server, name }) => {
                let separator = if server.contains('?') { '&' } else { '?' };
                format!("{server}{separator}options=-csearch_path%3D{name}")
            }
        }
    }

    /// Opens the database as it is.
    pub(super) fn open(&self) -> Database {
        let mut options = DatabaseOptions::new(DatabaseUrl::parse(&self.url()).unwrap());
        options.max_connections = 6;
        options.acquire_timeout = Duration::from_secs(20);
        Database::open(options).unwrap()
    }

    /// Opens the database, migrated.
    pub(super) async fn migrated(&self) -> Database {
        let database = self.open();
        database.migrate().await.unwrap();
        database
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let server = std::mem::take(&mut self.server);
        let statement = format!("DROP SCHEMA {} CASCADE", self.name);
        // A runtime cannot be waited for inside another, so this takes a thread.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(run_on(&server, &statement));
        });
        let dropped = dropping.join();
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}

async fn run_on(server: &str, statement: &str) {
    let (client, line) = tokio_postgres::connect(server, NoTls).await.unwrap();
    let line = tokio::spawn(line);
    client.batch_execute(statement).await.unwrap();
    drop(client);
    line.await.unwrap().unwrap();
}

/// Returns the server to test on.
///
/// Without one the tests that need it pass and say so, except in CI, where leaving them out is failing.
fn server() -> Option<String> {
    static TOLD: Once = Once::new();
    if let Some(server) = variable("TEST_DATABASE_URL") {
        return Some(server);
    }
    assert!(
        variable("CI").is_none(),
        "TEST_DATABASE_URL must be set in CI"
    );
    TOLD.call_once(|| eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL is not set"));
    None
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where the server is"
)]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

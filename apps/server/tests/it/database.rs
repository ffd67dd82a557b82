//! A database that no other test sees.

use tempfile::TempDir;
use tokio_postgres::NoTls;
use url::Url;

/// Which database a test runs on.
#[derive(Debug, Clone)]
pub(crate) enum Backend {
    Sqlite,
    /// A server on which databases may be created.
    Postgres(String),
}

impl Backend {
    /// The server that `TEST_DATABASE_URL` names; without one the test passes, unless `CI` says that it must run.
    pub(crate) fn postgres() -> Option<Self> {
        if let Some(url) = variable("TEST_DATABASE_URL") {
            return Some(Self::Postgres(url));
        }
        assert!(
            variable("CI").is_none(),
            "TEST_DATABASE_URL must be set in CI"
        );
        eprintln!("not run on PostgreSQL: TEST_DATABASE_URL is not set");
        None
    }
}

/// Runs each named `async fn(Backend)` of the module as two tests, one on each database.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::database::Backend::Sqlite).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(backend) = crate::database::Backend::postgres() {
                        super::$name(backend).await;
                    }
                }
            )+
        }
    };
}
pub(crate) use on_both_databases;

/// A fresh database; it is removed when this is dropped.
pub(crate) struct TestDatabase {
    /// For `DATABASE_URL`.
    pub(crate) url: String,
    kept: Kept,
}

enum Kept {
    /// Removed with its folder.
    Folder {
        _folder: TempDir,
    },
    Server {
        url: String,
        name: String,
    },
}

impl TestDatabase {
    pub(crate) async fn new(backend: &Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}/taskpilot.db", folder.path().display());
                Self {
                    url,
                    kept: Kept::Folder { _folder: folder },
                }
            }
            Backend::Postgres(server) => {
                let name = format!("taskpilot_it_{:016x}", getrandom::u64().unwrap());
                execute(server, &format!("CREATE DATABASE {name}")).await;
                let mut url = Url::parse(server).unwrap();
                url.set_path(&name);
                Self {
                    url: url.into(),
                    kept: Kept::Server {
                        url: server.clone(),
                        name,
                    },
                }
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Kept::Server { url, name } = &self.kept else {
            return;
        };
        let (url, name) = (url.clone(), name.clone());
        // A thread of its own: the test's runtime may be shutting down.
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(execute(&url, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        // A database that stays is no reason to fail; one that cannot be made is.
        let _ = removal.join();
    }
}

async fn execute(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(statement).await.unwrap();
    drop(client);
    let _ = connection.await;
}

fn variable(name: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where tests read the environment"
    )]
    let value = std::env::var(name);
    value.ok().filter(|value| !value.is_empty())
}

/// Whether generated documents are to be written instead of compared.
pub(crate) fn documents_are_to_be_updated() -> bool {
    variable("UPDATE_DOCS").is_some()
}

use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{Hook, HookError, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use futures_util::future::FutureExt;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::conn::PostgresConn;
use crate::sqlite::build;
use crate::tls::{TlsError, TlsMode};
use crate::url::PostgresTarget;

/// A connection older than this is replaced, so that a server that moved is found again.
const MAX_AGE: Duration = Duration::from_mins(30);

/// A connection that lay idle for longer is replaced: firewalls and sleeping servers drop such in silence.
const MAX_IDLE: Duration = Duration::from_mins(5);

/// Opens connections to a server.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    pub(crate) fn new(target: &PostgresTarget, timeout: Duration) -> Result<Self, TlsError> {
        let mut config = target.config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(timeout);
        }
        let tls = match target.tls.mode {
            TlsMode::Disable => None,
            _ => Some(target.tls.connector()?),
        };
        Ok(Self { config, tls })
    }

    /// Opens a connection, driven by the runtime that awaits this.
    pub(crate) async fn connect(&self) -> ConnectionResult<PostgresConn> {
        match &self.tls {
            None => {
                let (client, line) = self.config.connect(NoTls).await.map_err(|e| refused(&e))?;
                AsyncPgConnection::try_from_client_and_connection(client, line).await
            }
            Some(tls) => {
                let connecting = self.config.connect(tls.clone());
                let (client, line) = connecting.await.map_err(|e| refused(&e))?;
                AsyncPgConnection::try_from_client_and_connection(client, line).await
            }
        }
    }
}

/// Keeps the whole chain of reasons, which names hosts and users but no password.
fn refused(error: &tokio_postgres::Error) -> ConnectionError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    ConnectionError::BadConnection(text)
}

pub(crate) fn pool(connector: Connector, size: usize) -> Pool<PostgresConn> {
    let mut config = ManagerConfig::default();
    // A query before each checkout would halve the speed; a closed line is seen without one.
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        let connector = connector.clone();
        async move { connector.connect().await }.boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(String::new(), config);
    let fresh = Hook::sync_fn(|_, metrics: &deadpool::managed::Metrics| {
        if metrics.age() < MAX_AGE && metrics.last_used() < MAX_IDLE {
            Ok(())
        } else {
            Err(HookError::message("the connection is old"))
        }
    });
    build(Pool::builder(manager).max_size(size).pre_recycle(fresh))
}

use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel_async::pooled_connection::deadpool::PoolError;

/// The database did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StorageError {
    #[error("no connection came free within {0:?}")]
    Exhausted(Duration),
    #[error("could not open a connection")]
    Unreachable(#[source] PoolError),
    #[error("the database refused a statement")]
    Query(#[from] QueryError),
    #[error("the database is closed")]
    Closed,
    #[error("a unit of work was cut short")]
    Cut(#[source] tokio::task::JoinError),
    #[error("could not read back {what}")]
    Unreadable {
        what: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StorageError {
    /// Returns whether the same call may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Exhausted(_) | Self::Unreachable(_) | Self::Closed => true,
            Self::Query(error) => is_transient(error),
            Self::Cut(error) => error.is_cancelled(),
            Self::Unreadable { .. } => false,
        }
    }

    /// Returns whether a row was refused because another has its key.
    pub(crate) fn is_unique_violation(&self) -> bool {
        matches!(
            self,
            Self::Query(QueryError::DatabaseError(
                DatabaseErrorKind::UniqueViolation,
                _
            ))
        )
    }
}

fn is_transient(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ReadOnlyTransaction => true,
            // Neither has a kind of its own: another process that writes for longer than the busy timeout
            // (SQLite), and a server that stops or picks a victim of a deadlock (PostgreSQL).
            DatabaseErrorKind::Unknown => {
                let message = information.message();
                message == "database is locked"
                    || message.starts_with("terminating connection")
                    || message == "deadlock detected"
            }
            _ => false,
        },
        QueryError::BrokenTransactionManager => true,
        _ => false,
    }
}

/// Why a unit of work ended without effect: it refused itself, or the database failed.
#[derive(Debug)]
pub(crate) enum Failure<R> {
    Refused(R),
    Storage(StorageError),
}

impl<R> From<StorageError> for Failure<R> {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl<R> From<QueryError> for Failure<R> {
    fn from(error: QueryError) -> Self {
        Self::Storage(error.into())
    }
}

#![doc = include_str!("../README.md")]

mod approvals;
mod column;
mod conn;
mod conversations;
mod database;
mod erase;
mod failure;
mod migrate;
mod postgres;
mod prepared;
mod purge;
mod runs;
mod schema;
mod sessions;
mod sqlite;
mod tasks;
mod threads;
mod tls;
mod unit;
mod url;
mod usage;
mod users;

pub use database::{Database, DatabaseOptions, OpenError};
pub use erase::EraseError;
pub use migrate::{MigrateError, NotReady};
pub use purge::{PurgeError, Purged};
pub use url::{DatabaseUrl, InvalidDatabaseUrl};

#[cfg(test)]
mod tests;

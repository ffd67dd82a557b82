use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use taskpilot_storage::{Database, DatabaseOptions, DatabaseUrl};

/// Where tasks and conversations are kept.
#[derive(Debug, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseArgs {
    /// SQLite file or PostgreSQL server: `sqlite://PATH` or `postgres://USER:PASSWORD@HOST/NAME?sslmode=…`.
    ///
    /// `sslmode` is honoured (disable, prefer, require, verify-ca, verify-full); a transaction pooler may stand between.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/taskpilot.db",
        hide_env_values = true
    )]
    pub database_url: String,

    /// Most connections to PostgreSQL.
    #[arg(long, env = "DATABASE_MAX_CONNECTIONS", default_value_t = 16)]
    pub database_max_connections: usize,
}

impl DatabaseArgs {
    /// Opens the database without asking it anything yet.
    ///
    /// # Errors
    /// The URL cannot be read, or the SQLite file cannot be opened.
    pub fn open(&self) -> anyhow::Result<Database> {
        let url = DatabaseUrl::parse(&self.database_url).context("DATABASE_URL")?;
        let mut options = DatabaseOptions::new(url);
        options.max_connections = self.database_max_connections.max(1);
        options.acquire_timeout = Duration::from_secs(10);
        Ok(Database::open(options)?)
    }

    /// Returns the folder for files of this installation: that of the SQLite file, else `data`.
    pub fn data_dir(&self) -> PathBuf {
        let path = self
            .database_url
            .strip_prefix("sqlite://")
            .map(|rest| PathBuf::from(rest.split('?').next().unwrap_or(rest)));
        match path.as_deref().and_then(std::path::Path::parent) {
            Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) => parent.to_path_buf(),
            None => PathBuf::from("data"),
        }
    }
}

use std::io::IsTerminal as _;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::SubscriberBuilder;

/// What is logged, to standard error.
#[derive(Debug, Args)]
#[command(next_help_heading = "Logs")]
pub struct LogArgs {
    /// Which events, as `tracing` directives: `info`, `taskpilot=debug,warn`.
    #[arg(
        long,
        env = "RUST_LOG",
        default_value = "info,actix_server=warn",
        global = true
    )]
    pub rust_log: String,

    /// In which form.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Text, global = true)]
    pub log_format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogArgs {
    /// Starts logging for the life of the process.
    ///
    /// # Errors
    /// `RUST_LOG` cannot be read.
    pub fn init(&self) -> anyhow::Result<()> {
        let filter = EnvFilter::try_new(&self.rust_log)
            .map_err(|error| anyhow::anyhow!("RUST_LOG cannot be read: {error}"))?;
        let builder: SubscriberBuilder<_, _, EnvFilter, _> = tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .with_env_filter(filter);
        let started = match self.log_format {
            LogFormat::Text => builder.compact().with_target(false).try_init(),
            LogFormat::Json => builder.json().flatten_event(true).try_init(),
        };
        started.map_err(|error| anyhow::anyhow!("could not start logging: {error}"))
    }
}

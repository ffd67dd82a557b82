//! `taskpilot-bench`: a load driver, and the bare relay it compares with.

mod client;
mod lists;
mod process;
mod relay;
mod report;
mod saturated;
mod start;
mod streams;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures TaskPilot under load, on loopback, for a bounded time.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run all measurements and print a Markdown report.
    Load(LoadArgs),
    /// Serve the bare relay: it passes the model's deltas on and does nothing else.
    Relay {
        /// Where to listen.
        #[arg(long)]
        listen: SocketAddr,
        /// The model's base URL.
        #[arg(long)]
        upstream: String,
    },
}

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LoadArgs {
    /// Folder with the release binaries `taskpilot`, `model-sim` and `taskpilot-bench`.
    #[arg(long, default_value = "target/release")]
    pub(crate) binaries: PathBuf,
    /// A PostgreSQL server to make a database on; its measurements are left out without one.
    #[arg(long, env = "TEST_DATABASE_URL")]
    pub(crate) postgres: Option<String>,
    /// Seconds per saturated measurement.
    #[arg(long, default_value_t = 8)]
    pub(crate) seconds: u64,
    /// Users who stream at once.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) streams: usize,
    /// Milliseconds between the tokens of each of them.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) pause: u32,
    /// Only these: start, saturated, lists, streams.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<String>,
}

impl LoadArgs {
    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Load(arguments) => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(load(&arguments))
        }
        Command::Relay { listen, upstream } => relay::serve(listen, &upstream),
    }
}

async fn load(arguments: &LoadArgs) -> anyhow::Result<()> {
    let mut report = report::Report::new();
    if arguments.wants("start") {
        start::measure(arguments, &mut report).await?;
    }
    if arguments.wants("saturated") {
        saturated::measure(arguments, &mut report).await?;
    }
    if arguments.wants("lists") {
        lists::measure(arguments, &mut report).await?;
    }
    if arguments.wants("streams") {
        streams::measure(arguments, &mut report).await?;
    }
    report.print()
}

//! The binary `taskpilot`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use taskpilot::cli::{Cli, Command};
use taskpilot::commands;

fn main() -> ExitCode {
    let Err(error) = run() else {
        return ExitCode::SUCCESS;
    };
    // One line, as clap's own errors; whoever closed standard error does not want to read it.
    let _ = writeln!(std::io::stderr(), "error: {error:#}");
    ExitCode::FAILURE
}

fn run() -> anyhow::Result<()> {
    let env_file = dotenvy::dotenv();
    let cli = Cli::parse();
    cli.log.init()?;
    if let Err(error) = env_file
        && !error.not_found()
    {
        anyhow::bail!("the file .env cannot be read: {error}");
    }
    // Workers have runtimes of their own; this one finishes turns and keeps house.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("taskpilot")
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(arguments) => commands::serve(*arguments).await,
            Command::Chat(arguments) => commands::chat(arguments).await,
            Command::Token(arguments) => commands::token(&arguments),
            Command::Migrate(arguments) => commands::migrate(&arguments).await,
            Command::Openapi => commands::openapi(),
            Command::Mcp(arguments) => commands::mcp(&arguments).await,
        }
    })
}

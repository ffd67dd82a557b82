//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::config::{
    AttachmentArgs, AuthArgs, DatabaseArgs, HttpArgs, LimitArgs, LogArgs, ModelArgs,
};

/// TaskPilot: an AI to-do assistant that anyone can host.
///
/// Everything can be set by flag, by environment variable, or in a `.env` file in the current folder.
/// With nothing set it keeps its data in data/taskpilot.db and answers by a built-in demo model.
#[derive(Debug, Parser)]
#[command(name = "taskpilot", version, about, long_about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// What to log.
    #[command(flatten)]
    pub log: LogArgs,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the HTTP API (the usual thing).
    Serve(Box<ServeArgs>),
    /// Talk to the assistant in this terminal, without a server.
    ///
    /// Reads lines from a pipe as well: `echo "add milk tomorrow" | taskpilot chat`.
    Chat(ChatArgs),
    /// Print a token for the API, signed with `AUTH_JWT_SECRET` or this installation's development secret.
    Token(TokenArgs),
    /// Bring the database up to date and exit; `serve` does so at start as well.
    Migrate(DatabaseArgs),
    /// Print the OpenAPI description of the HTTP API.
    Openapi,
    /// Serve the task tools to an MCP client over standard input and output.
    Mcp(McpArgs),
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Accept tokens signed with a development secret that is kept beside the database, and print how to try the API.
    #[arg(long, env = "TASKPILOT_DEV")]
    pub dev: bool,
    /// HTTP.
    #[command(flatten)]
    pub http: HttpArgs,
    /// Authentication.
    #[command(flatten)]
    pub auth: AuthArgs,
    /// Database.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Attachments.
    #[command(flatten)]
    pub attachments: AttachmentArgs,
    /// Model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Daily limits.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Options of `chat`.
#[derive(Debug, Args)]
pub struct ChatArgs {
    /// Say this and exit, instead of reading lines.
    pub message: Vec<String>,
    /// Whose tasks.
    #[arg(long, env = "TASKPILOT_USER", default_value = "me")]
    pub user: taskpilot_context::UserId,
    /// Go on with this conversation instead of beginning one.
    #[arg(long)]
    pub conversation: Option<i64>,
    /// Time zone, such as Europe/Berlin; the machine's own by default.
    #[arg(long, env = "TASKPILOT_TIME_ZONE")]
    pub time_zone: Option<String>,
    /// Database.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Daily limits.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Options of `token`.
#[derive(Debug, Args)]
pub struct TokenArgs {
    /// Whom the token is for.
    #[arg(long, env = "TASKPILOT_USER", default_value = "me")]
    pub user: taskpilot_context::UserId,
    /// How long it is good for, in hours.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=8760))]
    pub hours: u32,
    /// Authentication.
    #[command(flatten)]
    pub auth: AuthArgs,
    /// Database (the development secret is kept beside it).
    #[command(flatten)]
    pub database: DatabaseArgs,
}

/// Options of `mcp`.
#[derive(Debug, Args)]
pub struct McpArgs {
    /// Whose tasks.
    #[arg(long, env = "TASKPILOT_USER", default_value = "me")]
    pub user: taskpilot_context::UserId,
    /// Time zone, such as Europe/Berlin; the machine's own by default.
    #[arg(long, env = "TASKPILOT_TIME_ZONE")]
    pub time_zone: Option<String>,
    /// Database.
    #[command(flatten)]
    pub database: DatabaseArgs,
}

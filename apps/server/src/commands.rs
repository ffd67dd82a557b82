//! What the binary does, one function for each command.

mod chat;
mod dev_secret;
mod serve;
mod zone;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use taskpilot_auth::mint_hs256;
use taskpilot_context::SystemClock;
use taskpilot_mcp_tools::{ToolCaller, serve_stdio};

pub use chat::chat;
pub use serve::serve;

use crate::cli::{McpArgs, TokenArgs};
use crate::config::{DatabaseArgs, shared_secret};
use crate::product::Product;

/// Prints a token.
///
/// # Errors
/// The secret is too short, or the development secret cannot be written.
pub fn token(arguments: &TokenArgs) -> anyhow::Result<()> {
    let key = match arguments.auth.hs256() {
        Some(key) => key,
        None => shared_secret(dev_secret::load_or_create(&arguments.database.data_dir())?),
    };
    let lifetime = Duration::from_secs(u64::from(arguments.hours) * 3_600);
    let token = mint_hs256(&key, &arguments.user, lifetime, &SystemClock)?;
    writeln!(std::io::stdout(), "{token}").context("could not print the token")
}

/// Brings the database up to date.
///
/// # Errors
/// The database cannot be opened or migrated.
pub async fn migrate(arguments: &DatabaseArgs) -> anyhow::Result<()> {
    let database = arguments.open()?;
    let applied = database.migrate().await?;
    database.close().await;
    match applied {
        0 => writeln!(std::io::stdout(), "The database is up to date.")?,
        1 => writeln!(std::io::stdout(), "1 migration applied.")?,
        applied => writeln!(std::io::stdout(), "{applied} migrations applied.")?,
    }
    Ok(())
}

/// Prints the OpenAPI description.
///
/// # Errors
/// Standard output is closed.
pub fn openapi() -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{}", crate::openapi().to_pretty_json()?)?;
    Ok(())
}

/// Serves the task tools over standard input and output until the client closes it.
///
/// # Errors
/// The database cannot be opened, or the transport fails.
pub async fn mcp(arguments: &McpArgs) -> anyhow::Result<()> {
    let database = arguments.database.open()?;
    database.migrate().await?;
    let caller = ToolCaller {
        user: arguments.user.clone(),
        zone: zone::of(arguments.time_zone.as_deref())?,
    };
    let product = Product::new(&database, Arc::new(SystemClock));
    serve_stdio(product.tools, caller).await?;
    database.close().await;
    Ok(())
}

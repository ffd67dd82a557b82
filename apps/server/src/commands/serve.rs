use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use owo_colors::{OwoColorize as _, Stream};
use taskpilot_auth::{Hs256Config, mint_hs256};
use taskpilot_context::{SystemClock, UserId};

use super::dev_secret;
use crate::cli::ServeArgs;
use crate::config::{ModelChoice, shared_secret};
use crate::server::{self, MetricsScope, RunningServer, ServerParts};

/// Whom the printed example is for; the same as the default of `taskpilot chat`.
const EXAMPLE_USER: &str = "me";

/// How long the printed token is good for.
const EXAMPLE_LIFETIME: Duration = Duration::from_hours(24);

/// Serves until SIGINT or SIGTERM, then stops in order.
///
/// # Errors
/// The configuration cannot work, attachments have no place, the database cannot be opened or migrated, or the
/// address is taken.
pub async fn serve(arguments: ServeArgs) -> anyhow::Result<()> {
    allow_open_files();
    let model = arguments.model.choose()?;
    let hs256 = match (arguments.dev, arguments.auth.hs256()) {
        (true, None) => {
            let secret = dev_secret::load_or_create(&arguments.database.data_dir())?;
            Some(shared_secret(secret))
        }
        (_, hs256) => hs256,
    };
    let auth = arguments.auth.verifier_config(hs256.clone())?;
    let database = arguments.database.open()?;
    let attachments = arguments.attachments.open(&arguments.database.data_dir())?;
    let applied = database.migrate().await?;
    tracing::info!(applied, "the database is up to date");
    let server = server::start(ServerParts {
        database,
        model: model.clone(),
        auth,
        attachments,
        attachment_limits: arguments.attachments.limits(),
        http: arguments.http,
        daily_limits: arguments.limits.limits(),
        clock: Arc::new(SystemClock),
        metrics: MetricsScope::Process,
    })?;
    tracing::info!(address = %server.address(), model = model.describe(), "listening");
    if arguments.dev {
        welcome(&server, &model, hs256.as_ref())?;
    }
    stop_signal().await?;
    tracing::info!("stopping: running answers are finished or stored");
    server.stop().await;
    Ok(())
}

/// Raises the limit of open files to what the system lets this process have.
///
/// An open stream takes two: the client's and the model's. Systems begin with 1,024 for programs that do not ask.
fn allow_open_files() {
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

/// Waits for SIGINT (Ctrl-C) or SIGTERM.
async fn stop_signal() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result?,
            _ = terminate.recv() => {}
        }
        Ok(())
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c().await?)
}

/// Tells a newcomer what runs and what to type next.
fn welcome(
    server: &RunningServer,
    model: &ModelChoice,
    key: Option<&Hs256Config>,
) -> anyhow::Result<()> {
    let address = server.address();
    let mut out = std::io::stdout().lock();
    let heading = "TaskPilot is running";
    writeln!(
        out,
        "\n{} at http://{address}  (Ctrl-C stops it)",
        heading.if_supports_color(Stream::Stdout, |text| text.bold())
    )?;
    writeln!(out, "  API and its docs   http://{address}/docs/")?;
    writeln!(out, "  Answers come from  {}", model.describe())?;
    if model.is_demo() {
        writeln!(
            out,
            "                     Set OPENAI_API_KEY, OPENROUTER_API_KEY or OPENAI_BASE_URL for a real one."
        )?;
    }
    let program = std::env::current_exe()
        .map_or_else(|_| "taskpilot".into(), |path| path.display().to_string());
    writeln!(out, "\nTalk to it in another terminal:\n\n  {program} chat")?;
    if let Some(key) = key {
        let user = UserId::parse(EXAMPLE_USER)?;
        let token = mint_hs256(key, &user, EXAMPLE_LIFETIME, &SystemClock)?;
        writeln!(
            out,
            "\nOr over HTTP (the token is good for a day, on this installation only):\n\n  \
             curl -N http://{address}/api/{EXAMPLE_USER}/chat \\\n    \
             -H 'Authorization: Bearer {token}' \\\n    \
             -H 'Content-Type: application/json' \\\n    \
             -d '{{\"message\": \"add milk tomorrow at 5\", \"stream\": true}}'\n"
        )?;
    }
    if !out.is_terminal() {
        out.flush()?;
    }
    Ok(())
}

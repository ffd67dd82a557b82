//! Whether the server may be sent requests.

use std::time::Duration;

use crate::telemetry::cause;
use taskpilot_storage::Database;
use tokio_util::sync::CancellationToken;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What `/readyz` looks at.
pub(crate) struct Readiness {
    database: Database,
    stopping: CancellationToken,
    model: String,
    demo: bool,
}

impl Readiness {
    pub(crate) fn new(
        database: Database,
        stopping: CancellationToken,
        model: String,
        demo: bool,
    ) -> Self {
        Self {
            database,
            stopping,
            model,
            demo,
        }
    }

    /// Says in words why not.
    pub(crate) async fn check(&self) -> Result<(), &'static str> {
        if self.stopping.is_cancelled() {
            return Err("the server is shutting down");
        }
        match tokio::time::timeout(PATIENCE, self.database.ready()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(error = cause(&error), "not ready");
                Err("the database does not answer or is not migrated")
            }
            Err(_) => Err("the database does not answer in time"),
        }
    }

    pub(crate) fn model(&self) -> &str {
        &self.model
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.demo
    }
}

use std::convert::Infallible;

use diesel::prelude::*;
use taskpilot_context::UserId;

use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::Failure;
use crate::schema::{chatkit_sessions, thread_runs, users};

/// Nothing of the user was removed.
#[derive(Debug, thiserror::Error)]
#[error("could not delete what is kept of a user")]
pub struct EraseError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Database {
    /// Removes all that is kept of a user, for good and in one transaction: tasks, what could be undone, conversations,
    /// records of attachments (their bytes are elsewhere), sessions. A user of whom nothing is kept is no error.
    ///
    /// # Errors
    /// [`EraseError`], with the reason as its source.
    pub async fn erase(&self, user: &UserId) -> Result<(), EraseError> {
        let user = user.clone();
        let erased = self.write(async move |conn| erase(conn, &user).await);
        erased
            .await
            .map_err(|Failure::Storage(error): Failure<Infallible>| EraseError(error.into()))
    }
}

async fn erase(conn: &mut Conn, user: &UserId) -> Result<(), Failure<Infallible>> {
    diesel::delete(chatkit_sessions::table)
        .filter(chatkit_sessions::user_id.eq(user.as_str()))
        .execute(conn)
        .await?;
    // Runs that go on lose their leases, and so stop.
    diesel::delete(thread_runs::table)
        .filter(thread_runs::user_id.eq(user.as_str()))
        .execute(conn)
        .await?;
    // All other tables refer to this one and go with it.
    diesel::delete(users::table.find(user.as_str()))
        .execute(conn)
        .await?;
    Ok(())
}

//! One run per conversation at a time, whichever way people come in.

use taskpilot_chatkit::{BoxError, Run, RunKey};
use taskpilot_context::UserId;
use taskpilot_conversations::{ConversationError, ConversationId, StoreError};

use crate::assistant::Assistant;

/// A run could not begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoRun {
    /// The conversation is being answered.
    #[error("the conversation is being answered")]
    Busy,
    /// It is not known whether it is.
    #[error("could not reach the leases of runs")]
    Unreachable(#[source] BoxError),
}

/// Returns the error for leases that cannot be reached: they are kept where conversations are.
pub(crate) fn unreachable(source: BoxError) -> ConversationError {
    ConversationError::Store(StoreError {
        action: "take the lease of a run",
        transient: true,
        source,
    })
}

/// Returns what tells runs of conversations apart.
pub(crate) fn key(user: &UserId, conversation: ConversationId) -> RunKey {
    RunKey::new(user.as_str(), conversation.to_string())
}

impl Assistant {
    /// Takes the right to answer in a conversation.
    pub(crate) async fn begin_run(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Run, NoRun> {
        let run = self.runs().begin_soon(key(user, conversation)).await;
        run.map_err(NoRun::Unreachable)?.ok_or(NoRun::Busy)
    }

    /// Stops the answer of a conversation, if there is one, in whichever process it runs. What was said is kept, unless
    /// the conversation is gone.
    pub async fn stop_run(&self, user: &UserId, conversation: ConversationId) {
        if let Err(error) = self.runs().stop(&key(user, conversation)).await {
            // An answer that goes on finds out by itself if its conversation is gone.
            tracing::warn!(%error, "a run could not be stopped");
        }
    }
}

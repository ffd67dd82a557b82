use taskpilot_conversations::ConversationError;

use crate::allowance::{DailyLimitReached, NotAllowed};
use crate::runs::{NoRun, unreachable};

/// A turn could not begin; nothing was stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TurnError {
    /// The conversation, the message or the idempotency key is not acceptable, or the store failed.
    #[error("could not begin the turn")]
    Conversation(#[from] ConversationError),
    /// The user has spent what they may in a day.
    #[error(transparent)]
    DailyLimit(DailyLimitReached),
    /// The conversation is being answered.
    #[error("the conversation is being answered")]
    Busy,
    /// The assistant is shutting down.
    #[error("the assistant is shutting down")]
    ShuttingDown,
}

impl From<NoRun> for TurnError {
    fn from(error: NoRun) -> Self {
        match error {
            NoRun::Busy => Self::Busy,
            NoRun::Unreachable(source) => Self::Conversation(unreachable(source)),
        }
    }
}

impl From<NotAllowed> for TurnError {
    fn from(error: NotAllowed) -> Self {
        match error {
            NotAllowed::Reached(reached) => Self::DailyLimit(reached),
            NotAllowed::Store(error) => Self::Conversation(error.into()),
        }
    }
}

/// Hands an error to a log line with its whole chain.
pub(crate) fn cause<E: std::error::Error + 'static>(
    error: &E,
) -> &(dyn std::error::Error + 'static) {
    error
}

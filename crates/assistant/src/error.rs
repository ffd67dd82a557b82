use taskpilot_conversations::ConversationError;

/// A turn could not begin; nothing was stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TurnError {
    /// The conversation, the message or the idempotency key is not acceptable, or the store failed.
    #[error("could not begin the turn")]
    Conversation(#[from] ConversationError),
    /// The assistant is shutting down.
    #[error("the assistant is shutting down")]
    ShuttingDown,
}

/// Hands an error to a log line with its whole chain.
pub(crate) fn cause<E: std::error::Error + 'static>(
    error: &E,
) -> &(dyn std::error::Error + 'static) {
    error
}

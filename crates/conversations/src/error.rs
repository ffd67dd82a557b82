use std::fmt;

use crate::conversation::ConversationId;
use crate::cursor::InvalidCursor;
use crate::message::MessageId;
use crate::store::{StoreError, WriteError};

/// A conversation was not read or changed; nothing was stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConversationError {
    /// The user has no such conversation.
    #[error("there is no conversation {0}")]
    NotFound(ConversationId),
    /// The user has no such message from the assistant.
    #[error("there is no message {0}")]
    NoMessage(MessageId),
    /// What was asked for breaks a rule; every broken rule is listed.
    #[error("{}", Listed(.0))]
    Invalid(Vec<FieldError>),
    /// The cursor did not come from a page of this list.
    #[error("the cursor is not valid")]
    InvalidCursor,
    /// The idempotency key names an earlier request that asked for something else.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The idempotency key names a request that is being answered at this moment.
    #[error("the request with this idempotency key is still being answered")]
    StillRunning,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

/// A rule that a field breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the API, such as `message` or `title`.
    pub field: &'static str,
    /// What is wrong, for people: "must have at most 10,000 characters".
    pub message: String,
}

impl FieldError {
    pub(crate) fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.field, self.message)
    }
}

impl From<StoreError> for ConversationError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<WriteError> for ConversationError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NoConversation(id) => Self::NotFound(id),
            WriteError::NoMessage(id) => Self::NoMessage(id),
            WriteError::Store(error) => Self::Store(error),
        }
    }
}

impl From<InvalidCursor> for ConversationError {
    fn from(InvalidCursor: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

struct Listed<'a>(&'a [FieldError]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            error.fmt(formatter)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_rule_is_named() {
        let error = ConversationError::Invalid(vec![
            FieldError::new("message", "must not be empty"),
            FieldError::new("limit", "must be 1 to 100"),
        ]);
        insta::assert_snapshot!(error, @"message must not be empty; limit must be 1 to 100");
    }
}

//! Turns that wait for a person's word, as they are kept.

mod memory;

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use crate::conversation::ConversationId;
use crate::message::MessageId;
use crate::store::{StoreError, WriteError};

pub use memory::MemoryApprovalStore;

/// A turn that waits for a person's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Its name, which cannot be guessed.
    pub id: String,
    /// Where it waits.
    pub conversation: ConversationId,
    /// The assistant's message that stopped there.
    pub message: MessageId,
    /// What the person was shown: JSON, opaque here.
    pub shown: String,
    /// What goes on once a word was said: JSON, opaque here.
    pub state: String,
    /// Which kinds of action wait: words without spaces.
    pub kinds: Vec<String>,
    /// Since when it waits.
    pub created_at: Timestamp,
    /// Until when a word counts.
    pub expires_at: Timestamp,
}

/// What a person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalVerdict {
    /// This once.
    Approved,
    /// Not this.
    Rejected,
    /// This, and actions of the same kinds in the same conversation.
    Always,
    /// Something else, without deciding.
    Superseded,
}

impl ApprovalVerdict {
    /// Returns the verdict as stores write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Always => "always",
            Self::Superseded => "superseded",
        }
    }
}

/// A word was not taken; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// The user's conversation has no such approval.
    #[error("there is no such approval")]
    NotFound,
    /// It was decided before, or the conversation went on without it.
    #[error("the approval was decided already")]
    Decided,
    /// It waited too long.
    #[error("the approval has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps turns that wait for a person's word. Every call is about one user.
#[async_trait]
pub trait ApprovalStore: Send + Sync {
    /// Keeps a turn that waits.
    ///
    /// # Errors
    /// [`WriteError::NoMessage`] if the user has no such message (deleted meanwhile, for instance),
    /// [`WriteError::Store`].
    async fn create(&self, user: &UserId, approval: &Approval) -> Result<(), WriteError>;

    /// Takes a person's word: of several at once one gets the turn, with its state, which is then forgotten.
    ///
    /// # Errors
    /// [`ClaimError`].
    async fn claim(
        &self,
        user: &UserId,
        place: (ConversationId, &str),
        verdict: ApprovalVerdict,
        at: Timestamp,
    ) -> Result<Approval, ClaimError>;

    /// Returns what waits in a conversation at `at`, the latest of several.
    async fn pending(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<Option<Approval>, StoreError>;

    /// Notes that the conversation goes on without what waits there, and returns the kinds of action that the person
    /// said [`Always`](ApprovalVerdict::Always) to in it, each once.
    async fn go_on(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<Vec<String>, StoreError>;

    /// Returns the kinds of action that the person said [`Always`](ApprovalVerdict::Always) to, each once.
    async fn standing(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Vec<String>, StoreError>;
}

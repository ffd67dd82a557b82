//! What waits for a person's word, to be looked at.

use taskpilot_context::UserId;
use taskpilot_conversations::{ConversationError, ConversationId, MessageId};

use super::Assistant;
use crate::approval::ApprovalRequired;

impl Assistant {
    /// Returns what waits for the person's word in a conversation, for a client that has lost the answer that asked.
    ///
    /// # Errors
    /// [`ConversationError::NotFound`], [`Store`](ConversationError::Store).
    pub async fn pending_approvals(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Vec<ApprovalRequired>, ConversationError> {
        let conversation = self.shared.conversations.get(user, conversation).await?.id;
        let pending = self.pending(user, conversation).await?;
        Ok(pending.map(|(_, required)| required).into_iter().collect())
    }

    /// Returns what a stored reply still waits for.
    pub(super) async fn waiting(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: MessageId,
    ) -> Result<Option<ApprovalRequired>, ConversationError> {
        let pending = self.pending(user, conversation).await?;
        let pending = pending.filter(|(message, _)| *message == reply);
        Ok(pending.map(|(_, required)| required))
    }

    /// Returns what waits, with the reply that stopped there. A conversation waits for one word at a time; what another
    /// version of the program asked cannot be shown.
    async fn pending(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Option<(MessageId, ApprovalRequired)>, ConversationError> {
        let (approvals, now) = (&self.shared.approvals, self.shared.clock.now());
        let kept = approvals.pending(user, conversation, now).await?;
        Ok(kept.and_then(|kept| {
            let required = ApprovalRequired::read(&kept).ok()?;
            Some((kept.message, required))
        }))
    }
}

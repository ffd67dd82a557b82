use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::{Approval, ApprovalStore, ApprovalVerdict, ClaimError};
use crate::conversation::ConversationId;
use crate::store::{StoreError, WriteError};

/// Keeps approvals in memory, for tests and for trying things out: they end with the process. It knows no messages, so
/// it takes approvals of any.
#[derive(Debug, Default)]
pub struct MemoryApprovalStore(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    user: UserId,
    approval: Approval,
    verdict: Option<ApprovalVerdict>,
}

impl MemoryApprovalStore {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn supersede(&self, user: &UserId, conversation: ConversationId) {
        let mut kept = self.kept();
        let waiting = kept
            .iter_mut()
            .filter(|kept| kept.user == *user && kept.approval.conversation == conversation)
            .filter(|kept| kept.verdict.is_none());
        for kept in waiting {
            kept.verdict = Some(ApprovalVerdict::Superseded);
            kept.approval.state = String::new();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ApprovalStore for MemoryApprovalStore {
    async fn create(&self, user: &UserId, approval: &Approval) -> Result<(), WriteError> {
        self.kept().push(Kept {
            user: user.clone(),
            approval: approval.clone(),
            verdict: None,
        });
        Ok(())
    }

    async fn claim(
        &self,
        user: &UserId,
        (conversation, id): (ConversationId, &str),
        verdict: ApprovalVerdict,
        at: Timestamp,
    ) -> Result<Approval, ClaimError> {
        let mut kept = self.kept();
        let found = kept
            .iter_mut()
            .filter(|kept| kept.user == *user && kept.approval.conversation == conversation)
            .find(|kept| kept.approval.id == id)
            .ok_or(ClaimError::NotFound)?;
        if found.verdict.is_some() {
            return Err(ClaimError::Decided);
        }
        if found.approval.expires_at <= at {
            return Err(ClaimError::Expired);
        }
        found.verdict = Some(verdict);
        let claimed = found.approval.clone();
        found.approval.state = String::new();
        Ok(claimed)
    }

    async fn pending(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<Option<Approval>, StoreError> {
        let kept = self.kept();
        let mut waiting = kept
            .iter()
            .rev()
            .filter(|kept| kept.user == *user && kept.approval.conversation == conversation)
            .filter(|kept| kept.verdict.is_none() && kept.approval.expires_at > at);
        Ok(waiting.next().map(|kept| kept.approval.clone()))
    }

    async fn go_on(
        &self,
        user: &UserId,
        conversation: ConversationId,
        _at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        self.supersede(user, conversation);
        self.standing(user, conversation).await
    }

    async fn standing(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Vec<String>, StoreError> {
        let kept = self.kept();
        let standing = kept
            .iter()
            .filter(|kept| kept.user == *user && kept.approval.conversation == conversation)
            .filter(|kept| kept.verdict == Some(ApprovalVerdict::Always));
        let kinds: BTreeSet<String> = standing
            .flat_map(|kept| kept.approval.kinds.iter().cloned())
            .collect();
        Ok(kinds.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::MemoryConversationStore;

    #[tokio::test]
    async fn approvals_are_kept() {
        let conversations = Arc::new(MemoryConversationStore::new());
        let store = Arc::new(MemoryApprovalStore::new());
        crate::testing::approval_store_suite(store, conversations)
            .await
            .unwrap();
    }
}

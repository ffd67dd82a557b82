use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::MemoryConversationStore;
use super::drawer::count;
use crate::store::{StoreError, WriteError};
use crate::thread::{AttachmentRecord, AttachmentStore};

#[async_trait]
impl AttachmentStore for MemoryConversationStore {
    async fn attachment(
        &self,
        user: &UserId,
        key: &str,
    ) -> Result<Option<AttachmentRecord>, StoreError> {
        let state = self.state();
        let drawer = state.users.get(user);
        Ok(drawer.and_then(|drawer| drawer.attachments.get(key).cloned()))
    }

    async fn save_attachment(
        &self,
        user: &UserId,
        record: &AttachmentRecord,
    ) -> Result<(), WriteError> {
        let mut state = self.state();
        let drawer = state.users.entry(user.clone()).or_default();
        drawer
            .attachments
            .insert(record.key.clone(), record.clone());
        Ok(())
    }

    async fn delete_attachment(&self, user: &UserId, key: &str) -> Result<(), WriteError> {
        if let Some(drawer) = self.state().users.get_mut(user) {
            drawer.attachments.remove(key);
        }
        Ok(())
    }

    async fn attachments_of(&self, user: &UserId, limit: u32) -> Result<Vec<String>, StoreError> {
        let state = self.state();
        let drawer = state.users.get(user).into_iter();
        let keys = drawer.flat_map(|drawer| drawer.attachments.keys());
        Ok(keys.take(count(limit)).cloned().collect())
    }

    async fn unneeded_attachments(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(UserId, String)>, StoreError> {
        let state = self.state();
        let unneeded = state.users.iter().flat_map(|(user, drawer)| {
            let records = drawer.attachments.values();
            let unneeded = records.filter(move |record| match record.conversation {
                None => record.created_at < before,
                Some(id) => drawer.live(id).is_none(),
            });
            unneeded.map(|record| (user.clone(), record.key.clone()))
        });
        Ok(unneeded.take(count(limit)).collect())
    }
}

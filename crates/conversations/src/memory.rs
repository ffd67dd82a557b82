use std::cmp::Reverse;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::{Revision, UserId};

use crate::conversation::{Conversation, ConversationId, ConversationPatch};
use crate::message::{AssistantMessage, Message, MessageId};
use crate::query::{
    ConversationCursor, ConversationFilter, ConversationPage, MessageCursor, MessagePage,
    PageRequest,
};
use crate::search::fold;
use crate::store::{ConversationStore, StoreError, WriteError};
use crate::turn::{BeginTurn, TurnBegun};

mod attachments;
mod drawer;
mod threads;

use drawer::{Entry, State, count};

/// Keeps conversations in memory, for tests and for trying things out: they end with the process.
#[derive(Debug, Default)]
pub struct MemoryConversationStore(Mutex<State>);

impl MemoryConversationStore {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ConversationStore for MemoryConversationStore {
    async fn begin_turn(&self, user: &UserId, turn: &BeginTurn) -> Result<TurnBegun, WriteError> {
        self.state().begin(user, turn)
    }

    async fn prior_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
    ) -> Result<Option<TurnBegun>, StoreError> {
        let state = self.state();
        Ok(state.users.get(user).and_then(|drawer| drawer.prior(turn)))
    }

    async fn retry(
        &self,
        user: &UserId,
        message: MessageId,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.state().retry(user, message, last, at))
    }

    async fn add_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<Message, WriteError> {
        self.state().add_reply(user, conversation, reply, at)
    }

    async fn update_reply(
        &self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        self.state().update_reply(user, id, reply, at)
    }

    async fn get(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        let state = self.state();
        let entry = state.users.get(user).and_then(|drawer| drawer.live(id));
        Ok(entry.map(|entry| entry.conversation.clone()))
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &ConversationFilter,
        page: &PageRequest<ConversationCursor>,
    ) -> Result<ConversationPage, StoreError> {
        let state = self.state();
        let needle = filter.text.as_deref().map(fold);
        let after = page.after.map(|cursor| (cursor.updated_at, cursor.id));
        let mut rows: Vec<&Conversation> = state
            .users
            .get(user)
            .into_iter()
            .flat_map(|drawer| drawer.conversations.values())
            .filter(|entry| entry.matches(filter.archived, needle.as_deref()))
            .map(|entry| &entry.conversation)
            .filter(|row| after.is_none_or(|after| (row.updated_at, row.id) < after))
            .collect();
        rows.sort_by_key(|row| Reverse((row.updated_at, row.id)));
        let (conversations, next) = cut(rows, page.limit, |row| ConversationCursor {
            updated_at: row.updated_at,
            id: row.id,
        });
        Ok(ConversationPage {
            conversations,
            next,
        })
    }

    async fn update(
        &self,
        user: &UserId,
        id: ConversationId,
        patch: &ConversationPatch,
        at: Timestamp,
    ) -> Result<Conversation, WriteError> {
        self.change(user, id, at, |entry| {
            let conversation = &mut entry.conversation;
            if let Some(title) = &patch.title {
                conversation.title = Some(title.clone());
            }
            conversation.archived = patch.archived.unwrap_or(conversation.archived);
        })
    }

    async fn delete(
        &self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        // Keys of a deleted conversation lead to no message any more, so `Drawer::prior` passes them over.
        self.change(user, id, at, |entry| {
            entry.messages = Vec::new();
            entry.shown = threads::Shown::default();
            entry.conversation.title = None;
            entry.conversation.message_count = 0;
            entry.conversation.deleted_at = Some(at);
        })?;
        Ok(())
    }

    async fn messages(
        &self,
        user: &UserId,
        id: ConversationId,
        page: &PageRequest<MessageCursor>,
    ) -> Result<Option<MessagePage>, StoreError> {
        let state = self.state();
        let Some(entry) = state.users.get(user).and_then(|drawer| drawer.live(id)) else {
            return Ok(None);
        };
        let rows = entry
            .messages
            .iter()
            .filter(|row| page.after.is_none_or(|after| row.id > after.id))
            .collect();
        let (messages, next) = cut(rows, page.limit, |row| MessageCursor { id: row.id });
        Ok(Some(MessagePage { messages, next }))
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Conversation)>, StoreError> {
        let state = self.state();
        let mut changed: Vec<_> = state
            .users
            .get(user)
            .into_iter()
            .flat_map(|drawer| drawer.conversations.values())
            .filter(|entry| entry.revision > since)
            .map(|entry| (entry.revision, entry.conversation.clone()))
            .collect();
        changed.sort_by_key(|(revision, _)| *revision);
        changed.truncate(count(limit));
        Ok(changed)
    }
}

impl MemoryConversationStore {
    fn change(
        &self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
        edit: impl FnOnce(&mut Entry),
    ) -> Result<Conversation, WriteError> {
        let mut state = self.state();
        let absent = WriteError::NoConversation(id);
        let Some(drawer) = state.users.get_mut(user) else {
            return Err(absent);
        };
        let revision = drawer.next_revision();
        let entry = drawer.live_mut(id).ok_or(absent)?;
        edit(entry);
        entry.touch(at, revision);
        let conversation = entry.conversation.clone();
        drawer.revision = revision.get();
        Ok(conversation)
    }
}

/// Clones the first `limit` rows; the cursor is there only if rows are left.
fn cut<Row: Clone, C>(
    rows: Vec<&Row>,
    limit: u32,
    cursor: impl Fn(&Row) -> C,
) -> (Vec<Row>, Option<C>) {
    let more = rows.len() > count(limit);
    let kept: Vec<Row> = rows.into_iter().take(count(limit)).cloned().collect();
    let next = if more { kept.last().map(cursor) } else { None };
    (kept, next)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn make_store() -> std::future::Ready<(Arc<dyn ConversationStore>, ())> {
        std::future::ready((Arc::new(MemoryConversationStore::new()), ()))
    }

    crate::conversation_store_tests!(make_store);
}

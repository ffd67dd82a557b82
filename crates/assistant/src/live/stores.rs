use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations as conversations;
use taskpilot_conversations::thread::{
    Item, ItemRef, ListRequest, NewItem, Rating, Thread, ThreadDraft, ThreadMessage, ThreadRef,
    ThreadReply, ThreadStore, ThreadTurn,
};
use taskpilot_conversations::{
    AssistantMessage, BeginTurn, Conversation, ConversationCursor, ConversationFilter,
    ConversationId, ConversationPage, ConversationPatch, ConversationStore, Message, MessageCursor,
    MessageId, MessagePage, TurnBegun, WriteError,
};
use taskpilot_tasks as tasks;
use taskpilot_tasks::{
    ChangeSet, CommitError, Committed, Task, TaskFilter, TaskId, TaskStore, TitleEntry, UndoRecord,
    UndoToken,
};

use super::ChangeHub;

/// Wraps both stores so that each write wakes the user's live streams, whoever made it.
pub fn notifying(
    tasks: Arc<dyn TaskStore>,
    conversations: Arc<dyn ConversationStore>,
    hub: &ChangeHub,
) -> (Arc<dyn TaskStore>, Arc<dyn ConversationStore>) {
    (
        Arc::new(Notifying {
            store: tasks,
            hub: hub.clone(),
        }),
        Arc::new(Notifying {
            store: conversations,
            hub: hub.clone(),
        }),
    )
}

/// Wraps the store of threads so that each write wakes the user's live streams.
pub fn notifying_threads(threads: Arc<dyn ThreadStore>, hub: &ChangeHub) -> Arc<dyn ThreadStore> {
    Arc::new(Notifying {
        store: threads,
        hub: hub.clone(),
    })
}

struct Notifying<S: ?Sized> {
    hub: ChangeHub,
    store: Arc<S>,
}

impl<S: ?Sized> Notifying<S> {
    fn after<T, E>(&self, user: &UserId, result: Result<T, E>) -> Result<T, E> {
        if result.is_ok() {
            self.hub.changed(user);
        }
        result
    }
}

#[async_trait]
impl TaskStore for Notifying<dyn TaskStore> {
    async fn get(&self, user: &UserId, id: TaskId) -> Result<Option<Task>, tasks::StoreError> {
        self.store.get(user, id).await
    }

    async fn get_many(
        &self,
        user: &UserId,
        ids: &[TaskId],
    ) -> Result<Vec<Task>, tasks::StoreError> {
        self.store.get_many(user, ids).await
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &tasks::PageRequest,
    ) -> Result<tasks::Page, tasks::StoreError> {
        self.store.list(user, filter, page).await
    }

    async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, tasks::StoreError> {
        self.store.count(user, filter).await
    }

    async fn titles(
        &self,
        user: &UserId,
        limit: u32,
    ) -> Result<Vec<TitleEntry>, tasks::StoreError> {
        self.store.titles(user, limit).await
    }

    async fn commit(&self, user: &UserId, set: &ChangeSet) -> Result<Committed, CommitError> {
        let result = self.store.commit(user, set).await;
        self.after(user, result)
    }

    async fn undo_record(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Option<UndoRecord>, tasks::StoreError> {
        self.store.undo_record(user, token).await
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, tasks::StoreError> {
        self.store.changed_since(user, since, limit).await
    }

    async fn revision(&self, user: &UserId) -> Result<Revision, tasks::StoreError> {
        self.store.revision(user).await
    }
}

#[async_trait]
impl ConversationStore for Notifying<dyn ConversationStore> {
    async fn begin_turn(&self, user: &UserId, turn: &BeginTurn) -> Result<TurnBegun, WriteError> {
        let result = self.store.begin_turn(user, turn).await;
        self.after(user, result)
    }

    async fn prior_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
    ) -> Result<Option<TurnBegun>, conversations::StoreError> {
        self.store.prior_turn(user, turn).await
    }

    async fn retry(
        &self,
        user: &UserId,
        message: MessageId,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<bool, conversations::StoreError> {
        self.store.retry(user, message, last, at).await
    }

    async fn add_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<Message, WriteError> {
        let result = self.store.add_reply(user, conversation, reply, at).await;
        self.after(user, result)
    }

    async fn update_reply(
        &self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self.store.update_reply(user, id, reply, at).await;
        self.after(user, result)
    }

    async fn get(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Option<Conversation>, conversations::StoreError> {
        self.store.get(user, id).await
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &ConversationFilter,
        page: &conversations::PageRequest<ConversationCursor>,
    ) -> Result<ConversationPage, conversations::StoreError> {
        self.store.list(user, filter, page).await
    }

    async fn update(
        &self,
        user: &UserId,
        id: ConversationId,
        patch: &ConversationPatch,
        at: Timestamp,
    ) -> Result<Conversation, WriteError> {
        let result = self.store.update(user, id, patch, at).await;
        self.after(user, result)
    }

    async fn delete(
        &self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self.store.delete(user, id, at).await;
        self.after(user, result)
    }

    async fn messages(
        &self,
        user: &UserId,
        id: ConversationId,
        page: &conversations::PageRequest<MessageCursor>,
    ) -> Result<Option<MessagePage>, conversations::StoreError> {
        self.store.messages(user, id, page).await
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Conversation)>, conversations::StoreError> {
        self.store.changed_since(user, since, limit).await
    }
}

#[async_trait]
impl ThreadStore for Notifying<dyn ThreadStore> {
    async fn thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
    ) -> Result<Option<Thread>, conversations::StoreError> {
        self.store.thread(user, thread).await
    }

    async fn save_thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        draft: &ThreadDraft,
        at: Timestamp,
    ) -> Result<Thread, WriteError> {
        let result = self.store.save_thread(user, thread, draft, at).await;
        self.after(user, result)
    }

    async fn threads(
        &self,
        user: &UserId,
        page: &ListRequest<ConversationId>,
    ) -> Result<Vec<Thread>, conversations::StoreError> {
        self.store.threads(user, page).await
    }

    async fn begin_thread_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
        message: &ThreadMessage,
    ) -> Result<Option<ThreadTurn>, WriteError> {
        let result = self.store.begin_thread_turn(user, turn, message).await;
        self.after(user, result)
    }

    async fn turn(
        &self,
        user: &UserId,
        conversation: ConversationId,
        message: MessageId,
        history: u32,
    ) -> Result<Option<TurnBegun>, conversations::StoreError> {
        self.store.turn(user, conversation, message, history).await
    }

    async fn store_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &ThreadReply<'_>,
        at: Timestamp,
    ) -> Result<MessageId, WriteError> {
        let result = self.store.store_reply(user, conversation, reply, at).await;
        self.after(user, result)
    }

    async fn items(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        page: &ListRequest<MessageId>,
    ) -> Result<Option<Vec<Item>>, conversations::StoreError> {
        self.store.items(user, thread, page).await
    }

    async fn item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<Option<Item>, conversations::StoreError> {
        self.store.item(user, conversation, item).await
    }

    async fn save_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &NewItem,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self.store.save_item(user, conversation, item, at).await;
        self.after(user, result)
    }

    async fn save_message_item(
        &self,
        user: &UserId,
        place: (ConversationId, MessageId),
        document: &str,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self
            .store
            .save_message_item(user, place, document, at)
            .await;
        self.after(user, result)
    }

    async fn delete_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self.store.delete_item(user, conversation, item, at).await;
        self.after(user, result)
    }

    async fn delete_items_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        position: MessageId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let deleted = self
            .store
            .delete_items_after(user, conversation, position, at);
        let result = deleted.await;
        self.after(user, result)
    }

    async fn rate(
        &self,
        user: &UserId,
        conversation: ConversationId,
        items: &[ItemRef],
        rating: Rating,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let result = self.store.rate(user, conversation, items, rating, at).await;
        self.after(user, result)
    }
}

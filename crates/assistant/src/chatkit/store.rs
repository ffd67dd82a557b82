use async_trait::async_trait;
use taskpilot_chatkit::{
    Accepted, Attachment, AttachmentId, ItemId, Missing, NewMessage, Order, Page, PageRequest,
    Place, Store, StoreError, Thread, ThreadId, ThreadItem, UserMessage,
};
use taskpilot_conversations as conversations;
use taskpilot_conversations::thread::{
    AttachmentRecord, Item, ListRequest, NewThreadTurn, ThreadDraft, ThreadMessage, ThreadPlace,
    ThreadRef, ThreadTurn,
};
use taskpilot_conversations::{ConversationId, Message, MessageId};

use super::context::ChatContext;
use super::kept::{document, failed, item, new_item, no_thread, of_thread, thread, title};
use super::{ChatKitParts, name, said};
use crate::assistant::Opening;

/// Most files that come with one message.
const MOST_ATTACHMENTS: usize = 10;

/// The conversations as ChatKit sees them: a thread is a conversation, and its items are messages.
pub(super) struct ThreadsStore {
    parts: ChatKitParts,
    /// Most messages before the user's that the model reads.
    history: u32,
}

impl ThreadsStore {
    pub(super) fn new(parts: ChatKitParts, history: u32) -> Self {
        Self { parts, history }
    }

    async fn find(
        &self,
        id: &ThreadId,
        context: &ChatContext,
    ) -> Result<conversations::thread::Thread, StoreError> {
        let thread_ref = name::thread_ref(id);
        let found = self
            .parts
            .threads
            .thread(&context.turn.user, &thread_ref)
            .await;
        let thread = found.map_err(failed)?.ok_or_else(|| no_thread(id))?;
        context.keep_conversation(id.clone(), thread.conversation.id);
        Ok(thread)
    }

    async fn conversation(
        &self,
        id: &ThreadId,
        context: &ChatContext,
    ) -> Result<ConversationId, StoreError> {
        if let Some(known) = context.conversation(id) {
            return Ok(known);
        }
        Ok(self.find(id, context).await?.conversation.id)
    }

    async fn find_item(
        &self,
        (thread, id): (&ThreadId, &ItemId),
        context: &ChatContext,
    ) -> Result<Item, StoreError> {
        let conversation = self.conversation(thread, context).await?;
        let item_ref = name::item_ref(id);
        let threads = &self.parts.threads;
        let found = threads
            .item(&context.turn.user, conversation, &item_ref)
            .await;
        let item = found.map_err(failed)?;
        item.ok_or_else(|| StoreError::not_found(Missing::Item, id))
    }

    /// Returns what was stored when the same request came before.
    async fn before(
        &self,
        message: &Message,
        context: &ChatContext,
    ) -> Result<Accepted, StoreError> {
        let user = &context.turn.user;
        let threads = &self.parts.threads;
        let thread_ref = ThreadRef::Number(message.conversation_id);
        let thread = threads.thread(user, &thread_ref).await.map_err(failed)?;
        let page = ListRequest {
            after: Some(MessageId::new(message.id.get() - 1)),
            newest_first: false,
            limit: 1,
        };
        let items = threads.items(user, &thread_ref, &page).await;
        let items = items.map_err(failed)?.unwrap_or_default();
        let item = items.first().map(name::of_item);
        match (thread, item) {
            (Some(thread), Some(item)) => Ok(Accepted::Before {
                thread: name::of_thread(&thread),
                item,
            }),
            _ => Err(StoreError::not_found(Missing::Item, message.id)),
        }
    }
}

#[async_trait]
impl Store<ChatContext> for ThreadsStore {
    async fn load_thread(
        &self,
        id: &ThreadId,
        context: &ChatContext,
    ) -> Result<Thread, StoreError> {
        thread(&self.find(id, context).await?)
    }

    async fn save_thread(&self, changed: &Thread, context: &ChatContext) -> Result<(), StoreError> {
        let draft = ThreadDraft {
            title: changed.title.as_deref().map(title).transpose()?,
            document: document(changed)?,
            created_at: changed.created_at,
        };
        let thread_ref = name::thread_ref(&changed.id);
        let threads = &self.parts.threads;
        let saved = threads
            .save_thread(&context.turn.user, &thread_ref, &draft)
            .await;
        saved.map_err(|error| of_thread(&changed.id, error))?;
        Ok(())
    }

    async fn load_threads(
        &self,
        page: &PageRequest,
        context: &ChatContext,
    ) -> Result<Page<Thread>, StoreError> {
        let after = match &page.after {
            None => None,
            Some(id) => Some(
                self.find(&ThreadId::new(id), context)
                    .await?
                    .conversation
                    .id,
            ),
        };
        let request = ListRequest {
            after,
            newest_first: page.order == Order::Desc,
            limit: page.limit.get().saturating_add(1),
        };
        let threads = &self.parts.threads;
        let rows = threads.threads(&context.turn.user, &request).await;
        let rows = rows.map_err(failed)?;
        let rows: Result<Vec<Thread>, StoreError> = rows.iter().map(thread).collect();
        Ok(Page::of(rows?, page.limit, |thread| thread.id.to_string()))
    }

    async fn delete_thread(&self, id: &ThreadId, context: &ChatContext) -> Result<(), StoreError> {
        let conversation = self.conversation(id, context).await?;
        let conversations = &self.parts.conversations;
        let deleted = conversations.delete(&context.turn.user, conversation).await;
        deleted.map_err(|error| of_thread(id, error))
    }

    async fn load_items(
        &self,
        thread: &ThreadId,
        page: &PageRequest,
        context: &ChatContext,
    ) -> Result<Page<ThreadItem>, StoreError> {
        let after = match &page.after {
            None => None,
            Some(id) => {
                let id = ItemId::new(id);
                Some(self.find_item((thread, &id), context).await?.position)
            }
        };
        let request = ListRequest {
            after,
            newest_first: page.order == Order::Desc,
            limit: page.limit.get().saturating_add(1),
        };
        let threads = &self.parts.threads;
        let rows = threads
            .items(&context.turn.user, &name::thread_ref(thread), &request)
            .await;
        let rows = rows.map_err(failed)?.ok_or_else(|| no_thread(thread))?;
        let rows: Result<Vec<ThreadItem>, StoreError> =
            rows.into_iter().map(|row| item(thread, row)).collect();
        Ok(Page::of(rows?, page.limit, |item| item.id().to_string()))
    }

    async fn load_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &ChatContext,
    ) -> Result<ThreadItem, StoreError> {
        item(thread, self.find_item((thread, id), context).await?)
    }

    async fn save_item(
        &self,
        thread: &ThreadId,
        item: &ThreadItem,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        if context.was_stored(item.id()) {
            return Ok(());
        }
        let conversation = self.conversation(thread, context).await?;
        let item_ref = name::item_ref(item.id());
        let threads = &self.parts.threads;
        let user = &context.turn.user;
        let saved = threads
            .save_item(user, conversation, (&item_ref, new_item(item)))
            .await;
        saved.map_err(|error| of_thread(thread, error))
    }

    async fn delete_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        let conversation = self.conversation(thread, context).await?;
        let item_ref = name::item_ref(id);
        let threads = &self.parts.threads;
        let deleted = threads
            .delete_item(&context.turn.user, conversation, &item_ref)
            .await;
        deleted.map_err(|error| of_thread(thread, error))
    }

    async fn load_attachment(
        &self,
        id: &AttachmentId,
        context: &ChatContext,
    ) -> Result<Attachment, StoreError> {
        let attachments = &self.parts.records;
        let found = attachments
            .attachment(&context.turn.user, id.as_str())
            .await;
        let record = found.map_err(StoreError::failed)?;
        let record = record.ok_or_else(|| StoreError::not_found(Missing::Attachment, id))?;
        serde_json::from_str(&record.document).map_err(StoreError::failed)
    }

    async fn save_attachment(
        &self,
        attachment: &Attachment,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        let conversation = match &attachment.thread_id {
            None => None,
            Some(thread) => Some(self.conversation(thread, context).await?),
        };
        let record = AttachmentRecord {
            key: attachment.id.to_string(),
            conversation,
            document: serde_json::to_string(attachment).map_err(StoreError::failed)?,
            created_at: self.parts.clock.now(),
        };
        let attachments = &self.parts.records;
        let saved = attachments
            .save_attachment(&context.turn.user, &record)
            .await;
        saved.map_err(StoreError::failed)
    }

    async fn delete_attachment(
        &self,
        id: &AttachmentId,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        let attachments = &self.parts.records;
        let deleted = attachments
            .delete_attachment(&context.turn.user, id.as_str())
            .await;
        deleted.map_err(StoreError::failed)
    }

    /// Begins the turn in the same transaction, and keeps what was read for the answer.
    async fn accept(
        &self,
        message: NewMessage<'_>,
        context: &ChatContext,
    ) -> Result<Accepted, StoreError> {
        let NewMessage {
            place,
            item,
            idempotency_key,
        } = message;
        let id = place.thread_id();
        let said: Option<UserMessage> = item.read().map_err(StoreError::failed)?;
        let said = said.unwrap_or_else(|| UserMessage::text(""));
        check_attachments(&said)?;
        let turn = NewThreadTurn {
            content: said::content(&said),
            may_be_empty: !said.attachments.is_empty(),
            idempotency_key: idempotency_key.map(str::to_owned),
            history: self.history,
            message: ThreadMessage {
                place: match place {
                    Place::New(thread) => ThreadPlace::New(thread.id.to_string()),
                    Place::In(id) => ThreadPlace::In(name::thread_ref(id)),
                },
                item: new_item(item),
            },
        };
        let begun = self
            .parts
            .threads
            .begin_turn(&context.turn.user, turn)
            .await;
        let begun = begun.map_err(|error| of_thread(id, error))?;
        match begun.ok_or_else(|| no_thread(id))? {
            ThreadTurn::Before(message) => self.before(&message, context).await,
            ThreadTurn::Begun(row, begun) => {
                let accepted = thread(&row)?;
                context.keep_conversation(id.clone(), begun.conversation.id);
                context.keep_opening(Opening::of(*begun));
                Ok(Accepted::Now(Box::new(accepted)))
            }
        }
    }

    /// Keeps what an earlier answer did, which the new one must know: it stays done.
    async fn delete_items_after(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &ChatContext,
    ) -> Result<(), StoreError> {
        let item = self.find_item((thread, id), context).await?;
        let conversation = self.conversation(thread, context).await?;
        let (threads, user) = (&self.parts.threads, &context.turn.user);
        let place = (conversation, item.position);
        if let Ok(begun) = threads.turn(user, place, self.history).await {
            context.keep_opening(Opening {
                reply: None,
                ..Opening::of(begun)
            });
        }
        let deleted = threads
            .delete_items_after(user, conversation, item.position)
            .await;
        deleted.map_err(|error| of_thread(thread, error))
    }
}

fn check_attachments(said: &UserMessage) -> Result<(), StoreError> {
    let refused = |message: String| StoreError::Refused {
        field: "params.input.attachments",
        message,
    };
    if said.attachments.len() > MOST_ATTACHMENTS {
        return Err(refused(format!("must be at most {MOST_ATTACHMENTS} files")));
    }
    let mut unsent = said
        .attachments
        .iter()
        .filter(|it| it.upload_descriptor.is_some());
    match unsent.next() {
        Some(file) => Err(refused(format!(
            "the file {:?} has not been sent yet",
            file.name
        ))),
        None => Ok(()),
    }
}

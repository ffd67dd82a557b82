use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::thread::{
    AttachmentRecord, AttachmentStore, Item, ItemRef, ListRequest, NewItem, Rating, Thread,
    ThreadDraft, ThreadMessage, ThreadRef, ThreadReply, ThreadStore, ThreadTurn,
};
use taskpilot_conversations::{
    BeginTurn, ConversationId, MessageId, StoreError, TurnBegun, WriteError,
};

use crate::conversations::reply::{self, ShownBy};
use crate::conversations::turn::Refusal;
use crate::conversations::{store_error, unread, unwritten};
use crate::database::Database;
use crate::failure::Failure;

mod attachment;
mod item;
mod rating;
mod thread;

/// Threads and attachments in a database.
pub(crate) struct DatabaseThreadStore(pub(crate) Database);

#[async_trait]
impl ThreadStore for DatabaseThreadStore {
    async fn thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
    ) -> Result<Option<Thread>, StoreError> {
        let (user, thread) = (user.clone(), thread.clone());
        self.0
            .read(async move |conn| Ok(thread::find(conn, &user, &thread).await?))
            .await
            .map_err(unread("read a thread"))
    }

    async fn save_thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        draft: &ThreadDraft,
        at: Timestamp,
    ) -> Result<Thread, WriteError> {
        let (user, thread, draft) = (user.clone(), thread.clone(), draft.clone());
        self.0
            .write(async move |conn| thread::save(conn, &user, &thread, &draft, at).await)
            .await
            .map_err(unwritten("store a thread"))
    }

    async fn threads(
        &self,
        user: &UserId,
        page: &ListRequest<ConversationId>,
    ) -> Result<Vec<Thread>, StoreError> {
        let (user, page) = (user.clone(), *page);
        self.0
            .read(async move |conn| Ok(thread::list(conn, &user, &page).await?))
            .await
            .map_err(unread("list threads"))
    }

    async fn begin_thread_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
        message: &ThreadMessage,
    ) -> Result<Option<ThreadTurn>, WriteError> {
        let (user, turn, message) = (user.clone(), turn.clone(), message.clone());
        let attempt = self
            .0
            .write_alone(async move |conn| thread::begin_turn(conn, &user, turn, &message).await)
            .await;
        match attempt {
            Ok(begun) => Ok(begun),
            Err(Failure::Refused(Refusal::Prior(begun))) => {
                Ok(Some(ThreadTurn::Before(begun.message)))
            }
            Err(Failure::Refused(Refusal::NoConversation(_))) => Ok(None),
            Err(Failure::Storage(error)) => Err(store_error("begin a turn", error).into()),
        }
    }

    async fn turn(
        &self,
        user: &UserId,
        conversation: ConversationId,
        message: MessageId,
        history: u32,
    ) -> Result<Option<TurnBegun>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| {
                Ok(item::turn(conn, &user, (conversation, message), history).await?)
            })
            .await
            .map_err(unread("read a turn"))
    }

    async fn store_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &ThreadReply<'_>,
        at: Timestamp,
    ) -> Result<MessageId, WriteError> {
        let (user, id) = (user.clone(), reply.id);
        let (reply, item) = (reply.reply.clone(), reply.item.cloned());
        self.0
            .write(async move |conn| {
                let Some(id) = id else {
                    let shown_by = item.as_ref().map_or(ShownBy::Others, ShownBy::Item);
                    let place = (conversation, shown_by);
                    return Ok(reply::insert(conn, &user, place, &reply, at).await?.id);
                };
                reply::overwrite(conn, &user, id, &reply, at).await?;
                if let Some(item) = item {
                    item::append(conn, &user, conversation, &item).await?;
                }
                Ok(id)
            })
            .await
            .map_err(unwritten("store a reply"))
    }

    async fn items(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        page: &ListRequest<MessageId>,
    ) -> Result<Option<Vec<Item>>, StoreError> {
        let (user, thread, page) = (user.clone(), thread.clone(), *page);
        self.0
            .read(async move |conn| {
                let Some(conversation) = thread::number(conn, &user, &thread).await? else {
                    return Ok(None);
                };
                let items = item::list(conn, &user, conversation, &page).await?;
                Ok(Some(items))
            })
            .await
            .map_err(unread("read items"))
    }

    async fn item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<Option<Item>, StoreError> {
        let (user, item) = (user.clone(), item.clone());
        self.0
            .read(async move |conn| Ok(item::find(conn, &user, conversation, &item).await?))
            .await
            .map_err(unread("read an item"))
    }

    async fn save_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &NewItem,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let (user, item) = (user.clone(), item.clone());
        self.0
            .write(async move |conn| {
                thread::touch(conn, &user, conversation, at).await?;
                item::put(conn, &user, conversation, &item).await?;
                Ok(())
            })
            .await
            .map_err(unwritten("store an item"))
    }

    async fn save_message_item(
        &self,
        user: &UserId,
        (conversation, message): (ConversationId, MessageId),
        document: &str,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let (user, document) = (user.clone(), document.to_owned());
        self.0
            .write(async move |conn| {
                thread::touch(conn, &user, conversation, at).await?;
                let place = (conversation, message);
                item::put_over_message(conn, &user, place, &document).await
            })
            .await
            .map_err(unwritten("store an item"))
    }

    async fn delete_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let (user, item) = (user.clone(), item.clone());
        self.0
            .write(async move |conn| {
                thread::touch(conn, &user, conversation, at).await?;
                item::delete(conn, &user, conversation, &item).await?;
                Ok(thread::recount(conn, &user, conversation).await?)
            })
            .await
            .map_err(unwritten("delete an item"))
    }

    async fn delete_items_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        position: MessageId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let user = user.clone();
        self.0
            .write(async move |conn| {
                thread::touch(conn, &user, conversation, at).await?;
                item::delete_after(conn, &user, conversation, position).await?;
                Ok(thread::recount(conn, &user, conversation).await?)
            })
            .await
            .map_err(unwritten("delete items"))
    }

    async fn rate(
        &self,
        user: &UserId,
        conversation: ConversationId,
        items: &[ItemRef],
        rating: Rating,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let (user, items) = (user.clone(), items.to_vec());
        self.0
            .write(async move |conn| {
                thread::touch(conn, &user, conversation, at).await?;
                for item in &items {
                    rating::put(conn, &user, (conversation, item), rating, at).await?;
                }
                Ok(())
            })
            .await
            .map_err(unwritten("store feedback"))
    }
}

#[async_trait]
impl AttachmentStore for DatabaseThreadStore {
    async fn attachment(
        &self,
        user: &UserId,
        key: &str,
    ) -> Result<Option<AttachmentRecord>, StoreError> {
        let (user, key) = (user.clone(), key.to_owned());
        self.0
            .read(async move |conn| Ok(attachment::find(conn, &user, &key).await?))
            .await
            .map_err(unread("read an attachment"))
    }

    async fn save_attachment(
        &self,
        user: &UserId,
        record: &AttachmentRecord,
    ) -> Result<(), WriteError> {
        let (user, record) = (user.clone(), record.clone());
        self.0
            .write(async move |conn| Ok(attachment::put(conn, &user, &record).await?))
            .await
            .map_err(unwritten("store an attachment"))
    }

    async fn delete_attachment(&self, user: &UserId, key: &str) -> Result<(), WriteError> {
        let (user, key) = (user.clone(), key.to_owned());
        self.0
            .write(async move |conn| Ok(attachment::delete(conn, &user, &key).await?))
            .await
            .map_err(unwritten("delete an attachment"))
    }

    async fn attachments_of(&self, user: &UserId, limit: u32) -> Result<Vec<String>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| Ok(attachment::of(conn, &user, limit).await?))
            .await
            .map_err(unread("list attachments"))
    }

    async fn unneeded_attachments(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(UserId, String)>, StoreError> {
        self.0
            .read(async move |conn| Ok(attachment::unneeded(conn, before, limit).await?))
            .await
            .map_err(unread("list attachments"))
    }
}

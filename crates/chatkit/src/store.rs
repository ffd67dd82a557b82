use async_trait::async_trait;

use crate::attachment::Attachment;
use crate::error::{Missing, StoreError};
use crate::id::{AttachmentId, IdKind, ItemId, ThreadId};
use crate::item::ThreadItem;
use crate::page::{Page, PageRequest};
use crate::thread::Thread;

/// Where threads, items and attachments are kept.
///
/// `Cx` is the request's context; it says who asks, and what is somebody else's must not be found. Lists are in the
/// order of `(created_at, id)` or of insertion, and each row stands in them once, also if others have the same time
/// and while rows are added. Whatever a store is given it must give back as it was: keep the JSON.
///
/// The module `testing` (feature `testing`) has the suite that every store must pass.
#[async_trait]
pub trait Store<Cx: Sync>: Send + Sync {
    /// Makes an id for a thread.
    fn new_thread_id(&self, _context: &Cx) -> ThreadId {
        ThreadId::new(&IdKind::Thread.random())
    }

    /// Makes an id for an item.
    fn new_item_id(&self, kind: IdKind, _thread: &Thread, _context: &Cx) -> ItemId {
        ItemId::new(&kind.random())
    }

    /// Returns a thread.
    async fn load_thread(&self, id: &ThreadId, context: &Cx) -> Result<Thread, StoreError>;

    /// Writes a thread, new or over the old one.
    async fn save_thread(&self, thread: &Thread, context: &Cx) -> Result<(), StoreError>;

    /// Returns some of the threads.
    async fn load_threads(
        &self,
        page: &PageRequest,
        context: &Cx,
    ) -> Result<Page<Thread>, StoreError>;

    /// Deletes a thread with its items.
    async fn delete_thread(&self, id: &ThreadId, context: &Cx) -> Result<(), StoreError>;

    /// Returns some of a thread's items, hidden ones too.
    async fn load_items(
        &self,
        thread: &ThreadId,
        page: &PageRequest,
        context: &Cx,
    ) -> Result<Page<ThreadItem>, StoreError>;

    /// Returns an item.
    async fn load_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &Cx,
    ) -> Result<ThreadItem, StoreError>;

    /// Writes an item: new at the end of the thread, or over the old one in its place.
    async fn save_item(
        &self,
        thread: &ThreadId,
        item: &ThreadItem,
        context: &Cx,
    ) -> Result<(), StoreError>;

    /// Deletes an item. One that is not there is no error.
    async fn delete_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &Cx,
    ) -> Result<(), StoreError>;

    /// Returns an attachment.
    async fn load_attachment(
        &self,
        id: &AttachmentId,
        context: &Cx,
    ) -> Result<Attachment, StoreError>;

    /// Writes an attachment, new or over the old one.
    async fn save_attachment(
        &self,
        attachment: &Attachment,
        context: &Cx,
    ) -> Result<(), StoreError>;

    /// Deletes an attachment. One that is not there is no error.
    async fn delete_attachment(&self, id: &AttachmentId, context: &Cx) -> Result<(), StoreError>;

    /// Stores what a person said, and the thread if it is a new one, both or neither.
    ///
    /// A store with transactions should do it in one; this is the way for those without. One that knows idempotency
    /// keys returns [`Accepted::Before`] for a key that this person used before.
    async fn accept(&self, message: NewMessage<'_>, context: &Cx) -> Result<Accepted, StoreError> {
        let thread = match message.place {
            Place::New(thread) => {
                self.save_thread(thread, context).await?;
                thread.clone()
            }
            Place::In(id) => self.load_thread(id, context).await?,
        };
        let stored = self.save_item(&thread.id, message.item, context).await;
        if stored.is_err() && matches!(message.place, Place::New(_)) {
            // The first failure is the one to report.
            let _ = self.delete_thread(&thread.id, context).await;
        }
        stored.map(|()| Accepted::Now(Box::new(thread)))
    }

    /// Deletes all items that follow `item`.
    async fn delete_items_after(
        &self,
        thread: &ThreadId,
        item: &ItemId,
        context: &Cx,
    ) -> Result<(), StoreError> {
        let mut newer = Vec::new();
        let mut page = PageRequest::first(crate::page::MAX_LIMIT, crate::page::Order::Desc);
        loop {
            let items = self.load_items(thread, &page, context).await?;
            for other in &items.data {
                if other.id() == item {
                    for id in newer {
                        self.delete_item(thread, &id, context).await?;
                    }
                    return Ok(());
                }
                newer.push(other.id().clone());
            }
            match items.after {
                Some(after) => page.after = Some(after),
                None => return Err(StoreError::not_found(Missing::Item, item)),
            }
        }
    }
}

/// Something a person said, about to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewMessage<'a> {
    /// Where.
    pub place: Place<'a>,
    /// What.
    pub item: &'a ThreadItem,
    /// The client's name for the request, by which it may send it again.
    pub idempotency_key: Option<&'a str>,
}

/// Where something is said.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In this thread, which is new and not stored.
    New(&'a Thread),
    /// In one that is stored, if there is one with this id.
    In(&'a ThreadId),
}

impl<'a> Place<'a> {
    /// Returns the thread's id.
    pub fn thread_id(self) -> &'a ThreadId {
        match self {
            Self::New(thread) => &thread.id,
            Self::In(id) => id,
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// It is stored, in the thread as it now is: a store may give a new one its title.
    Now(Box<Thread>),
    /// It was stored when the same request came before.
    Before {
        /// In which thread.
        thread: ThreadId,
        /// As which item.
        item: ItemId,
    },
}

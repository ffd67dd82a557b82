use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::attachment::Attachment;
use crate::error::{Missing, StoreError};
use crate::id::{AttachmentId, ItemId, ThreadId};
use crate::item::ThreadItem;
use crate::page::{Order, Page, PageRequest};
use crate::store::{Accepted, NewMessage, Place, Store};
use crate::thread::Thread;

/// A store that forgets everything when it is dropped: for tests, demonstrations, and to read.
pub struct MemoryStore<Cx> {
    owner: Box<dyn Fn(&Cx) -> String + Send + Sync>,
    shelves: Mutex<HashMap<String, Shelf>>,
}

/// What one owner has.
#[derive(Default)]
struct Shelf {
    /// In the order in which they began.
    threads: Vec<Kept>,
    attachments: HashMap<AttachmentId, Attachment>,
    keys: HashMap<String, (ThreadId, ItemId)>,
}

struct Kept {
    thread: Thread,
    items: Vec<ThreadItem>,
}

impl<Cx> MemoryStore<Cx> {
    /// Returns a store in which everybody sees everything.
    pub fn shared() -> Self {
        Self::owned_by(|_| String::new())
    }

    /// Returns a store in which each sees what is their own; `owner` says who asks.
    pub fn owned_by(owner: impl Fn(&Cx) -> String + Send + Sync + 'static) -> Self {
        Self {
            owner: Box::new(owner),
            shelves: Mutex::default(),
        }
    }

    fn with_shelf<T>(&self, context: &Cx, look: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut shelves: MutexGuard<'_, _> =
            self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        look(shelves.entry((self.owner)(context)).or_default())
    }
}

impl Shelf {
    fn kept(&mut self, id: &ThreadId) -> Result<&mut Kept, StoreError> {
        let kept = self.threads.iter_mut().find(|kept| kept.thread.id == *id);
        kept.ok_or_else(|| StoreError::not_found(Missing::Thread, id))
    }

    fn save_thread(&mut self, thread: &Thread) {
        match self.kept(&thread.id) {
            Ok(kept) => kept.thread = thread.clone(),
            Err(_) => self.threads.push(Kept {
                thread: thread.clone(),
                items: Vec::new(),
            }),
        }
    }
}

impl Kept {
    fn save_item(&mut self, item: &ThreadItem) {
        match self.items.iter_mut().find(|old| old.id() == item.id()) {
            Some(old) => *old = item.clone(),
            None => self.items.push(item.clone()),
        }
    }
}

/// Returns a part of `rows`, which stand oldest first.
fn page<T: Clone>(
    rows: &[T],
    request: &PageRequest,
    id_of: impl Fn(&T) -> String,
    what: Missing,
) -> Result<Page<T>, StoreError> {
    let mut ordered: Vec<&T> = rows.iter().collect();
    if request.order == Order::Desc {
        ordered.reverse();
    }
    let begin = match &request.after {
        None => 0,
        Some(after) => {
            let at = ordered.iter().position(|row| id_of(row) == *after);
            at.ok_or_else(|| StoreError::not_found(what, after))?
                .saturating_add(1)
        }
    };
    let limit = usize::try_from(request.limit.get()).unwrap_or(usize::MAX);
    let rows: Vec<T> = ordered
        .into_iter()
        .skip(begin)
        .take(limit.saturating_add(1))
        .cloned()
        .collect();
    Ok(Page::of(rows, request.limit, id_of))
}

#[async_trait]
impl<Cx: Sync> Store<Cx> for MemoryStore<Cx> {
    async fn load_thread(&self, id: &ThreadId, context: &Cx) -> Result<Thread, StoreError> {
        self.with_shelf(context, |shelf| Ok(shelf.kept(id)?.thread.clone()))
    }

    async fn save_thread(&self, thread: &Thread, context: &Cx) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| shelf.save_thread(thread));
        Ok(())
    }

    async fn load_threads(
        &self,
        request: &PageRequest,
        context: &Cx,
    ) -> Result<Page<Thread>, StoreError> {
        let mut threads: Vec<Thread> = self.with_shelf(context, |shelf| {
            shelf
                .threads
                .iter()
                .map(|kept| kept.thread.clone())
                .collect()
        });
        threads.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        page(
            &threads,
            request,
            |thread| thread.id.to_string(),
            Missing::Thread,
        )
    }

    async fn delete_thread(&self, id: &ThreadId, context: &Cx) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| {
            shelf.kept(id)?;
            shelf.threads.retain(|kept| kept.thread.id != *id);
            shelf.keys.retain(|_, (thread, _)| thread != id);
            Ok(())
        })
    }

    async fn load_items(
        &self,
        thread: &ThreadId,
        request: &PageRequest,
        context: &Cx,
    ) -> Result<Page<ThreadItem>, StoreError> {
        self.with_shelf(context, |shelf| {
            let items = &shelf.kept(thread)?.items;
            page(items, request, |item| item.id().to_string(), Missing::Item)
        })
    }

    async fn load_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &Cx,
    ) -> Result<ThreadItem, StoreError> {
        self.with_shelf(context, |shelf| {
            let item = shelf
                .kept(thread)?
                .items
                .iter()
                .find(|item| item.id() == id);
            item.cloned()
                .ok_or_else(|| StoreError::not_found(Missing::Item, id))
        })
    }

    async fn save_item(
        &self,
        thread: &ThreadId,
        item: &ThreadItem,
        context: &Cx,
    ) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| {
            shelf.kept(thread)?.save_item(item);
            Ok(())
        })
    }

    async fn delete_item(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &Cx,
    ) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| {
            shelf.kept(thread)?.items.retain(|item| item.id() != id);
            Ok(())
        })
    }

    async fn load_attachment(
        &self,
        id: &AttachmentId,
        context: &Cx,
    ) -> Result<Attachment, StoreError> {
        let found = self.with_shelf(context, |shelf| shelf.attachments.get(id).cloned());
        found.ok_or_else(|| StoreError::not_found(Missing::Attachment, id))
    }

    async fn save_attachment(
        &self,
        attachment: &Attachment,
        context: &Cx,
    ) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| {
            shelf
                .attachments
                .insert(attachment.id.clone(), attachment.clone())
        });
        Ok(())
    }

    async fn delete_attachment(&self, id: &AttachmentId, context: &Cx) -> Result<(), StoreError> {
        self.with_shelf(context, |shelf| shelf.attachments.remove(id));
        Ok(())
    }

    async fn accept(&self, message: NewMessage<'_>, context: &Cx) -> Result<Accepted, StoreError> {
        self.with_shelf(context, |shelf| {
            let before = message.idempotency_key.and_then(|key| shelf.keys.get(key));
            if let Some((thread, item)) = before {
                return Ok(Accepted::Before {
                    thread: thread.clone(),
                    item: item.clone(),
                });
            }
            let thread = message.place.thread_id();
            if let Place::New(thread) = message.place {
                shelf.save_thread(thread);
            }
            let kept = shelf.kept(thread)?;
            kept.save_item(message.item);
            let accepted = Box::new(kept.thread.clone());
            if let Some(key) = message.idempotency_key {
                let names = (thread.clone(), message.item.id().clone());
                shelf.keys.insert(key.to_owned(), names);
            }
            Ok(Accepted::Now(accepted))
        })
    }
}

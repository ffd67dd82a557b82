use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::error::StoreError;
use crate::id::{IdKind, ItemId};
use crate::item::{ItemBody, ThreadItem};
use crate::page::{Order, PageRequest};
use crate::runs::{Run, WeakRun};
use crate::store::Store;
use crate::thread::{Thread, ThreadStatus};

/// What a handler works with: the thread, the store, and who asks. Clones are the same turn.
pub struct Turn<Cx> {
    shared: Arc<Shared<Cx>>,
}

struct Shared<Cx> {
    thread: Mutex<Versioned>,
    store: Arc<dyn Store<Cx>>,
    context: Arc<Cx>,
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    run: OnceLock<WeakRun>,
}

/// The thread, and how often it was changed.
struct Versioned {
    thread: Thread,
    version: u64,
}

impl<Cx> Clone for Turn<Cx> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<Cx: Send + Sync + 'static> Turn<Cx> {
    /// Begins a turn in `thread`; `now` tells the time that new items get.
    pub fn new(
        thread: Thread,
        store: Arc<dyn Store<Cx>>,
        context: Arc<Cx>,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                thread: Mutex::new(Versioned { thread, version: 0 }),
                store,
                context,
                now: Box::new(now),
                run: OnceLock::new(),
            }),
        }
    }

    /// Returns the thread as it is.
    pub fn thread(&self) -> Thread {
        self.look(|kept| kept.thread.clone())
    }

    /// Returns the request's context.
    pub fn context(&self) -> &Cx {
        &self.shared.context
    }

    /// Returns the store.
    pub fn store(&self) -> &dyn Store<Cx> {
        &*self.shared.store
    }

    /// Changes the thread. The server stores the change, and tells the client, after the next event of the handler.
    pub fn change_thread(&self, change: impl FnOnce(&mut Thread)) {
        self.look(|kept| {
            change(&mut kept.thread);
            kept.version = kept.version.saturating_add(1);
        });
    }

    /// Returns the right to answer in the thread. Whoever goes on after the stream was dropped, to store what there is,
    /// keeps it until that is done: so the next answer comes after it.
    pub fn run(&self) -> Option<Run> {
        self.shared.run.get()?.upgrade()
    }

    pub(crate) fn hold(&self, run: &Run) {
        // A turn has one run, which is told once.
        let _ = self.shared.run.set(run.downgrade());
    }

    /// Takes the thread as it is stored.
    pub(crate) fn refresh(&self, thread: Thread) {
        self.look(|kept| kept.thread = thread);
    }

    /// Gives the thread a title: see [`Turn::change_thread`].
    pub fn set_title(&self, title: impl Into<String>) {
        self.change_thread(|thread| thread.title = Some(title.into()));
    }

    /// Opens, locks or closes the thread: see [`Turn::change_thread`].
    pub fn set_status(&self, status: ThreadStatus) {
        self.change_thread(|thread| thread.status = status);
    }

    /// Changes the server's own notes on the thread: see [`Turn::change_thread`].
    pub fn change_metadata(&self, change: impl FnOnce(&mut Map<String, Value>)) {
        self.change_thread(|thread| change(&mut thread.metadata));
    }

    /// Makes an id for an item.
    pub fn new_item_id(&self, kind: IdKind) -> ItemId {
        self.look(|kept| {
            let (store, context) = (&self.shared.store, &self.shared.context);
            store.new_item_id(kind, &kept.thread, context)
        })
    }

    /// Returns what time it is.
    pub fn now(&self) -> Timestamp {
        (self.shared.now)()
    }

    /// Makes an item of this thread, with an id of its own, as of now.
    ///
    /// # Errors
    /// If `body` cannot be written as JSON, which the types of this crate always can.
    pub fn new_item<B: ItemBody>(&self, body: &B) -> serde_json::Result<ThreadItem> {
        self.new_item_with_id(self.new_item_id(B::KIND.id_kind()), body)
    }

    /// Makes an item of this thread, as of now.
    ///
    /// # Errors
    /// See [`Turn::new_item`].
    pub fn new_item_with_id<B: ItemBody>(
        &self,
        id: ItemId,
        body: &B,
    ) -> serde_json::Result<ThreadItem> {
        let thread = self.look(|kept| kept.thread.id.clone());
        ThreadItem::new(id, thread, self.now(), body)
    }

    /// Returns the last `most` items of the thread, hidden ones too, oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn recent_items(
        &self,
        most: std::num::NonZeroU32,
    ) -> Result<Vec<ThreadItem>, StoreError> {
        let thread = self.look(|kept| kept.thread.id.clone());
        let page = PageRequest::first(most, Order::Desc);
        let items = self.store().load_items(&thread, &page, self.context());
        let mut items = items.await?.data;
        items.reverse();
        Ok(items)
    }

    /// Returns the thread if it was changed since the version `seen`, which becomes the present one.
    pub(crate) fn changed_since(&self, seen: &mut u64) -> Option<Thread> {
        self.look(|kept| {
            let is_new = kept.version != *seen;
            *seen = kept.version;
            is_new.then(|| kept.thread.clone())
        })
    }

    fn look<T>(&self, look: impl FnOnce(&mut Versioned) -> T) -> T {
        look(
            &mut self
                .shared
                .thread
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl<Cx> std::fmt::Debug for Turn<Cx> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Turn")
    }
}

//! The text of an answer while it is said.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use taskpilot_chatkit::{
    AssistantMessage, Event, ItemId, ItemUpdate, OutputText, StreamError, ThreadItem, Turn,
};
use taskpilot_conversations::thread::NewItem;

use super::context::ChatContext;
use super::kept;
use super::speech::made;
use crate::turn::LastItem;

/// The text that is being said, as an item of its own.
pub(super) struct OpenText {
    turn: Turn<ChatContext>,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    open: Option<Open>,
    /// The last item, as it was stored with the reply.
    closed: Option<ThreadItem>,
}

struct Open {
    /// As it began.
    item: ThreadItem,
    text: String,
}

impl OpenText {
    pub(super) fn new(turn: Turn<ChatContext>) -> Arc<Self> {
        Arc::new(Self {
            turn,
            slot: Mutex::default(),
        })
    }

    /// Goes on with the text, and says so to the client.
    pub(super) fn say(&self, delta: String, said: &mut VecDeque<Event>) -> Result<(), StreamError> {
        let mut slot = self.slot();
        let open = match &mut slot.open {
            Some(open) => open,
            empty => {
                let item = made(&self.turn, &AssistantMessage::default())?;
                let part = ItemUpdate::ContentPartAdded {
                    content_index: 0,
                    content: OutputText::new(""),
                };
                said.push_back(Event::ItemAdded(item.clone()));
                said.push_back(updated(item.id(), part));
                empty.insert(Open {
                    item,
                    text: String::new(),
                })
            }
        };
        // A paragraph that begins an item needs no space before it.
        let delta = if open.text.is_empty() {
            delta.trim_start_matches('\n').to_owned()
        } else {
            delta
        };
        open.text.push_str(&delta);
        let update = ItemUpdate::TextDelta {
            content_index: 0,
            delta,
        };
        said.push_back(updated(open.item.id(), update));
        Ok(())
    }

    /// Ends the text before something else is shown.
    pub(super) fn end(&self) -> Result<Option<ThreadItem>, StreamError> {
        let open = self.slot().open.take();
        open.map(|open| open.done().map_err(StreamError::failed))
            .transpose()
    }

    pub(super) fn take_closed(&self) -> Option<ThreadItem> {
        self.slot().closed.take()
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LastItem for OpenText {
    fn close(&self) -> Option<NewItem> {
        let mut slot = self.slot();
        // Text always is JSON.
        let item = slot.open.take()?.done().ok()?;
        self.turn.context().mark_stored(item.id().clone());
        let stored = kept::new_item(&item);
        slot.closed = Some(item);
        Some(stored)
    }
}

impl Open {
    fn done(self) -> serde_json::Result<ThreadItem> {
        let content = [OutputText::new(self.text)];
        self.item
            .with_fields(|fields| fields.set("content", &content))
    }
}

fn updated(item: &ItemId, update: ItemUpdate) -> Event {
    Event::ItemUpdated {
        item_id: item.clone(),
        update,
    }
}

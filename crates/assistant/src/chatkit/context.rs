use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use taskpilot_chatkit::{ItemId, ThreadId};
use taskpilot_conversations::ConversationId;

use crate::assistant::{Opening, TurnContext};

/// Who asks a ChatKit request, and what its steps leave for each other.
pub struct ChatContext {
    /// Who asks, and from where.
    pub turn: TurnContext,
    /// This server's address, as the client knows it.
    base: String,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Which conversation the request's thread is.
    conversation: Option<(ThreadId, ConversationId)>,
    /// The turn that was begun when its message was stored.
    opening: Option<Opening>,
    /// Items that were stored along with something else.
    stored: HashSet<ItemId>,
}

impl ChatContext {
    /// Returns the context of one request; `base` is this server's address as the client knows it, such as
    /// `https://example.com`, for the addresses of attachments.
    pub fn new(turn: TurnContext, base: impl Into<String>) -> Self {
        Self {
            turn,
            base: base.into(),
            kept: Mutex::default(),
        }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) fn conversation(&self, thread: &ThreadId) -> Option<ConversationId> {
        let kept = self.kept();
        let (known, conversation) = kept.conversation.as_ref()?;
        (known == thread).then_some(*conversation)
    }

    pub(super) fn keep_conversation(&self, thread: ThreadId, conversation: ConversationId) {
        self.kept().conversation = Some((thread, conversation));
    }

    pub(super) fn keep_opening(&self, opening: Opening) {
        self.kept().opening = Some(opening);
    }

    pub(super) fn take_opening(&self) -> Option<Opening> {
        self.kept().opening.take()
    }

    /// Notes that an item is stored, so that it is not stored once more.
    pub(super) fn mark_stored(&self, item: ItemId) {
        self.kept().stored.insert(item);
    }

    /// Returns whether an item was stored; asked once for each.
    pub(super) fn was_stored(&self, item: &ItemId) -> bool {
        self.kept().stored.remove(item)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

use std::collections::{BTreeMap, HashMap, HashSet};

use async_trait::async_trait;
use jiff::Timestamp;
use taskpilot_context::UserId;

use super::MemoryConversationStore;
use super::drawer::{Drawer, Entry, State, count, last};
use crate::conversation::ConversationId;
use crate::message::{Message, MessageBody, MessageId};
use crate::store::{StoreError, WriteError};
use crate::thread::{
    Item, ItemBody, ItemRef, ListRequest, NewItem, Rating, Thread, ThreadDraft, ThreadMessage,
    ThreadPlace, ThreadRef, ThreadReply, ThreadStore, ThreadTurn,
};
use crate::turn::{BeginTurn, PriorTurn, TurnBegun};

/// What a client protocol keeps of a conversation.
#[derive(Debug, Default)]
pub(super) struct Shown {
    key: Option<String>,
    document: Option<String>,
    /// Items that are no messages, and what the protocol made of messages.
    documents: BTreeMap<MessageId, Kept>,
    /// Replies that are shown by items of their own.
    hidden: HashSet<MessageId>,
    ratings: HashMap<MessageId, Rating>,
}

#[derive(Debug)]
struct Kept {
    key: Option<String>,
    document: String,
}

impl Entry {
    fn thread(&self) -> Thread {
        Thread {
            conversation: self.conversation.clone(),
            key: self.shown.key.clone(),
            document: self.shown.document.clone(),
        }
    }

    fn is_named(&self, thread: &ThreadRef) -> bool {
        match thread {
            ThreadRef::Key(key) => self.shown.key.as_ref() == Some(key),
            ThreadRef::Number(number) => self.conversation.id == *number,
        }
    }

    /// Returns all items, oldest first.
    fn items(&self) -> Vec<Item> {
        let kept = self.shown.documents.iter().map(|(position, kept)| Item {
            position: *position,
            key: kept.key.clone(),
            body: ItemBody::Document(kept.document.clone()),
        });
        let said = self.messages.iter().filter(|message| {
            let (documents, hidden) = (&self.shown.documents, &self.shown.hidden);
            !documents.contains_key(&message.id) && !hidden.contains(&message.id)
        });
        let said = said.map(|message| Item {
            position: message.id,
            key: None,
            body: ItemBody::Message(Box::new(message.clone())),
        });
        let mut items: Vec<Item> = kept.chain(said).collect();
        items.sort_by_key(|item| item.position);
        items
    }

    fn item(&self, item: &ItemRef) -> Option<Item> {
        self.items().into_iter().find(|found| match item {
            ItemRef::Key(key) => found.key.as_ref() == Some(key),
            ItemRef::Number(number) => found.key.is_none() && found.position == *number,
        })
    }

    fn save_item(&mut self, item: &NewItem, position: MessageId) {
        let place = self.item(&ItemRef::Key(item.key.clone()));
        let kept = Kept {
            key: Some(item.key.clone()),
            document: item.document.clone(),
        };
        let position = place.map_or(position, |old| old.position);
        self.shown.documents.insert(position, kept);
    }

    fn remove(&mut self, is_gone: impl Fn(MessageId) -> bool) {
        self.messages.retain(|message| !is_gone(message.id));
        let shown = &mut self.shown;
        shown.documents.retain(|position, _| !is_gone(*position));
        shown.ratings.retain(|position, _| !is_gone(*position));
        let left = i64::try_from(self.messages.len()).unwrap_or(i64::MAX);
        self.conversation.message_count = left;
    }
}

impl Drawer {
    fn named(&self, thread: &ThreadRef) -> Option<&Entry> {
        self.conversations
            .values()
            .find(|entry| entry.conversation.deleted_at.is_none() && entry.is_named(thread))
    }
}

impl State {
    fn entry(&self, user: &UserId, conversation: ConversationId) -> Option<&Entry> {
        self.users.get(user)?.live(conversation)
    }

    /// Changes a conversation, and counts the change.
    fn change_entry<T>(
        &mut self,
        user: &UserId,
        id: ConversationId,
        at: Timestamp,
        change: impl FnOnce(&mut Entry) -> T,
    ) -> Result<T, WriteError> {
        let absent = WriteError::NoConversation(id);
        let Some(drawer) = self.users.get_mut(user) else {
            return Err(absent);
        };
        let revision = drawer.next_revision();
        let entry = drawer.live_mut(id).ok_or(absent)?;
        let changed = change(entry);
        entry.touch(at, revision);
        drawer.revision = revision.get();
        Ok(changed)
    }
}

#[async_trait]
impl ThreadStore for MemoryConversationStore {
    async fn thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
    ) -> Result<Option<Thread>, StoreError> {
        let state = self.state();
        let found = state
            .users
            .get(user)
            .and_then(|drawer| drawer.named(thread));
        Ok(found.map(Entry::thread))
    }

    async fn save_thread(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        draft: &ThreadDraft,
        at: Timestamp,
    ) -> Result<Thread, WriteError> {
        let mut state = self.state();
        let old = state
            .users
            .get(user)
            .and_then(|drawer| drawer.named(thread));
        let id = match (old.map(|entry| entry.conversation.id), thread) {
            (Some(id), _) => id,
            (None, ThreadRef::Number(id)) => return Err(WriteError::NoConversation(*id)),
            (None, ThreadRef::Key(_)) => state.open_conversation(user, draft.created_at),
        };
        state.change_entry(user, id, at, |entry| {
            if let ThreadRef::Key(key) = thread {
                entry.shown.key = Some(key.clone());
            }
            entry.conversation.title.clone_from(&draft.title);
            entry.shown.document.clone_from(&draft.document);
        })?;
        let entry = state
            .entry(user, id)
            .ok_or(WriteError::NoConversation(id))?;
        Ok(entry.thread())
    }

    async fn threads(
        &self,
        user: &UserId,
        page: &ListRequest<ConversationId>,
    ) -> Result<Vec<Thread>, StoreError> {
        let state = self.state();
        let live = state.users.get(user).into_iter().flat_map(|drawer| {
            let entries = drawer.conversations.values();
            entries.filter(|entry| {
                let conversation = &entry.conversation;
                conversation.deleted_at.is_none() && !conversation.archived
            })
        });
        let threads = live.map(Entry::thread).collect();
        Ok(cut(threads, page, |thread: &Thread| thread.conversation.id))
    }

    async fn begin_thread_turn(
        &self,
        user: &UserId,
        turn: &BeginTurn,
        message: &ThreadMessage,
    ) -> Result<Option<ThreadTurn>, WriteError> {
        let mut state = self.state();
        let mut turn = turn.clone();
        turn.conversation = match &message.place {
            ThreadPlace::New(_) => None,
            ThreadPlace::In(thread) => {
                let drawer = state.users.get(user);
                let Some(entry) = drawer.and_then(|drawer| drawer.named(thread)) else {
                    return Ok(None);
                };
                Some(entry.conversation.id)
            }
        };
        let begun = state.begin(user, &turn)?;
        if begun.prior.is_some() {
            return Ok(Some(ThreadTurn::Before(begun.message)));
        }
        let drawer = state.users.get_mut(user);
        let entry = drawer.and_then(|drawer| drawer.live_mut(begun.conversation.id));
        Ok(entry.map(|entry| {
            if let ThreadPlace::New(key) = &message.place {
                entry.shown.key = Some(key.clone());
            }
            entry.save_item(&message.item, begun.message.id);
            ThreadTurn::Begun(entry.thread(), Box::new(begun))
        }))
    }

    async fn turn(
        &self,
        user: &UserId,
        conversation: ConversationId,
        message: MessageId,
        history: u32,
    ) -> Result<Option<TurnBegun>, StoreError> {
        let state = self.state();
        let Some(entry) = state.entry(user, conversation) else {
            return Ok(None);
        };
        let is_it =
            |said: &Message| said.id == message && matches!(said.body, MessageBody::User { .. });
        let Some(at) = entry.messages.iter().position(is_it) else {
            return Ok(None);
        };
        let (before, rest) = entry.messages.split_at(at);
        let replies = |said: &&Message| matches!(&said.body, MessageBody::Assistant(reply) if reply.reply_to == message);
        let reply = rest.iter().find(replies).cloned();
        Ok(rest.first().map(|message| TurnBegun {
            conversation: entry.conversation.clone(),
            message: message.clone(),
            history: last(before, history),
            was_asked: true,
            prior: reply.map(|reply| PriorTurn {
                reply: Some(reply),
                retried_at: None,
                same_request: true,
            }),
        }))
    }

    async fn store_reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: &ThreadReply<'_>,
        at: Timestamp,
    ) -> Result<MessageId, WriteError> {
        let mut state = self.state();
        let id = match reply.id {
            Some(id) => {
                state.update_reply(user, id, reply.reply, at)?;
                id
            }
            None => state.add_reply(user, conversation, reply.reply, at)?.id,
        };
        let next = state.next_message();
        let drawer = state.users.get_mut(user);
        if let Some(entry) = drawer.and_then(|drawer| drawer.live_mut(conversation)) {
            match (reply.item, reply.id) {
                (Some(item), None) => entry.save_item(item, id),
                (Some(item), Some(_)) => entry.save_item(item, next),
                (None, _) => {}
            }
            if reply.item.is_none() || reply.id.is_some() {
                entry.shown.hidden.insert(id);
            }
        }
        Ok(id)
    }

    async fn items(
        &self,
        user: &UserId,
        thread: &ThreadRef,
        page: &ListRequest<MessageId>,
    ) -> Result<Option<Vec<Item>>, StoreError> {
        let state = self.state();
        let drawer = state.users.get(user);
        let entry = drawer.and_then(|drawer| drawer.named(thread));
        Ok(entry.map(|entry| cut(entry.items(), page, |item: &Item| item.position)))
    }

    async fn item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
    ) -> Result<Option<Item>, StoreError> {
        let state = self.state();
        Ok(state
            .entry(user, conversation)
            .and_then(|entry| entry.item(item)))
    }

    async fn save_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &NewItem,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let mut state = self.state();
        let position = state.next_message();
        state.change_entry(user, conversation, at, |entry| {
            entry.save_item(item, position);
        })
    }

    async fn save_message_item(
        &self,
        user: &UserId,
        (conversation, message): (ConversationId, MessageId),
        document: &str,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let mut state = self.state();
        let entry = state.entry(user, conversation);
        let entry = entry.ok_or(WriteError::NoConversation(conversation))?;
        if !entry.messages.iter().any(|said| said.id == message) {
            return Err(WriteError::NoMessage(message));
        }
        state.change_entry(user, conversation, at, |entry| {
            let kept = Kept {
                key: None,
                document: document.to_owned(),
            };
            entry.shown.documents.insert(message, kept);
        })
    }

    async fn delete_item(
        &self,
        user: &UserId,
        conversation: ConversationId,
        item: &ItemRef,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        self.state().change_entry(user, conversation, at, |entry| {
            if let Some(item) = entry.item(item) {
                entry.remove(|position| position == item.position);
            }
        })
    }

    async fn delete_items_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        position: MessageId,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        self.state().change_entry(user, conversation, at, |entry| {
            entry.remove(|later| later > position);
        })
    }

    async fn rate(
        &self,
        user: &UserId,
        conversation: ConversationId,
        items: &[ItemRef],
        rating: Rating,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        self.state().change_entry(user, conversation, at, |entry| {
            for item in items {
                if let Some(item) = entry.item(item) {
                    entry.shown.ratings.insert(item.position, rating);
                }
            }
        })
    }
}

/// Returns a part of `rows`, which stand oldest first.
fn cut<Row, C: Copy + PartialOrd>(
    mut rows: Vec<Row>,
    page: &ListRequest<C>,
    place: impl Fn(&Row) -> C,
) -> Vec<Row> {
    if page.newest_first {
        rows.reverse();
    }
    rows.retain(|row| match page.after {
        None => true,
        Some(after) if page.newest_first => place(row) < after,
        Some(after) => place(row) > after,
    });
    rows.truncate(count(page.limit));
    rows
}

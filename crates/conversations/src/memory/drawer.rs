use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use taskpilot_context::{Revision, UserId};

use crate::conversation::{Conversation, ConversationId, Title};
use crate::message::{AssistantMessage, Message, MessageBody, MessageId, MessageStatus};
use crate::search::fold;
use crate::store::WriteError;
use crate::thread::AttachmentRecord;
use crate::turn::{BeginTurn, IdempotencyKey, PriorTurn, TurnBegun};

use super::threads::Shown;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) users: HashMap<UserId, Drawer>,
    pub(super) last_conversation: i64,
    pub(super) last_message: i64,
}

/// One user's conversations.
#[derive(Debug, Default)]
pub(super) struct Drawer {
    pub(super) revision: i64,
    pub(super) conversations: BTreeMap<ConversationId, Entry>,
    pub(super) keys: HashMap<IdempotencyKey, KeyUse>,
    pub(super) attachments: BTreeMap<String, AttachmentRecord>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) conversation: Conversation,
    pub(super) messages: Vec<Message>,
    pub(super) revision: Revision,
    pub(super) shown: Shown,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct KeyUse {
    pub(super) conversation: ConversationId,
    pub(super) message: MessageId,
    pub(super) retried_at: Option<Timestamp>,
}

impl State {
    pub(super) fn next_message(&mut self) -> MessageId {
        self.last_message += 1;
        MessageId::new(self.last_message)
    }

    pub(super) fn open_conversation(&mut self, user: &UserId, at: Timestamp) -> ConversationId {
        self.last_conversation += 1;
        let id = ConversationId::new(self.last_conversation);
        let entry = Entry {
            conversation: Conversation {
                id,
                title: None,
                archived: false,
                message_count: 0,
                created_at: at,
                updated_at: at,
                deleted_at: None,
            },
            messages: Vec::new(),
            revision: Revision::ZERO,
            shown: Shown::default(),
        };
        let drawer = self.users.entry(user.clone()).or_default();
        drawer.conversations.insert(id, entry);
        id
    }
}

impl State {
    /// Stores the user's side of a turn.
    pub(super) fn begin(
        &mut self,
        user: &UserId,
        turn: &BeginTurn,
    ) -> Result<TurnBegun, WriteError> {
        if let Some(begun) = self.users.get(user).and_then(|drawer| drawer.prior(turn)) {
            return Ok(begun);
        }
        let message = self.next_message();
        let id = match turn.conversation {
            Some(id) => id,
            None => self.open_conversation(user, turn.at),
        };
        let drawer = self.users.entry(user.clone()).or_default();
        let revision = drawer.next_revision();
        let entry = drawer.live_mut(id).ok_or(WriteError::NoConversation(id))?;
        let history = last(&entry.messages, turn.history);
        let message = Message {
            id: message,
            conversation_id: id,
            body: MessageBody::User {
                content: turn.content.clone(),
            },
            created_at: turn.at,
        };
        let title = &mut entry.conversation.title;
        *title = title.take().or_else(|| Some(turn.title.clone()));
        entry.push(message.clone(), turn.at, revision);
        let conversation = entry.conversation.clone();
        if let Some(key) = &turn.key {
            let place = KeyUse {
                conversation: id,
                message: message.id,
                retried_at: None,
            };
            drawer.keys.insert(key.clone(), place);
        }
        drawer.revision = revision.get();
        Ok(TurnBegun {
            conversation,
            message,
            history,
            was_asked: turn.conversation.is_some(),
            prior: None,
        })
    }

    /// Claims a turn that is to be tried again.
    pub(super) fn retry(
        &mut self,
        user: &UserId,
        message: MessageId,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> bool {
        let Some(drawer) = self.users.get_mut(user) else {
            return false;
        };
        let mut turns = drawer.keys.values_mut();
        let Some(turn) = turns.find(|turn| turn.message == message && turn.retried_at == last)
        else {
            return false;
        };
        turn.retried_at = Some(at);
        let messages = drawer
            .conversations
            .get_mut(&turn.conversation)
            .into_iter()
            .flat_map(|entry| &mut entry.messages);
        for later in messages {
            if let MessageBody::Assistant(reply) = &mut later.body
                && reply.reply_to == message
            {
                reply.status = MessageStatus::InProgress;
            }
        }
        true
    }

    pub(super) fn add_reply(
        &mut self,
        user: &UserId,
        conversation: ConversationId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<Message, WriteError> {
        let id = self.next_message();
        let absent = WriteError::NoConversation(conversation);
        let Some(drawer) = self.users.get_mut(user) else {
            return Err(absent);
        };
        let revision = drawer.next_revision();
        let entry = drawer.live_mut(conversation).ok_or(absent)?;
        let message = Message {
            id,
            conversation_id: conversation,
            body: MessageBody::Assistant(Box::new(reply.clone())),
            created_at: at,
        };
        entry.push(message.clone(), at, revision);
        drawer.revision = revision.get();
        Ok(message)
    }

    pub(super) fn update_reply(
        &mut self,
        user: &UserId,
        id: MessageId,
        reply: &AssistantMessage,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let drawer = self.users.get_mut(user).ok_or(WriteError::NoMessage(id))?;
        let revision = drawer.next_revision();
        for entry in drawer.conversations.values_mut() {
            let found = entry.messages.iter_mut().find(|message| message.id == id);
            if let Some(Message {
                body: MessageBody::Assistant(body),
                ..
            }) = found
            {
                **body = reply.clone();
                entry.touch(at, revision);
                drawer.revision = revision.get();
                return Ok(());
            }
        }
        Err(WriteError::NoMessage(id))
    }
}

impl Drawer {
    pub(super) fn next_revision(&self) -> Revision {
        Revision::new(self.revision + 1)
    }

    pub(super) fn live(&self, id: ConversationId) -> Option<&Entry> {
        let entry = self.conversations.get(&id)?;
        entry.conversation.deleted_at.is_none().then_some(entry)
    }

    pub(super) fn live_mut(&mut self, id: ConversationId) -> Option<&mut Entry> {
        let entry = self.conversations.get_mut(&id)?;
        entry.conversation.deleted_at.is_none().then_some(entry)
    }

    /// Returns the turn that used the same key before.
    pub(super) fn prior(&self, turn: &BeginTurn) -> Option<TurnBegun> {
        let used = self.keys.get(turn.key.as_ref()?)?;
        let entry = self.live(used.conversation)?;
        let at = entry
            .messages
            .iter()
            .position(|message| message.id == used.message)?;
        let (before, rest) = entry.messages.split_at(at);
        let (message, later) = rest.split_first()?;
        let same_content = matches!(&message.body,
            MessageBody::User { content } if *content == turn.content);
        let same_place = turn.conversation.is_none_or(|id| id == used.conversation);
        let reply = later.iter().find(|later| {
            matches!(&later.body, MessageBody::Assistant(reply) if reply.reply_to == message.id)
        });
        Some(TurnBegun {
            conversation: entry.conversation.clone(),
            message: message.clone(),
            history: last(before, turn.history),
            was_asked: true,
            prior: Some(PriorTurn {
                reply: reply.cloned(),
                retried_at: used.retried_at,
                same_request: same_content && same_place,
            }),
        })
    }
}

impl Entry {
    pub(super) fn push(&mut self, message: Message, at: Timestamp, revision: Revision) {
        self.messages.push(message);
        self.conversation.message_count += 1;
        self.touch(at, revision);
    }

    pub(super) fn touch(&mut self, at: Timestamp, revision: Revision) {
        self.conversation.updated_at = at;
        self.revision = revision;
    }

    pub(super) fn matches(&self, archived: Option<bool>, needle: Option<&str>) -> bool {
        let conversation = &self.conversation;
        conversation.deleted_at.is_none()
            && archived.is_none_or(|archived| archived == conversation.archived)
            && needle.is_none_or(|needle| self.contains(needle))
    }

    pub(super) fn contains(&self, needle: &str) -> bool {
        let title = self.conversation.title.iter().map(Title::as_str);
        let contents = self.messages.iter().map(|message| match &message.body {
            MessageBody::User { content } => content.as_str(),
            MessageBody::Assistant(reply) => reply.content.as_str(),
        });
        title
            .chain(contents)
            .any(|text| fold(text).contains(needle))
    }
}

pub(super) fn last(messages: &[Message], most: u32) -> Vec<Message> {
    let skipped = messages.len().saturating_sub(count(most));
    messages.iter().skip(skipped).cloned().collect()
}

pub(super) fn count(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

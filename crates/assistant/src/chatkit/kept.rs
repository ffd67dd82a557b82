//! Between what ChatKit sees and what the conversations keep.

use taskpilot_chatkit::{
    AssistantMessage, ItemId, Missing, OutputText, StoreError, Thread, ThreadId, ThreadItem,
    UserMessage,
};
use taskpilot_conversations as conversations;
use taskpilot_conversations::thread::{Item, ItemBody, NewItem};
use taskpilot_conversations::{ConversationError, Message, MessageBody, Title};

use super::{name, show};

/// Returns an item as it is kept.
pub(super) fn new_item(item: &ThreadItem) -> NewItem {
    NewItem {
        key: item.id().to_string(),
        document: item.json().to_owned(),
        created_at: item.created_at(),
    }
}

/// Returns a thread as ChatKit sees it.
pub(super) fn thread(row: &conversations::thread::Thread) -> Result<Thread, StoreError> {
    let id = name::of_thread(row);
    let mut thread = match &row.document {
        Some(document) => serde_json::from_str(document).map_err(StoreError::failed)?,
        None => Thread::new(id.clone(), row.conversation.created_at),
    };
    thread.id = id;
    thread.created_at = row.conversation.created_at;
    let title = row.conversation.title.as_ref();
    thread.title = title.map(|title| title.as_str().to_owned());
    Ok(thread)
}

/// Returns what is to be kept of a thread beside its title and time; nothing of most threads.
pub(super) fn document(thread: &Thread) -> Result<Option<String>, StoreError> {
    let mut bare = thread.clone();
    bare.title = None;
    if bare == Thread::new(thread.id.clone(), thread.created_at) {
        return Ok(None);
    }
    let document = serde_json::to_string(&bare).map_err(StoreError::failed)?;
    Ok(Some(document))
}

/// Accepts a title that ChatKit gives.
pub(super) fn title(text: &str) -> Result<Title, StoreError> {
    Title::parse(text).map_err(|error| StoreError::Refused {
        field: "params.title",
        message: error.to_string(),
    })
}

/// Returns an item as ChatKit sees it.
pub(super) fn item(thread: &ThreadId, item: Item) -> Result<ThreadItem, StoreError> {
    let id = name::of_item(&item);
    match item.body {
        ItemBody::Document(document) => {
            ThreadItem::from_json(&document).map_err(StoreError::failed)
        }
        ItemBody::Message(message) => {
            message_item(thread.clone(), id, *message).map_err(StoreError::failed)
        }
    }
}

/// Returns a message that was said elsewhere as an item.
fn message_item(thread: ThreadId, id: ItemId, message: Message) -> serde_json::Result<ThreadItem> {
    match message.body {
        MessageBody::User { content } => {
            let said = UserMessage::text(content);
            ThreadItem::new(id, thread, message.created_at, &said)
        }
        MessageBody::Assistant(reply) => {
            let text = if reply.content.is_empty() {
                show::summary(&reply.tool_calls)
            } else {
                reply.content
            };
            let said = AssistantMessage {
                content: vec![OutputText::new(text)],
            };
            ThreadItem::new(id, thread, message.created_at, &said)
        }
    }
}

pub(super) fn no_thread(id: &ThreadId) -> StoreError {
    StoreError::not_found(Missing::Thread, id)
}

pub(super) fn of_thread(id: &ThreadId, error: ConversationError) -> StoreError {
    match error {
        ConversationError::NotFound(_) => no_thread(id),
        error => failed(error),
    }
}

pub(super) fn failed(error: ConversationError) -> StoreError {
    match error {
        ConversationError::Invalid(fields) => {
            let first = fields.into_iter().next();
            let (field, message) = first.map_or(("params", String::new()), |broken| {
                let field = match broken.field {
                    "message" => "params.input.content",
                    "idempotency_key" => "Idempotency-Key",
                    other => other,
                };
                (field, broken.message)
            });
            StoreError::Refused { field, message }
        }
        ConversationError::NoMessage(id) => StoreError::not_found(Missing::Item, id),
        error => StoreError::failed(error),
    }
}

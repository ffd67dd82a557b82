//! What threads and items are called: by the ids ChatKit gave them, or, if they came by another door, by their numbers.

use taskpilot_chatkit::{IdKind, ItemId, ThreadId};
use taskpilot_conversations::thread::{Item, ItemRef, Thread, ThreadRef};
use taskpilot_conversations::{ConversationId, MessageId};

pub(super) fn of_thread(thread: &Thread) -> ThreadId {
    match &thread.key {
        Some(key) => ThreadId::new(key),
        None => ThreadId::new(&numbered(IdKind::Thread, thread.conversation.id.get())),
    }
}

pub(super) fn thread_ref(id: &ThreadId) -> ThreadRef {
    match number(IdKind::Thread, id.as_str()) {
        Some(number) => ThreadRef::Number(ConversationId::new(number)),
        None => ThreadRef::Key(id.to_string()),
    }
}

pub(super) fn of_item(item: &Item) -> ItemId {
    match &item.key {
        Some(key) => ItemId::new(key),
        None => ItemId::new(&numbered(IdKind::Message, item.position.get())),
    }
}

pub(super) fn item_ref(id: &ItemId) -> ItemRef {
    match number(IdKind::Message, id.as_str()) {
        Some(number) => ItemRef::Number(MessageId::new(number)),
        None => ItemRef::Key(id.to_string()),
    }
}

fn numbered(kind: IdKind, number: i64) -> String {
    format!("{}{number}", kind.prefix())
}

/// Random ids have more digits than any number.
fn number(kind: IdKind, id: &str) -> Option<i64> {
    let digits = id.strip_prefix(kind.prefix())?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_keys_are_told_apart() {
        let number = ThreadRef::Number(ConversationId::new(12));
        assert_eq!(thread_ref(&ThreadId::new("thr_12")), number);
        for key in [
            "thr_",
            "thr_012",
            "thr_+1",
            "thr_99999999999999999999",
            "12",
        ] {
            assert_eq!(thread_ref(&ThreadId::new(key)), ThreadRef::Key(key.into()));
        }
        let random = IdKind::Message.random();
        assert_eq!(item_ref(&ItemId::new(&random)), ItemRef::Key(random));
    }
}

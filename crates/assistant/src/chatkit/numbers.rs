use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use taskpilot_chatkit::ThreadId;
use taskpilot_context::UserId;
use taskpilot_conversations::ConversationId;

/// Most threads that are remembered; then all are forgotten, and asked for again.
const MOST: usize = 4_096;

/// Which conversations threads are: that never changes, so it is asked for once.
#[derive(Debug, Default)]
pub(super) struct Numbers(Mutex<HashMap<(UserId, ThreadId), ConversationId>>);

impl Numbers {
    pub(super) fn get(&self, user: &UserId, thread: &ThreadId) -> Option<ConversationId> {
        let numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.get(&(user.clone(), thread.clone())).copied()
    }

    pub(super) fn keep(&self, user: &UserId, thread: &ThreadId, number: ConversationId) {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if numbers.len() >= MOST {
            numbers.clear();
        }
        numbers.insert((user.clone(), thread.clone()), number);
    }
}

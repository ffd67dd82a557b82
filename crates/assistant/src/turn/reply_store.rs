use std::time::Duration;

use taskpilot_context::UserId;
use taskpilot_conversations::thread::{NewItem, ThreadService};
use taskpilot_conversations::{
    AssistantMessage, ConversationError, ConversationId, ConversationService, MessageId,
};

/// Where replies are kept.
#[derive(Clone)]
pub(crate) enum ReplyShelf {
    /// In a conversation that shows them as they are.
    Conversation(ConversationService),
    /// In a thread that shows them by items.
    Thread(ThreadService),
}

/// Where a reply is stored: added once, then written over.
#[derive(Clone)]
pub(crate) struct ReplyStore {
    pub(crate) shelf: ReplyShelf,
    pub(crate) user: UserId,
    pub(crate) conversation: ConversationId,
    pub(crate) message: Option<MessageId>,
}

/// Waits between tries to store what came of a turn.
pub(crate) const SAVE_RETRY_DELAYS: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_millis(1_500),
];

impl ReplyStore {
    pub(super) async fn write(
        self,
        reply: AssistantMessage,
        item: Option<NewItem>,
    ) -> Result<MessageId, ConversationError> {
        let mut delays = SAVE_RETRY_DELAYS.iter();
        loop {
            match (self.write_once(&reply, item.as_ref()).await, delays.next()) {
                (Err(ConversationError::Store(error)), Some(delay)) if error.transient => {
                    tokio::time::sleep(*delay).await;
                }
                (result, _) => return result,
            }
        }
    }

    async fn write_once(
        &self,
        reply: &AssistantMessage,
        item: Option<&NewItem>,
    ) -> Result<MessageId, ConversationError> {
        let (user, conversation) = (&self.user, self.conversation);
        let conversations = match &self.shelf {
            ReplyShelf::Conversation(conversations) => conversations,
            ReplyShelf::Thread(threads) => {
                let place = (conversation, self.message);
                return threads.store_reply(user, place, reply, item).await;
            }
        };
        if let Some(id) = self.message {
            conversations.update_reply(user, id, reply).await?;
            return Ok(id);
        }
        let message = conversations.add_reply(user, conversation, reply).await?;
        Ok(message.id)
    }
}

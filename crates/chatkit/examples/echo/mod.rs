//! What both examples serve: a server that repeats what it hears.

use std::sync::Arc;

use taskpilot_chatkit::{
    AssistantMessage, ChatKit, ChatKitServer, Event, EventStream, MemoryStore, ReceivedMessage,
    StreamError, Turn, emit,
};

/// Who asks. A real server takes this from a token.
pub(crate) struct Caller;

struct Echo;

impl ChatKitServer<Caller> for Echo {
    fn respond(&self, turn: Turn<Caller>, message: Option<ReceivedMessage>) -> EventStream {
        emit(move |out| async move {
            let Some(said) = message else { return Ok(()) };
            let text = said.message.plain_text();
            let begun = turn
                .new_item(&AssistantMessage::text(""))
                .map_err(StreamError::failed)?;
            let id = begun.id().clone();
            out.send(Event::ItemAdded(begun)).await;
            for word in text.split_inclusive(' ') {
                out.send(Event::text_delta(&id, word)).await;
            }
            let done = turn.new_item_with_id(id, &AssistantMessage::text(text));
            out.send(Event::ItemDone(done.map_err(StreamError::failed)?))
                .await;
            Ok(())
        })
    }
}

/// Returns the endpoint, which keeps everything in memory.
pub(crate) fn chatkit() -> ChatKit<Caller> {
    ChatKit::new(Echo, Arc::new(MemoryStore::shared()))
}
